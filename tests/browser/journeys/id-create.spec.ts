// A Digital ID from its entry page to its cabinet: number, code, movements, PIN, document and what was read on
// it; then in again by phone.

import { expect, test } from "../support/test.ts";
import { CARD_BACK, CARD_FRONT } from "../support/card.ts";
import { HolderWizard } from "../support/holder.ts";
import { lettersTo } from "../support/outbox.ts";
import { shoot } from "../support/screens.ts";

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
  await expect(async () => {
    await wizard.button("mobile.confirm_send").click();
    await expect(page.getByText(texts.say("mobile.confirm_sent"))).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect.poll(() => lettersTo(person.mobile).length).toBe(2);
  const code = /\d{6}/.exec(lettersTo(person.mobile)[1]?.text ?? "")?.[0] ?? "";
  await wizard.field("mobile.confirm_label").fill(code);
  await page.getByRole("checkbox", { name: texts.say("security.deletion_agree") }).check();
  await wizard.button("security.delete").click();
  await wizard.at("security.deleted_title");
});
