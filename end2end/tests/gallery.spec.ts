// Every piece of the design system, from the page that shows them all: nothing for axe to find, in both themes.

import { expectAccessible } from "../fixtures/accessibility";
import { expect, test } from "../fixtures/test";
import { alive } from "../pages/page";

/** What there must be at least; the gallery itself says what there is. */
const promised = [
  "button", "field", "dialog", "menu", "avatar", "badge", "bubble", "composer", "list_item", "mood_chip", "toast",
  "skeleton", "empty_state",
];

for (const theme of ["light", "dark"]) {
  test(`every example can be used by everyone, in the ${theme} theme`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.goto(`/gallery?theme=${theme}`);
    await alive(page);
    const names = await page.locator(".gallery-piece").evaluateAll((pieces) => pieces.map((piece) => piece.id));
    expect(names).toEqual(expect.arrayContaining(promised));

    for (const name of names) {
      await test.step(name, async () => {
        await page.goto(`/gallery?theme=${theme}&piece=${name}`);
        await alive(page);
        await expect(page.locator(`#${name} .gallery-example`).first()).toBeVisible();
        await expectAccessible(page, `#${name}`);
      });
    }
  });
}

test("a talk can be read in every mood @layout", async ({ page }) => {
  test.setTimeout(180_000);
  for (const mood of ["neutral", "calm", "happy", "love", "sad", "fear", "tense", "mixed"]) {
    await page.goto(`/gallery?piece=talk&mood=${mood}&level=vivid`);
    await alive(page);
    await expectAccessible(page);
  }
});
