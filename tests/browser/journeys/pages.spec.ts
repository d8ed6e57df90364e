// Every page and every state of it, in three languages: no violation that a machine can find, in light
// and dark; one heading; a title of its own; a picture at two sizes.

import { expect, test } from "../support/test.ts";
import { headingAndTitle } from "../support/accessibility.ts";
import { SIZES, look } from "../support/looking.ts";
import { HOLDER_STEPS, HolderRegistration, type HolderStep, HolderWizard } from "../support/holder.ts";
import { LEAVER_STEPS, LeaverRegistration, type LeaverStep, LeaverWizard } from "../support/leaver.ts";
import { Registration, STEPS, type Step } from "../support/registration.ts";
import { beginPayment, openBank } from "../support/sandbox.ts";
import { DOCUMENT, GOOD_FACE } from "../support/shooting.ts";
import { TEACHER_STEPS, TeacherRegistration, type TeacherStep, TeacherWizard } from "../support/teacher.ts";
import { LANGUAGES } from "../support/texts.ts";
import type { Wizard } from "../support/wizard.ts";

// The languages side by side: this is the longest journey.
test.describe.configure({ mode: "parallel" });

/** A state to look at, and how to come to it. */
interface State {
  name: string;
  address: string;
  /** The same question as another state, so the same title. */
  same?: boolean;
  act?: (wizard: Wizard) => Promise<unknown>;
}

const continued = (wizard: Wizard): Promise<void> => wizard.goOn();

/** Follows a link of the one application there is. */
async function opened(wizard: Wizard, entry: "view" | "edit" | "delete"): Promise<void> {
  await wizard.link(`applications.${entry}`).click();
  await expect(wizard.page).toHaveURL(/applications\/.+/);
  await expect(wizard.page.getByText(/\d{10}/).first()).toBeVisible();
}

/** Opens the page of the bank of cards; a number of its own in each language. */
async function atBank({ page, texts }: Wizard): Promise<void> {
  const invoice = `30000000090000${1 + LANGUAGES.indexOf(texts.language)}`;
  await openBank(page, await beginPayment(page.request, invoice, texts.language));
}

const OPEN: State[] = [
  { name: "start", address: "/" },
  { name: "sign-in", address: "/sign-in" },
  { name: "sign-in-errors", address: "/sign-in", act: (wizard) => wizard.button("common.sign_in").click() },
  { name: "sign-in-ended", address: "/sign-in?ended=1", same: true },
  { name: "recover", address: "/recover" },
  { name: "recover-errors", address: "/recover", act: (wizard) => wizard.button("sessions.send_code").click() },
  {
    name: "recover-code",
    address: "/recover",
    act: async (wizard) => {
      // An address of its own: two languages at once would wait for each other.
      await wizard.field("sessions.email").fill(`nobody-${wizard.person.email}`);
      await wizard.button("sessions.send_code").click();
      await wizard.at("sessions.recover_code_title");
    },
  },
  { name: "help", address: "/help" },
  { name: "agreement-terms", address: "/agreement/terms" },
  { name: "agreement-biometrics", address: "/agreement/biometrics" },
  { name: "agreement-personal-data", address: "/agreement/personal_data" },
  { name: "no-such-page", address: "/nowhere" },
  { name: "nothing-begun", address: "/register/name" },
  { name: "cabinet-closed", address: "/cabinet", same: true },
  { name: "link-useless", address: "/link#nothing" },
  { name: "phone-useless", address: "/phone#nothing" },
  { name: "hand-off", address: "/hand-off.html" },
  { name: "sandbox-kaspi", address: "/sandbox/kaspi" },
  {
    name: "sandbox-kaspi-answer",
    address: "/sandbox/kaspi?account=2026000001",
    same: true,
    act: (wizard) => wizard.page.locator('button[value="check"]').click(),
  },
  { name: "sandbox-halyk", address: "/sandbox/kaspi", act: atBank },
  {
    name: "sandbox-halyk-late",
    address: "/sandbox/kaspi",
    same: true,
    act: async (wizard) => {
      await atBank(wizard);
      await wizard.page.locator('button[value="late"]').click();
      await expect(wizard.page.locator('button[value="tell"]')).toBeVisible();
    },
  },
];

