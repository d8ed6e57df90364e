// What a machine can tell about WCAG 2.2 AA; the journeys with the keyboard tell the rest.

import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Colours on their way from one theme to the other are nobody's colours. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const changes = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    // One whose element leaves the page at that moment never says that it has finished; the longest lasts 0.3 s.
    const longest = new Promise((enough) => setTimeout(enough, 1_000));
    await Promise.race([Promise.allSettled(changes.map((change) => change.finished)), longest]);
  });
}

async function violations(page: Page, axe: AxeBuilder): Promise<string[]> {
  await settled(page);
  // No page has frames, so no second page is needed to put them together.
  const found = await axe.setLegacyMode().analyze();
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} (${node.failureSummary ?? ""})`),
  );
}

/** No violation on the page as it is. */
export async function axe(page: Page, about: string): Promise<void> {
  const found = await violations(page, new AxeBuilder({ page }).withTags(TAGS));
  expect.soft(found, `axe: ${about}`).toEqual([]);
}

/** Only what changes with the theme. */
export async function axeContrast(page: Page, about: string): Promise<void> {
  const found = await violations(page, new AxeBuilder({ page }).withRules(["color-contrast"]));
  expect.soft(found, `axe contrast: ${about}`).toEqual([]);
}

/** One heading of the first level, and a title that begins with it. */
export async function headingAndTitle(page: Page): Promise<string> {
  const headings = page.getByRole("heading", { level: 1 });
  await expect.soft(headings).toHaveCount(1);
  const title = await page.title();
  expect.soft(title).toContain((await headings.first().innerText()).trim());
  return title;
}
