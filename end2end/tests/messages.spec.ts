// What becomes of messages: another text, deletion, answers, reactions, links. Two people see the same.

import { expectAccessible } from "../fixtures/accessibility";
import { expect, test } from "../fixtures/test";
import { directChat, goHome, group } from "../fixtures/talks";
import { RoomPage } from "../pages/room";

test("a message is given another text, which both see", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("Tea at fuor?");
  await expect(bens.message("Tea at fuor?")).toBeVisible();
  await adas.choose("Tea at fuor?", "edit");
  await expect(adas.part("aim")).toContainText("Editing your message");
  await expect(adas.composer).toHaveValue("Tea at fuor?");
  await expect(adas.composer).toBeFocused();
  await adas.send("Tea at four?");
  await expect(adas.part("aim")).toBeHidden();
  for (const room of [adas, bens]) {
    await room.expectTalk(["Tea at four?"]);
    await expect(room.message("Tea at four?").getByTestId("message-edited")).toBeVisible();
  }
  const list = await goHome(ben);
  await expect(list.room(ada.name)).toContainText("Tea at four?");

  await adas.choose("Tea at four?", "wordings");
  const before = adas.part("wordings");
  await expect(before.locator(".wording-text")).toHaveText(["Tea at fuor?"]);
  await expectAccessible(ada.page);
});

test("the last message of one's own is edited with the up arrow, and a draft waits meanwhile", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("one");
  await adas.send("tow");
  await bens.send("three");
  await expect(adas.message("three")).toBeVisible();
  await adas.composer.press("ArrowUp");
  await expect(adas.composer).toHaveValue("tow");
  await adas.composer.press("Escape");
  await expect(adas.composer).toHaveValue("");
  await adas.composer.pressSequentially("a dra");
  await adas.choose("tow", "edit");
  await adas.composer.fill("two");
  await adas.composer.press("Enter");
  await expect(adas.part("aim")).toBeHidden();
  await expect(adas.composer).toHaveValue("a dra");
  await adas.composer.pressSequentially("ft");
  await bens.expectTalk(["one", "two", "three"]);
  await ada.page.reload();
  await adas.ready();
  await expect(adas.composer).toHaveValue("a draft");
  await adas.expectTalk(["one", "two", "three"]);
});

test("a deleted message is gone for both, at once and after a reload", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("stays");
  await adas.send("goes");
  await expect(bens.message("goes")).toBeVisible();
  await bens.point("goes");
  await bens.part("message-more").click();
  await expect(bens.part("message-delete")).toBeHidden();
  await adas.choose("goes", "delete");
  await expect(adas.part("confirm")).toContainText("Delete this message?");
  await adas.part("confirm-yes").click();
  for (const room of [adas, bens]) await room.expectTalk(["stays"]);
  await ben.page.reload();
  await bens.ready();
  await bens.expectTalk(["stays"]);
  const list = await goHome(ada);
  await expect(list.room(ben.name)).toContainText("stays");
});

test("an answer shows what it answers and leads there", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("Who brings the cake?");
  for (let n = 1; n <= 30; n++) await bens.send(`line ${n}\nand more`);
  await expect(adas.message("line 30")).toBeVisible();
  await adas.message("Who brings the cake?").scrollIntoViewIfNeeded();
  await adas.choose("Who brings the cake?", "reply");
  await expect(adas.part("aim")).toContainText("Replying to");
  await adas.send("I do, after all");
  await expect(adas.part("aim")).toBeHidden();
  const quote = bens.message("I do, after all").getByTestId("message-quote");
  await expect(quote).toContainText("Ada Lovelace");
  await expect(quote).toContainText("Who brings the cake?");
  await expect(bens.message("Who brings the cake?").first()).not.toBeInViewport();
  await quote.click();
  await expect(bens.text("Who brings the cake?")).toBeInViewport();
  // As it is now, wherever it stands.
  await adas.message("Who brings the cake?").first().scrollIntoViewIfNeeded();
  await adas.choose("Who brings the cake?", "delete");
  await adas.part("confirm-yes").click();
  await expect(bens.message("I do, after all").getByTestId("message-quote")).toContainText("not here any more");
});

test("an answer to something far above finds it, also after a reload", async ({ people: { ada, ben } }) => {
  test.setTimeout(60_000);
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("the very first");
  await bens.message("the very first").waitFor();
  await bens.choose("the very first", "reply");
  await bens.composer.fill("kept for later");
  for (let n = 1; n <= 60; n++) await adas.send(`line ${n}`);
  await bens.composer.press("Enter");
  await expect(adas.message("kept for later")).toBeVisible();
  await ada.page.reload();
  await adas.ready();
  const quote = adas.message("kept for later").getByTestId("message-quote");
  await expect(quote).toContainText("the very first");
  await quote.click();
  await expect(adas.text("the very first")).toBeInViewport();
  // And back to the newest.
  await adas.part("new-messages-pill").click();
  await expect(adas.message("kept for later")).toBeInViewport();
});

