// Browsers that cannot run the page are told so in plain words, before any typing.

import { expect, test } from "../support/test.ts";

const INSTAGRAM =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 " +
  "Chrome/141.0.0.0 Mobile Safari/537.36 Instagram 380.0.0.0 Android";
const FAILED = "В этом браузере страница не открылась";
const FOREIGN = "Откройте в Chrome или Safari";

test("without WebAssembly there is a plain message with a contact", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "WebAssembly", { value: undefined });
  });
  await page.goto("/register/citizenship");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(FAILED, { useInnerText: true });
  await expect(page.getByRole("main").getByRole("link", { name: "office@ncie.kz" })).toBeVisible();
});

test("a program that does not arrive is told as well", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: FAILED })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "office@ncie.kz" })).toBeVisible();
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the first page can be read", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await expect(page.getByText("удостоверение личности или паспорт").first()).toBeVisible();
    await expect(page.getByRole("link", { name: "office@ncie.kz" }).first()).toBeVisible();
  });
});

test.describe("inside another app", () => {
  test.use({ userAgent: INSTAGRAM });

  test("a browser of another app is told on the first page, and may go on", async ({ wizard, page, texts }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: FOREIGN })).toBeVisible();
    await expect(page.getByRole("button", { name: "Скопировать ссылку" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Открыть в Chrome" })).toHaveAttribute("href", /^intent:/);
    await page.getByRole("button", { name: "Продолжить здесь" }).click();
    await wizard.at("start.title");
    await expect(wizard.link("common.register").first()).toBeVisible();
    expect(texts.language).toBe("ru");
  });
});
