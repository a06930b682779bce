// A room of thousands of messages: it holds few rows and scrolls both ways without a jump. How fast, `make bench` tells.

import { expect, LONG, test } from "../fixtures/demo";
import { openLongRoom, topmost, wheel } from "../fixtures/long_room";
import { Network } from "../fixtures/network";
import { observe, observed, observeRows } from "../fixtures/performance";
import type { RoomPage } from "../pages/room";

/** Most rows that may be in the page at any time. */
const BOUND = 400;

/** More pixels against the hand are a lost place; less comes from rounding. */
const JUMP = 3;

/** The numbers of the messages in the page, from top to bottom. */
async function numbers(room: RoomPage): Promise<number[]> {
  return room.page.getByTestId("message-text").evaluateAll((texts) => texts.map((text) => Number.parseInt(text.textContent ?? "", 10)));
}

function expectUnbroken(seen: number[]): void {
  const first = seen[0] ?? 0;
  expect(seen, "one after the other, none missing, none twice").toEqual(seen.map((_, index) => first + index));
}

test("one scrolls far back and forth: rows stay bounded, in order, nothing jumps", async ({ guest }) => {
  test.setTimeout(240_000);
  const page = await guest("nora");
  const room = await openLongRoom(page);
  expectUnbroken(await numbers(room));

  await observeRows(page, ".timeline", ".timeline-row", 1);
  let most = 0;
  let last = LONG + 1;
  await wheel(room, -600, async () => {
    const seen = await numbers(room);
    most = Math.max(most, seen.length);
    expectUnbroken(seen);
    const top = await topmost(room);
    expect(top, "scrolling up never shows something later").toBeLessThanOrEqual(last);
    last = top;
    return top < LONG - 800;
  });
  expect(most, "rows in the page").toBeLessThanOrEqual(BOUND);
  expect(await page.evaluate(() => window.against), "pixels that rows went up while one scrolled up").toBeLessThan(JUMP);
  await expect(page.getByTestId("new-messages-pill")).toBeVisible();

  await page.reload();
  await room.ready();
  await wheel(room, -600, async () => (await topmost(room)) < LONG - 400);
  last = 0;
  await observeRows(page, ".timeline", ".timeline-row", -1);
  await wheel(room, 600, async () => {
    const seen = await numbers(room);
    most = Math.max(most, seen.length);
    expectUnbroken(seen);
    const top = await topmost(room);
    expect(top, "scrolling down never shows something earlier").toBeGreaterThanOrEqual(last);
    last = top;
    return seen.at(-1) === LONG && room.message(`${LONG}. `).isVisible();
  });
  expect(most, "rows in the page").toBeLessThanOrEqual(BOUND);
  expect(await page.evaluate(() => window.against), "pixels that rows went down while one scrolled down").toBeLessThan(JUMP);
});

test("from far back one click leads to the latest message", async ({ guest }) => {
  const page = await guest("nora");
  const room = await openLongRoom(page);
  await wheel(room, -1_200, async () => (await topmost(room)) < LONG - 300);
  await page.getByTestId("new-messages-pill").click();
  await expect(room.message(`${LONG}. `)).toBeInViewport();
  await expect(room.timeline, "in place of the button, which is gone").toBeFocused();
  expectUnbroken(await numbers(room));
});

test("what could not be loaded without a network is there by itself when there is one", async ({ guest }) => {
  const page = await guest("nora");
  const network = await Network.of(page.context());
  await page.reload();
  const room = await openLongRoom(page);
  await network.cut();
  const skeletons = room.timeline.locator(".skeleton");
  const first = async () => (await numbers(room))[0]!;
  let before = 0;
  // Up to the edge of what is there.
  await expect
    .poll(async () => {
      await room.timeline.evaluate((timeline) => timeline.scrollTo(0, -timeline.scrollHeight));
      const last = before;
      before = await first();
      return before === last && (await skeletons.count()) === 0;
    })
    .toBe(true);
  await network.mend();
  await expect.poll(first).toBeLessThan(before);
  expectUnbroken(await numbers(room));

  await wheel(room, -1_200, async () => (await topmost(room)) < LONG - 500);
  await network.cut();
  await page.getByTestId("new-messages-pill").click();
  await network.mend();
  await expect(room.message(`${LONG}. `)).toBeInViewport();
});

test("what comes while one reads old messages does not move them", async ({ guest }) => {
  const [nora, tomas] = [await guest("nora"), await guest("tomas")];
  const room = await openLongRoom(nora);
  const other = await openLongRoom(tomas);
  await wheel(room, -800, async () => (await topmost(room)) < LONG - 150);
  // What was asked for arrives, and the wheel runs out, before one looks.
  await expect.poll(async () => (await numbers(room)).length).toBeGreaterThan(50);
  let before = 0;
  await expect
    .poll(async () => {
      const [last, now] = [before, await topmost(room)];
      before = now;
      return last === now;
    })
    .toBe(true);
  await observe(nora);
  for (let index = 1; index <= 5; index++) await other.send(`${LONG + index}. something new`);
  await expect(nora.getByTestId("new-messages-pill")).toContainText("5 new");
  expect(await topmost(room)).toBe(before);
  expect((await observed(nora)).shift).toBeLessThan(0.01);
  await nora.getByTestId("new-messages-pill").click();
  await expect(room.message(`${LONG + 5}. `)).toBeInViewport();
});
