// The mail server is down: the page says so and goes on trying; nothing typed is lost.

import { expect, test } from "../support/test.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PORT, kill, start } from "../support/program.ts";
import { Registration } from "../support/registration.ts";

const OWN_PORT = PORT + 1;

test.use({ baseURL: `http://localhost:${OWN_PORT}` });

test("a letter that cannot leave is told as delayed", async ({ wizard, page, texts, person }) => {
  const data = mkdtempSync(join(tmpdir(), "tirkeu-mail-down-"));
  const settings = { port: OWN_PORT, data };
  let program = await start({ ...settings, more: ["--smtp-url", "smtp://127.0.0.1:1"] });
  try {
    await new Registration(page.request, person).upTo("email");
    await page.goto("/register/email");
    await wizard.email();
    await wizard.at("registration.code_title");
    await expect(page.getByText(texts.say("registration.code_delayed"))).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(person.email)).toBeVisible();

    // The program is killed and comes back with a way for letters: the page moves on by itself.
    await kill(program);
    program = await start(settings);
    await expect(page.getByText(texts.say("registration.code_delayed"))).toBeHidden({ timeout: 60_000 });
    await expect(page.getByText(person.email)).toBeVisible();
  } finally {
    await kill(program);
    rmSync(data, { recursive: true, force: true });
  }
});
