// What guards an account: another password, another address and the way back from it, a device that
// was not mine, own data, deletion.

import { readFileSync } from "node:fs";
import { PHONE, expect, test } from "../support/test.ts";
import { linkFor } from "../support/outbox.ts";
import { ORIGIN } from "../support/program.ts";
import { Registration } from "../support/registration.ts";
import { textsOf } from "../support/texts.ts";
import { Wizard } from "../support/wizard.ts";

const NEW_PASSWORD = "Қыран құс биікке самғайды";

test("a new device is told by letter, shown in the list, and disowned with one press", async ({
  wizard,
  page,
  browser,
  texts,
  person,
}) => {
  await new Registration(page.request, person).upTo("cabinet");
  const other = await browser.newContext({ locale: "ru-KZ", baseURL: ORIGIN });
  const thief = new Wizard(await other.newPage(), texts, person);
  await thief.page.goto("/sign-in");
  await thief.signIn();
  await thief.inCabinet();

  await page.goto("/cabinet");
  await page.getByRole("button", { name: `${person.surname} ${person.firstName}` }).click();
  await page.getByRole("link", { name: texts.say("security.title"), exact: true }).click();
  await wizard.at("security.title");
  await expect(page.getByText(texts.say("security.this_one"), { exact: true })).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 3 })).toHaveCount(2);

  const link = await linkFor(person.email, "Вход с нового устройства");
  await page.goto(link);
  await wizard.at("security.not_me_title");
  await wizard.button("security.not_me").click();
  await wizard.at("security.closed_title");
  await thief.page.goto("/cabinet");
  await thief.at("sessions.title");
  await thief.signIn();
  await expect(thief.page.getByRole("alert")).toContainText(texts.say("problems.credentials_wrong"));
  await other.close();

  await page.goto("/");
  await page.goto(link);
  await wizard.at("security.link_title");
  await expect(page.getByText(texts.say("problems.link_useless"))).toBeVisible();
});

test("another password ends the other sessions", async ({ wizard, page, browser, texts, person }) => {
  await new Registration(page.request, person).upTo("cabinet");
  const other = await browser.newContext({ locale: "ru-KZ", baseURL: ORIGIN });
  await new Registration(other.request, person).signIn();
  const there = new Wizard(await other.newPage(), texts, person);
  await there.page.goto("/cabinet");
  await there.inCabinet();

  await page.goto("/account/password");
  await wizard.at("security.password_title");
  const change = async (current: string): Promise<void> => {
    await wizard.field("security.current").fill(current);
    await wizard.field("registration.password_label").fill(NEW_PASSWORD);
    await wizard.field("registration.password_confirm").fill(NEW_PASSWORD);
    await wizard.button("sessions.set_password").click();
  };
  await change("not it at all");
  await expect(page.getByRole("alert")).toContainText(texts.say("problems.password_wrong"));
  await change(person.password);
  await wizard.at("sessions.recovered_title");
  await wizard.link("security.to_overview").click();
  await wizard.at("security.title");
  await expect(page.getByRole("heading", { level: 3 })).toHaveCount(1);
  await there.page.reload();
  await there.at("sessions.title");
  await other.close();
});

test("own data is a file with everything in it", async ({ wizard, page, person }) => {
  await new Registration(page.request, person).upTo("cabinet");
  await page.goto("/account");
  const file = page.waitForEvent("download");
  await wizard.button("security.download").click();
  const text = readFileSync(await (await file).path(), "utf8");
  const data = JSON.parse(text) as { personal_number: string; pictures: unknown[] };
  expect(data.personal_number).toBe(person.iin);
  expect(data.pictures).toHaveLength(3);
});

test("a deleted profile is gone", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("cabinet");
  await page.goto("/account");
  await wizard.link("security.delete").click();
  await wizard.at("security.deletion_title");
  await wizard.field("security.current").fill(person.password);
  await wizard.button("security.delete").click();
  await expect(page.getByRole("alert")).toContainText(texts.say("problems.agreement_required"));
  await page.getByRole("checkbox", { name: texts.say("security.deletion_agree") }).check();
  await wizard.button("security.delete").click();
  await wizard.at("security.deleted_title");
  await page.goto("/cabinet");
  await wizard.at("sessions.title");
  await wizard.signIn();
  await expect(page.getByRole("alert")).toContainText(texts.say("problems.credentials_wrong"));
});

test.describe("on a phone in Kazakh", () => {
  test.use({ ...PHONE, locale: "kk-KZ" });

  test("another address is proved, and the old one takes it back", async ({ wizard, page, person }) => {
    const texts = textsOf("kk-KZ");
    await new Registration(page.request, person, "kk").upTo("cabinet");
    await page.goto("/account");
    await wizard.at("security.title");
    await page.locator('a[href="/account/email"]').click();
    await wizard.at("security.email_title");
    const address = `new-${person.email}`;
    await wizard.field("security.email_new").fill(address);
    await wizard.field("security.current").fill(person.password);
    await wizard.button("security.email_submit").click();
    await wizard.at("security.email_sent_title");
    await wizard.link("security.to_overview").click();
    await expect(page.getByText(address)).toBeVisible();

    await page.goto(await linkFor(address, "Жаңа мекенжайды растаңыз"));
    await wizard.at("security.confirm_title");
    await wizard.button("security.confirm").click();
    await wizard.at("security.confirmed_title");
    await wizard.link("common.sign_in").click();
    const renamed = new Wizard(page, texts, { ...person, email: address });
    await renamed.signIn();
    await renamed.inCabinet();

    await page.goto(await linkFor(person.email, "Профиліңіздің мекенжайы өзгертілді"));
    await wizard.at("security.undo_title");
    await wizard.button("security.undo").click();
    await wizard.at("security.undone_title");
    await page.goto("/cabinet");
    await renamed.signIn();
    await expect(page.getByRole("alert")).toContainText(texts.say("problems.credentials_wrong"));
  });
});
