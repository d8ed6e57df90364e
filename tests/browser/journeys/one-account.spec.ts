// One account for several programmes: the second one asks only for what is missing.

import { expect, test } from "../support/test.ts";
import { Registration } from "../support/registration.ts";
import { TeacherRegistration, TeacherWizard } from "../support/teacher.ts";

test("a registered graduate opens the testing of teachers and is asked only for the rest", async ({
  page,
  texts,
  person,
}) => {
  await new Registration(page.request, person).upTo("cabinet");
  const wizard = new TeacherWizard(page, texts, person);
  await page.goto("/cabinet");
  await wizard.inCabinet();
  await page.getByRole("button", { name: "Национальное квалификационное тестирование" }).click();
  await wizard.consent();

  // Everything is known: number and name stand there, and staff alone corrects them.
  await wizard.at("registration.profile_title");
  await expect(page.getByText(`${person.surname} ${person.firstName} ${person.patronymic}`).first()).toBeVisible();
  await expect(wizard.field("registration.phone")).toHaveValue("+7 (701) 123-45-67");
  await wizard.button("common.save").click();
  await wizard.at("cabinet.general_home");
  await expect(page.getByRole("banner")).toContainText("Национальный центр тестирования");

  // Back by the menu under the name.
  await page.getByRole("button", { name: `${person.surname} ${person.firstName}` }).click();
  await page.locator("#person-menu").getByRole("button", { name: "Независимая оценка" }).click();
  await expect(page.getByRole("banner")).toContainText("Национальный центр независимой экзаменации");
  await expect(page.getByText(texts.say("cabinet.in_review"), { exact: true })).toBeVisible();
});

test("a registered teacher opens the assessment and is asked only for the rest", async ({ page, texts, person }) => {
  await new TeacherRegistration(page.request, person, "ru").upTo("cabinet");
  const wizard = new TeacherWizard(page, texts, person);
  await page.goto("/");
  await wizard.button("entry.open").click();
  await wizard.citizenship();
  // Number, address, password and name are known.
  await wizard.at("proofing.consent.title");
  await page.goto("/register/camera?way=person");
  await wizard.button("proofing.in_person.choose").click();
  await wizard.personalDataConsent();
  await wizard.at("registration.details_title");
  await expect(wizard.field("registration.phone")).toHaveValue("+7 (701) 123-45-67");
  await wizard.details("KZ-75");
  await wizard.study("bachelor", { code: "kaznmu", label: "registration.place_university" });
  await wizard.finish();
  await wizard.at("cabinet.general_home");
  await expect(page.getByRole("banner")).toContainText("Национальный центр независимой экзаменации");
});
