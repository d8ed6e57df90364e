// A teacher on a phone, in Kazakh, from the address to the end: registers with the name out of the registry, applies
// with the workplace out of the registry, is accepted, corrects, moves to another sitting, withdraws.

import { Applying } from "../support/applying.ts";
import { shoot } from "../support/screens.ts";
import { TeacherRegistration, TeacherWizard } from "../support/teacher.ts";
import { PHONE, expect, test } from "../support/test.ts";
import { Wizard } from "../support/wizard.ts";

test.use({ ...PHONE, locale: "kk-KZ" });

const SCHOOL = "№900 жалпы білім беретін мектеп";

/** Types the workplace by hand, in the place of one that was found. */
async function typeWorkplace(wizard: Wizard, name: string): Promise<void> {
  const { page, texts } = wizard;
  const another = wizard.button("registries.choose_another");
  if (await another.isVisible()) {
    await another.click();
    await page.getByRole("radio", { name: texts.say("registries.way_place") }).check();
    await page.getByLabel(texts.say("registries.region")).selectOption("KZ-75");
    await wizard.button("registries.not_in_list").click();
  }
  await wizard.field("registries.name").fill(name);
}

async function upToCheck(applying: Applying): Promise<string> {
  const { wizard, page, texts } = applying;
  await applying.at("kind");
  await shoot(page, "nqt-kind");
  await applying.choose("kinds", "general");
  await wizard.goOn();

  await applying.at("personal");
  await wizard.goOn();
  await expect(page.getByText(texts.say("problems.required_study_from"), { exact: true }).first()).toBeVisible();
  await shoot(page, "nqt-personal-errors");
  await wizard.field("applications.specialty").fill("Тарих мұғалімі");
  await wizard.field("applications.study_from").fill("2008");
  await wizard.field("applications.study_to").fill("2012");
  const now = page.getByRole("group", { name: texts.say("applications.qualification_now"), exact: true });
  await applying.choose("categories", "expert", now);
  await wizard.field("common.day").fill("31");
  await wizard.field("common.month").fill("12");
  await wizard.field("common.year").fill("2030");
  const sought = page.getByRole("group", { name: texts.say("applications.qualification_sought"), exact: true });
  await applying.choose("categories", "moderator", sought);
  await expect(page.getByText(texts.say("applications.lower_category"))).toBeVisible();
  await applying.choose("categories", "researcher", sought);
  await shoot(page, "nqt-personal");
  await wizard.goOn();

  await applying.at("employed");
  await wizard.field("registries.number").fill("680140990006");
  await wizard.button("registries.search").click();
  await expect(page.getByText(texts.say("problems.bin_form"), { exact: true }).first()).toBeVisible();
  await shoot(page, "nqt-employed-wrong-number");
  // An invented school of the development mode.
  await wizard.field("registries.number").fill("680140990005");
  await wizard.button("registries.search").click();
  await wizard.button("registries.use_organisation").click();
  await expect(page.getByText(SCHOOL)).toBeVisible();
  await shoot(page, "nqt-employed");
  await wizard.goOn();

  await applying.at("testing");
  const subject = await applying.block("content");
  await applying.pick("applications.subject", "subjects", "s18", subject);
  const uzbek = await applying.named("languages", "uz");
  await expect(subject.getByText(texts.say("applications.language_fixed", { language: uzbek }))).toBeVisible();
  await shoot(page, "nqt-testing-fixed");
  await applying.pick("applications.subject", "subjects", "s10", subject);
  await applying.choose("languages", "kk", subject);
  await applying.choose("languages", "kk", await applying.block("pedagogy"));
  await shoot(page, "nqt-testing");
  const when = await applying.take(0);
  await wizard.goOn();
  await wizard.at("applications.check_title");
  await shoot(page, "nqt-check");
  return when;
}

