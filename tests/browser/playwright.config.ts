// How the journeys run: the built program on an empty folder, one browser of the machine, no retries.
//
//   TIRKEU_PROGRAM   the program to test; without it the one of `cargo build`
//   TIRKEU_CHROMIUM  the browser; without it Playwright's own
//   TIRKEU_JOURNEY_PORT  where it listens, when two clones run side by side
//   TIRKEU_SCREENS=1 keeps pictures of the pages; TIRKEU_TRACE=1 a recording of each failure
//   TIRKEU_BENCH=1   also the camera benchmark; TIRKEU_PICTURES=1 also the pictures of the README

import { defineConfig } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Options } from "./support/test.ts";
import { ORDER } from "./support/movements.ts";
import { FIXTURES, ORIGIN, PORT, PROJECT_ROOT, RESEND_SECONDS, commandOf } from "./support/program.ts";

// The first process to read this makes the folder, the others are its children and inherit it.
const data = (process.env["TIRKEU_JOURNEY_DATA"] ??= mkdtempSync(join(tmpdir(), "tirkeu-journeys-")));

// Programmes that ask for what those of the product do not ask yet.
const PROGRAMMES = join(FIXTURES, "programmes");

// A code may be asked for again at once, and the camera of the tests knows one order of movements.
const MORE = ["--resend-seconds", String(RESEND_SECONDS), "--movement-order", ORDER];

const optional = [
  { file: "**/bench-vision.spec.ts", wanted: "TIRKEU_BENCH" },
  { file: "**/readme-pictures.spec.ts", wanted: "TIRKEU_PICTURES" },
];

export default defineConfig<object, Options>({
  testDir: ".",
  outputDir: "output/results",
  testIgnore: optional.filter(({ wanted }) => !process.env[wanted]).map(({ file }) => file),
  fullyParallel: false,
  workers: process.env["TIRKEU_BENCH"] ? 1 : 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["./support/counts.ts"]],
  globalTeardown: "./support/teardown.ts",
  use: {
    baseURL: ORIGIN,
    locale: "ru-KZ",
    timezoneId: "Asia/Almaty",
    viewport: { width: 1280, height: 800 },
    actionTimeout: 30_000,
    screenshot: "only-on-failure",
    trace: process.env["TIRKEU_TRACE"] ? "retain-on-failure" : "off",
  },
  webServer: {
    command: commandOf({ port: PORT, data, more: [...MORE, "--programmes", PROGRAMMES] }),
    cwd: PROJECT_ROOT,
    url: `${ORIGIN}/health/ready`,
    reuseExistingServer: false,
    stdout: "ignore",
    stderr: "ignore",
    timeout: 60_000,
  },
});
