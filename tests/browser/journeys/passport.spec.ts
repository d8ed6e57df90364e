// A person from abroad without an IIN, in English: a passport, one page of it, a place that is not in
// the list.

import { expect, test } from "../support/test.ts";

test.use({ camera: "steady_face", locale: "en-GB" });

test("a non-resident registers in English with a passport", async ({ wizard, page }) => {
  const { texts, shooting, person } = wizard;

  await wizard.begin();
  await wizard.citizenship("UZB");
  await wizard.passport();
  await wizard.email();
  await wizard.code();
  await wizard.password();
  await wizard.signIn();
  await wizard.consentToCamera();
  await shooting.faceByItself();
  await shooting.keepFace();

  await shooting.chooseDocument("passport");
  await wizard.at("proofing.document.passport_page");
  await shooting.way("file").click();
  await shooting.documentFromFile("page");
  // One page is all there is.
  await wizard.button("proofing.document.finish").click();

  await wizard.personalDataConsent();
  await wizard.name();
  await wizard.details("outside", { day: "29", month: "2", year: "2004" });

  await wizard.at("registration.study_title");
  const { contingents } = await wizard.lists();
  const bachelor = contingents.find((contingent) => contingent.code === "bachelor")?.name.en ?? "";
  await page.getByRole("radio", { name: bachelor, exact: true }).check();
  await wizard.button("registration.place_not_in_list").click();
  await wizard.field("registration.place_university").fill("Tashkent Medical Academy");
  await wizard.goOn();

  await wizard.at("registration.check_title");
  await expect(page.getByText("Tashkent Medical Academy", { exact: true })).toBeVisible();
  await expect(page.getByText(texts.say("registration.outside"), { exact: true })).toBeVisible();
  await expect(page.getByText("29 February 2004", { exact: true })).toBeVisible();
  await expect(page.getByText(person.passport)).toHaveCount(0);
  await wizard.finish();
  await wizard.inCabinet();
});
