// A Digital ID without its pages, for tests that are about what comes after it. The movements fail three times
// and a person is asked to look, because calls have no head to turn.

import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
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

type Send = (method: string, path: string, data: object | Buffer, type?: string) => Promise<unknown>;

/** The steps of a Digital ID by calls, for whoever uses these cookies. */
export class DigitalId {
  constructor(
    private readonly request: APIRequestContext,
    private readonly person: Person,
    private readonly language: Language,
  ) {}

  private async call(method: string, path: string, data: object | Buffer, type: string): Promise<APIResponse> {
    const headers = { "tirkeu-request": "1", "accept-language": this.language, "content-type": type };
    return this.request.fetch(`/api/v1${path}`, { method, headers, data });
  }

  private readonly send: Send = async (method, path, data, type = "application/json") => {
    const answer = await this.call(method, path, data, type);
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return answer.json();
  };

  private async text(kind: string): Promise<{ version: string; language: Language }> {
    const { language } = this;
    const answer = await this.request.get(`/api/v1/texts/${kind}?language=${language}&programme=digital-id`);
    const { version } = (await answer.json()) as { version: string };
    return { version, language };
  }

  private async accepted(kind: string): Promise<object> {
    return { ...(await this.text(kind)), read: true, agreed: true };
  }

  private async fail(): Promise<string> {
    const { id } = (await this.send("POST", "/registration/movement-checks", {})) as { id: string };
    const path = `/registration/movement-checks/${id}`;
    let told = await this.call("POST", `${path}/clip`, stillRecording(), "application/octet-stream");
    while (((await told.json()) as { code: string }).code === "in_progress") {
      told = await this.request.get(`/api/v1${path}`);
    }
    expect(told.status(), await told.text()).toBe(422);
    return path;
  }

  /** Number, code, consent. */
  async untilMovements(): Promise<void> {
    const { person, language, send } = this;
    await send("POST", "/registration", { programme: "digital-id", language });
    const [terms, privacy] = [await this.accepted("terms"), await this.accepted("privacy")];
    await send("PUT", "/registration/mobile", { phone: person.mobile, terms, privacy });
    await send("POST", "/registration/mobile-code", { code: await codeFor(person.mobile) });
    await send("PUT", "/registration/biometric-consent", { answer: "agreed", ...(await this.text("biometrics")) });
  }

  /** The movements too, and no PIN. */
  async untilDocument(): Promise<void> {
    await this.untilMovements();
    const { send } = this;
    await this.fail();
    await this.fail();
    await send("POST", `${await this.fail()}/review`, {});
    await send("POST", "/registration/pin/skip", {});
  }

  /** The two sides of the card of the tests. */
  async untilData(back = CARD_BACK): Promise<void> {
    await this.untilDocument();
    await this.send("PUT", "/registration/document-kind", { document: "identity_card" });
    for (const [side, file] of [
      ["document_front", CARD_FRONT],
      ["document_back", back],
    ] as const) {
      const path = `/registration/pictures/${side}?source=upload&anyway=false`;
      await this.send("POST", path, readFileSync(file), "image/jpeg");
    }
  }

  /** The whole of it; it is the current programme then. */
  async give(): Promise<void> {
    await this.untilData();
    const { id } = (await this.send("POST", "/registration/reading", {})) as { id: string };
    const { iin, surname, firstName, patronymic } = this.person;
    const names = { surname, first_name: firstName, patronymic };
    const dates = { birth_date: bornOf(iin), expires: "2034-01-01" };
    await this.send("PUT", "/registration/document-data", { reading: id, iin, ...names, ...dates, right: true });
    await this.send("POST", "/registration/finish", {});
  }
}
