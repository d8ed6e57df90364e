// Children and guardians: people of an age, the steps before a guardian is asked, a Digital ID without its
// pages.

import { type APIRequestContext, expect } from "@playwright/test";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { codeFor } from "./outbox.ts";
import { type Person, iinOf, newPerson } from "./people.ts";
import type { Language } from "./texts.ts";

const DAY = 86_400_000;
let children = 0;

/** Somebody of about fifteen whom nobody met in this run. */
export function newChild(): Person {
  const person = newPerson();
  children += 1;
  const born = Math.floor(Date.now() / DAY) - 15 * 365 - children * 4;
  const iin = [0, 1, 2, 3].map((day) => iinOf(born + day)).find(Boolean) ?? "";
  return { ...person, iin, firstName: "Дана" };
}

/** Signs a person in to a programme of the fixtures, as far as the page of the number. */
export async function signedIn(
  request: APIRequestContext,
  person: Person,
  programme: string,
  language: Language,
): Promise<void> {
  const headers = { "tirkeu-request": "1", "accept-language": language };
  const send = async (method: string, path: string, data: object): Promise<void> => {
    const answer = await request.fetch(`/api/v1${path}`, { method, headers, data });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  };
  const { email, password } = person;
  await send("POST", "/registration", { programme, language });
  await send("PUT", "/registration/email", { email });
  await send("POST", "/registration/email-code", { code: await codeFor(email) });
  await send("PUT", "/registration/password", { password, confirmation: password });
  await send("POST", "/sessions", { email, password });
}

/** Finishes a Digital ID for a login, as the program itself would have written it. */
export async function giveDigitalId(email: string): Promise<void> {
  const data = process.env["TIRKEU_JOURNEY_DATA"] ?? "";
  const row = `INSERT INTO registrations (person_id, programme, began_at, finished_at)
    SELECT person_id, 'digital-id', created_at, created_at FROM logins WHERE email = '${email}'`;
  await promisify(execFile)("sqlite3", ["-cmd", ".timeout 5000", join(data, "tirkeu.sqlite"), row]);
}
