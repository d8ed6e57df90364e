// What the page said when a journey failed, for machines whose files nobody can open afterwards; and
// one last line with the counts.

import { readFileSync } from "node:fs";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class Counts implements Reporter {
  private readonly counts = new Map<string, number>();
  private readonly began = Date.now();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.counts.set(result.status, (this.counts.get(result.status) ?? 0) + 1);
    for (const { name, path } of result.attachments) {
      if (name === "error-context" && path) {
        console.log(`In view when "${test.title}" failed:\n${readFileSync(path, "utf8").slice(0, 6000)}`);
      }
    }
  }

  onEnd(): void {
    const passed = this.counts.get("passed") ?? 0;
    const all = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    const seconds = Math.round((Date.now() - this.began) / 1000);
    console.log(`Journeys: ${passed} of ${all} passed in ${seconds} s`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
