// Two people find each other and talk; each sees what the other does as it happens.

import { expect, test } from "../fixtures/test";
import { directChat, goHome } from "../fixtures/talks";
import { PeoplePage } from "../pages/people";
import { RoomPage } from "../pages/room";

test("one finds the other, says hello, and both see it at once", async ({ people: { ada }, person }) => {
  // A name that no other story uses: a search answers with twenty people at most.
  const ben = await person("Benedikt Quill");
  const home = await goHome(ben);
  const search = new PeoplePage(ada.page);
  await search.open();
  await search.search.fill(`${ben.firstName} ${ben.lastName}`);
  await expect(search.row(ben.username)).toBeVisible();
  await search.message(ben.username);
  const adas = new RoomPage(ada.page);
  await adas.ready();
  await expect(adas.title).toHaveText(ben.name);
  await adas.send("Hello Ben, is the lamp on?");

  // It comes to Ben's list by itself; nobody reloads anything.
  await expect(home.unread(ada.name)).toContainText("1");
  await expect(home.room(ada.name)).toContainText("is the lamp on?");
  await home.enter(ada.name);
  const bens = new RoomPage(ben.page);
  await bens.ready();
  await expect(bens.message("is the lamp on?")).toHaveAttribute("data-side", "other");
  await expect(adas.message("is the lamp on?")).toHaveAttribute("data-side", "own");

  await bens.send("It is. Come over!");
  await expect(adas.message("Come over!")).toHaveAttribute("data-side", "other");
  await adas.send("Ten minutes.");
  const all = ["Hello Ben, is the lamp on?", "It is. Come over!", "Ten minutes."];
  await adas.expectTalk(all);
  await bens.expectTalk(all);
});

test("a message shows how far it has come: sent, delivered, read", async ({ people: { ada, ben }, browser }) => {
  const [adas] = await directChat(ada, ben);
  const cookies = await ben.context.cookies();
  await ben.page.close();
  await adas.send("Are you there?");
  await adas.expectOwn("Are you there?", "sent");

  // A device of his has it, but he has not looked.
  const device = await browser.newContext({ baseURL: new URL(ada.page.url()).origin, storageState: { cookies, origins: [] } });
  const page = await device.newPage();
  await page.goto("/");
  await adas.expectOwn("Are you there?", "delivered");

  const bens = new RoomPage(page);
  await bens.open(adas.path);
  await adas.expectOwn("Are you there?", "read");
  await device.close();
});

test("one sees the other writing, and stop writing", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  // Whoever writes has the room open at the server: what is not kept, such as typing, is told only to them.
  await bens.send("And you?");
  await expect(adas.message("And you?")).toBeVisible();
  await adas.composer.pressSequentially("Let me think", { delay: 20 });
  await expect(bens.typing).toContainText("Ada is writing");
  await adas.composer.press("Enter");
  await expect(bens.message("Let me think")).toBeVisible();
  await expect(bens.typing).not.toContainText("writing");

  await adas.composer.pressSequentially("No, wait", { delay: 20 });
  await expect(bens.typing).toContainText("Ada is writing");
  await adas.composer.fill("");
  await expect(bens.typing).not.toContainText("writing");
});

test("one sees the other come and go", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await expect(adas.presence).toHaveAttribute("data-presence", "online");
  await ben.page.close();
  await expect(adas.presence).toHaveAttribute("data-presence", "offline", { timeout: 30_000 });
  ben.page = await ben.context.newPage();
  await goHome(ben);
  await expect(adas.presence).toHaveAttribute("data-presence", "online");
});

test("Enter sends, Shift+Enter breaks the line, addresses become links and nothing becomes HTML", async ({
  people: { ada, ben },
}) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.composer.pressSequentially("first line");
  await adas.composer.press("Shift+Enter");
  await adas.composer.pressSequentially("second line");
  await adas.composer.press("Enter");
  const text = bens.page.getByTestId("message-text").first();
  await expect(text).toHaveText(/first line\s+second line/);
  expect(await text.evaluate((element) => (element as HTMLElement).innerText)).toBe("first line\nsecond line");

  await adas.send("look: https://example.org/a?b=1. <img src=x onerror=alert(1)>");
  const link = bens.message("look:").getByRole("link");
  await expect(link).toHaveAttribute("href", "https://example.org/a?b=1");
  await expect(link).toHaveAttribute("rel", /noopener/);
  await expect(bens.message("look:").locator("img")).toHaveCount(0);

  await adas.composer.fill("   ");
  await adas.composer.press("Enter");
  await expect(adas.messages, "nothing is sent where nothing is said").toHaveCount(2);
});

test("an input method keeps its Enter for itself", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.composer.focus();
  const devtools = await ada.context.newCDPSession(ada.page);
  await devtools.send("Input.imeSetComposition", { text: "こんに", selectionStart: 3, selectionEnd: 3 });
  // What a browser sends for the Enter that takes a suggestion.
  await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
  await expect(adas.messages).toHaveCount(0);
  await devtools.send("Input.insertText", { text: "こんにちは" });
  await expect(adas.composer).toHaveValue("こんにちは");
  await adas.composer.press("Enter");
  await expect(bens.message("こんにちは")).toBeVisible();
});

test("three scripts and an emoji arrive as they were written", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const lines = ["Где лампа? Она горит.", "कितना सुंदर था", "שלום, מה נשמע? OK", "👩‍👩‍👧‍👦🏳️‍🌈"];
  for (const line of lines) await adas.send(line);
  await bens.expectTalk(lines);
  const direction = (text: string) => bens.message(text).getByTestId("message-text").evaluate((element) => getComputedStyle(element).direction);
  expect(await direction("שלום")).toBe("rtl");
  expect(await direction("Где")).toBe("ltr");
});
