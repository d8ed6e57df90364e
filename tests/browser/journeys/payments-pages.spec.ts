// Every page of money in every state, in three languages: no violation that a machine can find, one heading, a title
// that begins with it, pictures at two sizes.

import { headingAndTitle } from "../support/accessibility.ts";
import { SIZES, type Size, look } from "../support/looking.ts";
import { Paying, applied, openPaidCampaign, payAtKaspi } from "../support/paying.ts";
import { Registration } from "../support/registration.ts";
import { expect, test } from "../support/test.ts";
import type { Wizard } from "../support/wizard.ts";

test.describe.configure({ mode: "parallel" });

const CAMPAIGN = "paid-pages";
// An account that passes the check and belongs to nobody.
const ACCOUNT = "KZ86125KZT5004100100";

test.beforeAll(() => openPaidCampaign(CAMPAIGN, "Ақылы қабылдау · Платный приём"));

/** Looks at the page in view, once nothing loads any more. */
async function seen({ page, texts }: Wizard, name: string, home: Size): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByLabel(texts.say("common.loading"), { exact: true })).toHaveCount(0);
  await headingAndTitle(page);
  await look(page, name, home);
}

for (const [locale, home] of [
  ["kk-KZ", "phone"],
  ["ru-KZ", "computer"],
  ["en-GB", "phone"],
] as const) {
  test.describe(locale, () => {
    test.use({ locale, viewport: SIZES[home] });

    test(`every page of money can be used by everybody: ${locale}`, async ({ wizard, page, texts, person }) => {
      test.setTimeout(400_000);
      const paying = new Paying(wizard);
      await new Registration(page.request, person, texts.language).upTo("cabinet");
      await page.goto("/cabinet/payments");
      await seen(wizard, "money-none", home);
      await page.goto(`/cabinet/apply/${CAMPAIGN}/check`);
      await expect(paying.said("payments.fee_title")).toBeVisible();
      await seen(wizard, "money-before", home);

      const { id, number } = await applied(page.request, CAMPAIGN, texts.language);
      await page.goto("/cabinet/applications");
      await seen(wizard, "money-held", home);
      await paying.open(id);
      await seen(wizard, "money-ways", home);
      await paying.byKaspi();
      await seen(wizard, "money-kaspi", home);
      await paying.byCard();
      await seen(wizard, "money-card", home);
      await paying.toBank();
      await paying.ends("declined");
      await expect(paying.said("payments.declined_title")).toBeVisible();
      await seen(wizard, "money-declined", home);
      expect(await payAtKaspi(page.request, number, 5000)).toBe(0);
      await expect(paying.said("payments.wrong_sum_title")).toBeVisible();
      await seen(wizard, "money-wrong-sum", home);
      expect(await payAtKaspi(page.request, number)).toBe(0);
      await paying.paid();
      await seen(wizard, "money-paid", home);

      await page.goto(`/cabinet/applications/${id}`);
      await seen(wizard, "money-application", home);
      await page.goto(`/cabinet/applications/${id}/delete`);
      await seen(wizard, "money-deletion", home);
      await wizard.button("applications.delete").click();
      await wizard.at("payments.cancelled_title");
      await seen(wizard, "money-cancelled", home);
      await wizard.link("payments.ask_back").last().click();
      await wizard.at("payments.refund_title");
      await seen(wizard, "money-refund", home);
      await wizard.button("payments.claim_submit").click();
      await expect(page.getByText(texts.say("problems.required_bank"), { exact: true }).first()).toBeVisible();
      await seen(wizard, "money-refund-errors", home);
      await wizard.field("payments.iban").fill(ACCOUNT);
      await wizard.field("payments.bank").fill("Демо Банк");
      await wizard.field("registration.surname").fill("Сәрсенова");
      await wizard.field("registration.first_name").fill("Айгүл");
      await wizard.field("registration.iin").fill(person.iin);
      await wizard.button("payments.claim_submit").click();
      await expect(paying.said("payments.timeline")).toBeVisible();
      await seen(wizard, "money-refund-asked", home);
      await page.goto("/cabinet/payments");
      await seen(wizard, "money-payments", home);
    });
  });
}
