// A school leaver at the unified national testing: pays by card on a phone in Kazakh, looks at the ticket, corrects what
// may be corrected, withdraws and has the money back on the card; and by Kaspi at a computer in Russian.

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { Applying } from "../support/applying.ts";
import { LeaverRegistration } from "../support/leaver.ts";
import { Paying, SUM } from "../support/paying.ts";
import { shoot } from "../support/screens.ts";
import { PHONE, expect, test } from "../support/test.ts";
import type { Wizard } from "../support/wizard.ts";

const CAMPAIGN = "ent-demo";
const PAPERS = fileURLToPath(new URL("../output/papers", import.meta.url));

/** Answers by a call, and the way from the check of the answers to the page of paying. */
async function submitted(wizard: Wizard): Promise<Paying> {
  const { page } = wizard;
  const found = await page.request.get(`/api/v1/campaigns/${CAMPAIGN}/sittings?free=true`);
  const { sittings } = (await found.json()) as { sittings: { id: string }[] };
  const answers = {
    participant: "grade11",
    school: "№ 5 мектеп",
    grade: "11",
    special_conditions: "none",
    language: "kk",
    subject_pair: "math-phys",
    sitting: sittings[0]?.id ?? "",
  };
  const headers = { "tirkeu-request": "1" };
  const kept = await page.request.put(`/api/v1/campaigns/${CAMPAIGN}/draft`, { headers, data: { answers } });
  expect(kept.ok(), await kept.text()).toBe(true);
  await page.goto(`/cabinet/apply/${CAMPAIGN}/check`);
  await wizard.at("applications.check_title");
  await expect(page.getByText(SUM, { exact: true })).toBeVisible();
  await shoot(page, "ent-before-paying");
  await wizard.accept("applications.rules_link", "applications.rules_label");
  await wizard.button("payments.submit").click();
  await wizard.at("payments.title");
  return new Paying(wizard);
}

/** Keeps a paper as output, so that somebody can look at it. */
async function paper(page: Page, label: string, name: string): Promise<void> {
  const address = await page.getByRole("link", { name: label, exact: true }).getAttribute("href");
  const answer = await page.request.get(address ?? "");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toBe("application/pdf");
  const body = await answer.body();
  expect(body.subarray(0, 5).toString()).toBe("%PDF-");
  mkdirSync(PAPERS, { recursive: true });
  writeFileSync(`${PAPERS}/${name}.pdf`, body);
}

test.describe("in Kazakh on a phone", () => {
  test.use({ ...PHONE, locale: "kk-KZ" });

  test("a school leaver pays by card, corrects the pair, withdraws", async ({ wizard, page, texts, person }) => {
    await new LeaverRegistration(page.request, person, "kk").upTo("cabinet");
    const paying = await submitted(wizard);
    await shoot(page, "ent-paying");
    await paying.byCard();
    await paying.toBank();
    await paying.ends("paid");
    await paying.paid();
    await shoot(page, "ent-paid");
    await paper(page, texts.say("payments.ticket"), "ticket");
    await paper(page, texts.say("payments.receipt"), "receipt");

    await wizard.link("applications.view").click();
    await wizard.link("applications.edit").click();
    await wizard.at("applications.edit");
    await shoot(page, "ent-edit");
    const applying = new Applying(wizard, CAMPAIGN);
    await page.getByRole("link", { name: new RegExp(`${texts.say("applications.subject_pair")}$`) }).click();
    await applying.at("subjects");
    await applying.choose("pairs", "bio-chem");
    await wizard.button("applications.save").click();
    await expect(page.getByText(texts.say("applications.saved"), { exact: true })).toBeVisible();
    const pair = await applying.named("pairs", "bio-chem");
    await expect(page.getByText(pair, { exact: true }).first()).toBeVisible();

    await page.goto("/cabinet/applications");
    await wizard.link("applications.delete").click();
    await shoot(page, "ent-withdraw");
    await wizard.button("applications.delete").click();
    await wizard.at("payments.cancelled_title");
    await page.goto("/cabinet/payments");
    await expect(async () => {
      await page.reload();
      await expect(paying.said("payments.is_returned")).toHaveCount(1, { timeout: 2000 });
    }).toPass();
    await shoot(page, "ent-money-back");
  });
});

test("a school leaver pays with Kaspi at a computer in Russian", async ({ wizard, page, person }) => {
  await new LeaverRegistration(page.request, person, "ru").upTo("cabinet");
  const paying = await submitted(wizard);
  await paying.byKaspi();
  await shoot(page, "ent-kaspi");
  const number = await page.evaluate(() => /\b\d{10}\b/.exec(document.body.innerText)?.[0] ?? "");
  const bank = await page.context().newPage();
  await bank.goto(`/sandbox/kaspi?account=${number}`);
  await bank.locator('button[value="check"]').click();
  await bank.locator('button[value="pay"]').click();
  await paying.paid();
  await shoot(page, "ent-paid-kaspi");
});
