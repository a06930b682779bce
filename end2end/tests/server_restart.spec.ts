// The server dies in the middle of a conversation and comes back: nothing lost, nothing doubled, order kept.

import { newAccount, settle, signUp } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { RoomPage } from "../pages/room";

test("a power cut in the middle of a conversation", async ({ browser, freshServer }) => {
  const ada = await settle(browser, freshServer.url);
  const ben = await signUp(browser, freshServer.url, newAccount("Ben Okri"));
  const [adas, bens] = await directChat(ada, ben);
  const said = { ada: [] as string[], ben: [] as string[] };
  const say = async (who: "ada" | "ben", count: number) => {
    const room = who === "ada" ? adas : bens;
    for (let index = 0; index < count; index++) {
      const text = `${who} says ${String(said[who].length + 1).padStart(2, "0")}.`;
      said[who].push(text);
      await room.send(text);
    }
  };

  await say("ada", 3);
  await say("ben", 3);
  // Both are still sending when it happens.
  await Promise.all([freshServer.crash(), say("ada", 6), say("ben", 6)]);
  await expect(adas.offlineBanner).toContainText("out of reach");
  await say("ada", 2);
  await say("ben", 2);
  await freshServer.start();

  await Promise.all([say("ada", 2), say("ben", 2)]);
  for (const room of [adas, bens]) {
    await expect(room.messages).toHaveCount(said.ada.length + said.ben.length);
    await expect(room.page.locator('[data-testid=message-bubble][data-state="sending"]')).toHaveCount(0);
    await expect(room.page.locator('[data-testid=message-bubble][data-state="failed"]')).toHaveCount(0);
  }
  const texts = async (room: RoomPage) => room.page.getByTestId("message-text").allInnerTexts();
  const seen = await texts(adas);
  expect(await texts(bens), "both see the same order").toEqual(seen);
  expect(seen.filter((text) => text.startsWith("ada")), "each of Ada's once, in her order").toEqual(said.ada);
  expect(seen.filter((text) => text.startsWith("ben")), "each of Ben's once, in his order").toEqual(said.ben);

  // What the pages show is what is on disk.
  await ada.page.reload();
  await adas.ready();
  await adas.expectTalk(seen);
});

test("an orderly restart is not even noticed by who writes", async ({ browser, freshServer }) => {
  const ada = await settle(browser, freshServer.url);
  const ben = await signUp(browser, freshServer.url, newAccount("Ben Okri"));
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("before");
  await freshServer.stop();
  await adas.send("meanwhile");
  await freshServer.start();
  await adas.send("after");
  await bens.expectTalk(["before", "meanwhile", "after"]);
  await adas.expectOwn("after", "read");
});
