// A full sitting: somebody waits for it, and takes the seat that is offered when another gives it back.

import { PAID, applied, day } from "../support/paying.ts";
import { newPerson } from "../support/people.ts";
import { ORIGIN, importCampaign } from "../support/program.ts";
import { Registration } from "../support/registration.ts";
import { shoot } from "../support/screens.ts";
import { PHONE, expect, test } from "../support/test.ts";

test.use({ ...PHONE, locale: "kk-KZ" });

const CAMPAIGN = "one-seat";

test.beforeAll(async () => {
  const campaign = `[[campaigns]]
id = "${CAMPAIGN}"
programme = "${PAID.programme}"
opens = "${day(-1)} 09:00"
closes = "${day(25)} 18:00"
edits_until = "${day(25)} 18:00"
name = { kk = "Бір орындық үлгі қабылдау", ru = "Приём на одно место", en = "Intake with one seat" }
`;
  const sittings = `campaign,place,room,attendance,starts,minutes,capacity\n${CAMPAIGN},oral,1,centre,${day(31)} 09:00,210,1\n`;
  await importCampaign(CAMPAIGN, campaign, sittings);
});

test("the seat that somebody gives back is offered to who waits", async ({ wizard, page, texts, person, browser }) => {
  const other = await browser.newContext({ baseURL: ORIGIN });
  await new Registration(other.request, newPerson(), "kk").upTo("cabinet");
  const { id } = await applied(other.request, CAMPAIGN, "kk");

  await new Registration(page.request, person, "kk").upTo("cabinet");
  const headers = { "tirkeu-request": "1" };
  const answers = { ...PAID.answers, sitting: "" };
  await page.request.put(`/api/v1/campaigns/${CAMPAIGN}/draft`, { headers, data: { answers } });
  await page.goto(`/cabinet/apply/${CAMPAIGN}/sitting`);
  await expect(page.getByText(texts.say("applications.free_none"), { exact: true })).toBeVisible();
  await shoot(page, "waiting-full");
  await wizard.button("applications.wait_seat").click();
  await expect(page.getByText(texts.say("applications.wait_chosen"), { exact: true })).toBeVisible();
  await wizard.goOn();
  await wizard.at("applications.check_title");
  await expect(page.getByText(texts.say("applications.wait_words"), { exact: true })).toBeVisible();
  await wizard.accept("applications.rules_link", "applications.rules_label");
  await shoot(page, "waiting-check");
  await wizard.button("applications.wait_seat").click();
  await expect(page.getByText(texts.say("applications.waiting_done"), { exact: true })).toBeVisible();
  await expect(page.getByText(texts.say("applications.waiting_place", { position: 1 }), { exact: true })).toBeVisible();
  await shoot(page, "waiting-list");

  const gone = await other.request.post(`/api/v1/applications/${id}/withdrawal`, { headers, data: { version: 1 } });
  expect(gone.ok(), await gone.text()).toBe(true);
  await other.close();
  await expect(async () => {
    await page.reload();
    await expect(wizard.button("applications.take_seat")).toBeVisible({ timeout: 2000 });
  }).toPass();
  await shoot(page, "waiting-offered");
  await wizard.button("applications.take_seat").click();
  await wizard.at("applications.accepted_title");
  await shoot(page, "waiting-taken");
});
