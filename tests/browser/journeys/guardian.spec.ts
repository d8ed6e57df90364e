// A minor waits on a computer; the guardian agrees on a phone, in another language; the minor's page goes
// on by itself.

import { DigitalId } from "../support/digital-id.ts";
import { newChild, signedIn } from "../support/guardians.ts";
import { look } from "../support/looking.ts";
import { newPerson } from "../support/people.ts";
import { ORIGIN } from "../support/program.ts";
import { Registration } from "../support/registration.ts";
import { PHONE, expect, test } from "../support/test.ts";
import { Texts } from "../support/texts.ts";
import { Wizard } from "../support/wizard.ts";

test("a guardian agrees on a phone and the child's page goes on", async ({ page, texts, browser }) => {
  test.setTimeout(300_000);
  const child = newChild();
  const wizard = new Wizard(page, texts, child);
  await signedIn(page.request, child, "guarded", "ru");
  await page.goto("/register/number");
  await wizard.at("registration.number_title");
  await page.getByRole("radio", { name: texts.say("registration.kind_iin") }).check();
  await wizard.field("registration.iin").fill(child.iin);
  await expect(page.getByText(texts.say("guardians.early_title"), { exact: true })).toBeVisible();
  await wizard.button("guardians.early_link").click();
  await expect(wizard.field("guardians.link")).toBeVisible();
  await look(page, "guardian-early", "computer");
  await wizard.goOn();
  await wizard.name();
  await wizard.at("guardians.wait_title");
  const link = await wizard.field("guardians.link").inputValue();
  await look(page, "guardian-wait", "computer");

  // The child's own session is refused.
  const own = await page.context().newPage();
  await own.goto(link);
  await expect(own.getByText(texts.say("problems.guardian_own_session"))).toBeVisible();
  await look(own, "guardian-own", "computer");
  await own.close();

  const parent = newPerson();
  const phone = await browser.newContext({ ...PHONE, locale: "kk-KZ", baseURL: ORIGIN });
  await new Registration(phone.request, parent, "kk").upTo("cabinet");
  await new DigitalId(phone.request, parent, "kk").give();
  await phone.clearCookies();
  const side = await phone.newPage();
  const kk = new Texts("kk");
  const guardian = new Wizard(side, kk, parent);
  await side.goto(link);
  await expect(side.getByText(kk.say("guardians.sign_in_title"), { exact: true })).toBeVisible();
  await look(side, "guardian-link-stranger", "phone");
  await guardian.link("common.sign_in").click();
  await guardian.signIn();
  await guardian.at("guardians.asked_title", { child: "Дана Ө." });
  await guardian.field("guardians.child_iin").fill(child.iin);
  await guardian.field("guardians.child_name").fill("дана");
  await look(side, "guardian-link", "phone");
  await guardian.button("guardians.agree").click();
  await expect(side.getByRole("alert")).toBeVisible();
  for (const label of ["guardians.terms_label", "guardians.privacy_label"]) {
    await side.getByRole("checkbox", { name: kk.say(label) }).check();
  }
  await guardian.button("guardians.agree").click();
  await guardian.at("guardians.thanks_title");

  // Nobody pressed anything here.
  await wizard.at("registration.check_title");
  await look(page, "guardian-agreed", "computer");

  await guardian.link("guardians.children_title").click();
  await guardian.at("guardians.children_title");
  await expect(side.getByText(kk.say("guardians.in_force"), { exact: true })).toBeVisible();
  await look(side, "children", "phone");
  await side.getByRole("button", { name: kk.say("guardians.withdraw_of", { child: "дана" }) }).click();
  await guardian.at("guardians.withdraw_of", { child: "дана" });
  await look(side, "children-withdraw", "phone");
  await guardian.button("common.back").click();
  await guardian.button("guardians.add").click();
  await guardian.at("guardians.add_title");
  await look(side, "children-add", "phone");
  await phone.close();
});

test("a Digital ID is shared and stands in the history", async ({ page, texts, person }) => {
  test.setTimeout(200_000);
  const wizard = new Wizard(page, texts, person);
  await signedIn(page.request, person, "client", "ru");
  await page.goto("/register/number");
  await page.getByRole("radio", { name: texts.say("registration.kind_iin") }).check();
  await wizard.field("registration.iin").fill(person.iin);
  await wizard.goOn();
  await wizard.at("sharing.title");
  await look(page, "identity", "computer");
  await new DigitalId(page.request, person, "ru").give();
  // Back to the programme that asked.
  const headers = { "tirkeu-request": "1", "accept-language": "ru" };
  await page.request.post("/api/v1/registration", { headers, data: { programme: "client", language: "ru" } });
  await page.reload();
  await wizard.goOn();
  await wizard.at("sharing.window_title");
  await look(page, "sharing-window", "computer");
  await wizard.button("sharing.not_now").click();
  await wizard.at("sharing.history_title");
  await wizard.button("sharing.go_on").click();
  await wizard.at("sharing.window_title");
  await wizard.button("sharing.agree").click();
  await wizard.at("registration.check_title");
  await page.goto("/id/history");
  await expect(page.getByText(texts.say("sharing.agreed"), { exact: true })).toBeVisible();
  await look(page, "history", "computer");
});
