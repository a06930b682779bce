// What all pages have in common: they come alive, and then they are connected. Stories wait for that, never for time.

import { expect, type Locator, type Page } from "@playwright/test";

/** The page's program has taken over the HTML that the server sent. */
export async function alive(page: Page): Promise<void> {
  await expect(page.locator("html[data-hydrated]")).toBeAttached();
}

/** The page's socket is open, so that what happens now arrives by itself. */
export async function connected(page: Page): Promise<void> {
  await alive(page);
  await expect(page.locator('html[data-connection="open"]')).toBeAttached();
}

/** Chooses a card, a box or a switch, the way a hand does: by its label. */
export async function choose(control: Locator): Promise<void> {
  await control.locator("xpath=ancestor::label").click();
  await expect(control).toBeChecked();
}

/** A page of the product, driven the way a person would. */
export abstract class MoodlightPage {
  constructor(readonly page: Page) {}

  /** The element that carries this test id. */
  part(id: string): Locator {
    return this.page.getByTestId(id);
  }
}
