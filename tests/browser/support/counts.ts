// One last line with the counts, for people who look only there.

import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class Counts implements Reporter {
  private readonly counts = new Map<string, number>();
  private readonly began = Date.now();

  onTestEnd(_test: TestCase, result: TestResult): void {
    this.counts.set(result.status, (this.counts.get(result.status) ?? 0) + 1);
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
