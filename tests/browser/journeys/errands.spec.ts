// A step of the camera on a phone, for a computer: two browsers, one person. The computer goes on by
// itself, either side can end it, a code is good for one phone.

import { newPhone, scan, sendPhone } from "../support/errands.ts";
import { look } from "../support/looking.ts";
import { Registration } from "../support/registration.ts";
import { type Page, expect, test } from "../support/test.ts";
import { Wizard } from "../support/wizard.ts";

function told(page: Page, words: string): Promise<void> {
  return expect(page.getByText(words, { exact: true })).toBeVisible();
}

for (const locale of ["ru-KZ", "kk-KZ"]) {
  test.describe(locale, () => {
    test.use({ locale });

    test("the face is taken on a phone, and the computer goes on", async ({ wizard, page, texts, otherBrowser }) => {
      await new Registration(page.request, wizard.person, texts.language).upTo("camera");
      await page.goto("/register/camera");
      const address = await sendPhone(wizard);
      await look(page, "errand-code", "computer");

      const phone = new Wizard(await newPhone(await otherBrowser("steady_face"), locale), texts, wizard.person);
      await scan(phone, address);
      await look(phone.page, "errand-phone", "phone");
      await phone.button("errands.phone_open").click();
      // Looked at first: from the consent on the camera waits for nobody.
      await told(page, texts.say("errands.opened_words"));
      await look(page, "errand-opened", "computer");
      await phone.consentToCamera();
      await phone.shooting.faceByItself();
      await look(phone.page, "errand-review", "phone");
      await expect(phone.page.getByRole("link", { name: texts.say("proofing.ways.person") })).toHaveCount(0);
      await phone.shooting.keepFace();
      await phone.at("errands.phone_done_title");
      await look(phone.page, "errand-done", "phone");
      expect(await phone.shooting.liveTracks()).toBe(0);
      await wizard.at("proofing.document.choose_title");

      // The code was good once, and the phone may do nothing more.
      await phone.page.goto(address);
      await told(phone.page, texts.say("problems.errand_done"));
      await phone.page.goto("/phone/face");
      await phone.at("errands.phone_done_title");
    });
  });
}

test("either side ends it, the other is told, and a new code is made", async ({ wizard, page, texts, otherBrowser }) => {
  await new Registration(page.request, wizard.person).upTo("face");
  await page.goto("/register/face");
  const browser = await otherBrowser("steady_face");
  const first = await sendPhone(wizard);
  const phone = new Wizard(await newPhone(browser, "ru-KZ"), texts, wizard.person);
  await scan(phone, first);
  await phone.button("errands.phone_open").click();
  await phone.at("proofing.face.title");
  const other = new Wizard(await newPhone(browser, "ru-KZ"), texts, wizard.person);
  await other.page.goto(first);
  await told(other.page, texts.say("problems.errand_taken"));
  await look(other.page, "errand-taken", "phone");

  await phone.button("errands.phone_cancel").click();
  await told(phone.page, texts.say("problems.errand_cancelled"));
  await told(page, texts.say("errands.cancelled"));
  await look(page, "errand-cancelled", "computer");
  const made = page.waitForResponse(
    (answer) => answer.url().endsWith("/registration/errand") && answer.request().method() === "POST",
  );
  await wizard.button("errands.again").click();
  const { address } = (await (await made).json()) as { address: string };
  await scan(phone, address);
  await phone.button("errands.phone_open").click();
  await told(page, texts.say("errands.opened_words"));
  await wizard.button("errands.cancel").click();
  await wizard.at("proofing.face.title");
  await told(phone.page, texts.say("problems.errand_cancelled"));
});
