// Applying as a person sees it: one method a page of the form. What can be chosen, the campaign tells.

import { type Locator, type Page, expect } from "@playwright/test";
import type { Named } from "./lists.ts";
import type { Texts } from "./texts.ts";
import type { Wizard } from "./wizard.ts";

type List =
  | "services"
  | "participants"
  | "specialties"
  | "categories"
  | "languages"
  | "attendances"
  | "subjects"
  | "pairs"
  | "foreign_languages"
  | "study_forms"
  | "conditions"
  | "certificates";

interface Told {
  campaign: { id: string; name: Named["name"] };
  form: { sections: Named[] };
  options: Record<List, Named[]> & { kinds: (Named & { blocks: Named[] })[] };
}

export class Applying {
  private told: Told | undefined;

  constructor(
    readonly wizard: Wizard,
    readonly campaign: string,
  ) {}

  get page(): Page {
    return this.wizard.page;
  }

  get texts(): Texts {
    return this.wizard.texts;
  }

  private async form(): Promise<Told> {
    this.told ??= (await (await this.page.request.get(`/api/v1/campaigns/${this.campaign}`)).json()) as Told;
    return this.told;
  }

  /** The name of a choice in the language of the page. */
  async named(list: keyof Told["options"], code: string): Promise<string> {
    const entry = (await this.form()).options[list].find((entry) => entry.code === code);
    return entry?.name[this.texts.language] ?? `no ${list} ${code}`;
  }

  private async blockNamed(code: string): Promise<string> {
    const blocks = (await this.form()).options.kinds.flatMap((kind) => kind.blocks);
    return blocks.find((block) => block.code === code)?.name[this.texts.language] ?? `no block ${code}`;
  }

  /** Out of the list of campaigns: the menu beside it has a link of the same name. */
  async open(): Promise<void> {
    const name = (await this.form()).campaign.name[this.texts.language];
    const heading = this.page.getByRole("heading", { level: 2, name, exact: true });
    const entry = this.page.getByRole("listitem").filter({ has: heading });
    await entry.getByRole("link", { name: this.texts.say("applications.submit"), exact: true }).click();
  }

  /** The page is this section. */
  async at(section: string): Promise<void> {
    const found = (await this.form()).form.sections.find((entry) => entry.code === section);
    const name = found?.name[this.texts.language] ?? `no section ${section}`;
    await expect(this.page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
  }

  async choose(list: keyof Told["options"], code: string, within: Page | Locator = this.page): Promise<void> {
    const name = await this.named(list, code);
    await within.getByRole("radio", { name }).first().check();
  }

  /** The part of the page about one block. */
  async block(code: string): Promise<Locator> {
    const name = await this.blockNamed(code);
    const heading = this.page.getByRole("heading", { level: 2, name, exact: true });
    // The innermost: the sheet around holds every heading.
    return this.page.locator("section").filter({ has: heading }).last();
  }

  /** Chooses out of a list with type-ahead. */
  async pick(label: string, list: keyof Told["options"], code: string, within: Page | Locator = this.page): Promise<void> {
    const box = within.getByRole("combobox", { name: this.texts.say(label), exact: true });
    await this.wizard.choose(box, await this.named(list, code));
  }

  /** The sittings that are offered. */
  seats(): Locator {
    const button = this.page.getByRole("button", { name: this.texts.say("applications.choose_seat"), exact: true });
    return this.page.getByRole("listitem").filter({ has: button });
  }

  /** Takes the sitting with this number in the list and tells when it is. */
  async take(number: number): Promise<string> {
    const seat = this.seats().nth(number);
    await expect(seat).toBeVisible();
    const day = (await seat.locator(".leaf").innerText()).split("\n")[0] ?? "";
    const hours = await seat.getByText(/UTC\+5/).innerText();
    await seat.getByRole("button").click();
    const chosen = this.page.getByText(this.texts.say("applications.chosen"), { exact: true });
    await expect(chosen).toBeVisible();
    await expect(this.page.locator(".seat-chosen").getByText(hours)).toBeVisible();
    return `${day} ${hours}`;
  }

  /** On the last page: reads the rules, ticks, applies. */
  async submit(): Promise<void> {
    await this.wizard.at("applications.check_title");
    await this.wizard.accept("applications.rules_link", "applications.rules_label");
    await this.wizard.button("applications.submit").click();
  }

  /** Handed in; tells the number. */
  async accepted(): Promise<string> {
    await this.wizard.at("applications.accepted_title");
    const words = await this.page.locator(".confirmation-number").innerText();
    const number = /\d{10}/.exec(words)?.[0] ?? "";
    expect(number).toHaveLength(10);
    return number;
  }
}
