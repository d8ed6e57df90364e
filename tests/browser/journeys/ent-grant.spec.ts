// A place on a grant, from the choice of the language to the accepted application: the portal sends to the Digital
// ID, the Digital ID is made before the camera, shared, and the application goes on where it stood.

import { Applying } from "../support/applying.ts";
import { CARD_BACK, CARD_FRONT } from "../support/card.ts";
import { HolderWizard } from "../support/holder.ts";
import { GrantWizard } from "../support/leaver.ts";
import { firstPasswordFor } from "../support/outbox.ts";
import { shoot } from "../support/screens.ts";
import { type Page, expect, test } from "../support/test.ts";
import type { Wizard } from "../support/wizard.ts";

test.use({ camera: "movements" });

/** The clip is played twice at most, on a busy machine. */
const PATIENT = { timeout: 90_000 };

/** From the language to the step that asks who the person is. */
async function registers(wizard: GrantWizard, page: Page): Promise<void> {
  const { person, texts } = wizard;
  await wizard.register();
  await page.goto(await wizard.linkOfLetter());
  await wizard.confirm();
  await wizard.signInWith(await firstPasswordFor(person.email));
  await wizard.at("registration.password_title");
  await wizard.password();
  await wizard.at("registration.number_title");
  await page.getByRole("radio", { name: texts.say("registration.kind_iin") }).check();
  await wizard.field("registration.iin").fill(person.iin);
  await wizard.goOn();
  await wizard.at("sharing.title");
  await expect(page.getByText(texts.say("sharing.needed_document"), { exact: true })).toBeVisible();
  await shoot(page, "grant-identity");
}

/** Every step of the Digital ID, the camera's with the movements that the clip shows. */
async function proves(holder: HolderWizard, page: Page): Promise<void> {
  const { texts, person } = holder;
  await holder.mobile();
  await holder.mobileCode();
  await holder.goOn();
  await holder.consentToCamera();
  await holder.movements();
  const pin = page.getByRole("heading", { level: 1, name: texts.say("pin.title"), exact: true });
  await expect(pin).toBeVisible(PATIENT);
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
  await holder.button("identity.begin").click();
  await holder.at("identity.created_words");
  await holder.link("identity.to_cabinet").click();
}

/** The form, with a mistake on the way. */
async function applies(wizard: Wizard, page: Page): Promise<void> {
  const { texts } = wizard;
  await page.goto("/cabinet/apply/ent-grant-demo");
  const applying = new Applying(wizard, "ent-grant-demo");
  await applying.at("study");
  await expect(page.getByText(texts.say("applications.study_unknown_title"), { exact: true })).toBeVisible();
  await shoot(page, "grant-study");
  await wizard.field("applications.place_of_study").fill("Школа № 5, 11А");
  await wizard.goOn();
  await applying.at("testing");
  await applying.choose("languages", "ru");
  await applying.choose("certificates", "ielts");
  await wizard.field("applications.certificate_number").fill("22KZ001234ABC1");
  await page.locator("#english_date").fill("5");
  await page.locator("#english_date-month").fill("7");
  await page.locator("#english_date-year").fill("2026");
  await wizard.field("applications.english_score").fill("9.5");
  await page.getByLabel(texts.say("applications.english_scan"), { exact: true }).setInputFiles(CARD_FRONT);
  await expect(page.getByRole("img", { name: texts.say("applications.english_scan_alt") })).toBeVisible();
  await wizard.goOn();
  const outside = texts.say("problems.score_outside", { min: "0", max: "9" });
  await expect(page.getByText(outside, { exact: true }).first()).toBeVisible();
  await shoot(page, "grant-certificate-errors");
  await wizard.field("applications.english_score").fill("6,5");
  await wizard.goOn();
  await applying.at("contact");
  await wizard.field("registration.phone").fill(wizard.person.phone);
  await wizard.goOn();
  await wizard.at("applications.check_title");
  await expect(page.getByText("Школа № 5, 11А", { exact: true })).toBeVisible();
  await shoot(page, "grant-check");
  await wizard.accept("applications.rules_link", "applications.rules_label");
  await wizard.button("applications.submit").click();
  await wizard.at("applications.accepted_title");
  await expect(page.getByText(texts.pattern("applications.after_places")).first()).toBeVisible();
  await shoot(page, "grant-accepted");
}

test("an adult goes from the language to the accepted application", async ({ page, texts, person }) => {
  test.setTimeout(420_000);
  const wizard = new GrantWizard(page, texts, person);
  await registers(wizard, page);
  await wizard.button("sharing.confirm").click();
  await proves(new HolderWizard(page, texts, person), page);

  // The window meets whoever comes into the cabinet; missed, it waits in the history.
  await wizard.at("sharing.window_title");
  await shoot(page, "grant-window");
  await wizard.button("sharing.not_now").click();
  await wizard.at("sharing.history_title");
  await shoot(page, "grant-history");
  await wizard.button("sharing.go_on").click();
  await wizard.at("sharing.window_title");
  await wizard.button("sharing.agree").click();
  await wizard.at("registration.check_title");
  await wizard.button("registration.finish").click();
  await wizard.at("cabinet.general_home");
  await applies(wizard, page);
});
