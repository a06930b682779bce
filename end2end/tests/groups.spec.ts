// Rooms for several: made, joined, changed, left.

import { expect, test } from "../fixtures/test";
import { directChat, goHome, group } from "../fixtures/talks";
import { DetailsPane } from "../pages/details";
import { NewRoomPage } from "../pages/new_room";
import { alive, choose } from "../pages/page";
import { PeoplePage } from "../pages/people";
import { RoomPage } from "../pages/room";

test("a group is made of the people one has found, and comes to their lists by itself", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Park");
  const bensList = await goHome(ben);
  const search = new PeoplePage(ada.page);
  await search.open();
  for (const other of [ben, cleo]) {
    await search.search.fill(other.username);
    await choose(search.row(other.username).getByTestId("pick-person"));
  }
  await search.part("create-group").click();
  await ada.page.waitForURL(/\/rooms\/new/);
  const name = `Lamp club ${ada.username}`;
  await new NewRoomPage(ada.page).create({ name, topic: "Bulbs and wicks" });
  const adas = new RoomPage(ada.page);
  await adas.ready();
  await expect(adas.title).toHaveText(name);

  await bensList.enter(name);
  const bens = new RoomPage(ben.page);
  await bens.ready();
  const cleos = new RoomPage(cleo.page);
  await cleos.open(adas.path);
  await adas.send("Who brings matches?");
  await expect(cleos.message("Who brings matches?")).toBeVisible();
  await cleos.send("I do");
  await expect(bens.message("I do")).toBeVisible();
  await bens.send("me too");
  for (const room of [adas, bens, cleos]) await room.expectTalk(["Who brings matches?", "I do", "me too"]);
  await expect(adas.message("I do")).toContainText("Cleo Park");
});

test("someone who is found again keeps their row, which still takes a choice", async ({ people: { ada, ben } }) => {
  const search = new PeoplePage(ada.page);
  await search.open();
  await search.find(ben.username.slice(0, -1));
  await search.row(ben.username).evaluate((row) => row.setAttribute("data-kept", ""));
  await search.find(ben.username);
  await expect(search.row(ben.username)).toHaveAttribute("data-kept");
  await choose(search.row(ben.username).getByTestId("pick-person"));
  await expect(search.part("chosen-person")).toContainText(ben.name);
  await search.part("chosen-person").getByRole("button").click();
  await expect(search.row(ben.username).getByTestId("pick-person")).not.toBeChecked();
});

test("a direct chat becomes a group without its past, and leads back", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Park");
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("Just between us two");
  await expect(bens.message("Just between us two")).toBeVisible();
  const direct = adas.path;

  await new DetailsPane(ada.page).open();
  await ada.page.getByTestId("start-group").click();
  await ada.page.waitForURL(/\/rooms\/new/);
  const name = `Three of us ${ada.username}`;
  await new NewRoomPage(ada.page).create({ name, people: [cleo.username] });
  await adas.ready();
  expect(adas.path).not.toBe(direct);
  await adas.send("Now for all three");

  const cleos = new RoomPage(cleo.page);
  await cleos.open(adas.path);
  await cleos.expectTalk(["Now for all three"]);
  await expect(cleos.part("back-to-direct"), "the direct chat is not hers").toHaveCount(0);
  await cleo.page.goto(direct);
  await expect(cleo.page.getByTestId("load-error")).toBeVisible();

  await bens.open(adas.path);
  await bens.part("back-to-direct").click();
  await ben.page.waitForURL(`**${direct}`);
  await bens.expectTalk(["Just between us two"]);
});

test("someone who is added later sees the room at once and is announced", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Park");
  const name = `Open house ${ada.username}`;
  const [adas, bens] = await group(ada, [ben], { name });
  await adas!.send("We were two");
  const list = await goHome(cleo);
  const details = new DetailsPane(ada.page);
  await details.open();
  await details.add(cleo.username);
  await expect(details.member(cleo.username)).toBeVisible();
  await expect(bens!.notices.last()).toContainText("added Cleo Park");

  await list.enter(name);
  const cleos = new RoomPage(cleo.page);
  await cleos.ready();
  await cleos.send("Now three");
  await expect(adas!.message("Now three")).toBeVisible();
});

