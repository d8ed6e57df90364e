// A teacher registers on a phone, in the programme's first language, from the address to the cabinet.

import { PHONE, expect, test } from "../support/test.ts";
import { ORIGIN } from "../support/program.ts";
import { TeacherRegistration, TeacherWizard } from "../support/teacher.ts";
import { shoot } from "../support/screens.ts";
import { textsOf } from "../support/texts.ts";

test.use(PHONE);

const kazakh = textsOf("kk-KZ");

test("a teacher registers in Kazakh from the address to the cabinet", async ({ page, person }) => {
  // The browser asks for Russian, and nobody has chosen: this programme opens in Kazakh.
  const wizard = new TeacherWizard(page, kazakh, person);
  await page.goto("/nqt");
  await expect(page.getByRole("heading", { level: 1, name: "Ұлттық біліктілік тестілеуі" })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("Ұлттық тестілеу орталығы");
  await wizard.register();
  await expect(page.getByText(person.email)).toBeVisible();
  await expect(page.getByText(kazakh.say("registration.link_note"))).toBeVisible();

  await page.goto(await wizard.linkOfLetter());
  await wizard.confirm();
  await wizard.password();
  await wizard.signIn();
  await wizard.consent();

  await wizard.at("registration.profile_title");
  await wizard.button("common.save").click();
  const summary = page.getByRole("alert", { name: kazakh.say("common.error_title") });
  await expect(summary.getByRole("link")).toHaveCount(4);
  await wizard.profile();

  const home = page.getByRole("heading", { level: 1, name: "Менің парақшам" });
  await expect(home).toBeVisible();
  await expect(page.getByText(kazakh.say("cabinet.registered"), { exact: true })).toBeVisible();
  const menu = page.getByRole("navigation", { name: "Менің парақшам" });
  for (const entry of ["Өтініш беру", "Менің іс-әрекетім", "Менің профилім", "Шығу"]) {
    await expect(menu.getByRole("link", { name: entry, exact: true })).toBeVisible();
  }
  await expect(page.getByRole("contentinfo")).toContainText("Ұлттық тестілеу орталығы");

  await menu.getByRole("link", { name: "Менің профилім" }).click();
  await expect(page.getByText("Ustudy")).toBeVisible();
  await expect(page.getByText(person.iin)).toHaveCount(0);
  await wizard.link("cabinet.edit").click();
  await wizard.at("cabinet.edit_title");
  await wizard.field("registration.surname").fill("Сәрсенова");
  await wizard.button("common.save").click();
  await expect(page.getByText(`Сәрсенова ${person.firstName} ${person.patronymic}`).first()).toBeVisible();
});

test("the first page moves on by itself once the button was pressed in another tab", async ({ page, context, person }) => {
  const wizard = new TeacherWizard(page, kazakh, person);
  await wizard.register();
  const tab = await context.newPage();
  await tab.goto(await wizard.linkOfLetter());
  await new TeacherWizard(tab, kazakh, person).confirm();
  await wizard.at("registration.password_title");
});

test("pressed on another device the registration goes on there, and the first page says so", async ({
  page,
  browser,
  person,
}) => {
  const wizard = new TeacherWizard(page, kazakh, person);
  await wizard.register();
  const other = await browser.newContext({ locale: "kk-KZ", baseURL: ORIGIN });
  const there = new TeacherWizard(await other.newPage(), kazakh, person);
  await there.page.goto(await wizard.linkOfLetter());
  await there.confirm();
  await wizard.at("registration.link_elsewhere_title");
  await there.password();
  await other.close();

  await wizard.link("common.sign_in").click();
  await wizard.signIn();
  await wizard.at("registration.consent_title");
});

test("another letter is asked for, and the tabs are used with the keyboard", async ({ page, person }) => {
  const wizard = new TeacherWizard(page, kazakh, person);
  await page.goto("/nqt");
  await wizard.tab("common.sign_in").focus();
  await page.keyboard.press("ArrowRight");
  await expect(wizard.tab("common.register")).toBeFocused();
  await expect(wizard.tab("common.register")).toHaveAttribute("aria-selected", "true");
  await expect(page).toHaveURL(/tab=register/);
  await page.reload();
  await expect(wizard.tab("common.register")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Home");

  await new TeacherRegistration(page.request, person, "kk").upTo("letter");
  await page.goto("/register/code");
  await wizard.at("registration.link_title");
  await expect(wizard.button("registration.resend")).toBeVisible();
  await wizard.button("registration.resend").click();
  await expect(page.getByText(kazakh.pattern("registration.resend_in"))).toBeVisible();
  await wizard.link("registration.code_change_address").click();
  await wizard.at("registration.email_title");
});

test("the registry fills the name once its owner is known, and never stops anybody", async ({ page, person }) => {
  const wizard = new TeacherWizard(page, kazakh, person);
  await new TeacherRegistration(page.request, person, "kk").upTo("profile");
  // The entry tells the browser which programme's language to use.
  await page.goto("/nqt");
  await expect(page.getByRole("heading", { level: 1, name: "Ұлттық біліктілік тестілеуі" })).toBeVisible();
  await page.goto("/register/profile");
  await wizard.at("registration.profile_title");
  await wizard.field("registries.iin").fill(person.iin);
  await wizard.button("registries.search").click();
  await expect(page.getByText(kazakh.say("registries.person_not_found"))).toBeVisible();
  await shoot(page, "nqt-profile-not-found");

  // An invented person of the development mode.
  await wizard.field("registries.iin").fill("620101499003");
  await wizard.button("registries.search").click();
  await expect(page.getByText("Т******** А******")).toBeVisible();
  await expect(page.getByText("Тұлпарова")).toHaveCount(0);
  await shoot(page, "nqt-profile-found");
  const first = page.locator("[name=known_first_name]");
  await first.fill("Бағила");
  await wizard.button("registries.fill_in").click();
  await expect(page.getByText(kazakh.pattern("problems.reveal_wrong")).first()).toBeVisible();
  await first.fill("Айгерім");
  await wizard.button("registries.fill_in").click();
  await expect(wizard.field("registration.surname")).toHaveValue("Тұлпарова");
  await expect(wizard.field("registration.first_name")).toHaveValue("Айгерім");
  await shoot(page, "nqt-profile-filled");
});
