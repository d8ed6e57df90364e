// A graduate at a computer, in Russian, applies for assessment and sees the application.

import { Applying } from "../support/applying.ts";
import { Registration } from "../support/registration.ts";
import { importResults } from "../support/program.ts";
import { shoot } from "../support/screens.ts";
import { expect, test } from "../support/test.ts";

test.use({ locale: "ru-KZ" });

test("a graduate applies in Russian and sees the application", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person, "ru").upTo("cabinet");
  const applying = new Applying(wizard, "ncie-demo");

  await page.goto("/cabinet");
  await wizard.link("cabinet.apply").click();
  await wizard.at("cabinet.apply");
  await shoot(page, "apply");
  await applying.open();

  await applying.at("exam");
  await wizard.goOn();
  await expect(page.getByText(texts.say("common.error_title"), { exact: true })).toBeVisible();
  await shoot(page, "apply-exam-errors");
  await applying.choose("services", "readiness");
  await applying.pick("applications.specialty", "specialties", "general_medicine");
  await applying.choose("languages", "ru");
  await expect(page.getByText(texts.pattern("registration.saved_at"))).toBeVisible();
  // What was typed is there again in another window.
  await page.reload();
  await expect(page.getByRole("radio", { name: await applying.named("languages", "ru") })).toBeChecked();
  await wizard.goOn();

  await applying.at("sitting");
  await applying.choose("attendances", "centre");
  await shoot(page, "apply-sittings");
  await wizard.field("applications.city").fill("нигде");
  await expect(page.getByText(texts.say("applications.no_sittings_title"), { exact: true })).toBeVisible();
  await wizard.field("applications.city").fill("");
  const when = await applying.take(1);
  await shoot(page, "apply-sitting-chosen");
  await wizard.goOn();

  await wizard.at("applications.check_title");
  await expect(page.getByText(await applying.named("specialties", "general_medicine"), { exact: true })).toBeVisible();
  await shoot(page, "apply-check");
  await wizard.button("applications.submit").click();
  await expect(page.getByText(texts.say("common.error_title"), { exact: true })).toBeVisible();
  await applying.submit();
  const number = await applying.accepted();
  await shoot(page, "application-accepted");
  await page.reload();
  expect(await applying.accepted()).toBe(number);

  await wizard.link("cabinet.applications").click();
  await wizard.at("cabinet.applications");
  await expect(page.getByText(texts.say("applications.number", { number }), { exact: true })).toBeVisible();
  await expect(page.getByText(texts.say("applications.accepted"), { exact: true })).toBeVisible();
  await expect(page.getByText(when.split(" ").slice(1).join(" "), { exact: true })).toBeVisible();
  await shoot(page, "applications");

  // There is one application, and the form says so.
  await page.goto("/cabinet/apply/ncie-demo");
  await expect(page.getByText(texts.say("problems.already_applied"), { exact: true })).toBeVisible();
  await shoot(page, "apply-obstacle");
  await page.goto("/cabinet/results");
  await expect(page.getByText(texts.say("cabinet.no_results_title"), { exact: true })).toBeVisible();

  // The centre publishes.
  const columns = "number,stage_kk,stage_ru,stage_en,score,max_score,outcome,date";
  await importResults(`${columns}\n${number},Тестілеу,Тестирование,Test,81,100,passed,2026-12-15\n`);
  await page.reload();
  await expect(page.getByText(texts.say("applications.passed"), { exact: true })).toBeVisible();
  await expect(page.getByText(texts.say("applications.score", { score: 81, max: 100 }), { exact: true })).toBeVisible();
  await shoot(page, "results");
});
