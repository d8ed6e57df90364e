// Sessions end by time, by signing out, by a new password; nobody loses a page or sees another's.

import { expect, test } from "../support/test.ts";
import { codeFor, pauseOver } from "../support/outbox.ts";
import { ORIGIN } from "../support/program.ts";
import { Registration } from "../support/registration.ts";
import { Wizard } from "../support/wizard.ts";

test("after the session has ended, signing in returns to the same page", async ({ wizard, page, context, texts, person }) => {
  await new Registration(page.request, person).upTo("details");
  await page.goto("/register/details");
  await wizard.at("registration.details_title");
  await context.clearCookies();
  await wizard.details("KZ-71", { day: "17", month: "5", year: "2001" });
  await wizard.at("sessions.title");
  await expect(page.getByText(texts.say("sessions.ended_title"))).toBeVisible();
  await wizard.signIn();
  await wizard.at("registration.details_title");
});

test("five minutes before the end the page asks, and one press prolongs", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("name");
  await page.clock.install();
  await page.goto("/register/name");
  await wizard.at("registration.name_title");
  await page.clock.fastForward("25:30");
  const asked = page.getByRole("dialog", { name: texts.say("sessions.idle_title") });
  await expect(asked).toBeVisible();
  await page.keyboard.press("Tab");
  await wizard.button("sessions.stay").click();
  await expect(asked).toBeHidden();
  await expect(wizard.field("registration.surname")).toBeVisible();

  await page.clock.fastForward("31:00");
  await wizard.at("sessions.title");
  await expect(page.getByText(texts.say("sessions.ended_title"))).toBeVisible();
});

test("after signing out Back shows nothing personal", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("cabinet");
  await page.goto("/cabinet");
  await wizard.inCabinet();
  await page.goto("/cabinet/profile");
  await wizard.at("cabinet.my_data");
  await expect(page.getByText(person.email).first()).toBeVisible();

  await page.getByRole("button", { name: `${person.surname} ${person.firstName}` }).click();
  await page.getByRole("link", { name: texts.say("common.sign_out"), exact: true }).click();
  await wizard.at("sessions.signed_out_title");
  for (let step = 0; step < 2; step += 1) {
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText(person.email)).toHaveCount(0);
    await expect(page.getByText(person.surname)).toHaveCount(0);
  }
});

test("a forgotten password is replaced, and other devices are signed out", async ({
  wizard,
  page,
  browser,
  texts,
  person,
}) => {
  await new Registration(page.request, person).upTo("cabinet");
  const other = await browser.newContext({ locale: "ru-KZ", baseURL: ORIGIN });
  const there = new Wizard(await other.newPage(), texts, { ...person, password: "Қыран құс биікке самғайды" });
  await there.page.goto("/recover");
  await there.field("sessions.email").fill(person.email);
  await pauseOver(person.email);
  await there.button("sessions.send_code").click();
  await there.at("sessions.recover_code_title");
  // After the first code and the letter about the registration.
  await there.field("registration.code_label").fill(await codeFor(person.email, 3));
  await there.field("registration.password_label").fill(there.person.password);
  await there.field("registration.password_confirm").fill(there.person.password);
  await there.button("sessions.set_password").click();
  await there.at("sessions.recovered_title");
  await there.link("common.sign_in").click();
  await there.signIn();
  await there.inCabinet();

  await page.goto("/cabinet");
  await wizard.at("sessions.title");
  await expect(page.getByText(person.surname)).toHaveCount(0);
  await other.close();
  await wizard.signIn();
  await expect(page.getByRole("alert")).toContainText(texts.say("problems.credentials_wrong"));
  await expect(wizard.field("sessions.email")).toHaveValue(person.email);
});

test("an address that has a login tells a stranger nothing", async ({ wizard, page, browser, texts, person }) => {
  await new Registration(page.request, person).upTo("cabinet");
  const stranger = await browser.newContext({ locale: "ru-KZ", baseURL: ORIGIN });
  const there = new Wizard(await stranger.newPage(), texts, person);
  await new Registration(stranger.request, person).upTo("email");
  await there.page.goto("/register/email");
  await there.email();
  // The same page as for anybody.
  await there.at("registration.code_title");
  await expect(there.page.getByText(person.surname)).toHaveCount(0);
  await stranger.close();
  await page.goto("/cabinet");
  await wizard.inCabinet();
});
