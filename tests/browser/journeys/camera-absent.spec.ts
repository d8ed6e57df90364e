// There is no camera: that is no wall. Files and coming in person are of equal standing.

import { expect, test } from "../support/test.ts";
import { Registration } from "../support/registration.ts";
import { NO_FACE, OTHER_WITHOUT_FACE } from "../support/shooting.ts";

test("absence is explained, and one can come in person", async ({ wizard, page, texts }) => {
  await new Registration(page.request, wizard.person).upTo("camera");
  await page.goto("/register/camera");
  await wizard.consentToCamera();
  await wizard.at("proofing.trouble.title");
  await expect(page.getByRole("alert")).toContainText(texts.say("proofing.trouble.absent"));
  await wizard.shooting.way("person").click();
  await wizard.at("proofing.in_person.title");
  await wizard.button("proofing.in_person.choose").click();
  // No pictures are asked for any more.
  await wizard.at("registration.consent_title");
});

test("a picture without a face is refused in words; after the second a person may decide", async ({
  wizard,
  page,
  texts,
}) => {
  await new Registration(page.request, wizard.person).upTo("face");
  await page.goto("/register/face?way=file");
  await wizard.shooting.faceFromFile(NO_FACE);
  await wizard.button("proofing.review.go_on").click();
  const refusal = page.getByRole("alert");
  await expect(refusal).toContainText(texts.say("problems.face_none"));
  await expect(wizard.button("proofing.review.anyway")).toHaveCount(0);

  await wizard.button("proofing.review.another_file").click();
  await wizard.shooting.faceFromFile(OTHER_WITHOUT_FACE);
  await wizard.button("proofing.review.go_on").click();
  await wizard.button("proofing.review.anyway").click();
  await wizard.at("proofing.document.choose_title");
});

test("a file that is no picture is explained at the field", async ({ wizard, page, texts }) => {
  await new Registration(page.request, wizard.person).upTo("face");
  await page.goto("/register/face?way=file");
  const field = wizard.field("proofing.face.file_label");
  await field.setInputFiles({ name: "face.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) });
  await expect(page.getByRole("alert")).toContainText(texts.say("proofing.file.empty"));
  await field.setInputFiles({ name: "face.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") });
  await expect(page.getByRole("alert")).toContainText(texts.say("proofing.file.unreadable"));
});
