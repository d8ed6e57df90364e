// A place on a grant, as a person asks for it: the registration before the Digital ID, and the application behind it.

import { Applying } from "./applying.ts";
import { CARD_FRONT } from "./card.ts";
import type { GrantWizard } from "./leaver.ts";
import { type Size, look } from "./looking.ts";
import { firstPasswordFor } from "./outbox.ts";
import { expect } from "./test.ts";
import type { Wizard } from "./wizard.ts";

/** From the language to the step that asks who the person is. */
export async function registers(wizard: GrantWizard, home: Size): Promise<void> {
  const { page, person, texts } = wizard;
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
  await look(page, "grant-identity", home);
}

/** The form, with a mistake on the way. */
export async function applies(wizard: Wizard, home: Size): Promise<void> {
  const { page, texts } = wizard;
  await page.goto("/cabinet/apply/ent-grant-demo");
  const applying = new Applying(wizard, "ent-grant-demo");
  await applying.at("study");
  await expect(page.getByText(texts.say("applications.study_unknown_title"), { exact: true })).toBeVisible();
  await look(page, "grant-study", home);
  await wizard.field("applications.place_of_study").fill("Школа № 5, 11А");
  await wizard.goOn();
  await applying.at("testing");
  await look(page, "grant-testing", home);
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
  await look(page, "grant-certificate-errors", home);
  await wizard.field("applications.english_score").fill("6,5");
  await wizard.goOn();
  await applying.at("contact");
  await look(page, "grant-contact", home);
  // Asked once: the number of the Digital ID stands there.
  await expect(wizard.field("registration.phone")).not.toHaveValue("");
  await wizard.field("registration.phone").fill(wizard.person.phone);
  await wizard.goOn();
  await wizard.at("applications.check_title");
  await expect(page.getByText("Школа № 5, 11А", { exact: true })).toBeVisible();
  await look(page, "grant-check", home);
  await wizard.accept("applications.rules_link", "applications.rules_label");
  await wizard.button("applications.submit").click();
  await wizard.at("applications.accepted_title");
  await expect(page.getByText(texts.pattern("applications.after_places")).first()).toBeVisible();
  await look(page, "grant-accepted", home);
}
