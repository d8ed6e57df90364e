// Children: people of an age, and the steps before a guardian is asked.

import { type APIRequestContext, expect, test } from "@playwright/test";
import { codeFor } from "./outbox.ts";
import { type Person, iinOf, newPerson } from "./people.ts";
import type { Language } from "./texts.ts";

const DAY = 86_400_000;
/** More than one worker process makes in a run; those of the thirtieth are sixteen. */
const PER_WORKER = 4;

let children = 0;

/** Somebody of about fifteen whom nobody met in this run. */
export function newChild(): Person {
  const person = newPerson();
  children += 1;
  if (children >= PER_WORKER) throw new Error("one worker made more children than it has numbers for");
  const number = test.info().workerIndex * PER_WORKER + children;
  const born = Math.floor((Date.now() - Date.UTC(1940, 0, 1)) / DAY) - 15 * 365 - number * 4;
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
