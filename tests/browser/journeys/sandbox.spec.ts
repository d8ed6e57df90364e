// To the bank and back: the page between ours and the bank's, and the banks to practise with.

import { type Page, expect, test } from "../support/test.ts";
import { axe, headingAndTitle } from "../support/accessibility.ts";
import { beginPayment, handOver, openBank } from "../support/sandbox.ts";
import { shoot } from "../support/screens.ts";

const SCRIPT = "/sandbox/halyk/payment-api.js";
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });

test("a payer is handed over once, and Back leads to the payment page", async ({ page }) => {
  const payment = await beginPayment(page.request, "200000000900101", "ru");
  await handOver(page, { script: SCRIPT, payment }, "ru");
  await expect(heading(page, "Оплата картой")).toBeVisible();
  await expect(page.getByText("5 640 ₸")).toBeVisible();

  await page.goBack();
  await expect(page).toHaveURL(/hand-off\.html$/);
  await expect(heading(page, "Вы вернулись со страницы банка")).toBeVisible();
  const back = page.getByRole("link", { name: "Вернуться к оплате" });
  await expect(back).toHaveAttribute("href", "/cabinet/applications/1/payment");

  await openBank(page, payment);
  await page.getByRole("button", { name: "Оплатить", exact: true }).click();
  await expect(page).toHaveURL(/hand-off\.html\?paid$/);
  await page.goBack();
  await page.reload();
  await expect(page.getByText("Второй раз деньги не спишутся")).toBeVisible();
  await expect(page.getByRole("button", { name: "Оплатить", exact: true })).toHaveCount(0);
});

test("a declined card leads back, and another one may be tried", async ({ page }) => {
  await openBank(page, await beginPayment(page.request, "200000000900102", "ru"));
  await page.getByRole("button", { name: "Банк отказывает" }).click();
  await expect(page).toHaveURL(/hand-off\.html\?failed$/);
  await page.goBack();
  await page.reload();
  await expect(page.getByRole("status")).toContainText("Можно попробовать другой картой");
  await page.getByRole("button", { name: "Сообщение опаздывает" }).click();
  await expect(page.getByRole("status")).toContainText("банк об этом ещё не сообщил");
  await page.getByRole("button", { name: "Отправить сообщение" }).click();
  await expect(page.getByRole("status")).toContainText("Второй раз деньги не спишутся");
});

test("a script that is not there, or does not come, is told with a way back", async ({ page }) => {
  const payment = await beginPayment(page.request, "200000000900103", "kk");
  await handOver(page, { script: "/no-such-script.js", payment }, "kk");
  await expect(heading(page, "Банк беті ашылмады")).toBeFocused();
  await expect(page.getByRole("link", { name: "Төлем бетіне қайту" })).toBeVisible();
  await axe(page, "hand-off-failed");
  await shoot(page, "hand-off-failed");

  await page.clock.install();
  await page.route("**/silent.js", () => undefined);
  await handOver(page, { script: "/silent.js", payment }, "en");
  await expect(heading(page, "The bank’s page is opening")).toBeVisible();
  await shoot(page, "hand-off-opening");
  await axe(page, "hand-off-opening");
  await page.clock.runFor(15_000);
  await expect(heading(page, "The bank’s page did not open")).toBeFocused();
  await headingAndTitle(page);
});

test("a foreign address to go back to is not followed", async ({ page }) => {
  await page.goto("/hand-off.html");
  const link = page.getByRole("link", { name: "Вернуться к оплате" });
  for (const back of ["//evil.example/", "/\\evil.example/", "https://evil.example/", "javascript:alert(1)", 7, null]) {
    await page.evaluate((text) => window.sessionStorage.setItem("tirkeu-card-back", text), JSON.stringify({ back }));
    await page.reload();
    await expect(link).toHaveAttribute("href", "/cabinet/applications");
  }
});

test("Kaspi takes an IIN from its form and never from an address", async ({ page }) => {
  await page.goto("/sandbox/kaspi?account=850101300005");
  const account = page.getByLabel("Номер заявления или ИИН");
  await expect(account).toHaveValue("");
  await account.fill("850101300005");
  await page.getByLabel("Сумма, тенге").fill("2778");
  await page.getByRole("button", { name: "Сообщить об одной операции дважды" }).click();
  await expect(page.getByRole("status").locator("pre")).toHaveCount(2);
  expect(page.url()).not.toContain("850101300005");
  await expect(account).toHaveValue("850101300005");
  await page.getByRole("button", { name: "Повторить последнюю операцию" }).click();
  await expect(page.getByRole("status").locator("pre")).toHaveCount(1);
});
