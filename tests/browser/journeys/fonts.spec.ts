// Every Kazakh letter comes from the font that is shipped with the page, not from the device.

import { expect, test } from "../support/test.ts";
import { shoot } from "../support/screens.ts";

test.use({ locale: "kk-KZ" });

const LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";
const SIGNS = "₸«»–№";

test("the shipped font draws every Kazakh letter", async ({ page }) => {
  await page.goto("/help");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const drawn = await page.evaluate(async (letters) => {
    const family = getComputedStyle(document.body).fontFamily.split(",")[0] ?? "";
    // Loads the files whose unicode-range holds the letters; an empty list means there is none.
    const loaded = await Promise.all([...letters].map((letter) => document.fonts.load(`32px ${family}`, letter)));
    const canvas = document.createElement("canvas").getContext("2d");
    const width = (font: string, letter: string): number => {
      if (!canvas) {
        return 0;
      }
      canvas.font = `32px ${font}`;
      return canvas.measureText(letter).width;
    };
    // A letter that the font lacks has the widths of the two families that stand in for it.
    const missing = [...letters].filter((letter, place) => {
      const files = loaded[place]?.length ?? 0;
      return files === 0 || width(`${family}, monospace`, letter) !== width(`${family}, serif`, letter);
    });
    return { family, missing };
  }, LETTERS + SIGNS);
  expect(drawn.family).toContain("Onest");
  expect(drawn.missing).toEqual([]);

  // The proof for the eye.
  await page.evaluate((letters) => {
    const lines = [400, 700].map((weight) => {
      const line = document.createElement("p");
      line.textContent = letters;
      line.style.setProperty("font-size", "40px");
      line.style.setProperty("font-weight", String(weight));
      return line;
    });
    document.querySelector("main")?.replaceChildren(...lines);
  }, `${LETTERS} ${SIGNS}`);
  await shoot(page, "kazakh-letters");
});
