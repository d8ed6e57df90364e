// Paying as a person does it, and the banks of the sandbox on the other side.

import { type APIRequestContext, type Page, expect } from "@playwright/test";
import { importCampaign } from "./program.ts";
import type { Language, Values } from "./texts.ts";
import type { Wizard } from "./wizard.ts";

export const FEE = 5640;
/** As it stands on the page; the matchers take the unbreakable spaces for spaces. */
export const SUM = "5 640 ₸";

/** A campaign with a fee, and what a call answers in it. */
export const PAID = {
  programme: "ncie",
  place: "online",
  answers: { service: "readiness", specialty: "general_medicine", language: "ru", attendance: "centre" },
};

/** `2026-12-21`, so many days from today, in Kazakhstan. */
export function day(from: number): string {
  return new Date(Date.now() + (from * 24 + 5) * 3_600_000).toISOString().slice(0, 10);
}

/** Opens a campaign that costs something, with sittings enough for every journey. */
export async function openPaidCampaign(id: string, name: string, minutes = 60): Promise<void> {
  const campaign = `[[campaigns]]
id = "${id}"
programme = "${PAID.programme}"
opens = "${day(-1)} 09:00"
closes = "${day(25)} 18:00"
edits_until = "${day(25)} 18:00"
fee = ${FEE}
hold_minutes = ${minutes}
moves = false
name = { kk = "${name}", ru = "${name}", en = "${name}" }
`;
  const sittings = ["09:00", "14:30"].map((time) => `${id},oral,1,centre,${day(30)} ${time},210,30\n`);
  await importCampaign(id, campaign, `campaign,place,room,attendance,starts,minutes,capacity\n${sittings.join("")}`);
}

async function post<T>(request: APIRequestContext, path: string, data: object): Promise<T> {
  const answer = await request.post(path, { headers: { "tirkeu-request": "1" }, data });
  expect(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

/** An application in such a campaign by a call; tells its id and number. */
export async function applied(
  request: APIRequestContext,
  campaign: string,
  language: Language,
): Promise<{ id: string; number: string }> {
  const found = await request.get(`/api/v1/campaigns/${campaign}/sittings?attendance=centre&free=true`);
  const { sittings } = (await found.json()) as { sittings: { id: string }[] };
  const text = await request.get(`/api/v1/texts/rules?language=${language}&programme=${PAID.programme}`);
  const { version } = (await text.json()) as { version: string };
  return post(request, `/api/v1/campaigns/${campaign}/applications`, {
    answers: { ...PAID.answers, sitting: sittings[0]?.id ?? "" },
    rules: { version, language, read: true, agreed: true },
  });
}

/** Somebody pays in the application of Kaspi; tells the result of the protocol. */
export async function payAtKaspi(request: APIRequestContext, account: string, tenge = FEE): Promise<number> {
  const sum = `${tenge}.00`;
  const told = await post<{ answer: { result: number } }>(request, "/sandbox/kaspi/pay", { account, sum });
  return told.answer.result;
}

/** How the bank's page of the sandbox can end. */
export type Outcome = "paid" | "declined" | "slow" | "never_back";

/** The page of an order. */
export class Paying {
  constructor(readonly wizard: Wizard) {}

  get page(): Page {
    return this.wizard.page;
  }

  said(key: string, values: Values = {}) {
    return this.page.getByText(this.wizard.texts.say(key, values), { exact: true });
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/cabinet/applications/${id}/payment`);
    await this.wizard.at("payments.title");
  }

  async byCard(): Promise<void> {
    const { texts } = this.wizard;
    await this.page.getByRole("radio", { name: texts.say("payments.way_card") }).check();
    await expect(this.pay()).toBeVisible();
  }

  async byKaspi(): Promise<void> {
    await this.page.getByRole("radio", { name: "Kaspi.kz" }).check();
    await expect(this.said("payments.order_number")).toBeVisible();
  }

  pay() {
    const name = this.wizard.texts.say("payments.pay_card", { sum: SUM });
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Goes to the bank's page. */
  async toBank(): Promise<void> {
    await this.pay().click();
    await expect(this.page).toHaveURL(/\/sandbox\/halyk\/pay/);
  }

  /** On the bank's page. */
  async ends(outcome: Outcome): Promise<void> {
    await this.page.locator(`button[value="${outcome}"]`).click();
  }

  async paid(): Promise<void> {
    await this.wizard.at("payments.paid_title");
  }
}
