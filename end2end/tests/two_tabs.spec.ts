// One person, several tabs and devices: all of them tell the same.

import { Network } from "../fixtures/network";
import { expect, test } from "../fixtures/test";
import { directChat, goHome } from "../fixtures/talks";
import { DashboardPage } from "../pages/dashboard";
import { RoomPage } from "../pages/room";

test("what is sent on one device stands on the other as one's own", async ({ people: { ada, ben }, device }) => {
  const [adas, bens] = await directChat(ada, ben);
  const phone = new RoomPage(await device(ada));
  await phone.open(adas.path);
  await adas.send("from the desk");
  await expect(phone.message("from the desk")).toBeVisible();
  await phone.send("from the pocket");
  for (const room of [adas, phone]) {
    await room.expectTalk(["from the desk", "from the pocket"]);
    await room.expectOwn("from the desk", "read");
    await room.expectOwn("from the pocket", "read");
  }
  await bens.expectTalk(["from the desk", "from the pocket"]);
});

test("unread counts agree on all devices, and reading on one clears the others", async ({ people: { ada, ben }, device }) => {
  const [, bens] = await directChat(ada, ben);
  const desk = await goHome(ada);
  const tab = new DashboardPage(await ada.context.newPage());
  await tab.open();
  const phone = new DashboardPage(await device(ada));
  await phone.open();
  for (const text of ["one", "two", "three"]) await bens.send(text);
  for (const list of [desk, tab, phone]) await expect(list.unread(ben.name)).toContainText("3 unread");

  await phone.enter(ben.name);
  await expect(new RoomPage(phone.page).message("three")).toBeVisible();
  for (const list of [desk, tab]) await expect(list.unread(ben.name)).toHaveCount(0);
  await bens.expectOwn("three", "read");
});

test("a device that slept catches up", async ({ people: { ada, ben }, device }) => {
  const [adas, bens] = await directChat(ada, ben);
  const page = await device(ada);
  const network = await Network.of(page.context());
  const phone = new RoomPage(page);
  await phone.open(adas.path);
  await network.cut();
  await expect(phone.offlineBanner).toBeVisible();
  await adas.send("said at the desk");
  await expect(bens.message("said at the desk")).toBeVisible();
  await bens.send("answered meanwhile");
  await network.mend();
  await phone.expectTalk(["said at the desk", "answered meanwhile"]);
  await phone.expectOwn("said at the desk", "read");
});

test("two tabs of one device send what waits once", async ({ people: { ada, ben } }) => {
  const network = await Network.of(ada.context);
  const [adas, bens] = await directChat(ada, ben);
  const second = new RoomPage(await ada.context.newPage());
  await second.open(adas.path);
  await network.cut();
  await expect(adas.offlineBanner).toBeVisible();
  await expect(second.offlineBanner).toBeVisible();
  await adas.send("from the first tab");
  await second.send("from the second tab");
  await network.mend();
  await expect(bens.messages).toHaveCount(2);
  for (const text of ["from the first tab", "from the second tab"]) {
    await expect(bens.message(text)).toHaveCount(1);
    await adas.expectOwn(text, "read");
    await second.expectOwn(text, "read");
  }
});

test("what a tab left that was reloaded or closed is sent by the other", async ({ people: { ada, ben } }) => {
  const network = await Network.of(ada.context);
  const [adas, bens] = await directChat(ada, ben);
  const second = new RoomPage(await ada.context.newPage());
  await second.open(adas.path);
  await network.cutSockets();
  await expect(adas.offlineBanner).toBeVisible();
  await expect(second.offlineBanner).toBeVisible();
  await second.send("before the reload");
  await second.page.reload();
  await second.expectOwn("before the reload", "sending");
  await second.send("before the end");
  await second.expectOwn("before the end", "sending");
  await second.page.close();
  await bens.expectTalk([]);
  await network.mend();
  await bens.expectTalk(["before the reload", "before the end"]);
  for (const text of ["before the reload", "before the end"]) await adas.expectOwn(text, "read");
});
