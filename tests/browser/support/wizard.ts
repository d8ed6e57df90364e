// The registration as a person sees it: one method a page, found by role and label only.

import { type Locator, type Page, expect } from "@playwright/test";
import { Authenticator } from "./authenticator.ts";
import { type Lists, type Named, listsOf } from "./lists.ts";
import { codeFor } from "./outbox.ts";
import type { Person } from "./people.ts";
import { Shooting } from "./shooting.ts";
import type { Texts, Values } from "./texts.ts";

export class Wizard {
  readonly shooting: Shooting;

  constructor(
    readonly page: Page,
    readonly texts: Texts,
    readonly person: Person,
  ) {
    this.shooting = new Shooting(page, texts);
  }

  button(key: string): Locator {
    return this.page.getByRole("button", { name: this.texts.say(key), exact: true });
  }

  /** A link in the page itself: header and footer have others. */
  link(key: string): Locator {
    return this.page.getByRole("main").getByRole("link", { name: this.texts.say(key), exact: true });
  }

  field(key: string): Locator {
    return this.page.getByLabel(this.texts.say(key), { exact: true });
  }

  /** The page is the one with this heading. */
  async at(key: string, values: Values = {}): Promise<void> {
    const name = this.texts.say(key, values);
    await expect(this.page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
  }

  async goOn(): Promise<void> {
    await this.button("common.continue_").click();
  }

  async lists(): Promise<Lists> {
    return listsOf(this.page.request);
  }

  private named(entries: Named[], code: string): string {
    const name = entries.find((entry) => entry.code === code)?.name[this.texts.language];
    if (!name) {
      throw new Error(`there is no ${code} in the list`);
    }
    return name;
  }

  async begin(): Promise<void> {
    await this.page.goto("/");
    await this.link("common.register").first().click();
    await this.at("registration.citizenship_title");
  }

  /** Opens the text, says that it was read, ticks. */
  async accept(link: string, label: string): Promise<void> {
    await this.button(link).click();
    await this.button("agreement.have_read").click();
    await this.page.getByRole("checkbox", { name: this.texts.say(label) }).check();
  }

  async choose(box: Locator, name: string): Promise<void> {
    await box.fill(name.slice(0, 12));
    await this.page.getByRole("option", { name, exact: true }).click();
    await expect(box).toHaveValue(name);
  }

  async citizenship(country = "KAZ"): Promise<void> {
    await this.at("registration.citizenship_title");
    const { countries } = await this.lists();
    const box = this.page.getByRole("combobox", { name: this.texts.say("registration.citizenship_title") });
    await this.choose(box, this.named(countries, country));
    await this.accept("registration.terms_link", "registration.terms_label");
    await this.goOn();
  }

  async iin(): Promise<void> {
    await this.at("registration.iin_title");
    await this.field("registration.iin").fill(this.person.iin);
    await this.goOn();
  }

  async passport(): Promise<void> {
    await this.at("registration.number_title");
    await this.page.getByRole("radio", { name: this.texts.say("registration.kind_passport") }).check();
    await this.at("registration.passport_title");
    const name = this.texts.say("registration.passport_number");
    await this.page.getByRole("textbox", { name, exact: true }).fill(this.person.passport);
    await this.goOn();
  }

  async email(): Promise<void> {
    await this.at("registration.email_title");
    await this.page.getByRole("textbox", { name: this.texts.say("registration.email_title") }).fill(this.person.email);
    await this.goOn();
  }

  async code(): Promise<void> {
    await this.at("registration.code_title");
    const code = await codeFor(this.person.email);
    // As it stands in the letter, with a space.
    await this.field("registration.code_label").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await this.goOn();
  }

  async password(): Promise<void> {
    await this.at("registration.password_title");
    await this.field("registration.password_label").fill(this.person.password);
    await this.field("registration.password_confirm").fill(this.person.password);
    await this.goOn();
  }

  /** On the page of signing in, wherever that is. */
  async signIn(): Promise<void> {
    await this.at("sessions.title");
    await this.field("sessions.email").fill(this.person.email);
    await this.field("sessions.password").fill(this.person.password);
    await this.button("common.sign_in").click();
  }

  /** On the page of another passkey: with a device that is unlocked, or whose window is closed. */
  async addPasskey(unlocked: boolean): Promise<void> {
    const device = await Authenticator.of(this.page);
    await device.willUnlock(unlocked);
    await this.field("security.current").fill(this.person.password);
    await this.button("passkeys.add").click();
    if (unlocked) {
      await this.at("passkeys.added_title");
    } else {
      await expect(this.page.getByText(this.texts.say("passkeys.cancelled"))).toBeVisible();
    }
    await device.leave();
  }

  async consentToCamera(): Promise<void> {
    await this.at("proofing.consent.title");
    await this.button("proofing.consent.agree").click();
  }

  async personalDataConsent(): Promise<void> {
    await this.at("registration.consent_title");
    await this.accept("registration.consent_link", "registration.consent_label");
    await this.goOn();
  }

  async name(): Promise<void> {
    await this.at("registration.name_title");
    await this.field("registration.surname").fill(this.person.surname);
    await this.field("registration.first_name").fill(this.person.firstName);
    await this.page.getByRole("textbox", { name: this.texts.say("registration.patronymic") }).fill(this.person.patronymic);
    await this.goOn();
  }

  /** Sex and birth date stand there already for whoever has an IIN. */
  async details(region: string, born?: { day: string; month: string; year: string }): Promise<void> {
    await this.at("registration.details_title");
    const female = this.page.getByRole("radio", { name: this.texts.say("registration.female") });
    if (born) {
      await female.check();
      await this.field("common.day").fill(born.day);
      await this.field("common.month").fill(born.month);
      await this.field("common.year").fill(born.year);
    } else {
      await expect(female).toBeChecked();
      await expect(this.field("common.year")).toHaveValue(/^(19|20)\d\d$/);
    }
    await this.field("registration.region").selectOption(region);
    await this.field("registration.phone").fill(this.person.phone);
    await this.goOn();
  }

  async study(contingent: string, place?: { code: string; label: string }): Promise<void> {
    await this.at("registration.study_title");
    const lists = await this.lists();
    const name = this.named(lists.contingents, contingent);
    await this.page.getByRole("radio", { name, exact: true }).check();
    if (place) {
      const box = this.page.getByRole("combobox", { name: this.texts.say(place.label) });
      await this.choose(box, this.named(lists.places, place.code));
    }
    await this.goOn();
  }

  async finish(): Promise<void> {
    await this.at("registration.check_title");
    await this.button("registration.finish").click();
  }

  /** In the cabinet, registered, under one's own name. */
  async inCabinet(): Promise<void> {
    await this.at("cabinet.home");
    await expect(this.page.getByText(this.texts.say("cabinet.registered"), { exact: true })).toBeVisible();
    const { surname, firstName } = this.person;
    await expect(this.page.getByRole("button", { name: `${surname} ${firstName}` })).toBeVisible();
  }
}