const OF_STEPS: Record<Step, State[]> = {
  citizenship: [
    { name: "citizenship", address: "/register/citizenship" },
    { name: "citizenship-list", address: "/register/citizenship", same: true, act: (wizard) => wizard.page.getByRole("combobox").click() },
    { name: "citizenship-text", address: "/register/citizenship", same: true, act: (wizard) => wizard.button("registration.terms_link").click() },
    { name: "citizenship-errors", address: "/register/citizenship", act: continued },
  ],
  number: [
    { name: "number", address: "/register/number" },
    {
      name: "number-errors",
      address: "/register/number",
      act: async (wizard) => {
        await wizard.field("registration.iin").fill("850101300006");
        await wizard.goOn();
      },
    },
    {
      name: "number-passport",
      address: "/register/number",
      act: async (wizard) => {
        await wizard.page.getByText(wizard.texts.say("registration.no_iin"), { exact: true }).click();
        await wizard.button("registration.use_passport").click();
        await wizard.at("registration.passport_title");
      },
    },
    { name: "too-early", address: "/register/study" },
  ],
  email: [
    { name: "number-given", address: "/register/number" },
    { name: "email", address: "/register/email" },
    { name: "email-errors", address: "/register/email", act: continued },
    { name: "start-begun", address: "/", same: true },
  ],
  code: [
    { name: "code", address: "/register/code" },
    { name: "code-trouble", address: "/register/code", same: true, act: (wizard) => wizard.page.getByText(wizard.texts.say("registration.code_trouble")).click() },
    { name: "code-errors", address: "/register/code", act: continued },
  ],
  password: [
    { name: "password", address: "/register/password" },
    { name: "password-errors", address: "/register/password", act: continued },
  ],
  "sign-in": [{ name: "sign-in-step", address: "/register/sign-in", same: true }],
  camera: [
    { name: "passed", address: "/register/password" },
    { name: "camera-consent", address: "/register/camera" },
    {
      name: "camera-trouble",
      address: "/register/camera",
      act: async (wizard) => {
        await wizard.consentToCamera();
        await wizard.at("proofing.trouble.title");
      },
    },
    { name: "in-person", address: "/register/camera?way=person" },
  ],
  face: [
    { name: "face-no-camera", address: "/register/face" },
    { name: "face-phone", address: "/register/face?way=phone" },
    { name: "face-file", address: "/register/face?way=file" },
    { name: "face-review", address: "/register/face?way=file", act: (wizard) => wizard.shooting.faceFromFile(GOOD_FACE) },
  ],
  document: [
    { name: "face-kept", address: "/register/face" },
    { name: "document", address: "/register/document" },
    { name: "document-errors", address: "/register/document", act: continued },
    {
      name: "document-ways",
      address: "/register/document",
      act: async (wizard) => {
        await wizard.shooting.chooseDocument("identity_card");
        await wizard.at("proofing.document.card_front");
      },
    },
    { name: "document-file", address: "/register/document?side=front&way=file", same: true },
    {
      name: "document-review",
      address: "/register/document?side=front&way=file",
      act: (wizard) => wizard.shooting.documentFromFile("front", DOCUMENT),
    },
  ],
  consent: [
    { name: "document-ready", address: "/register/document" },
    { name: "consent", address: "/register/consent" },
    { name: "consent-errors", address: "/register/consent", act: continued },
  ],
  name: [
    { name: "name", address: "/register/name" },
    { name: "name-errors", address: "/register/name", act: continued },
  ],
  details: [
    { name: "details", address: "/register/details" },
    { name: "details-errors", address: "/register/details", act: continued },
  ],
  study: [
    { name: "study", address: "/register/study" },
    {
      name: "study-place",
      address: "/register/study",
      same: true,
      act: async (wizard) => {
        await wizard.page.getByRole("radio").first().check();
        await wizard.page.getByRole("combobox").click();
      },
    },
    { name: "study-errors", address: "/register/study", act: continued },
  ],
  check: [{ name: "check", address: "/register/check" }],
  cabinet: [
    { name: "cabinet", address: "/cabinet", same: true },
    { name: "cabinet-apply", address: "/cabinet/apply" },
    { name: "cabinet-applications", address: "/cabinet/applications" },
    { name: "cabinet-results", address: "/cabinet/results" },
    { name: "cabinet-profile", address: "/cabinet/profile" },
    { name: "security", address: "/account" },
    {
      name: "security-history",
      address: "/account",
      same: true,
      act: (wizard) => wizard.page.getByText(wizard.texts.say("security.sign_ins"), { exact: true }).click(),
    },
    { name: "security-email", address: "/account/email" },
    { name: "security-email-errors", address: "/account/email", act: (wizard) => wizard.button("security.email_submit").click() },
    { name: "security-password", address: "/account/password" },
    { name: "security-password-errors", address: "/account/password", act: (wizard) => wizard.button("sessions.set_password").click() },
    { name: "passkey", address: "/account/passkey" },
    { name: "passkey-errors", address: "/account/passkey", act: (wizard) => wizard.button("passkeys.add").click() },
    { name: "passkey-cancelled", address: "/account/passkey", same: true, act: (wizard) => wizard.addPasskey(false) },
    { name: "passkey-added", address: "/account/passkey", act: (wizard) => wizard.addPasskey(true) },
    { name: "passkeys", address: "/account", same: true },
    {
      name: "passkey-removal",
      address: "/account",
      act: async (wizard) => {
        await wizard.page.locator('a[href^="/account/passkey-removal"]').click();
        await wizard.at("passkeys.remove_title");
      },
    },
    { name: "security-deletion", address: "/account/deletion" },
    { name: "security-deletion-errors", address: "/account/deletion", act: (wizard) => wizard.button("security.delete").click() },
    { name: "apply-exam", address: "/cabinet/apply/ncie-demo" },
    { name: "apply-exam-errors", address: "/cabinet/apply/ncie-demo/exam", act: continued },
    {
      name: "apply-sitting",
      address: "/cabinet/apply/ncie-demo/sitting",
      act: (wizard) => expect(wizard.button("applications.choose_seat").first()).toBeVisible(),
    },
    {
      name: "apply-sitting-chosen",
      address: "/cabinet/apply/ncie-demo/sitting",
      same: true,
      act: (wizard) => wizard.button("applications.choose_seat").first().click(),
    },
    { name: "apply-check", address: "/cabinet/apply/ncie-demo/check" },
  ],
  applied: [
    { name: "applications", address: "/cabinet/applications", same: true },
    { name: "application", address: "/cabinet/applications", act: (wizard) => opened(wizard, "view") },
    { name: "application-edit", address: "/cabinet/applications", act: (wizard) => opened(wizard, "edit") },
    { name: "application-delete", address: "/cabinet/applications", act: (wizard) => opened(wizard, "delete") },
    { name: "apply-obstacle", address: "/cabinet/apply/ncie-demo" },
    { name: "signed-out", address: "/sign-out" },
  ],
};

