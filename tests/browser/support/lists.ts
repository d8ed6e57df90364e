// What the steps choose from, as the program gives it.

import type { APIRequestContext } from "@playwright/test";
import type { Language } from "./texts.ts";

export interface Named {
  code: string;
  name: Record<Language, string>;
}

export interface Lists {
  countries: Named[];
  regions: Named[];
  contingents: Named[];
  places: (Named & { kind: string })[];
}

let lists: Lists | undefined;

/** Asked for once a process. */
export async function listsOf(request: APIRequestContext): Promise<Lists> {
  lists ??= (await (await request.get("/api/v1/dictionaries")).json()) as Lists;
  return lists;
}
