// A registration without the page: brings a browser quickly to the step that a test is about.
// The calls share the cookies of the browser they are made for.

import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { codeFor } from "./outbox.ts";
import type { Person } from "./people.ts";
import { DOCUMENT, GOOD_FACE } from "./shooting.ts";
import type { Language } from "./texts.ts";

/** The steps in their order; a step stands for everything before it being done. */
export const STEPS = [
  "citizenship",
  "number",
  "email",
  "code",
  "password",
  "sign-in",
  "camera",
  "face",
  "document",
  "consent",
  "name",
  "details",
  "study",
  "check",
  "cabinet",
  "applied",
] as const;
export type Step = (typeof STEPS)[number];

export class Registration {
  private done = 0;

  constructor(
    private readonly request: APIRequestContext,
    private readonly person: Person,
    private readonly language: Language = "ru",
  ) {}

  private async send(method: "POST" | "PUT", path: string, body?: object | Buffer): Promise<APIResponse> {
    const type = Buffer.isBuffer(body) ? { "content-type": "image/jpeg" } : {};
    const headers = { "tirkeu-request": "1", "accept-language": this.language, ...type };
    const answer = await this.request.fetch(`/api/v1${path}`, { method, headers, ...(body ? { data: body } : {}) });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return answer;
  }

  private async acceptance(kind: string): Promise<object> {
    const answer = await this.request.get(`/api/v1/texts/${kind}?language=${this.language}`);
    const { version } = (await answer.json()) as { version: string };
    return { version, language: this.language, read: true, agreed: true };
  }

  /** Does what is missing before `step`. */
  async upTo(step: Step): Promise<void> {
    for (; this.done < STEPS.indexOf(step); this.done += 1) {
      await this.complete(STEPS[this.done] ?? "cabinet");
    }
  }

  async signIn(): Promise<void> {
    const { email, password } = this.person;
    await this.send("POST", "/sessions", { email, password });
  }

  /** An application in the open campaign of the demonstration, on the first day there is. */
  private async apply(): Promise<void> {
    const campaign = "/campaigns/ncie-demo";
    const found = await this.request.get(`/api/v1${campaign}/sittings?attendance=centre&free=true`);
    const { sittings } = (await found.json()) as { sittings: { id: string }[] };
    const choices = { service: "readiness", specialty: "general_medicine", language: "ru", attendance: "centre" };
    const answers = { ...choices, sitting: sittings.at(-1)?.id ?? "" };
    await this.send("POST", `${campaign}/applications`, { answers, rules: await this.acceptance("rules") });
  }

  private async complete(step: Step): Promise<void> {
    const { person, language } = this;
    switch (step) {
      case "citizenship":
        await this.send("POST", "/registration", { programme: "ncie", language });
        await this.send("PUT", "/registration/citizenship", { country: "KAZ", terms: await this.acceptance("terms") });
        break;
      case "number":
        await this.send("PUT", "/registration/personal-number", { kind: "iin", number: person.iin });
        break;
      case "email":
        await this.send("PUT", "/registration/email", { email: person.email });
        break;
      case "code":
        await this.send("POST", "/registration/email-code", { code: await codeFor(person.email) });
        break;
      case "password": {
        const { password } = person;
        await this.send("PUT", "/registration/password", { password, confirmation: password });
        break;
      }
      case "sign-in":
        await this.signIn();
        break;
      default:
        await this.completeProof(step);
    }
  }

  private async completeProof(step: Step): Promise<void> {
    switch (step) {
      case "camera": {
        const { version } = (await this.acceptance("biometrics")) as { version: string };
        const answer = { answer: "agreed", version, language: this.language };
        await this.send("PUT", "/registration/biometric-consent", answer);
        break;
      }
      case "face":
        await this.send("POST", "/registration/pictures/face?source=camera&anyway=false", readFileSync(GOOD_FACE));
        break;
      case "document":
        await this.send("PUT", "/registration/document-kind", { document: "identity_card" });
        for (const side of ["document_front", "document_back"]) {
          const path = `/registration/pictures/${side}?source=upload&anyway=false`;
          await this.send("POST", path, readFileSync(DOCUMENT));
        }
        break;
      default:
        await this.completeData(step);
    }
  }

  private async completeData(step: Step): Promise<void> {
    const { surname, firstName, patronymic, phone } = this.person;
    switch (step) {
      case "consent": {
        const consent = await this.acceptance("personal_data");
        await this.send("PUT", "/registration/personal-data-consent", { consent });
        break;
      }
      case "name":
        await this.send("PUT", "/registration/name", { surname, first_name: firstName, patronymic });
        break;
      case "details": {
        const birth = { birth_day: "17", birth_month: "5", birth_year: "2001" };
        const details = { sex: "female", ...birth, region: "KZ-75", phone };
        await this.send("PUT", "/registration/personal-details", details);
        break;
      }
      case "study":
        await this.send("PUT", "/registration/study", { contingent: "bachelor", place: "kaznmu", other_place: "" });
        break;
      case "check":
        await this.send("POST", "/registration/finish");
        break;
      case "cabinet":
        await this.apply();
        break;
      default:
        throw new Error(`${step} is no step to be done`);
    }
  }
}