const saved = (wizard: Wizard): Promise<void> => wizard.button("common.save").click();

/** The pages of a teacher that look otherwise than those above. */
const OF_TEACHERS: Record<TeacherStep, State[]> = {
  entry: [
    { name: "nqt", address: "/nqt" },
    { name: "nqt-register", address: "/nqt?tab=register", same: true },
    { name: "nqt-register-errors", address: "/nqt?tab=register", act: (wizard) => wizard.button("common.register").click() },
    { name: "nqt-help", address: "/help" },
    { name: "nqt-consent-text", address: "/agreement/personal_data" },
  ],
  letter: [
    { name: "nqt-letter", address: "/register/code" },
    { name: "nqt-email", address: "/register/email" },
    {
      name: "nqt-link",
      address: "/nqt",
      act: async (wizard) => {
        await wizard.page.goto(await (wizard as TeacherWizard).linkOfLetter());
        await wizard.at("security.proof_title");
      },
    },
  ],
  consent: [{ name: "nqt-consent", address: "/register/consent" }],
  profile: [
    { name: "nqt-profile", address: "/register/profile" },
    { name: "nqt-profile-errors", address: "/register/profile", act: saved },
  ],
  cabinet: [
    { name: "nqt-cabinet", address: "/cabinet" },
    { name: "nqt-apply", address: "/cabinet/apply" },
    { name: "nqt-own-data", address: "/cabinet/profile" },
    { name: "nqt-edit", address: "/cabinet/profile/edit" },
    {
      name: "nqt-edit-errors",
      address: "/cabinet/profile/edit",
      act: async (wizard) => {
        await wizard.field("registration.phone").fill("12");
        await saved(wizard);
      },
    },
    { name: "nqt-signed-in", address: "/nqt", same: true },
  ],
};

