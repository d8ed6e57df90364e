// Back and forward, reload, double clicks, the other language: nothing typed is lost, nothing is done
// twice.

import { type Page, expect, test } from "../support/test.ts";
import { lettersTo } from "../support/outbox.ts";
import { Registration } from "../support/registration.ts";
import { Texts } from "../support/texts.ts";

/** Changing calls that the page makes from now on, as "METHOD path". */
function calls(page: Page): string[] {
  const made: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() !== "GET" && pathname.startsWith("/api/")) {
      made.push(`${request.method()} ${pathname}`);
    }
  });
  return made;
}

test("back and forward through the whole registration keep every answer", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("check");
  await page.goto("/register/check");
  await wizard.at("registration.check_title");

  // Backwards by the page's own link, from the last page to the first that can still be changed.
  const back = page.getByRole("link", { name: texts.say("common.back"), exact: true });
  const titles = [
    "registration.study_title",
    "registration.details_title",
    "registration.name_title",
    "registration.consent_title",
    "proofing.document.overview_title",
    "proofing.face.kept_title",
    "proofing.consent.title",
    "registration.number_given_title",
    "registration.citizenship_title",
  ];
  for (const title of titles) {
    await back.click();
    await wizard.at(title);
  }
  await expect(page.getByRole("combobox")).toHaveValue("Казахстан");
  await expect(page.getByRole("checkbox")).toBeChecked();

  // Backwards and forwards by the buttons of the browser.
  for (const title of titles.slice(0, -1).reverse()) {
    await page.goBack();
    await wizard.at(title);
  }
  await page.goBack();
  await wizard.at("registration.check_title");
  for (const title of titles.slice(0, 3)) {
    await page.goForward();
    await wizard.at(title);
  }
  await expect(wizard.field("registration.surname")).toHaveValue(person.surname);
  await expect(wizard.field("registration.first_name")).toHaveValue(person.firstName);

  // Forward by Continue: what is done already is not asked anew.
  await wizard.goOn();
  await wizard.at("registration.check_title");
});

test("a change from the answers comes back to them", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("check");
  await page.goto("/register/check");
  const change = `${texts.say("common.change")} ${texts.say("registration.phone")}`;
  await page.getByRole("link", { name: change, exact: true }).click();
  await wizard.at("registration.details_title");
  await expect(wizard.field("registration.phone")).toHaveValue(/701.*123.*45.*67/);
  await wizard.field("registration.phone").fill("+7 (702) 765-43-21");
  await wizard.goOn();
  await wizard.at("registration.check_title");
  await expect(page.getByText(/^\+7.*702.*765.*43.*21$/)).toBeVisible();
});

test("a double click acts once", async ({ wizard, page, person }) => {
  await new Registration(page.request, person).upTo("email");
  await page.goto("/register/email");
  await wizard.at("registration.email_title");
  const made = calls(page);
  await page.getByRole("textbox").fill(person.email);
  await wizard.button("common.continue_").dblclick();
  await wizard.at("registration.code_title");
  expect(made).toEqual(["PUT /api/v1/registration/email"]);
  await expect.poll(() => lettersTo(person.email).length).toBe(1);
});

test("finishing twice registers once", async ({ wizard, page, person }) => {
  await new Registration(page.request, person).upTo("check");
  await page.goto("/register/check");
  await wizard.at("registration.check_title");
  const made = calls(page);
  await wizard.button("registration.finish").dblclick();
  await wizard.inCabinet();
  expect(made).toEqual(["POST /api/v1/registration/finish"]);
  // Back leads to nothing that could be handed in again.
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(wizard.button("registration.finish")).toHaveCount(0);
});

test("the other language keeps the page and what was typed", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("name");
  await page.goto("/register/name");
  await wizard.field("registration.surname").fill("Қожахметова");
  await wizard.field("registration.first_name").fill("Ұлжан");
  await wizard.button("common.continue_").focus();
  for (const language of ["kk", "en", "ru"] as const) {
    const other = new Texts(language);
    const names = { kk: "Қазақша", ru: "Русский", en: "English" };
    await page.getByRole("navigation").getByRole("button", { name: names[language] }).click();
    await expect(page.getByRole("heading", { level: 1, name: other.say("registration.name_title") })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.getByLabel(other.say("registration.surname"), { exact: true })).toHaveValue("Қожахметова");
    await expect(page.getByLabel(other.say("registration.first_name"), { exact: true })).toHaveValue("Ұлжан");
  }
  // The choice holds after a reload, too.
  await page.getByRole("navigation").getByRole("button", { name: "English" }).click();
  await page.reload();
  const english = new Texts("en").say("registration.name_title");
  await expect(page.getByRole("heading", { level: 1, name: english })).toBeVisible();
  expect(texts.language).toBe("ru");
});

test("a lost connection keeps the form, and the next press goes on", async ({ wizard, page, texts, person }) => {
  await new Registration(page.request, person).upTo("name");
  await page.goto("/register/name");
  await wizard.at("registration.name_title");
  await page.route("**/api/v1/registration/name", (route) => route.abort("internetdisconnected"));
  await wizard.name();
  await expect(page.getByRole("alert")).toContainText(texts.say("problems.network"));
  await expect(wizard.field("registration.surname")).toHaveValue(person.surname);
  await page.unroute("**/api/v1/registration/name");
  await wizard.goOn();
  await wizard.at("registration.details_title");
});
