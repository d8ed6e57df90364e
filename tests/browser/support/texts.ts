// The words of the page, from the files it is built from: a test follows when they are reworded.

import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { PROJECT_ROOT } from "./program.ts";

export const LANGUAGES = ["kk", "ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

type Tree = { [key: string]: string | Tree };
export type Values = Record<string, string | number>;

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

function load(language: Language): Tree {
  const folder = join(PROJECT_ROOT, "frontend/locales", language);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const read = (file: string): Tree => JSON.parse(readFileSync(join(folder, file), "utf8")) as Tree;
  return Object.fromEntries(files.map((file) => [basename(file, ".json"), read(file)]));
}

/** The texts of one language by key, such as `registration.surname`. */
export class Texts {
  private readonly tree: Tree;

  constructor(readonly language: Language) {
    this.tree = load(language);
  }

  private raw(key: string): string {
    let found: string | Tree | undefined = this.tree;
    for (const part of key.split(".")) {
      found = typeof found === "object" ? found[part] : undefined;
    }
    if (typeof found !== "string") {
      throw new Error(`there is no text ${key} in ${this.language}`);
    }
    return found;
  }

  /** The text, with values in its places. */
  say(key: string, values: Values = {}): string {
    return this.raw(key).replace(PLACE, (place, name: string) => String(values[name] ?? place));
  }

  /** The text with anything in its places. */
  pattern(key: string): RegExp {
    const parts = this.raw(key).split(/\{\{\s*\w+\s*\}\}/);
    return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+"));
  }
}

/** `ru-KZ` → the texts of Russian. */
export function textsOf(locale: string | undefined): Texts {
  const short = (locale ?? "").slice(0, 2);
  return new Texts(LANGUAGES.find((language) => language === short) ?? "kk");
}
