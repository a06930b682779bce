// Finding what was said: in all rooms, and in one.

import { expectAccessible } from "../fixtures/accessibility";
import { expect, test } from "../fixtures/test";
import { directChat, group } from "../fixtures/talks";
import { RoomPage } from "../pages/room";
import { SearchPage } from "../pages/search";

test("what was said is found in all rooms, leads there, and back to what was found", async ({ people: { ada, ben } }) => {
  const [, bens] = await directChat(ada, ben);
  await bens.send("The **garden key** is under the pot");
  await bens.send("Das Café öffnet um neun");
  const name = `Orchard ${ada.username}`;
  const [adas] = (await group(ada, [ben], { name })) as [RoomPage];
  await adas.send("我们明天在花园见");
  await adas.send("Who has the keyboard?");
  const search = new SearchPage(ada.page);
  await search.finds("key", 2);
  await expect(search.count).toHaveText("2 messages");

  await search.open();
  await expect(ada.page.getByRole("heading", { name: "What can be asked" })).toBeVisible();
  await expectAccessible(ada.page);
  await search.field.pressSequentially("key");
  await expect(search.hits).toHaveCount(2);
  await expect(search.hits.first()).toContainText("Who has the keyboard?");
  await expect(search.hits.first()).toContainText(`in ${name}`);
  await expect(search.hits.first()).toContainText("我们明天在花园见");
  await expect(search.hits.first().locator("mark")).toHaveText("key");
  await expect(search.hits.last()).toContainText(`${ben.name}to you`);
  await expectAccessible(ada.page);

  // The keyboard alone.
  await search.field.press("ArrowDown");
  await expect(search.hits.first()).toBeFocused();
  await ada.page.keyboard.press("ArrowDown");
  await expect(search.hits.last()).toBeFocused();
  await ada.page.keyboard.press("Enter");
  const there = new RoomPage(ada.page);
  await expect(there.title).toHaveText(ben.name);
  await expect(there.text("The garden key is under the pot")).toBeInViewport();
  await ada.page.goBack();
  await expect(search.field).toHaveValue("key");
  await expect(search.hits).toHaveCount(2);

  await search.field.fill("花园");
  await expect(search.hits).toHaveCount(1);
  await search.field.fill("cafe offnet");
  await expect(search.hits.locator("mark")).toHaveText(["Café", "öffnet"]);
});

test("filters narrow what is found, and what makes no sense is told", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await bens.send("Lunch at https://example.org/lunch");
  await adas.send("Lunch tomorrow it is");
  const search = new SearchPage(ada.page);
  await search.finds("lunch", 2);
  await search.field.fill("lunch from:me");
  await expect(search.hits).toHaveText([/Lunch tomorrow/]);
  await search.field.fill(`lunch from:${ben.username} has:link`);
  await expect(search.hits).toHaveText([/example\.org/]);
  await search.field.fill("lunch after:2100-01-01");
  await expect(search.nothing).toContainText("Nobody said");
  await search.field.fill("lunch on:someday");
  await expect(search.problem).toHaveText("“someday” is no day. Days look like 2026-11-30.");
  await search.field.fill("tomorow");
  await expect(search.part("search-near")).toContainText("This is close");
  await expect(search.hits.locator("mark")).toHaveText("tomorrow");
  await search.field.fill("nothing of the kind");
  await expect(search.nothing).toBeVisible();
  await expectAccessible(ada.page);
});

test("pages of what is found follow each other", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  for (let count = 1; count <= 23; count += 1) await adas.send(`pebble ${count}`);
  const search = new SearchPage(ben.page);
  await expect(async () => {
    await ben.page.goto("/search?q=pebble");
    await expect(search.texts.first()).toHaveText("pebble 23", { timeout: 1_000 });
  }).toPass();
  await expect(search.hits).toHaveCount(20);
  await expect(search.count).toHaveText("The newest 20");
  await search.part("search-more").click();
  await expect(search.hits).toHaveCount(23);
  await expect(search.count).toHaveText("23 messages");
  await expect(search.part("search-more")).toBeHidden();
});

test("words are found in one room, from one place to the next", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await bens.send("needle one");
  for (let count = 1; count <= 30; count += 1) await bens.send(`hay ${count}\nand more\nof it`);
  await bens.send("needle two");
  await new SearchPage(ada.page).finds("needle", 2);
  await adas.open(bens.path);
  const bar = adas.part("find-bar");
  const field = adas.part("find-field");
  const count = adas.part("find-count");
  await expect(async () => {
    if (!(await bar.isVisible())) await ada.page.keyboard.press("Control+f");
    await expect(bar).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(field).toBeFocused();
  await ada.page.keyboard.type("needle");
  await expect(count).toHaveText("1 of 2");
  await expect(adas.text("needle two")).toBeInViewport();
  await expectAccessible(ada.page);
  await field.press("Enter");
  await expect(count).toHaveText("2 of 2");
  await expect(adas.text("needle one")).toBeInViewport();
  await adas.part("find-newer").click();
  await expect(adas.text("needle two")).toBeInViewport();
  await field.fill("nowhere to be found");
  await expect(count).toHaveText("Nothing");
  await field.fill("needle on:someday");
  await expect(count).toHaveText("“someday” is no day. Days look like 2026-11-30.");
  await expect(adas.part("find-close")).toBeInViewport({ ratio: 1 });
  await field.press("Escape");
  await expect(bar).toBeHidden();
  await adas.part("find-open").click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("");
  await adas.part("find-close").click();

  // A phone's header has no place for it; the details have.
  await ada.page.setViewportSize({ width: 390, height: 844 });
  await expect(adas.part("find-open")).toBeHidden();
  await adas.part("details-open").click();
  await adas.part("details-find").click();
  await expect(adas.part("details-pane")).toBeHidden();
  await expect(field).toBeFocused();
  await ada.page.keyboard.type("needle");
  await expect(count).toHaveText("1 of 2");
});

test("the switcher and a key lead to the search", async ({ people: { ada, ben } }) => {
  const [, bens] = await directChat(ada, ben);
  await bens.send("a needle in here");
  const search = new SearchPage(ada.page);
  await search.finds("needle", 1);
  await ada.page.goto("/");
  const switcher = ada.page.getByTestId("switcher");
  await expect(async () => {
    if (!(await switcher.isVisible())) await ada.page.keyboard.press("Control+k");
    await expect(switcher).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await ada.page.getByTestId("switcher-field").fill("needle in");
  await ada.page.getByTestId("switcher-row").last().click();
  await expect(ada.page).toHaveURL(/\/search\?q=needle%20in$/);
  await expect(search.hits.locator("mark")).toHaveText(["needle", "in"]);
  // From the page itself too: its field says what is looked for.
  await ada.page.keyboard.press("Control+k");
  await ada.page.getByTestId("switcher-field").fill("needle");
  await ada.page.getByTestId("switcher-row").last().click();
  await expect(search.hits.locator("mark")).toHaveText(["needle"]);
  await expect(search.field).toHaveValue("needle");
  await ada.page.goto("/");
  await expect(async () => {
    await ada.page.keyboard.press("Control+Shift+F");
    await expect(search.field).toBeVisible({ timeout: 1_000 });
  }).toPass();
});
