// A room of thousands of messages: opens at once, holds few rows, scrolls both ways without a jump or a stutter.

import type { Page } from "@playwright/test";
import { expect, LONG, test } from "../fixtures/demo";
import { observe, observed, observeRows } from "../fixtures/performance";
import { DashboardPage } from "../pages/dashboard";
import { RoomPage } from "../pages/room";

/** Most rows that may be in the page at any time. */
const BOUND = 400;

export async function openLongRoom(page: Page): Promise<RoomPage> {
  await new DashboardPage(page).enter("The long talk");
  const room = new RoomPage(page);
  await room.ready();
  await expect(room.message(`${LONG}. `)).toBeInViewport();
  return room;
}

/** The numbers of the messages in the page, from top to bottom. */
async function numbers(room: RoomPage): Promise<number[]> {
  return room.page.getByTestId("message-text").evaluateAll((texts) => texts.map((text) => Number.parseInt(text.textContent ?? "", 10)));
}

function expectUnbroken(seen: number[]): void {
  const first = seen[0] ?? 0;
  expect(seen, "one after the other, none missing, none twice").toEqual(seen.map((_, index) => first + index));
}

/** The first message that stands in the viewport, whole. */
async function topmost(room: RoomPage): Promise<number> {
  return room.timeline.evaluate((timeline) => {
    const top = timeline.getBoundingClientRect().top;
    const texts = [...timeline.querySelectorAll<HTMLElement>("[data-testid=message-text]")];
    const first = texts.find((text) => text.getBoundingClientRect().top >= top);
    return Number.parseInt(first?.textContent ?? "", 10);
  });
}

/** Turns the wheel until `done`, at a pace at which people do. */
async function wheel(room: RoomPage, step: number, done: () => Promise<boolean>): Promise<void> {
  await room.timeline.hover();
  for (let turn = 0; turn < 1_500; turn++) {
    if (await done()) return;
    await room.page.mouse.wheel(0, step);
    await room.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  throw new Error(`never arrived; at ${await topmost(room)}`);
}

test("a long room opens as fast as a short one", async ({ guest }) => {
  const page = await guest("nora");
  const dashboard = new DashboardPage(page);
  const open = async (name: string) => {
    await dashboard.open();
    const started = Date.now();
    await dashboard.enter(name);
    await expect(page.getByTestId("message-bubble").last()).toBeVisible();
    return Date.now() - started;
  };
  await open("Shared garden");
  const short = Math.min(await open("Shared garden"), await open("Shared garden"));
  const long = Math.min(await open("The long talk"), await open("The long talk"));
  test.info().annotations.push({ type: "measured", description: `short ${short} ms, long ${long} ms` });
  expect(long).toBeLessThan(short * 2 + 300);
});

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
  expect(await page.evaluate(() => window.against), "pixels that rows went up while one scrolled up").toBeLessThan(3);
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
  expect(await page.evaluate(() => window.against), "pixels that rows went down while one scrolled down").toBeLessThan(3);
});

test("from far back one click leads to the latest message", async ({ guest }) => {
  const page = await guest("nora");
  const room = await openLongRoom(page);
  await wheel(room, -1_200, async () => (await topmost(room)) < LONG - 300);
  await page.getByTestId("new-messages-pill").click();
  await expect(room.message(`${LONG}. `)).toBeInViewport();
  expectUnbroken(await numbers(room));
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
