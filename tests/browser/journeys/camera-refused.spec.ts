// The person says no to the camera: the page says how to allow it, and a file is as good.

import { expect, test } from "../support/test.ts";
import { Registration } from "../support/registration.ts";
import { GOOD_FACE } from "../support/shooting.ts";
import type { Wizard } from "../support/wizard.ts";

test.use({ camera: "refused" });

async function everythingFromFiles(wizard: Wizard): Promise<void> {
  const { shooting } = wizard;
  await shooting.way("file").click();
  await shooting.faceFromFile(GOOD_FACE);
  await shooting.keepFace();
  await shooting.chooseDocument("residence_permit");
  for (const side of ["front", "back"] as const) {
    await wizard.at(`proofing.document.permit_${side}`);
    await shooting.way("file").click();
    await shooting.documentFromFile(side);
    await wizard.button(side === "front" ? "proofing.review.go_on" : "proofing.document.finish").click();
  }
  await wizard.at("registration.consent_title");
}

test("a refusal is explained, and files lead on", async ({ wizard, page, texts }) => {
  await new Registration(page.request, wizard.person).upTo("camera");
  await page.goto("/register/camera");
  await wizard.consentToCamera();
  await wizard.at("proofing.trouble.title");
  const causes = ["refused_now", "refused_forever"].map((key) => texts.say(`proofing.trouble.${key}`));
  await expect(page.getByRole("alert")).toContainText(new RegExp(causes.join("|")));
  await expect(page.getByRole("heading", { name: texts.say("proofing.steps.title") })).toBeVisible();
  await wizard.button("proofing.trouble.again").click();
  await wizard.at("proofing.trouble.title");
  await everythingFromFiles(wizard);
  expect(await wizard.shooting.liveTracks()).toBe(0);
});
