// How fast the face analysis is on the real page, and whether it ever keeps the page from answering.
// Run by `cargo xtask bench vision`; figures belong to the machine they were measured on.

import { DigitalId } from "./support/digital-id.ts";
import { HolderWizard } from "./support/holder.ts";
import { ORIGIN } from "./support/program.ts";
import { Registration } from "./support/registration.ts";
import { expect, test } from "./support/test.ts";

test.use({ camera: "live_astro", screenshot: "off" });

/** Frames a second at least, and the longest task of the page's own thread in ms at most. */
const LIMITS = { frames: 15, task: 50 };
const SECONDS = 10;
/** Frames of the check of movements that are measured, and fewer than its clip has. */
const FRAMES = 60;

interface Figures {
  /** When each verdict arrived, in ms. */
  at: number[];
  /** What the worker says each verdict took, in ms. */
  took: number[];
  /** Long tasks of the page's thread: browsers report those over 50 ms. */
  tasks: { at: number; took: number }[];
}

declare global {
  interface Window {
    figures: Figures;
  }
}

/** Notes every answer of every worker of the page, without touching the page. */
function measure(): void {
  const figures: Figures = { at: [], took: [], tasks: [] };
  window.figures = figures;
  const Own = window.Worker;
  window.Worker = class extends Own {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      this.addEventListener("message", ({ data }) => {
        const took = typeof data === "string" ? /"took_ms":([\d.]+)/.exec(data)?.[1] : undefined;
        if (took !== undefined) {
          figures.at.push(performance.now());
          figures.took.push(Number(took));
        }
      });
    }
  };
  const note = (list: PerformanceObserverEntryList): void => {
    figures.tasks.push(...list.getEntries().map((entry) => ({ at: entry.startTime, took: entry.duration })));
  };
  new PerformanceObserver(note).observe({ type: "longtask" });
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

test("the face is analysed in time and the page stays free", async ({ wizard, page }) => {
  await page.addInitScript(measure);
  await new Registration(page.request, wizard.person).upTo("face");
  await page.goto("/register/face");
  await wizard.at("proofing.face.title");
  // The first frames warm the worker up.
  await page.waitForFunction(() => window.figures.at.length >= 10, undefined, { timeout: 60_000 });
  const from = await page.evaluate(() => performance.now());
  const until = from + SECONDS * 1000;
  await page.waitForFunction((end) => performance.now() > end, until, { timeout: 60_000, polling: 500 });

  const figures = await page.evaluate(() => window.figures);
  const within = (at: number): boolean => at >= from && at < until;
  const took = figures.took.filter((_, place) => within(figures.at[place] ?? 0));
  const tasks = figures.tasks.filter(({ at }) => within(at)).map((task) => task.took);
  const frames = took.length / SECONDS;
  const longest = Math.max(0, ...tasks);
  console.log(`   frames a second   ${frames.toFixed(1).padStart(7)}, at least ${LIMITS.frames}`);
  console.log(`   worker, median    ${percentile(took, 0.5).toFixed(1).padStart(7)} ms`);
  console.log(`   worker, p95       ${percentile(took, 0.95).toFixed(1).padStart(7)} ms`);
  const told = longest > 0 ? longest.toFixed(0) : "< 50";
  console.log(`   longest task      ${told.padStart(7)} ms, at most ${LIMITS.task}`);
  expect(frames).toBeGreaterThanOrEqual(LIMITS.frames);
  expect(longest).toBeLessThanOrEqual(LIMITS.task);
  expect(await wizard.shooting.liveTracks()).toBe(1);
});

test("the movements are measured in time", async ({ otherBrowser, texts, person }) => {
  const context = await (await otherBrowser("movements")).newContext({ baseURL: ORIGIN, locale: "ru-KZ" });
  const page = await context.newPage();
  await page.addInitScript(measure);
  await new DigitalId(context.request, person, texts.language).untilMovements();
  await page.goto("/id/create/movement");
  await new HolderWizard(page, texts, person).movements();
  await page.waitForFunction((count) => window.figures.at.length >= count, FRAMES, { timeout: 60_000 });
  const { at, took } = await page.evaluate(() => window.figures);
  const passed = ((at[FRAMES - 1] ?? 0) - (at[9] ?? 0)) / 1000;
  // The first frames warm the worker up.
  const measured = took.slice(10, FRAMES);
  console.log(`   movements, frames a second   ${(measured.length / passed).toFixed(1).padStart(7)}`);
  console.log(`   movements, worker, median    ${percentile(measured, 0.5).toFixed(1).padStart(7)} ms`);
  console.log(`   movements, worker, p95       ${percentile(measured, 0.95).toFixed(1).padStart(7)} ms`);
  expect(measured).toHaveLength(FRAMES - 10);
});
