// Registering for the unified national testing: the language first, then address, letter, the mailed password, an own
// one, and the profile.

import { LeaverWizard } from "../support/leaver.ts";
import { firstPasswordFor } from "../support/outbox.ts";
import type { Person } from "../support/people.ts";
import { shoot } from "../support/screens.ts";
import { PHONE, type Page, expect, test } from "../support/test.ts";
import { textsOf } from "../support/texts.ts";

const NAMES = {
  kk: {
    programme: "Ұлттық бірыңғай тестілеу (ақылы негізде)",
    centre: "Ұлттық тестілеу орталығы",
    home: "Менің парақшам",
    menu: ["Өтініш беру", "Менің тарихым", "Менің профилім", "Шығу"],
  },
  ru: {
    programme: "Единое национальное тестирование (на платной основе)",
    centre: "Национальный центр тестирования",
    home: "Мой кабинет",
    menu: ["Подать заявление", "Моя история", "Мой профиль", "Выйти"],
  },
};

/** From the address to the first page of the cabinet, with a mistake on the way. */
async function registers(page: Page, person: Person, language: "kk" | "ru"): Promise<void> {
  const texts = textsOf(language);
  const names = NAMES[language];
  const wizard = new LeaverWizard(page, texts, person);
  await page.goto("/ent");
  const choice = page.getByRole("main").getByRole("heading", { level: 2 });
  await expect(choice).toHaveText("Тілді таңдаңыз · Выберите язык · Choose a language");
  await expect(wizard.tab("common.register")).toHaveCount(0);
  await wizard.register();
  await expect(page.getByRole("banner")).toContainText(names.centre);
  await expect(page.getByText(person.email)).toBeVisible();

  await page.goto(await wizard.linkOfLetter());
  await wizard.confirm();
  await expect(page.getByText(texts.say("sessions.after_mailed"), { exact: true })).toBeVisible();
  await shoot(page, "ent-sign-in-mailed");
  await wizard.signInWith(person.password);
  await expect(page.getByText(texts.say("problems.credentials_wrong"), { exact: true }).first()).toBeVisible();
  await wizard.signInWith(await firstPasswordFor(person.email));
  await wizard.at("registration.password_title");
  await expect(page.getByText(texts.say("registration.own_password_words"), { exact: true })).toBeVisible();
  await shoot(page, "ent-own-password");
  await wizard.password();
  await wizard.consent();

  await wizard.at("registration.profile_title");
  await wizard.button("common.save").click();
  const summary = page.getByRole("alert", { name: texts.say("common.error_title") });
  await expect(summary.getByRole("link")).toHaveCount(4);
  await wizard.profile();

  await expect(page.getByRole("heading", { level: 1, name: names.home })).toBeVisible();
  await expect(page.getByText(texts.say("cabinet.registered"), { exact: true })).toBeVisible();
  const menu = page.getByRole("navigation", { name: names.home });
  for (const entry of names.menu) {
    await expect(menu.getByRole("link", { name: entry, exact: true })).toBeVisible();
  }
  await shoot(page, "ent-home");

  // The language was chosen once: it is not asked again.
  await page.goto("/ent");
  await expect(page.getByRole("heading", { level: 1, name: names.programme })).toBeVisible();
  await expect(wizard.button("entry.open")).toBeVisible();
}

test.describe("on a phone whose browser asks for Russian", () => {
  test.use({ ...PHONE, locale: "ru-KZ" });

  test("a pupil registers in Kazakh with a mailed password", async ({ page, person }) => {
    await registers(page, person, "kk");
  });
});

test.describe("on a computer whose browser asks for Kazakh", () => {
  test.use({ locale: "kk-KZ" });

  test("a student registers in Russian with a mailed password", async ({ page, person }) => {
    await registers(page, person, "ru");
  });
});

test("the start page leads to the testing, and back", async ({ page, texts }) => {
  await page.goto("/");
  await page.getByRole("link", { name: texts.say("common.exam_ent"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: NAMES.ru.programme })).toBeVisible();
  // Nobody has chosen a language yet, whatever the first page was read in.
  await page.getByRole("main").getByRole("button", { name: "Русский", exact: true }).click();
  await expect(page.getByRole("tab", { name: texts.say("common.sign_in"), exact: true })).toBeVisible();
  await page.getByRole("link", { name: texts.say("common.exam_nqt"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Национальное квалификационное/ })).toBeVisible();
  await page.getByRole("link", { name: texts.say("start.title"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: texts.say("start.title") })).toBeVisible();
});
