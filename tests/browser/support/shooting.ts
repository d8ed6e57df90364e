// Camera and files: the stage, the still, the review.

import { type Locator, type Page, expect } from "@playwright/test";
import { join } from "node:path";
import { FIXTURES } from "./program.ts";
import type { Texts } from "./texts.ts";

/** Countdown and analysis on a busy machine. */
const PATIENT = { timeout: 45_000 };

export const GOOD_FACE = join(FIXTURES, "faces/astro_mirror.jpg");
export const NO_FACE = join(FIXTURES, "faces/none_coffee.jpg");
export const OTHER_WITHOUT_FACE = join(FIXTURES, "faces/none_brick.jpg");
export const DOCUMENT = join(FIXTURES, "documents/card.jpg");

export class Shooting {
  constructor(
    private readonly page: Page,
    private readonly texts: Texts,
  ) {}

  private async at(key: string): Promise<void> {
    const name = this.texts.say(key);
    await expect(this.page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible(PATIENT);
  }

  private button(key: string): Locator {
    return this.page.getByRole("button", { name: this.texts.say(key), exact: true });
  }

  /** The element around the preview: its `data-state` tells the colour of the contour. */
  stage(key: "preview_face" | "preview_document"): Locator {
    return this.page.getByLabel(this.texts.say(`proofing.stage.${key}`), { exact: true }).locator("..");
  }

  /** Every colour that the contour takes from now on. */
  async colours(stage: Locator): Promise<() => Promise<string[]>> {
    const seen = await stage.evaluateHandle((element) => {
      const states = [element.getAttribute("data-state") ?? ""];
      const note = (): number => states.push(element.getAttribute("data-state") ?? "");
      new MutationObserver(note).observe(element, { attributeFilter: ["data-state"] });
      return states;
    });
    return async () => [...new Set(await seen.jsonValue())];
  }

  /** Waits while the page looks, counts down and takes the picture by itself. */
  async faceByItself(): Promise<void> {
    await this.at("proofing.face.title");
    const stage = this.stage("preview_face");
    const colours = await this.colours(stage);
    await this.at("proofing.face.review_title");
    // Green before the countdown may be over before anybody looks; the countdown is green as well.
    expect(await colours()).toContain("countdown");
  }

  async retake(): Promise<void> {
    await this.button("proofing.review.retake").click();
    await this.at("proofing.face.title");
  }

  /** Hands the reviewed face in. */
  async keepFace(): Promise<void> {
    await this.at("proofing.face.review_title");
    await this.button("proofing.review.go_on").click();
  }

  async chooseDocument(kind: "identity_card" | "passport" | "residence_permit"): Promise<void> {
    await this.at("proofing.document.choose_title");
    const name = this.texts.say(`proofing.document.${kind}`);
    await this.page.getByRole("radio", { name }).first().check();
    await this.button("proofing.review.go_on").click();
  }

  /** A way on, by its title. */
  way(name: "camera" | "file" | "person"): Locator {
    const title = this.texts.say(`proofing.ways.${name}`);
    return this.page.getByRole("main").getByRole("link", { name: title });
  }

  /** Waits for green and presses the shutter. */
  async documentByCamera(title: string): Promise<void> {
    await this.at(title);
    await expect(this.stage("preview_document")).toHaveAttribute("data-state", "good", PATIENT);
    await this.button("proofing.stage.shutter").click();
    await this.at("proofing.document.review_title");
  }

  /** Opens a file in the field with this label. */
  async open(label: string, file: string): Promise<void> {
    await this.page.getByLabel(this.texts.say(label), { exact: true }).setInputFiles(file);
  }

  async faceFromFile(file: string): Promise<void> {
    await this.at("proofing.face.file_title");
    await this.open("proofing.face.file_label", file);
    await this.at("proofing.face.review_title");
  }

  async documentFromFile(side: "front" | "back" | "page", file = DOCUMENT): Promise<void> {
    await this.open(`proofing.document.${side}`, file);
    await this.at("proofing.document.review_title");
  }

  /** How many camera tracks of this page are live. */
  async liveTracks(): Promise<number> {
    return Number(await this.page.evaluate(() => document.documentElement.dataset["liveTracks"] ?? "0"));
  }
}