test("reactions are seen by both, joined and taken back", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("We have a garden");
  await expect(bens.message("We have a garden")).toBeVisible();
  await bens.point("We have a garden");
  await bens.part("quick-reaction").first().click();
  const chip = (room: RoomPage) => room.message("We have a garden").getByTestId("reaction");
  for (const room of [adas, bens]) await expect(chip(room)).toHaveText("👍1");
  await expect(chip(adas)).toHaveAttribute("aria-pressed", "false");
  await expect(chip(bens)).toHaveAttribute("aria-pressed", "true");
  await expect(chip(adas)).toHaveAccessibleName("👍 by Ben Okri");
  await chip(adas).click();
  for (const room of [adas, bens]) await expect(chip(room)).toHaveText("👍2");
  await expectAccessible(ada.page);
  await chip(bens).click();
  await expect(chip(adas)).toHaveText("👍1");
  await expect(chip(adas)).toHaveAccessibleName("👍 by you");
  await ben.page.reload();
  await bens.ready();
  await expect(chip(bens)).toHaveText("👍1");
  await chip(adas).click();
  for (const room of [adas, bens]) await expect(chip(room)).toHaveCount(0);
});

test("a link to a message opens the talk there, for members only", async ({ people: { ada, ben }, person }) => {
  test.setTimeout(60_000);
  const [adas, bens] = await directChat(ada, ben);
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await adas.send("the place to go to");
  await adas.choose("the place to go to", "link");
  await expect(adas.part("toast")).toContainText("Link copied");
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());
  for (let n = 1; n <= 60; n++) await adas.send(`line ${n}`);
  await expect(bens.text("line 60")).toBeVisible();
  await ben.page.goto(link);
  await bens.ready();
  await expect(bens.text("the place to go to")).toBeInViewport();
  await expect(bens.text("line 60")).not.toBeInViewport();
  await ben.page.goBack();
  await bens.ready();
  await expect(bens.text("line 60")).toBeInViewport();
  const eve = await person("Eve Moss");
  await eve.page.goto(link);
  await expect(eve.page.getByTestId("load-error")).toContainText("There is no such room, or you are not in it.");
});

test("what cannot be saved for want of a connection stays in the field", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await adas.send("helo");
  await adas.expectOwn("helo", "read");
  await adas.choose("helo", "edit");
  await adas.composer.fill("hello");
  await ada.context.setOffline(true);
  await adas.composer.press("Enter");
  await expect(adas.page.locator(".composer-refused")).not.toBeEmpty();
  await expect(adas.composer).toHaveValue("hello");
  await ada.context.setOffline(false);
  await adas.ready();
  await adas.composer.press("Enter");
  await adas.expectTalk(["hello"]);
});

test("a moderator deletes what a member said; reactions reach a room where few write", async ({ people: { ada, ben } }) => {
  const [adas, bens] = (await group(ada, [ben], { name: `Tidy ${ada.username}` })) as [RoomPage, RoomPage];
  await bens.send("off topic");
  await expect(adas.message("off topic")).toBeVisible();
  await adas.choose("off topic", "delete");
  await adas.part("confirm-yes").click();
  await bens.expectTalk([]);
});

test("messages are reached, answered and reacted to by keyboard alone", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  for (const text of ["one", "two", "three"]) await bens.send(text);
  await expect(adas.text("three")).toBeVisible();
  const { keyboard } = ada.page;
  await adas.timeline.focus();
  await keyboard.press("ArrowUp");
  await expect(adas.messages.nth(2)).toBeFocused();
  await keyboard.press("ArrowUp");
  await expect(adas.messages.nth(1)).toBeFocused();
  await expect(adas.messages.nth(1).getByTestId("message-acts")).toBeVisible();
  await keyboard.press("Tab");
  await expect(adas.part("quick-reaction").first()).toBeFocused();
  await keyboard.press("Enter");
  await expect(bens.messages.nth(1).getByTestId("reaction")).toHaveText("👍1");
  await adas.part("message-reply").focus();
  await keyboard.press("Enter");
  await expect(adas.composer).toBeFocused();
  await keyboard.type("about the second");
  await keyboard.press("Enter");
  await expect(bens.message("about the second").getByTestId("message-quote")).toContainText("two");
});
