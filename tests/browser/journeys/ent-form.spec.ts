// The form of the unified national testing up to the check of the answers, with mistakes on the way: what a category
// is asked, which pairs it may take, which language a pair asks for.

import { Applying } from "../support/applying.ts";
import { LeaverRegistration } from "../support/leaver.ts";
import { shoot } from "../support/screens.ts";
import { PHONE, expect, test } from "../support/test.ts";

const SCHOOL = "№900 жалпы білім беретін мектеп";

test.describe("in Kazakh on a phone", () => {
  test.use({ ...PHONE, locale: "kk-KZ" });

  test("a pupil fills the form, and another category changes what is asked", async ({ wizard, page, texts, person }) => {
    await new LeaverRegistration(page.request, person, "kk").upTo("cabinet");
    await page.goto("/cabinet/apply");
    await shoot(page, "ent-campaigns");
    const applying = new Applying(wizard, "ent-demo");
    await applying.open();
    const refused = async (key: string): Promise<void> => {
      await expect(page.getByText(texts.say(`problems.${key}`), { exact: true }).first()).toBeVisible();
    };

    await applying.at("category");
    await wizard.goOn();
    await refused("choose_participant");
    await applying.choose("participants", "grade11");
    await wizard.goOn();
    await refused("required_school");
    await refused("choose_grade");
    await shoot(page, "ent-category-errors");
    await wizard.field("registries.school_region").selectOption("KZ-71");
    const school = page.getByRole("combobox", { name: texts.say("applications.school"), exact: true });
    await school.fill("900");
    await page.getByRole("option", { name: SCHOOL, exact: true }).click();
    await expect(wizard.field("applications.school")).toHaveValue(SCHOOL);
    await page.getByRole("radio", { name: "11", exact: true }).check();
    await shoot(page, "ent-category");
    await wizard.goOn();

    await applying.at("conditions");
    await expect(page.getByRole("radio").first()).toBeChecked();
    await applying.choose("conditions", "helper");
    await wizard.field("applications.special_note").fill("ж".repeat(201));
    await wizard.goOn();
    await expect(page.getByText(texts.say("problems.too_long", { max: 200 }), { exact: true }).first()).toBeVisible();
    await wizard.field("applications.special_note").fill("Ымдау тілінің аудармашысы");
    await shoot(page, "ent-conditions");
    await wizard.goOn();

    await applying.at("subjects");
    await wizard.goOn();
    await refused("choose_language");
    await refused("choose_subject_pair");
    await applying.choose("languages", "kk");
    await applying.choose("pairs", "geo-fl");
    await wizard.goOn();
    await refused("choose_foreign_language");
    await shoot(page, "ent-subjects-errors");
    await applying.choose("foreign_languages", "de");
    await applying.choose("pairs", "creative");
    await expect(page.getByText(texts.say("applications.foreign_language"), { exact: true })).toHaveCount(0);
    await wizard.goOn();

    await applying.at("seat");
    await wizard.goOn();
    await refused("choose_sitting");
    await applying.take(0);
    await shoot(page, "ent-seat");
    await wizard.goOn();

    await wizard.at("applications.check_title");
    await expect(page.getByText(texts.say("applications.no_moves"), { exact: true })).toBeVisible();
    await expect(page.getByText(SCHOOL, { exact: true })).toBeVisible();
    await shoot(page, "ent-check");

    // A student who leaves a creative programme may not take the creative pair.
    const change = texts.say("applications.participant");
    await page.getByRole("link", { name: new RegExp(`${change}$`) }).click();
    await applying.at("category");
    await applying.choose("participants", "creative_transfer");
    await expect(wizard.field("applications.school")).toHaveCount(0);
    await wizard.button("registries.not_in_list").click();
    await wizard.field("applications.university").fill("Үлгі университеті");
    const forms = page.getByRole("group", { name: texts.say("applications.study_form"), exact: true });
    await applying.choose("study_forms", "full_time", forms);
    await wizard.field("applications.programme_group").fill("B030 Сән және дизайн");
    await wizard.goOn();
    await applying.at("subjects");
    await wizard.goOn();
    await refused("pair_not_allowed");
    const kazakh = page.getByRole("radio", { name: await applying.named("languages", "kk"), exact: true });
    await expect(kazakh, "what was chosen is seen again").toBeChecked();
    await expect(page.getByRole("radio", { name: await applying.named("pairs", "creative") })).toHaveCount(0);
    await shoot(page, "ent-pair-not-allowed");
    await applying.choose("pairs", "math-inf");
    await wizard.goOn();
    await wizard.at("applications.check_title");
    await expect(page.getByText("Үлгі университеті", { exact: true })).toBeVisible();
    await expect(page.getByText(SCHOOL, { exact: true })).toHaveCount(0);
  });
});

test("a student fills the form in Russian on a computer, and a reload loses nothing", async ({
  wizard,
  page,
  texts,
  person,
}) => {
  await new LeaverRegistration(page.request, person, "ru").upTo("cabinet");
  await page.goto("/cabinet/apply/ent-demo");
  const applying = new Applying(wizard, "ent-demo");
  await applying.at("category");
  await applying.choose("participants", "pedagogy_transfer");
  const university = (await wizard.lists()).places.find((place) => place.code === "kaznmu")?.name.ru ?? "";
  const box = page.getByRole("combobox", { name: texts.say("applications.university"), exact: true });
  await box.fill(university.slice(0, 12));
  await page.getByRole("option", { name: university, exact: true }).click();
  await expect(wizard.field("applications.university")).toHaveValue(university);
  await applying.choose("study_forms", "full_time");
  await wizard.field("applications.programme_group").fill("B010 Подготовка учителей математики");
  await wizard.field("applications.certificate_number").fill("1234567");
  await wizard.field("common.day").fill("31");
  await wizard.field("common.month").fill("2");
  await wizard.field("common.year").fill("2025");
  await wizard.goOn();
  await expect(page.getByText(texts.say("problems.date_impossible"), { exact: true }).first()).toBeVisible();
  await wizard.field("common.year").fill("2999");
  await wizard.field("common.month").fill("7");
  await wizard.goOn();
  await expect(page.getByText(texts.say("problems.certificate_future"), { exact: true }).first()).toBeVisible();
  await shoot(page, "ent-certificate-errors");
  await wizard.field("common.year").fill("2025");
  await wizard.goOn();

  await applying.at("conditions");
  await shoot(page, "ent-conditions-none");
  await wizard.goOn();
  await applying.at("subjects");
  await applying.choose("languages", "ru");
  await expect(page.getByRole("radio", { name: await applying.named("pairs", "wh-law") })).toHaveCount(0);
  await applying.choose("pairs", "wh-fl");
  await applying.choose("foreign_languages", "fr");
  await shoot(page, "ent-subjects");
  await wizard.goOn();
  await applying.at("seat");
  await page.reload();
  await applying.at("seat");
  await applying.take(1);
  await wizard.goOn();
  await wizard.at("applications.check_title");
  for (const words of ["1234567, 31 июля 2025", "B010 Подготовка учителей математики", "очная"]) {
    await expect(page.getByText(words, { exact: true })).toBeVisible();
  }
  await expect(page.getByText(texts.say("applications.no_moves"), { exact: true })).toBeVisible();
  await shoot(page, "ent-check");
});
