// Looking at a page as it is: what a machine finds, and pictures.

import type { Page } from "@playwright/test";
import { axe, axeContrast } from "./accessibility.ts";
import { shoot } from "./screens.ts";

export const SIZES = { phone: { width: 390, height: 844 }, computer: { width: 1280, height: 800 } };
export type Size = keyof typeof SIZES;

/** Light at both sizes, dark at its own; colours are the same in every language, so one is measured. */
export async function look(page: Page, name: string, home: Size): Promise<void> {
  await axe(page, name);
  await shoot(page, name);
  await page.emulateMedia({ colorScheme: "dark" });
  if ((await page.evaluate(() => document.documentElement.lang)) === "ru") {
    await axeContrast(page, `${name}, dark`);
  }
  await shoot(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(SIZES[home === "phone" ? "computer" : "phone"]);
  await shoot(page, name);
  await page.setViewportSize(SIZES[home]);
}
