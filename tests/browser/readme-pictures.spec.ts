// The pictures of the README, from the real page: TIRKEU_PICTURES=1 and this file alone.

import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./support/test.ts";
import { PROJECT_ROOT } from "./support/program.ts";
import { Registration } from "./support/registration.ts";

const FOLDER = join(PROJECT_ROOT, "docs/pictures");
const LIMIT = 150_000;
const PHONE_SIZE = { width: 390, height: 844 };
const LARGE = { width: 1280, height: 800 };

test.use({ camera: "steady_face", locale: "ru-KZ", viewport: LARGE });

/** Keeps what is in view; smaller with pngquant where there is one. */
async function keep(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  try {
    execFileSync("pngquant", ["--force", "--skip-if-larger", "--output", path, path], { stdio: "ignore" });
  } catch {
    // Without it the picture stays as it is.
  }
  expect.soft(statSync(path).size, name).toBeLessThanOrEqual(LIMIT);
}

test("pictures of the pages", async ({ wizard, page, texts, person }) => {
  const registration = new Registration(page.request, person, texts.language);
  const small = async (name: string): Promise<void> => {
    await page.setViewportSize(PHONE_SIZE);
    await keep(page, name);
    await page.setViewportSize(LARGE);
  };

  await page.goto("/");
  await wizard.at("start.title");
  await keep(page, "start");
  await page.emulateMedia({ colorScheme: "dark" });
  await small("start-phone-dark");
  await page.emulateMedia({ colorScheme: "light" });

  await page.goto("/register/citizenship");
  const country = page.getByRole("combobox");
  await wizard.choose(country, "Казахстан");
  await wizard.button("registration.terms_link").click();
  await expect(wizard.button("agreement.have_read")).toBeVisible();
  await keep(page, "agreement");

  await registration.upTo("code");
  await page.goto("/register/code");
  await wizard.at("registration.code_title");
  await small("code-phone");

  await registration.upTo("face");
  // A photograph compresses badly: a small phone.
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto("/register/face");
  const stage = wizard.shooting.stage("preview_face");
  await expect(stage).toHaveAttribute("data-state", /good|countdown/, { timeout: 45_000 });
  await keep(page, "camera-green-phone");
  await page.setViewportSize(LARGE);

  await registration.upTo("check");
  await page.goto("/register/check");
  await wizard.at("registration.check_title");
  await small("check-phone");

  await registration.upTo("cabinet");
  await page.goto("/cabinet");
  await wizard.inCabinet();
  await keep(page, "cabinet");
});
