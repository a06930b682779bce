// The page comes in parts: what happens when one of them is late.

import { expect, test } from "../fixtures/test";
import { alive } from "../pages/page";

test("a page whose code does not arrive at first comes alive when it does", async ({ page }) => {
  let asked = 0;
  await page.route("**/*.wasm", (route) => {
    asked += 1;
    // The first is what every page needs; the second is this page's own.
    return asked === 2 ? route.abort() : route.continue();
  });
  await page.goto("/sign-up");
  await alive(page);
  expect(asked, "it was asked for again").toBeGreaterThan(2);
});
