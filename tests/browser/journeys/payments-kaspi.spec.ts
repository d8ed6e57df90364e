// A graduate at a computer, in Russian, pays with Kaspi, withdraws and has the money returned to an account.

import { Paying, SUM, applied, openPaidCampaign, payAtKaspi } from "../support/paying.ts";
import { Registration } from "../support/registration.ts";
import { shoot } from "../support/screens.ts";
import { expect, test } from "../support/test.ts";

test.use({ locale: "ru-KZ", permissions: ["clipboard-read", "clipboard-write"] });

const CAMPAIGN = "paid-by-kaspi";

test.beforeAll(() => openPaidCampaign(CAMPAIGN, "Платный приём, образец"));

test("a graduate pays with Kaspi, withdraws, takes the money back", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person, "ru").upTo("cabinet");
  const { id, number } = await applied(page.request, CAMPAIGN, "ru");
  const paying = new Paying(wizard);

  // The card of the application says until when, and leads there.
  await page.goto("/cabinet/applications");
  await expect(page.getByText(texts.say("applications.held"), { exact: true })).toBeVisible();
  await shoot(page, "payment-held");
  await page.getByRole("link", { name: texts.say("payments.pay_sum", { sum: SUM }), exact: true }).click();
  await wizard.at("payments.title");
  await paying.byKaspi();
  await wizard.button("payments.copy").click();
  await expect(paying.said("payments.copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number);
  await shoot(page, "payment-kaspi");
  // The way that was chosen is there after a reload.
  await page.reload();
  await expect(paying.said("payments.order_number")).toBeVisible();

  // A wrong sum pays nothing, and says so without anybody pressing.
  expect(await payAtKaspi(page.request, number, 5000)).toBe(0);
  await expect(paying.said("payments.wrong_sum_title")).toBeVisible();
  await shoot(page, "payment-wrong-sum");
  expect(await payAtKaspi(page.request, number)).toBe(0);
  await paying.paid();
  await shoot(page, "payment-paid-kaspi");

  await wizard.link("applications.view").click();
  await wizard.link("applications.delete").click();
  await expect(paying.said("payments.withdraw_paid", { sum: SUM })).toBeVisible();
  await shoot(page, "payment-deletion");
  await wizard.button("applications.delete").click();
  await wizard.at("payments.cancelled_title");
  await expect(paying.said("payments.back_title")).toBeVisible();
  await shoot(page, "payment-cancelled");

  await wizard.link("payments.ask_back").last().click();
  await wizard.at("payments.refund_title");
  await wizard.button("payments.claim_submit").click();
  await expect(page.getByText(texts.say("problems.required_bank"), { exact: true }).first()).toBeVisible();
  await shoot(page, "refund-errors");
  // One character is wrong: advice while typing, a refusal on the press.
  await wizard.field("payments.iban").fill("kz86125kzt5004100101");
  await expect(paying.said("payments.iban_compare")).toBeVisible();
  await wizard.field("payments.bank").fill("Демо Банк");
  await wizard.field("registration.surname").fill("Сәрсенова");
  await wizard.field("registration.first_name").fill("Айгүл");
  await wizard.field("registration.iin").fill(person.iin);
  await wizard.button("payments.claim_submit").click();
  await expect(page.getByText(texts.say("problems.iban_wrong"), { exact: true }).first()).toBeVisible();
  await wizard.field("payments.iban").fill("kz86125kzt5004100100");
  await wizard.field("payments.bank").focus();
  await expect(wizard.field("payments.iban")).toHaveValue("KZ86 125K ZT50 0410 0100");
  await shoot(page, "refund-form");
  await wizard.button("payments.claim_submit").click();
  await expect(paying.said("payments.timeline")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: texts.say("payments.step_requested") })).toBeVisible();
  await expect(page.getByText("KZ** **** 0100")).toBeVisible();
  await shoot(page, "refund-asked");

  await page.goto("/cabinet/payments");
  await expect(paying.said("payments.is_asked")).toHaveCount(1);
  await expect(paying.said("payments.is_kept")).toHaveCount(1);
  await shoot(page, "payments-refund");
  // The first link of the page of the order says the same.
  await page.goto(`/cabinet/applications/${id}/payment`);
  await expect(wizard.link("payments.see_refund")).toBeVisible();
});
