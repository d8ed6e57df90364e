// A PIN: set on a device, used instead of the password, lost after five wrong tries; and doing without.

import { PHONE, expect, test } from "../support/test.ts";
import { HolderRegistration } from "../support/holder.ts";
import { look } from "../support/looking.ts";
import { Registration } from "../support/registration.ts";
import type { Wizard } from "../support/wizard.ts";

/** Somebody registered with an e-mail address whom the Digital ID asks for a PIN. */
async function askedForPin({ page, person, texts }: Wizard): Promise<void> {
  await new Registration(page.request, person, texts.language).upTo("cabinet");
  await new HolderRegistration(page.request, person, texts.language).upTo("pin");
  await page.goto("/id/create/pin");
}

async function setPin(wizard: Wizard, pin: string, repeat = pin): Promise<void> {
  await wizard.at("pin.title");
  await wizard.field("pin.label").fill(pin);
  await wizard.field("pin.repeat").fill(repeat);
  await wizard.button("pin.submit").click();
}

async function signOut(wizard: Wizard): Promise<void> {
  await wizard.page.goto("/sign-out");
  await wizard.at("sessions.signed_out_title");
  await wizard.page.goto("/sign-in");
}

async function unlock(wizard: Wizard, pin: string): Promise<void> {
  await wizard.field("pin.label").fill(pin);
  await wizard.button("pin.sign_in").click();
}

test("a PIN opens the account on its device until it was guessed at five times", async ({ wizard, page, texts }) => {
  await askedForPin(wizard);
  await wizard.at("pin.title");
  await look(page, "pin", "computer");
  await setPin(wizard, "1111", "1112");
  await expect(page.getByText(texts.say("problems.pin_repeats")).first()).toBeVisible();
  await look(page, "pin-errors", "computer");
  await setPin(wizard, "2580");
  await wizard.at("identity.check_title");

  await signOut(wizard);
  await expect(wizard.field("pin.label")).toBeVisible();
  await look(page, "sign-in-pin", "computer");
  await unlock(wizard, "2581");
  await expect(page.getByText(texts.say("problems.pin_wrong", { left: "4" })).first()).toBeVisible();
  await unlock(wizard, "2580");
  await wizard.at("identity.check_title");
  await page.goto("/account");
  const list = page.getByRole("region", { name: texts.say("pin.list_title") });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expect(list).not.toContainText(texts.say("pin.unused"));

  await signOut(wizard);
  for (const left of ["4", "3", "2", "1"]) {
    await unlock(wizard, "1357");
    await expect(page.getByText(texts.say("problems.pin_wrong", { left })).first()).toBeVisible();
  }
  await unlock(wizard, "1357");
  await expect(page.getByText(texts.say("problems.pin_ended"))).toBeVisible();
  await expect(wizard.field("pin.label")).toHaveCount(0);
  await page.goto("/sign-in");
  await wizard.signIn();
  await wizard.at("identity.check_title");
  await page.goto("/account/pin");
  await wizard.field("security.current").fill(wizard.person.password);
  await setPin(wizard, "4711");
  await wizard.at("security.title");
  await list.getByRole("button").click();
  await expect(list).toContainText(texts.say("pin.none"));
});

test.describe("on a phone in Kazakh", () => {
  test.use({ ...PHONE, locale: "kk-KZ" });

  test("whoever wants none goes on without", async ({ wizard, page }) => {
    await askedForPin(wizard);
    await wizard.at("pin.title");
    await look(page, "pin", "phone");
    await wizard.button("pin.skip").click();
    await wizard.at("identity.check_title");
    await signOut(wizard);
    await wizard.at("sessions.title");
    await expect(wizard.field("pin.label")).toHaveCount(0);
  });
});
