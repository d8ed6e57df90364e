// Everything typed is kept: on another device, after a reload, in another tab.

import { PHONE, expect, test } from "../support/test.ts";
import { ORIGIN } from "../support/program.ts";
import { Registration } from "../support/registration.ts";
import { Wizard } from "../support/wizard.ts";

test("a registration begun at a computer goes on on a phone, and both know it", async ({
  wizard,
  page,
  browser,
  texts,
  person,
}) => {
  await new Registration(page.request, person).upTo("name");
  await page.goto("/register/name");
  await wizard.name();
  await wizard.at("registration.details_title");

  const phone = await browser.newContext({ ...PHONE, locale: "ru-KZ", baseURL: ORIGIN });
  const there = new Wizard(await phone.newPage(), texts, person);
  await there.page.goto("/");
  await there.field("sessions.email").fill(person.email);
  await there.field("sessions.password").fill(person.password);
  await there.button("common.sign_in").click();
  await there.at("registration.details_title");
  await there.page.goBack();
  await there.page.goto("/register/name");
  await expect(there.field("registration.surname")).toHaveValue(person.surname);
  await there.field("registration.surname").fill("Нұрғалиева");
  await there.goOn();
  await there.at("registration.details_title");

  // The computer sees what the phone has saved.
  await page.goto("/register/name");
  await expect(wizard.field("registration.surname")).toHaveValue("Нұрғалиева");
  await phone.close();
});

test("a draft without a password survives reload and the start page offers to go on", async ({ wizard, page, texts }) => {
  await new Registration(page.request, wizard.person).upTo("email");
  await page.goto("/register/email");
  await wizard.at("registration.email_title");
  await page.reload();
  await wizard.at("registration.email_title");
  await page.goto("/");
  const step = texts.say("registration.step_email");
  const [hint = ""] = texts.say("start.continue_hint", { step, until: "" }).split(".");
  await expect(page.getByText(hint)).toBeVisible();
  await wizard.link("start.continue_").click();
  await wizard.at("registration.email_title");
});

test("without a password another browser finds nothing", async ({ wizard, page, browser, texts, person }) => {
  await new Registration(page.request, person).upTo("code");
  const other = await browser.newContext({ locale: "ru-KZ", baseURL: ORIGIN });
  const there = new Wizard(await other.newPage(), texts, person);
  await there.page.goto("/register/code");
  await there.at("registration.absent_title");
  await expect(there.page.getByText(person.email)).toHaveCount(0);
  await other.close();
  await page.goto("/register/code");
  await wizard.at("registration.code_title");
});

test("two tabs share one registration", async ({ wizard, page, context, texts, person }) => {
  await new Registration(page.request, person).upTo("number");
  await page.goto("/register/number");
  await wizard.at("registration.iin_title");
  const second = new Wizard(await context.newPage(), texts, person);
  await second.page.goto("/register/number");
  await second.iin();
  await second.at("registration.email_title");
  // The first tab still shows its page; what it saves is taken, and it goes on as well.
  await wizard.iin();
  await wizard.at("registration.email_title");
});

test("a step that is not due says so and leads to the one that is", async ({ wizard, page, texts }) => {
  await new Registration(page.request, wizard.person).upTo("email");
  await page.goto("/register/study");
  await wizard.at("registration.early_title");
  const step = texts.say("registration.step_email");
  await page.getByRole("link", { name: texts.say("registration.go_to", { step }) }).click();
  await wizard.at("registration.email_title");
});
