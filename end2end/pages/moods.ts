// /settings/moods: one's own moods over time.

import { alive, MoodlightPage } from "./page";

export class MoodsPage extends MoodlightPage {
  readonly on = this.part("diary-switch");
  readonly rows = this.part("diary-table").locator("tbody tr");

  async open(): Promise<void> {
    await this.page.goto("/settings/moods");
    await alive(this.page);
  }
}
