// A bachelor graduate at a computer, in Russian: all sixteen screens with a camera. One browser plays
// one clip, so the document is shown in a second browser, which proves the way back by signing in.

import { expect, test } from "../support/test.ts";
import { Wizard } from "../support/wizard.ts";

test.use({ camera: "steady_face", locale: "ru-KZ" });

test("a bachelor registers in Russian with a camera and goes on in another browser", async ({
  wizard,
  otherBrowser,
}) => {
  const { texts, person, shooting } = wizard;

  await wizard.begin();
  await wizard.citizenship();
  await wizard.iin();
  await wizard.email();
  await wizard.code();
  await wizard.password();
  await wizard.signIn();
  await wizard.consentToCamera();

  await shooting.faceByItself();
  expect(await shooting.liveTracks()).toBe(0);
  await shooting.retake();
  await shooting.faceByItself();
  await shooting.keepFace();
  await wizard.at("proofing.document.choose_title");

  const second = await otherBrowser("card");
  const page = await second.newPage({ locale: "ru-KZ", viewport: { width: 1280, height: 800 } });
  const resumed = new Wizard(page, texts, person);
  await page.goto("/sign-in");
  await resumed.signIn();

  await resumed.shooting.chooseDocument("identity_card");
  for (const [title, submit] of [
    ["proofing.document.card_front", "proofing.review.go_on"],
    ["proofing.document.card_back", "proofing.document.finish"],
  ] as const) {
    await resumed.at(title);
    await resumed.shooting.way("camera").click();
    await resumed.shooting.documentByCamera(title);
    await resumed.button(submit).click();
  }
  await resumed.personalDataConsent();
  await resumed.name();
  await resumed.details("KZ-75");
  await resumed.study("bachelor", { code: "kaznmu", label: "registration.place_university" });

  await resumed.at("registration.check_title");
  for (const answer of [person.surname, person.firstName, person.patronymic, person.email]) {
    await expect(page.getByRole("main").getByText(answer, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole("main").getByText(/^\+7.*701.*123.*45.*67$/)).toBeVisible();
  await expect(page.getByText(person.iin)).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("img")).toHaveCount(3);
  await resumed.finish();
  await resumed.inCabinet();

  for (const entry of ["apply", "applications", "results"]) {
    await resumed.link(`cabinet.${entry}`).click();
    await resumed.at(`cabinet.${entry}`);
  }
  expect(await resumed.shooting.liveTracks()).toBe(0);
});
