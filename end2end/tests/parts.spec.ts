// The page comes in parts: what happens when one of them is late, or does not come.

import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { alive, connected } from "../pages/page";
import { PeoplePage } from "../pages/people";

test("a page whose code does not arrive at first comes alive when it does", async ({ page, complaints }) => {
  complaints.expect(/^TypeError: Failed to fetch/);
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

test("a page whose code does not arrive says so", async ({ people: { ada }, complaints }) => {
  complaints.expect(/^TypeError: Failed to fetch/);
  const { page } = ada;
  const main = await page.locator("link[rel=preload][as=fetch]").getAttribute("href");
  await page.route("**/*.wasm", (route) => (route.request().url().endsWith(main!) ? route.continue() : route.abort()));
  await page.goto("/");
  await connected(page);
  await page.getByTestId("new-chat").click();
  const missing = page.getByTestId("page-missing");
  await expect(missing).toContainText("did not arrive");
  await page.unrouteAll();
  await missing.getByRole("button", { name: "Try again" }).click();
  await expect(new PeoplePage(page).search).toBeVisible();
});

test("a talk is a talk without the mood's words", async ({ people: { ada, ben }, complaints }) => {
  complaints.expect(/no mood is read/);
  const [adas, bens] = await directChat(ada, ben);
  await ada.page.route("**/*.model", (route) => route.fulfill({ body: "not a model" }));
  const complained = ada.page.waitForEvent("console", (message) => message.text().includes("no mood is read"));
  await adas.open(adas.path);
  await complained;
  await adas.send("I love this, it is wonderful!");
  await expect(bens.message("I love this")).toBeVisible();
  await bens.send("So do I");
  await adas.expectTalk(["I love this, it is wonderful!", "So do I"]);
});
