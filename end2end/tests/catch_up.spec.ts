// Going through what is unread, room by room.

import { expectAccessible } from "../fixtures/accessibility";
import { directChat, goHome, group } from "../fixtures/talks";
import { expect, test } from "../fixtures/test";
import { RoomPage } from "../pages/room";

test("one catches up room by room, and keeps one unread", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Marsh");
  const [, bens] = await directChat(ada, ben);
  const alone = bens.path;
  const [, cleos] = await directChat(ada, cleo);
  await group(ada, [ben], { name: "Garden" });
  const garden = bens.path;
  const dashboard = await goHome(ada);
  await bens.open(alone);
  await bens.send("from ben");
  await expect(dashboard.room(ben.name)).toContainText("from ben");
  await cleos.send("from cleo");
  await expect(dashboard.room(cleo.name)).toContainText("from cleo");
  await bens.open(garden);
  await bens.send("in the garden");
  await expect(dashboard.room("Garden")).toContainText("in the garden");

  const room = new RoomPage(ada.page);
  const count = room.part("catch-up-count");
  await expect(dashboard.part("welcome-catch-up")).toHaveText("Catch up with 3 rooms");
  await dashboard.part("catch-up-begin").click();
  await expect(room.title).toHaveText("Garden");
  await expect(count).toHaveText("1 of 3");
  await expect(room.text("in the garden")).toBeVisible();
  await expectAccessible(ada.page);
  await expect(dashboard.unread("Garden")).toHaveCount(0);

  await room.part("catch-up-next").click();
  await expect(room.title).toHaveText(cleo.name);
  await expect(count).toHaveText("2 of 3");
  await expect(dashboard.unread(cleo.name)).toHaveCount(0);
  // Something new in a room that is behind one does not come again by itself; something in a new one does.
  await room.part("catch-up-keep").click();
  await expect(room.title).toHaveText(ben.name);
  await expect(dashboard.unread(cleo.name)).toHaveText(/1/);
  await expect(room.part("catch-up-next")).toHaveText("Done");
  await expect(dashboard.unread(ben.name)).toHaveCount(0);
  await room.part("catch-up-next").click();
  await expect(ada.page.getByText("That was all. Something is still unread.")).toBeVisible();
  await expect(room.part("catch-up")).toBeHidden();

  // By the key, and left half-way.
  await bens.send("in the garden again");
  await expect(dashboard.part("welcome-catch-up")).toHaveText("Catch up with 2 rooms");
  await dashboard.part("welcome-catch-up").click();
  await expect(room.title).toHaveText("Garden");
  await expect(count).toHaveText("1 of 2");
  await expect(async () => {
    await ada.page.keyboard.press("Alt+Shift+ArrowDown");
    await expect(room.title).toHaveText(cleo.name, { timeout: 1_000 });
  }).toPass();
  await room.part("catch-up-end").click();
  await expect(room.part("catch-up")).toBeHidden();
  await expect(room.title).toHaveText(cleo.name);
});
