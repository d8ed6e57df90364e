// What is typed wrongly is refused in words: the summary takes the focus, its links lead to the fields,
// the title says so, and nothing typed is thrown away.

import { type Page, expect, test } from "../support/test.ts";
import { type Step, Registration } from "../support/registration.ts";
import type { Texts } from "../support/texts.ts";

/** The summary has the focus, and each of its links leads into a field. */
async function summaryLeadsToFields(page: Page, texts: Texts, count: number): Promise<void> {
  const summary = page.getByRole("alert", { name: texts.say("common.error_title") });
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(texts.pattern("common.title_error"));
  const links = summary.getByRole("link");
  await expect(links).toHaveCount(count);
  for (const link of await links.all()) {
    const words = await link.innerText();
    await link.click();
    const field = page.locator(":focus");
    await expect(field).not.toHaveAttribute("role", "alert");
    await expect(page.getByText(words, { exact: true }).last()).toBeVisible();
    expect(await field.getAttribute("id")).toBe((await link.getAttribute("href"))?.slice(1));
  }
}

const EMPTY: { step: Step; errors: number }[] = [
  { step: "citizenship", errors: 3 },
  { step: "number", errors: 1 },
  { step: "email", errors: 1 },
  { step: "code", errors: 1 },
  { step: "password", errors: 1 },
  { step: "document", errors: 1 },
  { step: "consent", errors: 2 },
  { step: "name", errors: 2 },
  { step: "study", errors: 1 },
];

for (const { step, errors } of EMPTY) {
  test(`an empty form is explained: ${step}`, async ({ wizard, page, texts, person }) => {
    await new Registration(page.request, person).upTo(step);
    await page.goto(`/register/${step}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await wizard.goOn();
    await summaryLeadsToFields(page, texts, errors);
  });
}

test("an empty form is explained: signing in", async ({ wizard, page, texts }) => {
  await page.goto("/sign-in");
  await wizard.button("common.sign_in").click();
  await summaryLeadsToFields(page, texts, 2);
});

test("the agreement counts only after it was read", async ({ wizard, page, texts }) => {
  await page.goto("/register/citizenship");
  const tick = page.getByRole("checkbox", { name: texts.say("registration.terms_label") });
  await tick.click();
  await expect(tick).not.toBeChecked();
  await expect(page.getByText(texts.say("agreement.read_first"))).toBeVisible();

  await wizard.button("registration.terms_link").click();
  const search = page.getByRole("searchbox", { name: texts.say("agreement.search") });
  await search.fill("пользовател");
  await expect(page.getByText(/^1 \/ \d+$/)).toBeVisible();
  await wizard.button("agreement.larger").click();
  await expect(page.getByText("125 %")).toBeVisible();
  const [file] = await Promise.all([page.waitForEvent("download"), wizard.button("agreement.download").click()]);
  expect(file.suggestedFilename()).toMatch(/^terms-.+\.html$/);
  await wizard.button("agreement.have_read").click();
  await expect(tick).toBeFocused();
  await page.keyboard.press("Space");
  await expect(tick).toBeChecked();
});

test("numbers that do not hold are refused, and what is printed so goes to a person", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("number");
  await page.goto("/register/number");
  const field = wizard.field("registration.iin");
  await field.fill("8501 0130-0006");
  await wizard.goOn();
  await expect(page.getByRole("alert", { name: texts.say("common.error_title") })).toContainText(
    texts.say("problems.iin_checksum"),
  );
  await expect(field).toHaveValue("8501 0130-0006");
  await page.getByRole("checkbox", { name: texts.say("registration.printed_label") }).check();
  await wizard.goOn();
  await wizard.at("registration.email_title");
});

test("a wrong code leaves an empty field and says what to do", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("code");
  await page.goto("/register/code");
  await wizard.field("registration.code_label").fill("000000");
  await wizard.goOn();
  await expect(page.getByRole("alert", { name: texts.say("common.error_title") })).toContainText(
    texts.say("problems.code_wrong"),
  );
  await expect(wizard.field("registration.code_label")).toHaveValue("");
  // A second letter makes the first code no worse.
  await page.getByText(texts.say("registration.code_trouble")).click();
  await expect(wizard.button("registration.resend")).toBeVisible();
  await wizard.button("registration.resend").click();
  await wizard.code();
  await wizard.at("registration.password_title");
});

test("a weak password is refused in words and kept in the field", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("password");
  await page.goto("/register/password");
  for (const [password, words] of [
    ["short", texts.pattern("problems.password_short")],
    ["qwertyuiop", texts.pattern("problems.password_common")],
    [`${person.email}!`, texts.pattern("problems.password_own_data")],
  ] as const) {
    await wizard.field("registration.password_label").fill(password);
    await wizard.field("registration.password_confirm").fill(password);
    await wizard.goOn();
    await expect(page.getByRole("alert", { name: texts.say("common.error_title") })).toContainText(words);
    await expect(wizard.field("registration.password_label")).toHaveValue(password);
  }
});

test("names of one letter, Kazakh letters and pasted spaces are taken; emoji and long texts are not", async ({
  wizard,
  page,
  texts,
  person,
}) => {
  await new Registration(page.request, person).upTo("name");
  await page.goto("/register/name");
  await wizard.field("registration.surname").fill("Ә".repeat(10_000));
  await wizard.field("registration.first_name").fill("😀");
  await wizard.goOn();
  const summary = page.getByRole("alert", { name: texts.say("common.error_title") });
  await expect(summary).toContainText(texts.pattern("problems.too_long"));
  await expect(summary).toContainText(texts.say("problems.name_letters"));
  await wizard.field("registration.surname").fill("  Ө  ");
  await wizard.field("registration.first_name").fill("Іңкәр-Ұлпан ");
  await wizard.goOn();
  await wizard.at("registration.details_title");
});
