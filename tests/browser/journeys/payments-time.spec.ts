// The time to pay runs out; money that comes late brings the application back while the seat is free.

import { Paying, applied, openPaidCampaign, payAtKaspi } from "../support/paying.ts";
import { Registration } from "../support/registration.ts";
import { shoot } from "../support/screens.ts";
import { expect, test } from "../support/test.ts";

test.use({ locale: "ru-KZ" });

const CAMPAIGN = "paid-in-a-minute";

test.beforeAll(() => openPaidCampaign(CAMPAIGN, "Платный приём с коротким сроком", 1));

test("the time runs out, and late money is not lost", async ({ wizard, page, person }) => {
  test.setTimeout(240_000);
  await new Registration(page.request, person, "ru").upTo("cabinet");
  const { id, number } = await applied(page.request, CAMPAIGN, "ru");
  const paying = new Paying(wizard);
  await paying.open(id);
  await shoot(page, "payment-near");
  // Spoken at twenty seconds, not each second.
  await expect(page.getByRole("status").filter({ hasText: wizard.texts.say("payments.spoken_seconds") })).toBeAttached({
    timeout: 60_000,
  });
  await expect(wizard.page.getByRole("heading", { level: 1 })).toHaveText(wizard.texts.say("payments.over_title"), {
    timeout: 60_000,
  });
  await expect(paying.said("payments.over")).toBeVisible();
  await expect(wizard.link("payments.start_over")).toBeVisible();
  await shoot(page, "payment-over");
  expect(await payAtKaspi(page.request, number)).toBe(0);
  await paying.paid();
});
