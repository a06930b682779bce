// /search: what was said, in all of one's rooms.

import { expect } from "@playwright/test";
import { MoodlightPage } from "./page";

export class SearchPage extends MoodlightPage {
  readonly field = this.part("search-field");
  readonly hits = this.part("search-hit");
  /** What each of them says, without what was said around it. */
  readonly texts = this.hits.locator(".hit-text");
  readonly count = this.part("search-count");
  readonly problem = this.part("search-problem");
  readonly nothing = this.part("search-nothing");

  /** Gone to by the box above the rooms. */
  async open(): Promise<void> {
    await this.page.goto("/");
    await this.part("search-open").click();
    await expect(this.field).toBeVisible();
  }

  /** Looks for a text until so much is found: the index follows a moment after what was said. */
  async finds(text: string, count: number): Promise<void> {
    await expect(async () => {
      await this.page.goto(`/search?q=${encodeURIComponent(text)}`);
      await expect(this.hits).toHaveCount(count, { timeout: 1_000 });
    }).toPass();
  }
}
