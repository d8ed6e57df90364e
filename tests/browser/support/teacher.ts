// The registration of a teacher: as a person does it on the pages, and quickly by calls.

import { type APIRequestContext, expect } from "@playwright/test";
import { linkFor } from "./outbox.ts";
import type { Person } from "./people.ts";
import type { Language } from "./texts.ts";
import { Wizard } from "./wizard.ts";

export const LINK_SUBJECTS: Record<Language, string> = {
  kk: "Ұлттық біліктілік тестілеуі: электронды мекен-жайды растаңыз",
  ru: "Национальное квалификационное тестирование: подтвердите электронную почту",
  en: "National qualification testing: confirm your e-mail",
};

/** The pages of a teacher's registration, beside those that everybody has. */
export class TeacherWizard extends Wizard {
  tab(key: string) {
    return this.page.getByRole("tab", { name: this.texts.say(key), exact: true });
  }

  async linkOfLetter(): Promise<string> {
    return linkFor(this.person.email, LINK_SUBJECTS[this.texts.language]);
  }

  async register(): Promise<void> {
    await this.page.goto("/nqt");
    await this.tab("common.register").click();
    const email = this.page.getByRole("textbox", { name: this.texts.say("registration.email") });
    await email.fill(this.person.email);
    await this.button("common.register").click();
    await this.at("registration.link_title");
  }

  /** The button on the page of the link. */
  async confirm(): Promise<void> {
    await this.at("security.proof_title");
    await this.button("security.proof").click();
    await this.at("registration.password_title");
  }

  async consent(): Promise<void> {
    await this.at("registration.consent_title");
    await this.accept("registration.consent_link", "registration.consent_plain_label");
    await this.goOn();
  }

  async profile(): Promise<void> {
    await this.at("registration.profile_title");
    await this.field("registration.iin").fill(this.person.iin);
    await this.field("registration.surname").fill(this.person.surname);
    await this.field("registration.first_name").fill(this.person.firstName);
    await this.page
      .getByRole("textbox", { name: this.texts.say("registration.patronymic") })
      .fill(this.person.patronymic);
    await this.field("registration.phone").fill(this.person.phone);
    await this.button("common.save").click();
  }
}

export const TEACHER_STEPS = ["entry", "letter", "consent", "profile", "cabinet"] as const;
export type TeacherStep = (typeof TEACHER_STEPS)[number];

/** Registers a teacher by calls, as far as the page that a test is about. */
export class TeacherRegistration {
  private done = 0;

  constructor(
    private readonly request: APIRequestContext,
    private readonly person: Person,
    private readonly language: Language,
  ) {}

  async upTo(step: TeacherStep): Promise<void> {
    for (; this.done < TEACHER_STEPS.indexOf(step); this.done += 1) {
      await this.completed(TEACHER_STEPS[this.done + 1] ?? "cabinet");
    }
  }

  private async send(method: "POST" | "PUT", path: string, data: object): Promise<void> {
    const headers = { "tirkeu-request": "1", "accept-language": this.language };
    const answer = await this.request.fetch(`/api/v1${path}`, { method, headers, data });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  }

  /** Does what leads to this page from the one before it. */
  private async completed(step: TeacherStep): Promise<void> {
    const { email, password, iin, surname, firstName, patronymic, phone } = this.person;
    const { language } = this;
    if (step === "letter") {
      await this.send("POST", "/registration", { programme: "nqt", language });
      await this.send("PUT", "/registration/email", { email });
    } else if (step === "consent") {
      const link = await linkFor(email, LINK_SUBJECTS[language]);
      await this.send("POST", "/links/use", { token: link.split("#")[1] ?? "" });
      await this.send("PUT", "/registration/password", { password, confirmation: password });
      await this.send("POST", "/sessions", { email, password });
    } else if (step === "profile") {
      const text = await this.request.get(`/api/v1/texts/personal_data?language=${language}&programme=nqt`);
      const { version } = (await text.json()) as { version: string };
      const consent = { version, language, read: true, agreed: true };
      await this.send("PUT", "/registration/personal-data-consent", { consent });
    } else {
      const name = { surname, first_name: firstName, patronymic };
      await this.send("PUT", "/registration/profile", { number: { kind: "iin", number: iin }, name, phone });
    }
  }
}
