// The letters that the program wrote into its development outbox.

import { expect } from "@playwright/test";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RESEND_SECONDS } from "./program.ts";

export interface Letter {
  channel: string;
  to: string;
  subject: string;
  text: string;
  at: number;
}

/** The letters to an address, oldest first. */
export function lettersTo(email: string): Letter[] {
  const folder = join(process.env["TIRKEU_JOURNEY_DATA"] ?? "", "outbox");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Letter)
    .filter((letter) => letter.to === email)
    .sort((one, other) => one.at - other.at);
}

/** The code that stands alone on a line, or behind our name in an SMS; empty when there is none. */
function codeIn(letter: Letter): string {
  const found = /^\s*(\d{3}) ?(\d{3})\s*$/m.exec(letter.text) ?? /^Tirkeu: (\d{3})(\d{3})/.exec(letter.text);
  return found?.slice(1).join("") ?? "";
}

/** The newest code to an address, once at least `count` letters have come. */
export async function codeFor(email: string, count = 1): Promise<string> {
  let code = "";
  const look = (): string => {
    const letters = lettersTo(email);
    code = letters.length >= count ? (letters.map(codeIn).findLast((found) => found !== "") ?? "") : "";
    return code;
  };
  await expect.poll(look, { message: `a letter with a code to ${email}` }).toMatch(/^\d{6}$/);
  return code;
}

/** Returns once another code may be asked for. */
export async function pauseOver(email: string): Promise<void> {
  const left = (): number => (lettersTo(email).at(-1)?.at ?? Infinity) / 1000;
  await expect.poll(() => Date.now() - left(), { message: `the pause after a letter to ${email}` }).toBeGreaterThan(RESEND_SECONDS * 1000);
}

/** The link in the letter with this subject, once it has come: the address below the page's own. */
export async function linkFor(email: string, subject: string): Promise<string> {
  let link = "";
  const look = (): string => {
    const letter = lettersTo(email).findLast((letter) => letter.subject === subject);
    link = /\/link#\S+/.exec(letter?.text ?? "")?.[0] ?? "";
    return link;
  };
  await expect.poll(look, { message: `a letter "${subject}" to ${email}` }).toMatch(/^\/link#/);
  return link;
}

/** The first password in the newest letter that has one: four groups of four signs, alone on a line. */
export async function firstPasswordFor(email: string): Promise<string> {
  let password = "";
  const look = (): string => {
    const found = lettersTo(email).map((letter) => /^\s*(\w{4}(?:-\w{4}){3})\s*$/m.exec(letter.text)?.[1] ?? "");
    password = found.findLast((one) => one !== "") ?? "";
    return password;
  };
  await expect.poll(look, { message: `a letter with a first password to ${email}` }).toHaveLength(19);
  return password;
}
