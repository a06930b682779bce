// Going to a day of a room: where something was said, where nothing was, and to the beginning.

import type { Locator } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility";
import { expect, test } from "../fixtures/demo";
import { DashboardPage } from "../pages/dashboard";
import { RoomPage } from "../pages/room";

/** Weeks of talk with days on which nothing was said. */
const ROOM = "Rosa turns eighty";

/** "November 9" of "Monday, November 9, 2026". */
async function date(day: Locator): Promise<string> {
  const label = (await day.getAttribute("aria-label")) ?? "";
  return /[A-Z][a-z]+ \d+(?=,)/.exec(label)?.[0] ?? label;
}

/** Not "November 1" where it is the 11th. */
function exactly(date: string): RegExp {
  return new RegExp(`${date}(?!\\d)`);
}

test("one goes to a day by the calendar", async ({ guest }) => {
  const page = await guest("nora", { locale: "en-US" });
  await new DashboardPage(page).enter(ROOM);
  const room = new RoomPage(page);
  await room.ready();
  const calendar = room.part("calendar");
  const days = room.part("calendar-day");
  const said = days.and(page.locator("[data-said=true]"));
  const empty = days.and(page.locator("[data-said=false]:enabled"));

  // By the line above a day, in the month before.
  await room.part("day-divider").last().getByText(/./).click();
  await expect(calendar).toBeVisible();
  await expect(days.and(page.locator("[tabindex='0']"))).toBeFocused();
  const now = await room.part("calendar-month").textContent();
  await room.part("calendar-before").click();
  await expect(room.part("calendar-month")).not.toHaveText(now ?? "");
  await expect(said.first()).toBeVisible();
  await expectAccessible(page);
  const first = await date(said.first());
  await said.first().click();
  await expect(calendar).toBeHidden();
  const divider = room.part("day-divider").filter({ hasText: exactly(first) });
  await expect(divider).toBeInViewport();

  // A day of silence leads to what came next.
  await divider.getByText(/./).click();
  await expect(empty.first()).toBeVisible();
  const silent = await date(empty.first());
  await empty.first().click();
  await expect(page.getByText(`Nothing was said on ${silent}.`)).toBeVisible();
  await expect(calendar).toBeHidden();

  // By the details, to the beginning.
  await room.part("details-open").click();
  await room.part("details-calendar").click();
  await expect(calendar).toBeVisible();
  await room.part("calendar-first").click();
  await expect(room.page.locator(".timeline-opening")).toBeInViewport();
});

test("the calendar is walked by keys", async ({ guest }) => {
  const page = await guest("tomas", { locale: "en-US" });
  await new DashboardPage(page).enter(ROOM);
  const room = new RoomPage(page);
  await room.ready();
  await room.part("day-divider").last().getByText(/./).click();
  const month = room.part("calendar-month");
  const focused = room.part("calendar-day").and(page.locator(":focus"));
  await expect(focused).toHaveCount(1);
  const begin = await focused.getAttribute("aria-label");
  const presses = async (...keys: string[]) => {
    for (const key of keys) {
      const before = await focused.getAttribute("aria-label");
      await page.keyboard.press(key);
      await expect(focused).not.toHaveAttribute("aria-label", before ?? "");
    }
  };
  await presses("ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight");
  await expect(focused).toHaveAttribute("aria-label", begin ?? "");
  const now = await month.textContent();
  await presses("PageUp");
  await expect(month).not.toHaveText(now ?? "");
  await expect(focused).toHaveAttribute("data-said", /true|false/);
  const chosen = await date(focused);
  const isSaid = (await focused.getAttribute("data-said")) === "true";
  await page.keyboard.press("Enter");
  await expect(room.part("calendar")).toBeHidden();
  if (isSaid) await expect(room.part("day-divider").filter({ hasText: exactly(chosen) })).toBeInViewport();
  else await expect(page.getByText(`Nothing was said on ${chosen}.`)).toBeVisible();

  // Nothing that was not said is to come.
  await room.part("day-divider").last().getByText(/./).click();
  await expect(focused).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(room.part("calendar")).toBeHidden();
});
