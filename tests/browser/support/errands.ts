// A step of the camera on a phone: how a computer makes the code, and how a phone opens it.

import type { Browser } from "@playwright/test";
import { ORIGIN } from "./program.ts";
import { PHONE, type Page, expect } from "./test.ts";
import type { Wizard } from "./wizard.ts";

/** Chooses the phone on a page of the camera; returns what the phone would scan. */
export async function sendPhone(wizard: Wizard): Promise<string> {
  const { page, texts } = wizard;
  const made = page.waitForResponse(
    (answer) => answer.url().endsWith("/registration/errand") && answer.request().method() === "POST",
  );
  await page.getByRole("main").getByRole("link", { name: texts.say("errands.way") }).click();
  await wizard.at("errands.title");
  const { address } = (await (await made).json()) as { address: string };
  await expect(page.getByRole("img", { name: texts.say("errands.qr") })).toBeVisible();
  return address;
}

/** A page on a phone that nobody has used. */
export async function newPhone(browser: Browser, locale: string): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, locale, baseURL: ORIGIN });
  return context.newPage();
}

/** Opens what the code holds; the phone says what it is for. */
export async function scan(phone: Wizard, address: string): Promise<void> {
  await phone.page.goto(address);
  await phone.at("errands.phone_title");
}
