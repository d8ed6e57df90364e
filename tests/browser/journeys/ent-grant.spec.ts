// A place on a grant for whoever has a Digital ID already: it is shared, and the application goes on where it
// stood. From nothing to the accepted application: id-create.

import { DigitalId } from "../support/digital-id.ts";
import { applies, registers } from "../support/granting.ts";
import { GrantWizard } from "../support/leaver.ts";
import { look } from "../support/looking.ts";
import { PHONE, test } from "../support/test.ts";

test.use({ ...PHONE, locale: "kk-KZ" });

test("whoever has a Digital ID shares it and applies", async ({ page, texts, person }) => {
  test.setTimeout(200_000);
  const wizard = new GrantWizard(page, texts, person);
  await registers(wizard, "phone");
  await new DigitalId(page.request, person, "kk").give();
  // Back to the programme that asked.
  const headers = { "tirkeu-request": "1", "accept-language": "kk" };
  await page.request.post("/api/v1/registration", { headers, data: { programme: "ent-grant", language: "kk" } });
  await page.reload();
  await wizard.goOn();
  await wizard.at("sharing.window_title");
  await look(page, "grant-window", "phone");
  await wizard.button("sharing.agree").click();
  await wizard.at("registration.check_title");
  await look(page, "grant-check-answers", "phone");
  await wizard.button("registration.finish").click();
  await wizard.at("cabinet.general_home");
  await applies(wizard, "phone");
});
