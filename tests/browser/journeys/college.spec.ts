// A college graduate with a phone, in Kazakh: the face by camera, the document from the gallery.

import { PHONE, expect, test } from "../support/test.ts";

test.use({ ...PHONE, camera: "steady_face", locale: "kk-KZ" });

test("a college graduate registers in Kazakh on a phone", async ({ wizard, page }) => {
  const { texts, shooting } = wizard;

  await wizard.begin();
  await wizard.citizenship();
  await wizard.iin();
  await wizard.email();
  await wizard.code();
  await wizard.password();
  await wizard.signIn();
  await wizard.consentToCamera();
  await shooting.faceByItself();
  await shooting.keepFace();

  await shooting.chooseDocument("identity_card");
  for (const side of ["front", "back"] as const) {
    // A phone opens the camera at once; a file is as good.
    await wizard.at(`proofing.document.card_${side}`);
    await shooting.way("file").click();
    await shooting.documentFromFile(side);
    await wizard.button(side === "front" ? "proofing.review.go_on" : "proofing.document.finish").click();
  }
  await wizard.personalDataConsent();
  await wizard.name();
  await wizard.details("KZ-10");

  const { places } = await wizard.lists();
  const college = places.find((place) => place.kind === "college");
  if (!college) {
    throw new Error("there is no college in the list");
  }
  await wizard.study("college_graduate", { code: college.code, label: "registration.place_college" });
  await wizard.at("registration.check_title");
  await expect(page.getByText(college.name[texts.language], { exact: true })).toBeVisible();
  await wizard.finish();
  await wizard.inCabinet();
});
