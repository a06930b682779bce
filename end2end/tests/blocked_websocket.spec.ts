// Someone in an office whose network refuses WebSockets: nothing is missing, and nobody has to know why.

import { newAccount, type Person, settle, signUp } from "../fixtures/people";
import { OfficeProxy } from "../fixtures/proxy";
import { directChat } from "../fixtures/talks";
import { test as base, expect } from "../fixtures/test";
import { connected } from "../pages/page";

const test = base.extend<{ office: OfficeProxy; ada: Person; ben: Person }>({
  office: async ({ server, owner: _ }, use) => {
    const office = await OfficeProxy.before(server.port);
    await use(office);
    await office.discard();
  },
  /** In the office. */
  ada: async ({ browser, office, complaints }, use) => {
    const ada = await signUp(browser, office.url, newAccount("Ada Lovelace"));
    complaints.listenTo(ada.context);
    await use(ada);
    await ada.context.close();
  },
  /** Anywhere else. */
  ben: async ({ person }, use) => use(await person("Ben Okri")),
});

test("two talk, one of them behind a proxy that refuses WebSockets", async ({ office, ada, ben }) => {
  const [adas, bens] = await directChat(ada, ben);
  expect(office.upgrades.refused, "WebSockets were tried first").toBeGreaterThan(0);
  expect(office.streams.open).toBe(1);

  await adas.send("Can you hear me?");
  await expect(bens.message("Can you hear me?")).toHaveAttribute("data-side", "other");
  await adas.expectOwn("Can you hear me?", "read");
  await bens.send("Every word.");
  await expect(adas.message("Every word.")).toHaveAttribute("data-side", "other");
  await bens.expectOwn("Every word.", "read");

  await adas.composer.pressSequentially("Let me think", { delay: 20 });
  await expect(bens.typing).toContainText("Ada is writing");
  await adas.composer.fill("");
  await expect(bens.typing).not.toContainText("writing");
  await bens.composer.pressSequentially("Take your time", { delay: 20 });
  await expect(adas.typing).toContainText("Ben is writing");
  await bens.composer.press("Enter");
  await expect(adas.message("Take your time")).toBeVisible();

  // Many at once keep their order.
  const lines = Array.from({ length: 12 }, (_, index) => `line ${String(index + 1).padStart(2, "0")}`);
  for (const line of lines) await adas.send(line);
  const all = ["Can you hear me?", "Every word.", "Take your time", ...lines];
  await bens.expectTalk(all);
  await adas.expectTalk(all);

  await expect(bens.presence).toHaveAttribute("data-presence", "online");
  await ada.page.close();
  await expect(bens.presence).toHaveAttribute("data-presence", "offline", { timeout: 30_000 });
});

test("a stream that breaks off is opened again, and what was missed comes after", async ({ office, ada, ben }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("before");
  await expect(bens.message("before")).toBeVisible();
  const { opened } = office.streams;
  const { refused } = office.upgrades;
  office.cutStreams();
  await bens.send("said meanwhile");
  await adas.send("written meanwhile");
  await expect.poll(() => office.streams.opened).toBeGreaterThan(opened);
  await expect(adas.message("said meanwhile")).toBeVisible();
  await expect(bens.message("written meanwhile")).toHaveCount(1);
  await adas.expectOwn("written meanwhile", "read");
  expect(office.upgrades.refused, "the tab remembers what is refused").toBe(refused);

  await ada.page.reload();
  await adas.ready();
  expect(office.upgrades.refused, "over a reload too").toBe(refused);
  expect(office.streams.open).toBe(1);
});

test("answers that are lost and posts that go astray double nothing and lose nothing", async ({ office, ada, ben }) => {
  const [adas, bens] = await directChat(ada, ben);
  const { opened } = office.streams;
  office.hindersPosts = true;
  const lines = Array.from({ length: 10 }, (_, index) => `line ${String(index + 1).padStart(2, "0")}`);
  for (const line of lines) {
    await adas.send(line);
    await expect(bens.message(line)).toBeVisible();
  }
  await bens.expectTalk(lines);
  for (const line of lines) await adas.expectOwn(line, "read");
  expect(office.posts.misdirected).toBeGreaterThan(3);
  expect(office.posts.unanswered).toBeGreaterThan(3);
  expect(office.streams.opened, "the stream has stood all the time").toBe(opened);
});

test("the WebSocket is taken again where it passes", async ({ office, ada, ben }) => {
  // No page lives through it: its timers are those of the real clock.
  await ada.page.goto("about:blank");
  await ada.page.clock.install();
  const [adas, bens] = await directChat(ada, ben);
  expect(office.streams.open).toBe(1);
  await adas.send("over the stream");
  await expect(bens.message("over the stream")).toBeVisible();

  let told = 0;
  // Something is heard all the time, so that nobody thinks the other is gone.
  const talkForFiveMinutes = async () => {
    for (let seconds = 0; seconds <= 300; seconds += 15) {
      await ada.page.clock.fastForward(15_000);
      const text = `told ${++told}.`;
      await bens.send(text);
      await expect(adas.message(text)).toBeVisible();
    }
  };

  // While it is refused the stream stands, however often the WebSocket is tried.
  const { refused } = office.upgrades;
  const { opened } = office.streams;
  await talkForFiveMinutes();
  await expect.poll(() => office.upgrades.refused).toBe(refused + 1);
  expect(office.streams.opened).toBe(opened);

  office.passesUpgrades = true;
  await talkForFiveMinutes();
  await expect.poll(() => office.upgrades.open).toBe(1);
  await expect.poll(() => office.streams.open).toBe(0);
  await connected(ada.page);
  await adas.send("over the WebSocket");
  await expect(bens.message("over the WebSocket")).toBeVisible();
  await adas.expectOwn("over the WebSocket", "read");
});

test("a server that was away for a moment leaves nobody on a stream", async ({ browser, freshServer }) => {
  const office = await OfficeProxy.before(freshServer.port);
  office.passesUpgrades = true;
  const { context, page } = await settle(browser, office.url);
  await connected(page);
  await freshServer.crash();
  await expect(page.locator("html")).toHaveAttribute("data-connection", "offline");
  await freshServer.start();
  await connected(page);
  expect(office.streams.opened).toBe(0);
  await context.close();
  await office.discard();
});
