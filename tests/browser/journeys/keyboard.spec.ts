// Without a mouse, on the narrowest screen, with large text.

import { type Locator, expect, test } from "../support/test.ts";
import { Registration, STEPS } from "../support/registration.ts";

test("the first screens can be walked with the keyboard alone", async ({ wizard, page, texts }) => {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  const tabTo = async (wanted: Locator): Promise<void> => {
    const focused = (): Promise<boolean> => wanted.evaluate((element) => element === document.activeElement);
    for (let step = 0; step < 15 && !(await focused()); step += 1) {
      await press("Tab");
    }
    await expect(wanted).toBeFocused();
  };
  await page.goto("/");
  await wizard.at("start.title");
  await press("Tab");
  await expect(page.getByRole("link", { name: texts.say("common.skip") })).toBeFocused();
  await press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await tabTo(wizard.link("common.register").first());
  await press("Enter");
  await wizard.at("registration.citizenship_title");

  const country = page.getByRole("combobox");
  await tabTo(country);
  await page.keyboard.type("каз");
  await press("ArrowDown", "Enter");
  await expect(country).toHaveValue("Казахстан");
  await expect(page.getByRole("listbox")).toHaveCount(0);

  await tabTo(wizard.button("registration.terms_link"));
  await press("Enter");
  const read = wizard.button("agreement.have_read");
  await expect(read).toBeVisible();
  await tabTo(read);
  await press("Enter");
  const tick = page.getByRole("checkbox");
  await expect(tick).toBeFocused();
  await press("Space");
  await expect(tick).toBeChecked();
  await tabTo(wizard.button("common.continue_"));
  await press("Enter");
  await wizard.at("registration.iin_title");
  // The next page begins at its heading.
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await tabTo(wizard.field("registration.iin"));
  await page.keyboard.type(wizard.person.iin);
  await press("Enter");
  await wizard.at("registration.email_title");
});

test("Escape closes the list of countries and the menu of the person", async ({ wizard, page, person }) => {
  await new Registration(page.request, person).upTo("cabinet");
  await page.goto("/cabinet");
  const menu = page.getByRole("button", { name: `${person.surname} ${person.firstName}` });
  await menu.press("Enter");
  await expect(menu).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(menu).toHaveAttribute("aria-expanded", "false");
  await wizard.at("cabinet.home");
});

test.describe("a screen of 320 pixels", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  for (const locale of ["kk-KZ", "ru-KZ"]) {
    test.describe(locale, () => {
      test.use({ locale });

      test("no page scrolls sideways", async ({ wizard, page, texts, person }) => {
        const registration = new Registration(page.request, person, texts.language);
        const addresses = ["/", "/help", "/agreement/terms", "/sign-in", "/recover", "/nowhere"];
        const look = async (address: string): Promise<void> => {
          await page.goto(address);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          const wider = await page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            return scrollWidth - clientWidth;
          });
          expect.soft(wider, address).toBeLessThanOrEqual(0);
        };
        for (const address of addresses) {
          await look(address);
        }
        for (const step of STEPS) {
          await registration.upTo(step);
          await look(step === "cabinet" ? "/cabinet" : `/register/${step}`);
        }
        await look("/cabinet/profile");
        await wizard.at("cabinet.my_data");
      });
    });
  }
});
