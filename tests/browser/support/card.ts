// Brings a browser to the step of the document, in the programme of the stories that reads one.

import { type APIRequestContext, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeFor } from "./outbox.ts";
import type { Person } from "./people.ts";
import { FIXTURES } from "./program.ts";
import type { Language } from "./texts.ts";

export const CARD_FRONT = join(FIXTURES, "readings/front.jpg");
export const CARD_BACK = join(FIXTURES, "readings/back.jpg");

export class CardHolder {
  constructor(
    private readonly request: APIRequestContext,
    private readonly person: Person,
    private readonly language: Language,
  ) {}

  private async send(method: "POST" | "PUT", path: string, body: object | Buffer): Promise<void> {
    const type = Buffer.isBuffer(body) ? { "content-type": "image/jpeg" } : {};
    const headers = { "tirkeu-request": "1", "accept-language": this.language, ...type };
    const answer = await this.request.fetch(`/api/v1${path}`, { method, headers, data: body });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  }

  async untilDocument(): Promise<void> {
    const { language } = this;
    const { email, password } = this.person;
    await this.send("POST", "/registration", { programme: "readings", language });
    await this.send("PUT", "/registration/email", { email });
    await this.send("POST", "/registration/email-code", { code: await codeFor(email) });
    await this.send("PUT", "/registration/password", { password, confirmation: password });
    await this.send("POST", "/sessions", { email, password });
    const text = await this.request.get(`/api/v1/texts/biometrics?language=${language}`);
    const { version } = (await text.json()) as { version: string };
    await this.send("PUT", "/registration/biometric-consent", { answer: "agreed", version, language });
  }

  async untilData(back = CARD_BACK): Promise<void> {
    await this.untilDocument();
    await this.send("PUT", "/registration/document-kind", { document: "identity_card" });
    for (const [side, file] of [
      ["document_front", CARD_FRONT],
      ["document_back", back],
    ] as const) {
      await this.send("POST", `/registration/pictures/${side}?source=upload&anyway=false`, readFileSync(file));
    }
  }
}
