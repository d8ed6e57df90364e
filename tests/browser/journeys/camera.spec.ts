// The camera is always given back, and green means what it says.

import { expect, test } from "../support/test.ts";
import { Registration } from "../support/registration.ts";

test.use({ camera: "steady_face" });

test("twenty times in a row the camera is given back and works again", async ({ wizard, page, texts }) => {
  test.slow();
  const { shooting } = wizard;
  const video = page.getByLabel(texts.say("proofing.stage.preview_face"), { exact: true });
  const time = (): Promise<number> => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  await new Registration(page.request, wizard.person).upTo("face");
  await page.goto("/register/face");
  for (let round = 0; round < 20; round += 1) {
    await expect.poll(() => shooting.liveTracks()).toBe(1);
    // Frames arrive.
    await expect.poll(time).toBeGreaterThan(0);
    if (round % 10 === 0) {
      await shooting.faceByItself();
      expect(await shooting.liveTracks()).toBe(0);
      await shooting.retake();
    } else {
      // Leaving for a file ends the camera as well.
      await shooting.way("file").click();
      await wizard.at("proofing.face.file_title");
      expect(await shooting.liveTracks()).toBe(0);
      await page.goBack();
      await wizard.at("proofing.face.title");
    }
  }
  await page.getByRole("link", { name: texts.say("common.help"), exact: true }).first().click();
  await wizard.at("help.title");
  expect(await shooting.liveTracks()).toBe(0);
});

test("a hidden tab lets the camera go and takes it again", async ({ wizard, page }) => {
  const { shooting } = wizard;
  await new Registration(page.request, wizard.person).upTo("face");
  await page.goto("/register/face");
  await expect.poll(() => shooting.liveTracks()).toBe(1);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await expect.poll(() => shooting.liveTracks()).toBe(0);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => false });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await expect.poll(() => shooting.liveTracks()).toBe(1);
});

test("nothing leaves the device before Continue", async ({ wizard, page }) => {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") {
      sent.push(request.url());
    }
  });
  await new Registration(page.request, wizard.person).upTo("face");
  await page.goto("/register/face");
  await wizard.shooting.faceByItself();
  expect(sent).toEqual([]);
  await wizard.shooting.keepFace();
  await wizard.at("proofing.document.choose_title");
  expect(sent).toHaveLength(1);
});
