// `test` with what every journey needs. A page that fails by itself (a panic, a script refused by the
// policy) fails the test that saw it.

import { type Browser, type BrowserContext, test as base, expect } from "@playwright/test";
import { type Camera, launchOptionsOf } from "./browser.ts";
import { type Person, newPerson } from "./people.ts";
import { type Texts, textsOf } from "./texts.ts";
import { Wizard } from "./wizard.ts";

export interface Options {
  /** What the camera of the browser shows; of a whole file or group. */
  camera: Camera;
}

interface Things {
  texts: Texts;
  person: Person;
  wizard: Wizard;
  /** Starts another browser with another camera; it ends with the test. */
  otherBrowser: (camera: Camera) => Promise<Browser>;
}

const BROKEN = /panicked|Content Security Policy|unreachable executed/;

/** Collects what a page must never say. */
function watch(context: BrowserContext): string[] {
  const faults: string[] = [];
  context.on("weberror", (error) => faults.push(error.error().stack ?? String(error.error())));
  context.on("console", (message) => {
    if (BROKEN.test(message.text())) {
      faults.push(message.text());
    }
  });
  return faults;
}

export const test = base.extend<Things, Options>({
  camera: ["absent", { option: true, scope: "worker" }],
  launchOptions: [
    async ({ camera }, use) => {
      await use(launchOptionsOf(camera));
    },
    { scope: "worker" },
  ],
  context: async ({ context }, use) => {
    const faults = watch(context);
    await use(context);
    expect(faults, "faults of the page").toEqual([]);
  },
  texts: async ({ locale }, use) => {
    await use(textsOf(locale));
  },
  person: async ({}, use) => {
    await use(newPerson());
  },
  wizard: async ({ page, texts, person }, use) => {
    await use(new Wizard(page, texts, person));
  },
  otherBrowser: async ({ playwright }, use) => {
    const browsers: Browser[] = [];
    await use(async (camera) => {
      const browser = await playwright.chromium.launch(launchOptionsOf(camera));
      browsers.push(browser);
      return browser;
    });
    await Promise.all(browsers.map((browser) => browser.close()));
  },
});

export { expect };
export type { Locator, Page } from "@playwright/test";

/** A phone of middle size. */
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
