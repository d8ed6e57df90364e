// Pictures of whole pages for people to look at: output/screens/<size>/<language>/<name>.png. Only with
// TIRKEU_SCREENS=1, for they are half the work of the journeys and no machine looks at them.

import type { Page } from "@playwright/test";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../output/screens", import.meta.url));

/** Keeps a picture of the whole page, when pictures are wanted. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env["TIRKEU_SCREENS"]) {
    return;
  }
  const phone = (page.viewportSize()?.width ?? 1280) < 600;
  const language = await page.evaluate(() => document.documentElement.lang);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({
    path: `${FOLDER}/${phone ? "phone" : "computer"}/${language}/${name}.png`,
    fullPage: true,
    animations: "disabled",
    caret: "hide",
    // A long page in full is drawn anew by software: much work for a busy machine.
    timeout: 90_000,
  });
}
