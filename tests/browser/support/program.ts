// The program under test: where it listens, how it is started.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const PROJECT_ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const FIXTURES = join(PROJECT_ROOT, "tests/fixtures");
// This one and the next; set when two clones run side by side.
export const PORT = Number(process.env["TIRKEU_JOURNEY_PORT"] ?? 18_473);
// Browsers keep Secure cookies over http for this name.
export const ORIGIN = `http://localhost:${PORT}`;
/** After this a code may be asked for again; the product waits longer. */
export const RESEND_SECONDS = 2;

export interface Settings {
  port: number;
  data: string;
  more?: string[];
}

function program(): string {
  return process.env["TIRKEU_PROGRAM"] ?? join(PROJECT_ROOT, "target/debug/tirkeu");
}

function argumentsOf({ port, data, more = [] }: Settings): string[] {
  const address = ["--listen", `127.0.0.1:${port}`, "--page-url", `http://localhost:${port}`];
  return ["serve", ...address, "--data", data, ...more];
}

/** The command line that starts the program. */
export function commandOf(settings: Settings): string {
  return [program(), ...argumentsOf(settings)].map((part) => `"${part}"`).join(" ");
}

/** Imports as an operator does: a file for the command, on the data of the running program. */
async function importFile(what: string, name: string, text: string): Promise<void> {
  const data = process.env["TIRKEU_JOURNEY_DATA"] ?? "";
  const file = join(data, name);
  await writeFile(file, text);
  await promisify(execFile)(program(), ["import", what, file, "--data", data], { cwd: PROJECT_ROOT });
}

/** Publishes results. */
export async function importResults(csv: string): Promise<void> {
  await importFile("results", "results.csv", csv);
}

/** Opens a campaign with its sittings. */
export async function importCampaign(id: string, campaign: string, sittings: string): Promise<void> {
  await importFile("campaigns", `${id}.toml`, campaign);
  await importFile("sittings", `${id}.csv`, sittings);
}

/** Ends a program at once, as a power cut does, and waits until it is gone. */
export async function kill(program: ChildProcess): Promise<void> {
  if (program.exitCode === null && program.signalCode === null) {
    const gone = once(program, "exit");
    program.kill("SIGKILL");
    await gone;
  }
}

/** A second program with settings of its own. Ready when this resolves; end it with `kill`. */
export async function start(settings: Settings): Promise<ChildProcess> {
  const child = spawn(program(), argumentsOf(settings), { cwd: PROJECT_ROOT, stdio: "ignore" });
  const ready = `http://localhost:${settings.port}/health/ready`;
  for (const patience = Date.now() + 30_000; Date.now() < patience; ) {
    if (child.exitCode !== null) {
      break;
    }
    const answer = await fetch(ready).catch(() => undefined);
    if (answer?.ok) {
      return child;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`the program on port ${settings.port} did not become ready`);
}
