// A Digital ID without its pages, for tests that are about what comes after it. The movements fail three times
// and a person is asked to look, because calls have no head to turn.

import { type APIRequestContext, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CARD_BACK, CARD_FRONT } from "./card.ts";
import { codeFor } from "./outbox.ts";
import type { Person } from "./people.ts";
import { FIXTURES } from "./program.ts";
import type { Language } from "./texts.ts";

/** Fewest frames that a recording has. */
const FRAMES = 20;

/** The same frame again and again: sound, and no movement. */
function stillRecording(): Buffer {
  const bytes = readFileSync(join(FIXTURES, "movements/astro.mjpeg"));
  const frame = bytes.subarray(0, bytes.indexOf("ffd8ff", 3, "hex"));
  const frames = Array.from({ length: FRAMES }, (_, place) => ({ at: place * 50, bytes: frame.length }));
  const head = Buffer.from(`${JSON.stringify({ frames })}\n`);
  return Buffer.concat([head, ...frames.map(() => frame)]);
}

/** The birth date that an IIN of the tests tells. */
function bornOf(iin: string): string {
  const century = iin[6] === "6" ? "20" : "19";
  return `${century}${iin.slice(0, 2)}-${iin.slice(2, 4)}-${iin.slice(4, 6)}`;
}

/** Makes a Digital ID for whoever is signed in, and leaves it the current programme. */
export async function giveDigitalId(request: APIRequestContext, person: Person, language: Language): Promise<void> {
  const call = async (method: string, path: string, data: object | Buffer, type = "application/json") => {
    const headers = { "tirkeu-request": "1", "accept-language": language, "content-type": type };
    return request.fetch(`/api/v1${path}`, { method, headers, data });
  };
  const send = async (method: string, path: string, data: object | Buffer, type?: string): Promise<unknown> => {
    const answer = await call(method, path, data, type);
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return answer.json();
  };
  const text = async (kind: string): Promise<{ version: string; language: Language }> => {
    const answer = await request.get(`/api/v1/texts/${kind}?language=${language}&programme=digital-id`);
    const { version } = (await answer.json()) as { version: string };
    return { version, language };
  };
  const accepted = async (kind: string): Promise<object> => ({ ...(await text(kind)), read: true, agreed: true });

  await send("POST", "/registration", { programme: "digital-id", language });
  const [terms, privacy] = [await accepted("terms"), await accepted("privacy")];
  await send("PUT", "/registration/mobile", { phone: person.mobile, terms, privacy });
  await send("POST", "/registration/mobile-code", { code: await codeFor(person.mobile) });
  await send("PUT", "/registration/biometric-consent", { answer: "agreed", ...(await text("biometrics")) });
  let last = "";
  for (let go = 0; go < 3; go += 1) {
    const { id } = (await send("POST", "/registration/movement-checks", {})) as { id: string };
    const path = `/registration/movement-checks/${id}`;
    let told = await call("POST", `${path}/clip`, stillRecording(), "application/octet-stream");
    while (((await told.json()) as { code: string }).code === "in_progress") {
      told = await request.get(`/api/v1${path}`);
    }
    expect(told.status(), await told.text()).toBe(422);
    last = path;
  }
  await send("POST", `${last}/review`, {});
  await send("POST", "/registration/pin/skip", {});
  await send("PUT", "/registration/document-kind", { document: "identity_card" });
  for (const [side, file] of [
    ["document_front", CARD_FRONT],
    ["document_back", CARD_BACK],
  ] as const) {
    const path = `/registration/pictures/${side}?source=upload&anyway=false`;
    await send("POST", path, readFileSync(file), "image/jpeg");
  }
  const { id } = (await send("POST", "/registration/reading", {})) as { id: string };
  const { iin, surname, firstName, patronymic } = person;
  const data = { reading: id, iin, surname, first_name: firstName, patronymic, birth_date: bornOf(iin), right: true };
  await send("PUT", "/registration/document-data", { ...data, expires: "2034-01-01" });
  await send("POST", "/registration/finish", {});
}
