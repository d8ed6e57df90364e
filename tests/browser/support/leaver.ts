// The registration for the unified national testing: as a person does it on the pages, and quickly by calls.

import { type APIRequestContext, expect } from "@playwright/test";
import { firstPasswordFor, linkFor } from "./outbox.ts";
import type { Person } from "./people.ts";
import { TeacherWizard } from "./teacher.ts";
import type { Language } from "./texts.ts";

const LINK_SUBJECTS: Record<Language, string> = {
  kk: "Ұлттық бірыңғай тестілеу: электронды мекен-жайды растаңыз",
  ru: "Единое национальное тестирование: подтвердите электронную почту",
  en: "Unified National Testing: confirm your e-mail",
};

const OWN_NAMES: Record<Language, string> = { kk: "Қазақша", ru: "Русский", en: "English" };

/** The pages of this registration, beside those that teachers have too. */
export class LeaverWizard extends TeacherWizard {
  /** Chooses the language of the page among the large buttons, before anything else. */
  async chooseLanguage(): Promise<void> {
    const name = OWN_NAMES[this.texts.language];
    await this.page.getByRole("main").getByRole("button", { name, exact: true }).click();
    await expect(this.tab("common.sign_in")).toBeFocused();
  }

  /** Where the programme is entered. */
  protected readonly entry: string = "/ent";

  override async register(): Promise<void> {
    await this.page.goto(this.entry);
    await this.chooseLanguage();
    await this.tab("common.register").click();
    const email = this.page.getByRole("textbox", { name: this.texts.say("registration.email") });
    await email.fill(this.person.email);
    await this.button("common.register").click();
    await this.at("registration.link_title");
  }

  override async linkOfLetter(): Promise<string> {
    return linkFor(this.person.email, LINK_SUBJECTS[this.texts.language]);
  }

  /** The button on the page of the link; the password comes by mail. */
  override async confirm(): Promise<void> {
    await this.at("security.proof_title");
    await this.button("security.proof").click();
    await this.at("sessions.title");
  }

  async signInWith(password: string): Promise<void> {
    await this.field("sessions.password").fill(password);
    await this.button("common.sign_in").click();
  }
}

/** The same on a grant: other letters, another entry. */
export class GrantWizard extends LeaverWizard {
  protected override readonly entry = "/ent-grant";
}

export const LEAVER_STEPS = ["entry", "sign-in", "own-password", "cabinet"] as const;
export type LeaverStep = (typeof LEAVER_STEPS)[number];

/** Registers somebody by calls, as far as the page that a test is about. */
export class LeaverRegistration {
  private done = 0;

  constructor(
    private readonly request: APIRequestContext,
    private readonly person: Person,
    private readonly language: Language,
  ) {}

  async upTo(step: LeaverStep): Promise<void> {
    for (; this.done < LEAVER_STEPS.indexOf(step); this.done += 1) {
      await this.completed(LEAVER_STEPS[this.done + 1] ?? "cabinet");
    }
  }

  private async send(method: "POST" | "PUT", path: string, data: object): Promise<void> {
    const headers = { "tirkeu-request": "1", "accept-language": this.language };
    const answer = await this.request.fetch(`/api/v1${path}`, { method, headers, data });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  }

  /** Does what leads to this page from the one before it. */
  private async completed(step: LeaverStep): Promise<void> {
    const { email, password, iin, surname, firstName, patronymic, phone } = this.person;
    const { language } = this;
    if (step === "sign-in") {
      await this.send("POST", "/registration", { programme: "ent", language });
      await this.send("PUT", "/registration/email", { email });
      const link = await linkFor(email, LINK_SUBJECTS[language]);
      await this.send("POST", "/links/use", { token: link.split("#")[1] ?? "" });
    } else if (step === "own-password") {
      await this.send("POST", "/sessions", { email, password: await firstPasswordFor(email) });
    } else {
      await this.send("PUT", "/registration/own-password", { password, confirmation: password });
      const text = await this.request.get(`/api/v1/texts/personal_data?language=${language}&programme=ent`);
      const { version } = (await text.json()) as { version: string };
      const consent = { version, language, read: true, agreed: true };
      await this.send("PUT", "/registration/personal-data-consent", { consent });
      const name = { surname, first_name: firstName, patronymic };
      await this.send("PUT", "/registration/profile", { number: { kind: "iin", number: iin }, name, phone });
    }
  }
}
