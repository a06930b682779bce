// What waits to be read: counted exactly, marked where it begins, gone when read.

import { expect, test } from "../fixtures/test";
import { directChat, goHome, group } from "../fixtures/talks";
import { DetailsPane } from "../pages/details";
import { RoomPage } from "../pages/room";

test("the count is exact, one's own messages never count, and reading clears it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("mine");
  const list = await goHome(ada);
  await expect(list.unread(ben.name)).toHaveCount(0);
  for (let count = 1; count <= 4; count++) {
    await bens.send(`line ${count}`);
    await expect(list.unread(ben.name)).toContainText(`${count} unread`);
  }
  // The title counts rooms in which something waits.
  const waiting = await ada.page.locator("[data-testid=room-row][data-unread=true]").count();
  await expect(ada.page).toHaveTitle(new RegExp(`^\\(${waiting}\\)`));
  await list.enter(ben.name);
  const room = new RoomPage(ada.page);
  await expect(room.message("line 4")).toBeVisible();
  await expect(list.unread(ben.name)).toHaveCount(0);
  await expect(ada.page).not.toHaveTitle(new RegExp(`^\\(${waiting}\\)`));
  await bens.expectOwn("line 4", "read");
});

test("a line stands where reading stopped", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await bens.send("old news");
  await expect(adas.message("old news")).toBeVisible();
  await bens.expectOwn("old news", "read");
  const list = await goHome(ada);
  await bens.send("new one");
  await bens.send("new two");
  await expect(list.unread(ben.name)).toContainText("2 unread");
  await list.enter(ben.name);
  const line = ada.page.getByTestId("unread-line");
  await expect(line).toHaveCount(1);
  const order = await ada.page
    .locator("[data-testid=unread-line], [data-testid=message-text]")
    .evaluateAll((elements) => elements.map((element) => (element as HTMLElement).dataset.testid === "unread-line" ? "---" : element.textContent));
  expect(order).toEqual(["old news", "---", "new one", "new two"]);
});

test("a message in a room that is open but out of sight is not read", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  for (let index = 1; index <= 40; index++) await bens.send(`line ${index} of the long list`);
  await expect(adas.message("line 40 of")).toBeInViewport();
  await bens.expectOwn("line 40 of", "read");
  await adas.timeline.hover();
  await ada.page.mouse.wheel(0, -2_000);
  await expect(adas.message("line 40 of")).not.toBeInViewport();
  await bens.send("said below");
  const pill = ada.page.getByTestId("new-messages-pill");
  await expect(pill).toContainText("1 new");
  await bens.expectOwn("said below", "delivered");
  await pill.click();
  await expect(adas.message("said below")).toBeInViewport();
  await bens.expectOwn("said below", "read");
});

test("a muted room counts quietly", async ({ people: { ada, ben } }) => {
  const name = `Quiet corner ${ada.username}`;
  const [, bens] = await group(ada, [ben], { name });
  await new DetailsPane(ada.page).open();
  await ada.page.getByTestId("mute-room").click();
  const list = await goHome(ada);
  await bens!.send("psst");
  await expect(list.unread(name)).toContainText("1 unread");
  await expect(list.unread(name)).toHaveAttribute("data-muted");
});
