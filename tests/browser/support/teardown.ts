// Removes what the program wrote.

import { rmSync } from "node:fs";

export default function teardown(): void {
  const data = process.env["TIRKEU_JOURNEY_DATA"];
  if (data) {
    rmSync(data, { recursive: true, force: true });
  }
}
