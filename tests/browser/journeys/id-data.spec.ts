// Somebody who shows a card: both sides from files, what stands on it is read, one value is corrected
// by hand, and the page says before it is sent that a person will look.

import { CARD_BACK, CARD_FRONT } from "../support/card.ts";
import { DigitalId } from "../support/digital-id.ts";
import { headingAndTitle } from "../support/accessibility.ts";
import { look } from "../support/looking.ts";
import { expect, test } from "../support/test.ts";

test("a card is read, corrected by hand and confirmed", async ({ wizard, page }) => {
  const { texts, shooting, person } = wizard;
  await new DigitalId(page.request, person, texts.language).untilDocument();

  await page.goto("/id/create/document");
  await shooting.chooseDocument("identity_card");
  for (const [side, file] of [
    ["front", CARD_FRONT],
    ["back", CARD_BACK],
  ] as const) {
    await shooting.way("file").click();
    await shooting.documentFromFile(side, file);
    const last = side === "back";
    await wizard.button(last ? "proofing.document.finish" : "proofing.review.go_on").click();
  }

  await wizard.at("readings.title");
  await headingAndTitle(page);
  await expect(page.getByText("990101400003", { exact: true })).toBeVisible();
  await expect(page.getByText("000000017", { exact: true })).toBeVisible();
  await expect(page.getByText(texts.say("readings.review_title"))).toHaveCount(0);
  for (const line of await page.getByRole("img", { name: texts.say("readings.line") }).all()) {
    await line.scrollIntoViewIfNeeded();
    await expect(line).toHaveJSProperty("complete", true);
  }
  await look(page, "data", "computer");

  // Nothing typed yet: the name is missing, and the tick.
  await wizard.button("readings.send").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await look(page, "data-errors", "computer");
  await wizard.field("registration.surname").fill("Өтегенқызы");
  await wizard.field("registration.first_name").fill("Әлия");

  const iin = texts.say("registration.iin");
  await page.getByRole("button", { name: texts.say("readings.change", { field: iin }) }).click();
  await expect(wizard.field("registration.iin")).toBeFocused();
  await wizard.field("registration.iin").fill(person.iin);
  await expect(page.getByText(texts.say("readings.source.corrected"))).toBeVisible();
  await expect(page.getByText(texts.say("readings.review_title"))).toBeVisible();
  await page.getByRole("checkbox", { name: texts.say("readings.right") }).check();
  await look(page, "data-corrected", "computer");
  await wizard.button("readings.send").click();

  await wizard.at("identity.check_title");
});

test.describe("on a phone, in Kazakh", () => {
  test.use({ locale: "kk-KZ", viewport: { width: 390, height: 844 } });

  test("what cannot be read is typed", async ({ wizard, page }) => {
    const { texts, person } = wizard;
    await new DigitalId(page.request, person, texts.language).untilData(CARD_FRONT);
    await page.goto("/id/create/data");
    await wizard.at("readings.title");
    await expect(page.getByText(texts.say("readings.notice.no_zone_card"))).toBeVisible();
    await expect(page.getByText(texts.say("readings.review_title"))).toBeVisible();
    await look(page, "data-by-hand", "phone");
    await wizard.field("registration.iin").fill(person.iin);
    await wizard.field("registration.surname").fill(person.surname);
    await wizard.field("registration.first_name").fill(person.firstName);
    for (const [name, parts] of [
      ["birth_date", ["1", "1", "1999"]],
      ["expires", ["1", "1", "2034"]],
    ] as const) {
      const [day, month, year] = parts;
      await page.locator(`#${name}`).fill(day);
      await page.locator(`#${name}-month`).fill(month);
      await page.locator(`#${name}-year`).fill(year);
    }
    await page.getByRole("checkbox", { name: texts.say("readings.right") }).check();
    await wizard.button("readings.send").click();
    await wizard.at("identity.check_title");
  });
});
