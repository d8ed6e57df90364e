// A Digital ID from its entry page to its cabinet: number, code, movements, PIN, document and what was read on
// it; then in again by phone. And as the way to a place on a grant. Both before a moving camera, hence in one file:
// side by side they would take each other's time.

import { CARD_BACK, CARD_FRONT } from "../support/card.ts";
import { applies, registers } from "../support/granting.ts";
import { newPhone, scan, sendPhone } from "../support/errands.ts";
import { HolderWizard } from "../support/holder.ts";
import { GrantWizard } from "../support/leaver.ts";
import { look } from "../support/looking.ts";
import { lettersTo, pauseOver } from "../support/outbox.ts";
import { shoot } from "../support/screens.ts";
import { expect, test } from "../support/test.ts";

test.use({ camera: "movements" });

/** The clip is played twice at most, on a busy machine. */
const PATIENT = { timeout: 90_000 };

test("a person makes a Digital ID, leaves, and signs in by phone", async ({ page, texts, person }) => {
  test.setTimeout(300_000);
  const wizard = new HolderWizard(page, texts, person);
  await page.goto("/id");
  await wizard.at("identity.title");
  await shoot(page, "id-entry");
  await wizard.link("identity.begin").click();

  // Nothing is filled in: each refusal at its place.
  await wizard.at("mobile.number_title");
  await wizard.button("mobile.send").click();
  const summary = page.getByRole("alert", { name: texts.say("common.error_title") });
  await expect(summary.getByRole("link")).toHaveCount(5);
  await wizard.field("mobile.phone_label").fill("+7 916 123 45 67");
  await wizard.button("mobile.send").click();
  await expect(summary.getByRole("link", { name: texts.say("problems.mobile_foreign") })).toBeVisible();
  await wizard.mobile(`8 ${person.mobile.slice(2)}`);
  await wizard.mobileCode();
  expect(lettersTo(person.mobile).map(({ channel }) => channel)).toEqual(["sms"]);
  await page.reload();
  await wizard.at("mobile.code_title");
  await wizard.field("mobile.code_label").fill("000000");
  await wizard.goOn();
  await expect(page.getByText(texts.pattern("problems.code_wrong")).first()).toBeVisible();
  await wizard.mobileCode();
  await wizard.goOn();

  await wizard.consentToCamera();
  await shoot(page, "id-movement");
  await wizard.movements();
  await expect.poll(() => wizard.shooting.liveTracks()).toBe(1);
  await shoot(page, "id-movement-live");
  const title = page.getByRole("heading", { level: 1, name: texts.say("pin.title"), exact: true });
  await expect(title).toBeVisible(PATIENT);
  expect(await wizard.shooting.liveTracks()).toBe(0);
  await shoot(page, "id-pin");
  await wizard.field("pin.label").fill("2580");
  await wizard.field("pin.repeat").fill("2580");
  await wizard.button("pin.submit").click();

  await wizard.shooting.chooseDocument("identity_card");
  for (const [side, file, last] of [
    ["front", CARD_FRONT, "proofing.review.go_on"],
    ["back", CARD_BACK, "proofing.document.finish"],
  ] as const) {
    await wizard.shooting.way("file").click();
    await wizard.shooting.documentFromFile(side, file);
    await wizard.button(last).click();
  }
  await wizard.at("readings.title");
  await shoot(page, "id-data");
  await wizard.field("registration.surname").fill("Өтегенқызы");
  await wizard.field("registration.first_name").fill("Әлия");
  await page.getByRole("checkbox", { name: texts.say("readings.right") }).check();
  await wizard.button("readings.send").click();

  await wizard.at("identity.check_title");
  await shoot(page, "id-check");
  await wizard.button("identity.begin").click();
  await wizard.at("identity.created_words");
  await shoot(page, "id-created");
  await wizard.link("identity.to_cabinet").click();
  await wizard.at("identity.documents");
  await expect(page.getByText(texts.say("registration.identity_card"), { exact: true })).toBeVisible();
  await expect(page.getByText(texts.say("identity.in_review"), { exact: true })).toBeVisible();

  await page.getByRole("navigation", { name: texts.say("identity.menu") }).getByRole("link", { name: texts.say("common.sign_out") }).click();
  await wizard.at("sessions.signed_out_title");
  await wizard.link("sessions.again").click();
  await wizard.signInByPhone(2);
  await wizard.at("identity.documents");
  await page.goto("/id");
  await wizard.button("identity.open").click();
  await wizard.at("identity.documents");
});

