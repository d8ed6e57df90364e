// A Digital ID from its entry page to its cabinet: number, code, document; then in again by phone.

import { expect, test } from "../support/test.ts";
import { HolderWizard } from "../support/holder.ts";
import { lettersTo } from "../support/outbox.ts";
import { shoot } from "../support/screens.ts";

test("a person makes a Digital ID with a picture of the document, leaves, and signs in by phone", async ({
  page,
  texts,
  person,
}) => {
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
  await wizard.at("proofing.trouble.title");
  await wizard.shooting.way("file").click();
  await wizard.shooting.chooseDocument("passport");
  await wizard.shooting.way("file").click();
  await wizard.shooting.documentFromFile("page");
  await wizard.button("proofing.review.go_on").click();

  await wizard.at("identity.check_title");
  await shoot(page, "id-check");
  await wizard.button("identity.begin").click();
  await wizard.at("identity.created_words");
  await shoot(page, "id-created");
  await wizard.link("identity.to_cabinet").click();
  await wizard.at("identity.documents");
  await expect(page.getByText(texts.say("registration.passport"), { exact: true })).toBeVisible();
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
