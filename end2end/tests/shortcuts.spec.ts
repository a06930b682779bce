// Keys that work wherever one is: the switcher, the list of keys, from room to room, everything read.

import { expectAccessible } from "../fixtures/accessibility";
import { expect, test } from "../fixtures/test";
import { directChat, goHome, group } from "../fixtures/talks";
import { RoomPage } from "../pages/room";

/** Keys are listened to once their code is there. */
async function pressUntil(page: RoomPage["page"], keys: string, is: () => Promise<boolean>): Promise<void> {
  await expect(async () => {
    if (!(await is())) await page.keyboard.press(keys);
    expect(await is()).toBe(true);
  }).toPass();
}

test("the switcher leads to rooms, people and pages by a few letters", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Park");
  const name = `Orchard ${ada.username}`;
  await group(ada, [ben], { name });
  const list = await goHome(ada);
  const switcher = ada.page.getByTestId("switcher");
  const field = ada.page.getByTestId("switcher-field");
  const rows = ada.page.getByTestId("switcher-row");
  await pressUntil(ada.page, "Control+k", () => switcher.isVisible());
  await expect(field).toBeFocused();
  await expectAccessible(ada.page);
  await field.pressSequentially("orch");
  await expect(rows.first()).toContainText(name);
  await field.press("Enter");
  await expect(switcher).toBeHidden();
  await expect(new RoomPage(ada.page).title).toHaveText(name);

  await ada.page.keyboard.press("Control+k");
  await field.fill(cleo.username);
  await expect(rows.filter({ hasText: `@${cleo.username}` })).toBeVisible();
  await field.press("Enter");
  await expect(ada.page).toHaveURL(new RegExp(`/people/${cleo.username}$`));

  await ada.page.keyboard.press("Control+k");
  await field.fill("public");
  await field.press("ArrowDown");
  await field.press("ArrowUp");
  await field.press("Enter");
  await expect(ada.page).toHaveURL(/\/rooms$/);

  await ada.page.keyboard.press("Control+k");
  await field.fill("no such thing anywhere");
  // Whatever is typed can be looked for in what was said.
  await expect(rows).toHaveText(["Messages with “no such thing anywhere”"]);
  await ada.page.keyboard.press("Escape");
  await expect(switcher).toBeHidden();
  await list.open();
});

test("keys lead from room to room and mark everything as read", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("first");
  const rooms = await group(ada, [ben], { name: `Later ${ada.username}` });
  const later = rooms[0] as RoomPage;
  await later.send("newest");
  await expect(later.title).toHaveText(`Later ${ada.username}`);
  const title = later.title;
  // The list has the one that was spoken in last first.
  await pressUntil(ada.page, "Alt+ArrowDown", async () => (await title.textContent()) === ben.name);
  // Where one writes, the same arrow alone edits what one said last.
  await later.composer.focus();
  await ada.page.keyboard.press("Alt+ArrowUp");
  await expect(title).toHaveText(`Later ${ada.username}`);

  await bens.open(adas.path.startsWith("/rooms/") ? bens.path : "/");
  const list = await goHome(ada);
  const direct = new RoomPage(ben.page);
  await goHome(ben).then((home) => home.enter(ada.name));
  await direct.ready();
  await direct.send("are you there?");
  await expect(list.unread(ben.name)).toContainText("1 unread");
  await pressUntil(ada.page, "Shift+Escape", async () => (await list.unread(ben.name).count()) === 0);
  await direct.send("hello?");
  await expect(list.unread(ben.name)).toContainText("1 unread");
  await ada.page.keyboard.press("Alt+Shift+ArrowDown");
  await expect(title).toHaveText(ben.name);
  await direct.expectOwn("hello?", "read");
});

test("all keys are listed", async ({ people: { ada, ben } }) => {
  await directChat(ada, ben);
  const list = ada.page.getByTestId("key-list");
  await pressUntil(ada.page, "Control+/", () => list.isVisible());
  await expect(list).toContainText("Go to a room, a person or a page");
  await expectAccessible(ada.page);
  await ada.page.keyboard.press("Escape");
  await expect(list).toBeHidden();
});
