// Green is for one face only.

import { expect, test } from "../support/test.ts";
import { Registration } from "../support/registration.ts";

test.use({ camera: "second_person_enters" });

test("two faces stop the countdown", async ({ wizard, page, texts }) => {
  await new Registration(page.request, wizard.person).upTo("face");
  await page.goto("/register/face");
  await wizard.at("proofing.face.title");
  // The words are spoken, so they are found as a status.
  const told = page.getByRole("status").filter({ hasText: texts.say("proofing.hint.several_faces") });
  await expect(told).toHaveCount(1, { timeout: 30_000 });
  await expect(wizard.shooting.stage("preview_face")).toHaveAttribute("data-state", "searching");
});
