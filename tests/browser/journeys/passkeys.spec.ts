// A passkey: added, used instead of the password, removed; and a person who changes their mind.

import { PHONE, expect, test } from "../support/test.ts";
import { Authenticator } from "../support/authenticator.ts";
import { lettersTo } from "../support/outbox.ts";
import { Registration } from "../support/registration.ts";

test("a passkey is added, opens the account without a password, and is removed", async ({
  wizard,
  page,
  texts,
  person,
}) => {
  const device = await Authenticator.of(page);
  await new Registration(page.request, person).upTo("cabinet");
  await page.goto("/account");
  await wizard.link("passkeys.add").click();
  await wizard.at("passkeys.add_title");
  await wizard.field("security.current").fill("not it at all");
  await wizard.button("passkeys.add").click();
  await expect(page.getByRole("alert")).toContainText(texts.say("problems.password_wrong"));
  await wizard.field("security.current").fill(person.password);
  await wizard.button("passkeys.add").click();
  await wizard.at("passkeys.added_title");
  expect(await device.keys()).toBe(1);

  await page.goto("/sign-out");
  await wizard.at("sessions.signed_out_title");
  await wizard.link("sessions.again").click();
  await wizard.button("passkeys.sign_in").click();
  await wizard.inCabinet();
  await page.goto("/account");
  const list = page.getByRole("region", { name: texts.say("passkeys.title") });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expect(list).not.toContainText(texts.say("passkeys.unused"));

  await list.getByRole("listitem").getByRole("link").click();
  await wizard.at("passkeys.remove_title");
  await wizard.field("security.current").fill(person.password);
  await wizard.button("passkeys.remove_submit").click();
  await wizard.at("security.title");
  await expect(list).toContainText(texts.say("passkeys.none"));
  const subjects = (): string[] => lettersTo(person.email).map((letter) => letter.subject);
  await expect.poll(subjects).toContain("В Ваш профиль добавлен ключ входа");
  await expect.poll(subjects).toContain("Из Вашего профиля удалён ключ входа");

  // The device still has its key; it opens nothing any more.
  await page.goto("/sign-out");
  await wizard.at("sessions.signed_out_title");
  await wizard.link("sessions.again").click();
  await wizard.button("passkeys.sign_in").click();
  await expect(page.getByRole("alert")).toContainText(texts.say("problems.passkey_refused"));
  await wizard.signIn();
  await wizard.inCabinet();
});

test.describe("on a phone in Kazakh", () => {
  test.use({ ...PHONE, locale: "kk-KZ" });

  test("whoever closes the browser's window loses nothing", async ({ wizard, page, texts, person }) => {
    const device = await Authenticator.of(page);
    await device.willUnlock(false);
    await new Registration(page.request, person, "kk").upTo("cabinet");
    await page.goto("/account/passkey");
    await wizard.field("security.current").fill(person.password);
    await wizard.button("passkeys.add").click();
    await expect(page.getByText(texts.say("passkeys.cancelled"))).toBeVisible();
    await expect(wizard.field("security.current")).toHaveValue(person.password);
    expect(await device.keys()).toBe(0);

    await device.willUnlock(true);
    await wizard.button("passkeys.add").click();
    await wizard.at("passkeys.added_title");
    await page.goto("/account/passkey");
    await wizard.field("security.current").fill(person.password);
    await wizard.button("passkeys.add").click();
    await expect(page.getByText(texts.say("passkeys.exists"))).toBeVisible();

    await page.goto("/sign-out");
    await wizard.at("sessions.signed_out_title");
    await page.goto("/sign-in");
    await wizard.field("sessions.email").fill(person.email);
    await device.willUnlock(false);
    await wizard.button("passkeys.sign_in").click();
    await expect(page.getByText(texts.say("passkeys.cancelled"))).toBeVisible();
    await expect(wizard.field("sessions.email")).toHaveValue(person.email);
    await device.willUnlock(true);
    await wizard.button("passkeys.sign_in").click();
    await wizard.inCabinet();
  });
});

test("a browser without passkeys says so, and offers none at sign-in", async ({ wizard, page, texts, person }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "PublicKeyCredential");
  });
  await new Registration(page.request, person).upTo("cabinet");
  await page.goto("/account");
  await wizard.at("security.title");
  await expect(page.getByText(texts.say("passkeys.missing"))).toBeVisible();
  await expect(wizard.link("passkeys.add")).toHaveCount(0);
  await page.goto("/account/passkey");
  await expect(page.getByText(texts.say("passkeys.missing"))).toBeVisible();
  await page.goto("/sign-in");
  await wizard.at("sessions.title");
  await expect(wizard.button("common.sign_in")).toBeVisible();
  await expect(wizard.button("passkeys.sign_in")).toHaveCount(0);
});
