// Without a mouse: one finds someone, talks, opens and closes everything.

import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { directChat, goHome, group } from "../fixtures/talks";
import { DetailsPane } from "../pages/details";
import { alive } from "../pages/page";
import { RoomPage } from "../pages/room";

/** Presses Tab until an element has the focus, as someone would who looks for it. */
async function tabTo(page: Page, testid: string, within = ""): Promise<void> {
  for (let press = 0; press < 60; press++) {
    const isThere = await page.evaluate(
      ([testid, within]) => !!document.activeElement?.closest(`${within} [data-testid="${testid}"]`),
      [testid, within] as const,
    );
    if (isThere) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${testid}`);
}

test("a whole talk without a mouse", async ({ people: { ada, ben } }) => {
  const { page } = ada;
  await goHome(ada);
  await tabTo(page, "new-chat");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/people");
  await tabTo(page, "people-search");
  await page.keyboard.type(ben.username);
  const row = `[data-username="${ben.username}"]`;
  await expect(page.locator(row)).toBeVisible();
  await tabTo(page, "person-message", row);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/rooms\//);
  const room = new RoomPage(page);
  await expect(room.composer, "one can write at once").toBeFocused();
  await page.keyboard.type("typed blind");
  await page.keyboard.press("Enter");
  // Ben has his list open.
  await room.expectOwn("typed blind", "delivered");
  await expect(room.composer, "and go on writing").toBeFocused();
});

test("a page that was gone to does not take the focus from someone who types already", async ({ people: { ada } }) => {
  const { page } = ada;
  await goHome(ada);
  // A slow machine: its next frames come when the story says so.
  await page.evaluate(() => {
    const waiting: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (callback) => waiting.push(callback);
    const draw = () => {
      for (const callback of waiting.splice(0)) callback(performance.now());
    };
    Object.assign(window, { draw: () => [draw(), draw()] });
  });
  await page.getByTestId("new-chat").click();
  const search = page.getByTestId("people-search");
  await search.focus();
  await page.keyboard.type("slow");
  await page.evaluate(() => (window as unknown as { draw: () => void }).draw());
  await page.keyboard.type("poke");
  await expect(search).toHaveValue("slowpoke");
});

test("the focus is always seen", async ({ people: { ada, ben } }) => {
  await directChat(ada, ben);
  const { page } = ada;
  await page.locator("body").click({ position: { x: 2, y: 2 } });
  const bare: string[] = [];
  for (let press = 0; press < 25; press++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) return null;
      // The ring may be drawn by a parent that has the focus within.
      for (let node: HTMLElement | null = element; node && node !== document.body; node = node.parentElement) {
        const style = getComputedStyle(node);
        if ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none") return null;
        for (const pseudo of ["::before", "::after"]) {
          const drawn = getComputedStyle(node, pseudo);
          if (drawn.content !== "none" && drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) > 0) return null;
        }
      }
      return `${element.tagName}.${element.className}`;
    });
    if (found) bare.push(found);
  }
  expect(bare).toEqual([]);
});

test("the first Tab skips the list of rooms", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await ada.page.goto(adas.path);
  await alive(ada.page);
  await ada.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await ada.page.keyboard.press("Tab");
  await expect(ada.page.locator(".skip-link")).toBeFocused();
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.press("Tab");
  const isInside = await ada.page.evaluate(() => !!document.activeElement?.closest("#main"));
  expect(isInside).toBe(true);
});

test("Escape closes what is open, and the focus returns to what opened it", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  const { page } = ada;
  await adas.moodChip.focus();
  await page.keyboard.press("Enter");
  await expect(adas.part("mood-panel")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(adas.part("mood-panel")).toBeHidden();
  await expect(adas.moodChip).toBeFocused();

  await adas.part("details-open").focus();
  await page.keyboard.press("Enter");
  await expect(adas.part("details-pane")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(adas.part("details-pane")).toBeHidden();
  await expect(adas.part("details-open")).toBeFocused();

  await page.goto("/settings");
  await alive(page);
  const opener = page.getByTestId("delete-account");
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByTestId("delete-account-dialog");
  await expect(dialog).toBeVisible();
  // After the last field the browser's own bar has its turn; the page behind has not.
  const isBehind = () => page.evaluate(() => document.activeElement !== document.body && !document.activeElement?.closest("dialog"));
  for (let press = 0; press < 8; press++) {
    await page.keyboard.press("Tab");
    expect(await isBehind(), "the focus does not go behind the dialog").toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("Escape in a window leaves what is behind it open", async ({ people: { ada, ben } }) => {
  await group(ada, [ben], { name: `Windows ${ada.username}` });
  const details = new DetailsPane(ada.page);
  await details.open();
  const opener = details.part("add-people");
  await opener.focus();
  await ada.page.keyboard.press("Enter");
  const dialog = details.part("add-people-dialog");
  await expect(dialog).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  await expect(details.pane).toBeVisible();
});

test("the talk itself can be scrolled with keys", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  for (let index = 1; index <= 40; index++) await bens.send(`line ${index} of forty`);
  await expect(adas.message("line 40 of")).toBeInViewport();
  await expect(adas.timeline).toHaveRole("log");
  await adas.timeline.focus();
  await ada.page.keyboard.press("Home");
  await expect(adas.message("line 1 of")).toBeInViewport();
  await ada.page.keyboard.press("End");
  await expect(adas.message("line 40 of")).toBeInViewport();
});