test("a teacher applies, corrects, moves and withdraws in Kazakh on a phone", async ({ wizard, page, texts, person }) => {
  const teacher = new TeacherWizard(page, texts, person);
  await teacher.register();
  await page.goto(await teacher.linkOfLetter());
  await teacher.confirm();
  await teacher.password();
  await teacher.signIn();
  await teacher.consent();
  await teacher.profile();
  const menu = page.getByRole("navigation", { name: "Менің парақшам" });
  await menu.getByRole("link", { name: "Өтініш беру" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Өтініш беру" })).toBeVisible();
  await shoot(page, "nqt-campaigns");
  const applying = new Applying(wizard, "nqt-demo");
  await applying.open();
  await upToCheck(applying);

  // A correction returns straight to the check.
  const change = page.getByRole("link", { name: new RegExp(`${texts.say("applications.workplace")}$`) });
  await change.click();
  await applying.at("employed");
  await typeWorkplace(wizard, "№ 7 мектеп-гимназия");
  await wizard.goOn();
  await wizard.at("applications.check_title");
  await expect(page.getByText("№ 7 мектеп-гимназия", { exact: true })).toBeVisible();
  await applying.submit();
  const number = await applying.accepted();
  await shoot(page, "nqt-accepted");

  await page.goto("/cabinet/applications");
  await expect(page.getByRole("heading", { level: 1, name: "Менің іс-әрекетім" })).toBeVisible();
  await expect(page.getByText(texts.say("applications.number", { number }), { exact: true })).toBeVisible();
  await shoot(page, "nqt-applications");
  await wizard.link("applications.edit").click();
  await wizard.at("applications.edit");
  await shoot(page, "nqt-edit");

  // Another sitting: the new place first, then the old one is given back.
  const sitting = texts.say("applications.sitting");
  await page.getByRole("link", { name: new RegExp(`${sitting}$`) }).click();
  await applying.at("testing");
  await expect(page.getByText(texts.say("applications.moving"), { exact: true })).toBeVisible();
  await wizard.button("applications.choose_other").click();
  await shoot(page, "nqt-move");
  await applying.take(1);
  await wizard.button("applications.save").click();
  await expect(page.getByText(texts.say("applications.saved"), { exact: true })).toBeVisible();
  await expect(page.getByText(texts.say("applications.was_changed", { what: sitting }), { exact: true })).toBeVisible();
  await shoot(page, "nqt-application");

  await wizard.link("applications.delete").click();
  await wizard.at("applications.deletion_title", { number });
  await shoot(page, "nqt-deletion");
  await wizard.button("applications.delete").click();
  await expect(page.getByRole("heading", { level: 1, name: "Менің іс-әрекетім" })).toBeVisible();
  await expect(page.getByText(texts.say("applications.withdrawn_done"), { exact: true })).toBeVisible();
  await expect(page.getByText(texts.say("applications.withdrawn"), { exact: true })).toBeVisible();
  await shoot(page, "nqt-withdrawn");
});

test("of two corrections at once the second is told and loses nothing", async ({ wizard, page, texts, person }) => {
  await new TeacherRegistration(page.request, person, "kk").upTo("cabinet");
  const applying = new Applying(wizard, "nqt-demo");
  await page.goto("/cabinet/apply/nqt-demo");
  await upToCheck(applying);
  await applying.submit();
  await applying.accepted();

  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const address = `/cabinet/applications/${id}/edit/workplace`;
  const second = new Wizard(await page.context().newPage(), texts, person);
  for (const window of [wizard, second]) {
    await window.page.goto(address);
    await expect(window.page.getByText(SCHOOL)).toBeVisible();
  }
  await typeWorkplace(wizard, "Бірінші терезе");
  await wizard.button("applications.save").click();
  await expect(page.getByText(texts.say("applications.saved"), { exact: true })).toBeVisible();

  await typeWorkplace(second, "Екінші терезе");
  await second.button("applications.save").click();
  await expect(second.page.getByText(texts.say("applications.clash_title"), { exact: true })).toBeVisible();
  const versions = second.page.getByRole("listitem").filter({ hasText: "Бірінші терезе" });
  await expect(versions.getByText("Екінші терезе")).toBeVisible();
  await shoot(second.page, "nqt-two-versions");
  await second.button("applications.clash_keep").click();
  await expect(second.page.getByText(texts.say("applications.saved"), { exact: true })).toBeVisible();
  await expect(second.page.getByText("Екінші терезе", { exact: true })).toBeVisible();
});
