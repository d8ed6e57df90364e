// A teacher applies for a second attempt in the year: it is paid by IIN before, and the page finds the money.

import { day, payAtKaspi } from "../support/paying.ts";
import { importCampaign } from "../support/program.ts";
import { shoot } from "../support/screens.ts";
import { TeacherRegistration } from "../support/teacher.ts";
import { PHONE, expect, test } from "../support/test.ts";

test.use({ ...PHONE, locale: "kk-KZ" });

// Two campaigns with sittings of one day: the first attempt and its repeat are in one year. They close before that of
// the demonstration, which other journeys find as the last.
const CAMPAIGNS = ["nqt-first", "nqt-again"];
const TIMES = ["09:00", "14:30"];

test.beforeAll(async () => {
  for (const [at, id] of CAMPAIGNS.entries()) {
    const campaign = `[[campaigns]]
id = "${id}"
programme = "nqt"
opens = "${day(-1)} 09:00"
closes = "${day(10)} 18:00"
edits_until = "${day(10)} 18:00"
name = { kk = "Біліктілік тестілеуі, үлгі", ru = "Тестирование, образец", en = "Testing, sample" }
`;
    const sittings = `campaign,place,room,attendance,starts,minutes,capacity\n${id},oral,1,,${day(24)} ${TIMES[at] ?? ""},210,30\n`;
    await importCampaign(id, campaign, sittings);
  }
});

test("a repeated attempt is paid by IIN and found", async ({ wizard, page, texts, person }) => {
  await new TeacherRegistration(page.request, person, "kk").upTo("cabinet");
  const [first, again] = CAMPAIGNS;
  const found = await page.request.get(`/api/v1/campaigns/${first}/sittings`);
  const { sittings } = (await found.json()) as { sittings: { id: string }[] };
  const text = await page.request.get("/api/v1/texts/rules?language=kk&programme=nqt");
  const { version } = (await text.json()) as { version: string };
  const blocks = [
    { block: "content", subject: "s10", language: "kk" },
    { block: "pedagogy", subject: "pedagogy", language: "kk" },
  ];
  const answers = {
    kind: "general",
    specialty_text: "Тарих мұғалімі",
    study_from: "2008",
    study_to: "2012",
    qualification_now: "none",
    qualification_sought: "moderator",
    workplace: { way: "by_hand", name: "№ 7 мектеп-гимназия", number: "", region: "KZ-75", district: "" },
    blocks,
    sitting: sittings[0]?.id ?? "",
  };
  const sent = await page.request.post(`/api/v1/campaigns/${first}/applications`, {
    headers: { "tirkeu-request": "1" },
    data: { answers, rules: { version, language: "kk", read: true, agreed: true } },
  });
  expect(sent.ok(), await sent.text()).toBe(true);

  await page.goto(`/cabinet/apply/${again}`);
  await expect(page.getByText(texts.say("applications.repeat_note"), { exact: true })).toBeVisible();
  await expect(page.getByText("2 778 ₸", { exact: true })).toBeVisible();
  await shoot(page, "repeat-unpaid");
  expect(await payAtKaspi(page.request, person.iin, 2778)).toBe(0);
  await expect(page.getByText(texts.say("payments.prepaid"), { exact: true })).toBeVisible();
  await shoot(page, "repeat-paid");
  await wizard.button("payments.prepaid_apply").click();
  await expect(wizard.button("common.continue_")).toBeVisible();
  await page.goto("/cabinet/payments");
  await expect(page.getByText(texts.say("payments.in_advance"), { exact: true })).toBeVisible();
  await shoot(page, "payments-prepaid");
});