/** Chooses a category of participants. */
async function chosen(wizard: Wizard, number: number): Promise<void> {
  await wizard.page.locator("[name=participant]").nth(number).check();
}

/** The pages of the unified national testing that look otherwise than those above. */
const OF_LEAVERS: Record<LeaverStep, State[]> = {
  entry: [
    { name: "ent-language", address: "/ent" },
    { name: "ent", address: "/ent", same: true, act: (wizard) => (wizard as LeaverWizard).chooseLanguage() },
    { name: "ent-register", address: "/ent?tab=register", same: true },
    { name: "ent-help", address: "/help" },
    { name: "ent-rules", address: "/agreement/rules" },
  ],
  "sign-in": [{ name: "ent-sign-in", address: "/register/sign-in" }],
  "own-password": [{ name: "ent-own-password", address: "/register/own-password" }],
  cabinet: [
    { name: "ent-cabinet", address: "/cabinet" },
    { name: "ent-apply", address: "/cabinet/apply" },
    { name: "ent-category", address: "/cabinet/apply/ent-demo" },
    { name: "ent-category-school", address: "/cabinet/apply/ent-demo", same: true, act: (wizard) => chosen(wizard, 0) },
    {
      name: "ent-category-university",
      address: "/cabinet/apply/ent-demo",
      same: true,
      act: (wizard) => chosen(wizard, 3),
    },
    { name: "ent-category-errors", address: "/cabinet/apply/ent-demo/category", act: continued },
    { name: "ent-conditions", address: "/cabinet/apply/ent-demo/conditions" },
    {
      name: "ent-conditions-note",
      address: "/cabinet/apply/ent-demo/conditions",
      same: true,
      act: (wizard) => wizard.page.getByRole("radio").last().check(),
    },
    { name: "ent-subjects", address: "/cabinet/apply/ent-demo/subjects" },
    {
      name: "ent-subjects-language",
      address: "/cabinet/apply/ent-demo/subjects",
      same: true,
      act: (wizard) => wizard.page.locator("[value=wh-fl]").check(),
    },
    { name: "ent-subjects-errors", address: "/cabinet/apply/ent-demo/subjects", act: continued },
    { name: "ent-check", address: "/cabinet/apply/ent-demo/check" },
  ],
};

