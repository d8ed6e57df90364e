// Making a Digital ID: as a person does it on the pages, and quickly by calls.

import { type APIRequestContext, expect } from "@playwright/test";
import { codeFor } from "./outbox.ts";
import type { Person } from "./people.ts";
import type { Language } from "./texts.ts";
import { Wizard } from "./wizard.ts";

/** The pages of the Digital ID. */
export class HolderWizard extends Wizard {
  override async begin(): Promise<void> {
    await this.page.goto("/id");
    await this.link("identity.begin").click();
    await this.at("mobile.number_title");
  }

  /** The number, and both ticks. */
  async mobile(typed = this.person.mobile): Promise<void> {
    await this.at("mobile.number_title");
    await this.field("mobile.phone_label").fill(typed);
    await this.accept("mobile.link_terms", "mobile.label_terms");
    await this.accept("mobile.link_privacy", "mobile.label_privacy");
    await this.button("mobile.send").click();
  }

  async mobileCode(count = 1): Promise<void> {
    await this.at("mobile.code_title");
    const code = await codeFor(this.person.mobile, count);
    await this.field("mobile.code_label").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  }

  /** No pictures: the document is shown to a member of staff. */
  async inPerson(): Promise<void> {
    await this.at("proofing.consent.title");
    await this.shooting.way("person").click();
    await this.at("proofing.in_person.title");
    await this.button("proofing.in_person.choose").click();
  }

  /** Does without a PIN. */
  async withoutPin(): Promise<void> {
    await this.at("pin.title");
    await this.button("pin.skip").click();
  }

  /** Follows the arrows: the camera of the test makes the movements that are asked. */
  async movements(): Promise<void> {
    await this.at("movement.title");
    await this.button("movement.begin").click();
    await this.at("movement.live_title");
  }

  async signInByPhone(count: number): Promise<void> {
    await this.at("mobile.sign_in_title");
    await this.field("mobile.phone_label").fill(this.person.mobile);
    await this.button("mobile.send").click();
    await this.mobileCode(count);
    await this.button("common.sign_in").click();
  }
}

/** The steps in their order; a step stands for everything before it being done. */
export const HOLDER_STEPS = ["entry", "mobile", "code", "camera", "pin", "check", "cabinet"] as const;
export type HolderStep = (typeof HOLDER_STEPS)[number];

export class HolderRegistration {
  private done = 0;

  constructor(
    private readonly request: APIRequestContext,
    private readonly person: Person,
    private readonly language: Language,
  ) {}

  private async send(method: "POST" | "PUT", path: string, body?: object): Promise<void> {
    const headers = { "tirkeu-request": "1", "accept-language": this.language };
    const answer = await this.request.fetch(`/api/v1${path}`, { method, headers, ...(body ? { data: body } : {}) });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  }

  private async acceptance(kind: string): Promise<{ version: string }> {
    const { language } = this;
    const answer = await this.request.get(`/api/v1/texts/${kind}?language=${language}&programme=digital-id`);
    const { version } = (await answer.json()) as { version: string };
    return { version, ...{ language, read: true, agreed: true } };
  }

  /** Does what is missing before `step`. */
  async upTo(step: HolderStep): Promise<void> {
    for (; this.done < HOLDER_STEPS.indexOf(step); this.done += 1) {
      await this.complete(HOLDER_STEPS[this.done] ?? "cabinet");
    }
  }

  private async complete(step: HolderStep): Promise<void> {
    const { person, language } = this;
    switch (step) {
      case "entry":
        await this.send("POST", "/registration", { programme: "digital-id", language });
        break;
      case "mobile": {
        const [terms, privacy] = [await this.acceptance("terms"), await this.acceptance("privacy")];
        await this.send("PUT", "/registration/mobile", { phone: person.mobile, terms, privacy });
        break;
      }
      case "code":
        await this.send("POST", "/registration/mobile-code", { code: await codeFor(person.mobile) });
        break;
      case "camera": {
        const { version } = await this.acceptance("biometrics");
        await this.send("PUT", "/registration/biometric-consent", { answer: "in_person", version, language });
        break;
      }
      case "pin":
        await this.send("POST", "/registration/pin/skip", {});
        break;
      case "check":
        await this.send("POST", "/registration/finish");
        break;
      case "cabinet":
        break;
    }
  }
}