test("one who leaves is gone from the room, and the room from their list", async ({ people: { ada, ben } }) => {
  const name = `Short stay ${ada.username}`;
  const [adas] = await group(ada, [ben], { name });
  const details = new DetailsPane(ben.page);
  await details.open();
  await details.leave();
  await ben.page.waitForURL((url) => url.pathname === "/");
  const list = await goHome(ben);
  await expect(list.room(name)).toHaveCount(0);
  await expect(adas!.notices.last()).toContainText("Ben Okri left");
  await ben.page.goto(adas!.path);
  await expect(ben.page.getByTestId("load-error")).toContainText("no such room");
});

test("the last owner hands over before leaving", async ({ people: { ada, ben } }) => {
  const [adas] = await group(ada, [ben], { name: `Handing over ${ada.username}` });
  const details = new DetailsPane(ada.page);
  await details.open();
  await expect(ada.page.getByTestId("leave-obstacle")).toBeVisible();
  await expect(ada.page.getByTestId("leave-room")).toBeDisabled();
  const menu = details.member(ben.username).getByTestId("member-menu");
  await menu.click();
  await ada.page.getByRole("menuitem", { name: "Make owner" }).click();
  await expect(details.member(ben.username)).toHaveAttribute("data-role", "owner");
  await expect(menu, "where one was").toBeFocused();
  await expect(adas!.notices.last()).toContainText("an owner");
  await details.leave();
  await ada.page.waitForURL((url) => url.pathname === "/");
});

test("a public room is found, joined and talked in by anyone", async ({ people: { ada, ben } }) => {
  const form = new NewRoomPage(ada.page);
  await form.open();
  const name = `Town square ${ada.username}`;
  await form.create({ name, topic: "For everyone", visibility: "public" });
  const adas = new RoomPage(ada.page);
  await adas.ready();
  await adas.send("The fountain runs again");

  await ben.page.goto("/rooms");
  await alive(ben.page);
  await ben.page.getByTestId("rooms-search").fill(name);
  const row = ben.page.getByTestId("public-room-row").filter({ hasText: name });
  await row.getByTestId("join-room").click();
  const bens = new RoomPage(ben.page);
  await ben.page.waitForURL(`**${adas.path}`);
  await bens.ready();
  await bens.send("I heard it");
  await expect(adas.message("I heard it")).toBeVisible();
  await expect(adas.notices.last()).toContainText("joined");

  await ben.page.goto("/rooms");
  await alive(ben.page);
  await ben.page.getByTestId("rooms-search").fill(name);
  await expect(row.getByTestId("open-room"), "who is in does not join again").toBeVisible();
});

test("a private room is not in the directory and cannot be opened by its address", async ({ people: { ada, ben } }) => {
  const name = `Closed door ${ada.username}`;
  const [adas] = await group(ada, [], { name });
  await ben.page.goto("/rooms");
  await alive(ben.page);
  await ben.page.getByTestId("rooms-search").fill(name);
  await expect(ben.page.getByTestId("no-public-rooms")).toBeVisible();
  await ben.page.goto(adas!.path);
  await expect(ben.page.getByTestId("load-error")).toBeVisible();
});

test("the page of someone who is removed reacts at once", async ({ people: { ada, ben } }) => {
  const name = `Strict room ${ada.username}`;
  const [adas, bens] = await group(ada, [ben], { name });
  await adas!.send("One last word");
  await expect(bens!.message("One last word")).toBeVisible();
  await bens!.composer.fill("I was about to say");
  const details = new DetailsPane(ada.page);
  await details.open();
  await details.remove(ben.username);

  await expect(bens!.part("composer")).toContainText("You are not in this room any more.");
  await adas!.send("He does not hear this");
  await adas!.expectOwn("He does not hear this", "sent");
  const list = await goHome(ben);
  await expect(list.room(name)).toHaveCount(0);
  await ben.page.goto(adas!.path);
  await expect(ben.page.getByText("He does not hear this")).toHaveCount(0);
});

test("in a broadcast room the others read", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await group(ada, [ben], { name: `Bulletin ${ada.username}`, posting: "moderators" });
  await adas!.send("The water is off on Thursday");
  await expect(bens!.message("The water is off")).toBeVisible();
  await expect(bens!.part("composer")).toContainText("Only moderators write here.");
  await expect(bens!.composer).toBeHidden();
});

test("name and topic change for everyone at once", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await group(ada, [ben], { name: `Before ${ada.username}` });
  await new DetailsPane(ada.page).open();
  await ada.page.getByTestId("room-settings").click();
  const after = `After ${ada.username}`;
  await ada.page.getByTestId("room-settings-name").fill(after);
  await ada.page.getByTestId("room-settings-save").click();
  await expect(bens!.title).toHaveText(after);
  await expect(adas!.title).toHaveText(after);
});
