// What is begun and not sent stays where it was begun.

import { expect, test } from "../fixtures/test";
import { directChat, goHome } from "../fixtures/talks";
import { RoomPage } from "../pages/room";

test("a draft survives a reload and a closed tab, and shows in the list", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  const path = adas.path;
  await adas.composer.pressSequentially("half a thought\nand the other half".replace("\n", " "));
  await ada.page.reload();
  await adas.ready();
  await expect(adas.composer).toHaveValue("half a thought and the other half");

  await ada.page.close();
  ada.page = await ada.context.newPage();
  const home = await goHome(ada);
  await expect(home.room(ben.name)).toContainText("Draft: half a thought");
  await home.enter(ben.name);
  const again = new RoomPage(ada.page);
  await again.ready();
  expect(again.path).toBe(path);
  await expect(again.composer).toHaveValue("half a thought and the other half");

  await again.composer.press("Enter");
  await again.expectOwn("half a thought", "read");
  await ada.page.reload();
  await again.ready();
  await expect(again.composer, "what is sent is no draft any more").toHaveValue("");
});

test("a draft never moves to another room, however fast one changes rooms", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Park");
  await directChat(ada, cleo);
  const [room] = await directChat(ada, ben);
  const home = await goHome(ada);
  await home.enter(ben.name);
  await room.ready();
  await room.composer.pressSequentially("for Ben");
  await home.enter(cleo.name);
  await expect(room.title).toHaveText(cleo.name);
  await expect(room.composer).toHaveValue("");
  await room.composer.pressSequentially("for Cleo");
  await home.enter(ben.name);
  await expect(room.title).toHaveText(ben.name);
  await expect(room.composer).toHaveValue("for Ben");
  await home.enter(cleo.name);
  await expect(room.composer).toHaveValue("for Cleo");
});

test("a draft begun in one tab goes on in the other", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  const second = new RoomPage(await ada.context.newPage());
  await second.open(adas.path);
  await adas.composer.pressSequentially("begun here");
  await expect(second.composer).toHaveValue("begun here");
  await second.composer.press("End");
  await second.composer.pressSequentially(", ended there");
  await expect(adas.composer).toHaveValue("begun here, ended there");
});

test("a draft is nobody else's", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("said aloud");
  // He has it, so his page hears of this room: who is typing is told once and to those who listen.
  await adas.expectOwn("said aloud", "read");
  await adas.composer.fill("a secret so far");
  await expect(bens.typing).toContainText("Ada is writing");
  await expect(ben.page.getByText("a secret so far")).toHaveCount(0);
});

test("what is begun on one device is gone on with on another", async ({ people: { ada, ben }, device }) => {
  const [adas] = await directChat(ada, ben);
  const phone = new RoomPage(await device(ada));
  await phone.open(adas.path);
  await adas.composer.pressSequentially("begun at the desk");
  await expect(phone.composer).toHaveValue("begun at the desk");
  await phone.composer.press("End");
  await phone.composer.pressSequentially(", ended on the way");
  await expect(adas.composer).toHaveValue("begun at the desk, ended on the way");
  await phone.composer.press("Enter");
  await expect(adas.text("begun at the desk, ended on the way")).toBeVisible();
  await expect(adas.composer, "what is sent is no draft any more").toHaveValue("");

  // Written without a connection on both: nothing is lost.
  await ada.context.setOffline(true);
  await expect(adas.offlineBanner).toBeVisible();
  await adas.composer.pressSequentially("from the desk");
  await phone.composer.pressSequentially("from the phone");
  await expect(phone.page.locator("html[data-connection=open]")).toHaveCount(1);
  const list = await device(ada);
  await expect(async () => {
    await list.goto("/");
    await expect(list.getByTestId("room-row").filter({ hasText: ben.name })).toContainText("Draft: from the phone", { timeout: 2_000 });
  }).toPass();
  await ada.context.setOffline(false);
  const both = /^from the phone\nfrom the desk$/;
  await expect(adas.composer).toHaveValue(both);
  await expect(phone.composer).toHaveValue(both);
});