/** The pages of the Digital ID. */
const OF_HOLDERS: Record<HolderStep, State[]> = {
  entry: [
    { name: "id-entry", address: "/id" },
    { name: "id-sign-in", address: "/id/sign-in" },
    { name: "id-sign-in-errors", address: "/id/sign-in", act: (wizard) => wizard.button("mobile.send").click() },
    { name: "id-cabinet-closed", address: "/id/cabinet" },
    { name: "id-help", address: "/help" },
    { name: "id-terms", address: "/agreement/terms" },
    { name: "id-privacy", address: "/agreement/privacy" },
  ],
  mobile: [
    { name: "id-mobile", address: "/id/create/mobile" },
    { name: "id-mobile-errors", address: "/id/create/mobile", act: (wizard) => wizard.button("mobile.send").click() },
  ],
  code: [
    { name: "id-code", address: "/id/create/mobile-code" },
    { name: "id-code-errors", address: "/id/create/mobile-code", act: continued },
  ],
  camera: [
    { name: "id-camera", address: "/id/create/camera" },
    { name: "id-in-person", address: "/id/create/camera?way=person" },
  ],
  pin: [
    { name: "id-pin-asked", address: "/id/create/pin" },
    { name: "id-pin-errors", address: "/id/create/pin", act: (wizard) => wizard.button("pin.submit").click() },
  ],
  check: [{ name: "id-check-in-person", address: "/id/create/check" }],
  cabinet: [
    { name: "id-history", address: "/id/history" },
    { name: "id-children", address: "/id/children" },
    { name: "id-cabinet", address: "/id/cabinet" },
    { name: "id-devices", address: "/id/devices" },
    { name: "id-account", address: "/account" },
    { name: "id-deletion", address: "/account/deletion" },
    { name: "id-deletion-errors", address: "/account/deletion", act: (wizard) => wizard.button("security.delete").click() },
  ],
};

for (const [locale, home] of [
  ["kk-KZ", "phone"],
  ["ru-KZ", "computer"],
  ["en-GB", "phone"],
] as const) {
  test.describe(locale, () => {
    test.use({ locale, viewport: SIZES[home] });

    /** Visits a state: nothing loads any more, its title is its own, and it is looked at. */
    const visit = async (wizard: Wizard, state: State, titles: Map<string, string>): Promise<void> => {
      const { page, texts } = wizard;
      await page.goto(state.address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await state.act?.(wizard);
      await expect(page.getByLabel(texts.say("common.loading"), { exact: true })).toHaveCount(0);
      const title = await headingAndTitle(page);
      if (!state.same) {
        expect.soft(titles.get(title), `${state.name} is called ${title}`).toBeUndefined();
        titles.set(title, state.name);
      }
      await look(page, state.name, home);
    };

    test(`every page can be used by everybody: ${locale}`, async ({ wizard, page, texts, person }) => {
      test.setTimeout(400_000);
      const titles = new Map<string, string>();
      const registration = new Registration(page.request, person, texts.language);
      for (const state of OPEN) {
        await visit(wizard, state, titles);
      }
      for (const step of STEPS) {
        await registration.upTo(step);
        for (const state of OF_STEPS[step]) {
          await visit(wizard, state, titles);
        }
      }
    });

    test(`every page of a teacher can be used by everybody: ${locale}`, async ({ page, texts, person }) => {
      test.setTimeout(200_000);
      const titles = new Map<string, string>();
      const registration = new TeacherRegistration(page.request, person, texts.language);
      const wizard = new TeacherWizard(page, texts, person);
      // The browser's own language, chosen: the programme opens in Kazakh otherwise.
      await page.addInitScript((language) => window.localStorage.setItem("language", language), texts.language);
      for (const step of TEACHER_STEPS) {
        await registration.upTo(step);
        for (const state of OF_TEACHERS[step]) {
          await visit(wizard, state, titles);
        }
      }
    });

    test(`every page of the national testing can be used by everybody: ${locale}`, async ({ page, texts, person }) => {
      test.setTimeout(200_000);
      const titles = new Map<string, string>();
      const registration = new LeaverRegistration(page.request, person, texts.language);
      const wizard = new LeaverWizard(page, texts, person);
      for (const step of LEAVER_STEPS) {
        await registration.upTo(step);
        for (const state of OF_LEAVERS[step]) {
          await visit(wizard, state, titles);
        }
      }
    });

    test(`every page of the Digital ID can be used by everybody: ${locale}`, async ({ page, texts, person }) => {
      test.setTimeout(200_000);
      const titles = new Map<string, string>();
      const registration = new HolderRegistration(page.request, person, texts.language);
      const wizard = new HolderWizard(page, texts, person);
      for (const step of HOLDER_STEPS) {
        await registration.upTo(step);
        for (const state of OF_HOLDERS[step]) {
          await visit(wizard, state, titles);
        }
      }
    });
  });
}
