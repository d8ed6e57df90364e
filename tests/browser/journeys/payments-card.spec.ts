// A graduate on a phone, in Kazakh, applies where a fee is asked, is declined by the bank, pays by another card; and
// of two tabs with one order one pays.

import { Applying } from "../support/applying.ts";
import { Paying, SUM, applied, openPaidCampaign } from "../support/paying.ts";
import { Registration } from "../support/registration.ts";
import { shoot } from "../support/screens.ts";
import { PHONE, expect, test } from "../support/test.ts";
import { Wizard } from "../support/wizard.ts";

test.use({ ...PHONE, locale: "kk-KZ" });

const CAMPAIGN = "paid-by-card";

test.beforeAll(() => openPaidCampaign(CAMPAIGN, "Картамен төленетін үлгі қабылдау"));

test("a school leaver is declined, pays by card on a phone in Kazakh", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person, "kk").upTo("cabinet");
  const applying = new Applying(wizard, CAMPAIGN);
  const paying = new Paying(wizard);
  await page.goto(`/cabinet/apply/${CAMPAIGN}`);
  await applying.at("exam");
  await applying.choose("services", "readiness");
  await applying.pick("applications.specialty", "specialties", "general_medicine");
  await applying.choose("languages", "kk");
  await wizard.goOn();
  await applying.at("sitting");
  await applying.choose("attendances", "centre");
  await applying.take(0);
  await wizard.goOn();

  // What it costs and what comes back is said before anything is sent.
  await wizard.at("applications.check_title");
  await expect(page.getByText(SUM, { exact: true })).toBeVisible();
  await expect(paying.said("payments.fee_until", { minutes: 60 })).toBeVisible();
  await expect(paying.said("payments.fee_no_show")).toBeVisible();
  await shoot(page, "payment-before");
  await wizard.accept("applications.rules_link", "applications.rules_label");
  await wizard.button("payments.submit").click();

  await wizard.at("payments.title");
  await expect(page.getByText(SUM, { exact: true })).toBeVisible();
  await expect(page.getByRole("timer")).toHaveText(/^(59:\d\d|1:00:00)$/);
  await shoot(page, "payment-choice");
  await paying.byCard();
  await shoot(page, "payment-card");
  await paying.toBank();
  await paying.ends("declined");
  await expect(paying.said("payments.declined_title")).toBeVisible();
  await shoot(page, "payment-declined");

  // Whoever comes from the bank can press again at once.
  await expect(paying.pay()).toBeVisible();
  await paying.toBank();
  await paying.ends("paid");
  await paying.paid();
  await expect(paying.said("payments.paid_sum", { sum: SUM })).toBeVisible();
  await shoot(page, "payment-paid");

  await wizard.link("applications.view").click();
  await expect(page.getByText(texts.say("payments.own_duty"), { exact: true })).toBeVisible();
  await shoot(page, "payment-application");
  await page.goto("/cabinet/applications");
  await expect(page.getByText(texts.say("applications.accepted"), { exact: true })).toBeVisible();
  await shoot(page, "payment-applications");
  await page.goto("/cabinet/payments");
  await wizard.at("payments.menu");
  await expect(paying.said("payments.is_used")).toHaveCount(1);
  await shoot(page, "payments");
});

test("of two tabs one pays, and both say so", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person, "kk").upTo("cabinet");
  const { id } = await applied(page.request, CAMPAIGN, "kk");
  const first = new Paying(wizard);
  const second = new Paying(new Wizard(await page.context().newPage(), texts, person));
  for (const tab of [first, second]) {
    await tab.open(id);
    await tab.byCard();
    await tab.toBank();
  }
  await first.ends("paid");
  await first.paid();
  await second.page.goBack();
  await second.page.goto(`/cabinet/applications/${id}/payment?back=1`);
  await second.paid();
  const told = await page.request.get("/api/v1/payments");
  const { payments } = (await told.json()) as { payments: { state: string }[] };
  expect(payments.map((payment) => payment.state)).toEqual(["applied"]);
});

test("whoever comes back before the bank knows is told by the page itself", async ({ wizard, page, person }) => {
  await new Registration(page.request, person, "kk").upTo("cabinet");
  const { id } = await applied(page.request, CAMPAIGN, "kk");
  const paying = new Paying(wizard);
  // The address alone pays nothing.
  await page.goto(`/cabinet/applications/${id}/payment?back=1`);
  await wizard.at("payments.title");
  await expect(paying.said("payments.asking_title")).toBeHidden();
  await paying.byCard();
  await paying.toBank();
  await paying.ends("slow");
  await expect(paying.said("payments.asking_title")).toBeVisible();
  await shoot(page, "payment-asking");
  await paying.paid();
});
