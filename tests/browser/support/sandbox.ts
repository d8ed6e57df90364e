// The bank to practise with: a payment as our own server begins it, and the page between ours and the bank's.

import { type APIRequestContext, type Page, expect } from "@playwright/test";
import { ORIGIN } from "./program.ts";

const HAND_OFF = "/hand-off.html";
/** Stands in for the payment page: of the same origin, and without a program. */
const PLAIN = "/robots.txt";
const TERMINAL = "5a9d0b8e-0000-4000-8000-00000000beef";
const OF_BANK = { kk: "kaz", ru: "rus", en: "eng" } as const;

/** What the script of the bank is called with. */
export interface CardPayment {
  auth: { access_token: string };
  invoiceId: string;
  backLink: string;
  failureBackLink: string;
  language: string;
  description: string;
}

/** Begins a payment of 5640 tenge under this number, whose last six digits are nobody else's. */
export async function beginPayment(
  request: APIRequestContext,
  invoiceId: string,
  language: keyof typeof OF_BANK,
): Promise<CardPayment> {
  const answer = await request.post("/sandbox/halyk/oauth2/token", {
    multipart: {
      grant_type: "client_credentials",
      client_id: "sandbox",
      client_secret: "sandbox-secret",
      terminal: TERMINAL,
      invoiceID: invoiceId,
      amount: "5640",
      currency: "KZT",
      secret_hash: "secret",
      postLink: `${ORIGIN}/api/v1/payments/halyk`,
    },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  const auth = (await answer.json()) as CardPayment["auth"];
  const backLink = `${ORIGIN}${HAND_OFF}?paid`;
  const failureBackLink = `${ORIGIN}${HAND_OFF}?failed`;
  return { auth, invoiceId, backLink, failureBackLink, language: OF_BANK[language], description: "2026000001" };
}

/** The page of the bank, as its script goes there. */
export async function openBank(page: Page, payment: CardPayment): Promise<void> {
  const { auth, ...rest } = payment;
  const query = new URLSearchParams({ ...rest, token: auth.access_token });
  await page.goto(`/sandbox/halyk/pay?${query}`);
}

/** Leaves the payment where the hand-off page looks for it, as the payment page does, and goes there. */
export async function handOver(page: Page, left: { script: string; payment: CardPayment }, language: string): Promise<void> {
  await page.goto(PLAIN);
  const text = JSON.stringify({ ...left, pay_until: 0, back: "/cabinet/applications/1/payment", language });
  await page.evaluate((value) => window.sessionStorage.setItem("tirkeu-card", value), text);
  // A script that never comes holds up the load.
  await page.goto(HAND_OFF, { waitUntil: "commit" });
}