/** Every step of the Digital ID; the movements are made before the camera of a phone. */
async function proves(holder: HolderWizard, phone: HolderWizard): Promise<void> {
  const { page, texts, person } = holder;
  await holder.mobile();
  await holder.mobileCode();
  await holder.goOn();
  await holder.consentToCamera();
  await holder.at("movement.title");
  await look(page, "id-movement", "computer");
  await scan(phone, await sendPhone(holder));
  await phone.button("errands.phone_open").click();
  await phone.movements();
  await expect(phone.page.getByRole("heading", { level: 1, name: texts.say("errands.phone_done_title") })).toBeVisible(PATIENT);
  await look(phone.page, "id-movement-done", "phone");
  const pin = page.getByRole("heading", { level: 1, name: texts.say("pin.title"), exact: true });
  await expect(pin).toBeVisible();
  await holder.withoutPin();
  await holder.shooting.chooseDocument("identity_card");
  for (const [side, file, last] of [
    ["front", CARD_FRONT, "proofing.review.go_on"],
    ["back", CARD_BACK, "proofing.document.finish"],
  ] as const) {
    await holder.shooting.way("file").click();
    await holder.shooting.documentFromFile(side, file);
    await holder.button(last).click();
  }

  // The card of the tests is another person's: its number is corrected by hand.
  await holder.at("readings.title");
  const iin = texts.say("registration.iin");
  await page.getByRole("button", { name: texts.say("readings.change", { field: iin }) }).click();
  await holder.field("registration.iin").fill(person.iin);
  const born = texts.say("registration.birth_date");
  await page.getByRole("button", { name: texts.say("readings.change", { field: born }) }).click();
  const [year, month, day] = [`19${person.iin.slice(0, 2)}`, person.iin.slice(2, 4), person.iin.slice(4, 6)];
  await page.locator("#birth_date").fill(day);
  await page.locator("#birth_date-month").fill(month);
  await page.locator("#birth_date-year").fill(year);
  await holder.field("registration.surname").fill(person.surname);
  await holder.field("registration.first_name").fill(person.firstName);
  await page.getByRole("checkbox", { name: texts.say("readings.right") }).check();
  await holder.button("readings.send").click();
  await holder.at("identity.check_title");
  await look(page, "id-check", "computer");
  await holder.button("identity.begin").click();
  await holder.at("identity.created_words");
  await look(page, "id-created", "computer");
  await holder.link("identity.to_cabinet").click();
}

test("an adult goes from the language to the accepted application", async ({ page, otherBrowser, locale, texts, person }) => {
  test.setTimeout(420_000);
  const wizard = new GrantWizard(page, texts, person);
  const phone = await newPhone(await otherBrowser("movements_other"), locale);
  await registers(wizard, "computer");
  await wizard.button("sharing.confirm").click();
  await proves(new HolderWizard(page, texts, person), new HolderWizard(phone, texts, person));

  // The window meets whoever comes into the cabinet; missed, it waits in the history.
  await wizard.at("sharing.window_title");
  await look(page, "grant-window", "computer");
  await wizard.button("sharing.not_now").click();
  await wizard.at("sharing.history_title");
  await look(page, "grant-history", "computer");
  await wizard.button("sharing.go_on").click();
  await wizard.at("sharing.window_title");
  await wizard.button("sharing.agree").click();
  await wizard.at("registration.check_title");
  await wizard.button("registration.finish").click();
  await wizard.at("cabinet.general_home");
  await applies(wizard, "computer");
});

test("without a camera the person comes in person, and deletes the profile with a code", async ({ page, texts, person }) => {
  const wizard = new HolderWizard(page, texts, person);
  await wizard.begin();
  await wizard.mobile();
  await wizard.mobileCode();
  await wizard.goOn();
  await wizard.inPerson();
  await wizard.withoutPin();
  await wizard.at("identity.check_title");
  await wizard.button("identity.begin").click();
  await wizard.at("identity.created_title");
  await wizard.link("identity.to_cabinet").click();
  await expect(page.getByText(texts.say("identity.in_person"), { exact: true })).toBeVisible();

  await page.goto("/account/deletion");
  await wizard.at("security.deletion_title");
  await pauseOver(person.mobile);
  await wizard.button("mobile.confirm_send").click();
  await expect(page.getByText(texts.say("mobile.confirm_sent"))).toBeVisible();
  await expect.poll(() => lettersTo(person.mobile).length).toBe(2);
  const code = /\d{6}/.exec(lettersTo(person.mobile)[1]?.text ?? "")?.[0] ?? "";
  await wizard.field("mobile.confirm_label").fill(code);
  await page.getByRole("checkbox", { name: texts.say("security.deletion_agree") }).check();
  await wizard.button("security.delete").click();
  await wizard.at("security.deleted_title");
});
