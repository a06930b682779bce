// How long a visitor waits: from asking for the page to paint, to life, and to a composer that takes text.

import { expect, test } from "../fixtures/test";
import { DashboardPage } from "../pages/dashboard";
import { report } from "./report";

const times = 7;

declare global {
  interface Window {
    /** Milliseconds since the page was asked for. */
    seen: { alive?: number; usable?: number };
  }
}

test("from a cold cache", async ({ browser, server, owner }) => {
  await new DashboardPage(owner.page).open();
  const cookies = await owner.context.cookies();
  const room = await owner.page.getByTestId("room-list").getByRole("link").first().getAttribute("href");
  expect(room, "the owner has a room").not.toBeNull();

  const paint: number[] = [];
  const alive: number[] = [];
  const usable: number[] = [];
  for (let i = 0; i < times; i++) {
    // A new context starts with an empty cache.
    const context = await browser.newContext({ baseURL: server.url, storageState: { cookies, origins: [] } });
    const page = await context.newPage();
    await page.addInitScript(noteWhatAppears);
    await page.goto(room ?? "/");
    await page.waitForFunction(() => window.seen.usable !== undefined);
    const seen = await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      ...window.seen,
    }));
    if (seen.paint) paint.push(seen.paint);
    if (seen.alive) alive.push(seen.alive);
    if (seen.usable) usable.push(seen.usable);
    await context.close();
  }
  report("first paint, cold cache", paint, "ms");
  report("page alive, cold cache", alive, "ms");
  report("composer usable, cold cache", usable, "ms");
});

/** Runs in the page before anything of ours. */
function noteWhatAppears(): void {
  window.seen = {};
  const look = () => {
    const now = performance.now();
    if (document.documentElement?.hasAttribute("data-hydrated")) window.seen.alive ??= now;
    const composer = document.querySelector<HTMLTextAreaElement>('[data-testid="composer-input"]');
    if (window.seen.alive && composer && !composer.disabled) window.seen.usable ??= now;
    if (window.seen.usable === undefined) requestAnimationFrame(look);
  };
  look();
}
