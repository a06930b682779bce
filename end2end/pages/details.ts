// /rooms/…?details: what belongs to a room besides its talk.

import { expect, type Locator } from "@playwright/test";
import { choose, MoodlightPage } from "./page";

export class DetailsPane extends MoodlightPage {
  readonly pane = this.part("details-pane");
  readonly members = this.part("member-row");

  async open(): Promise<void> {
    await this.part("details-open").click();
    await expect(this.pane).toBeVisible();
  }

  member(username: string): Locator {
    return this.page.locator(`[data-testid=member-row][data-username="${username}"]`);
  }

  /** Adds people by username. */
  async add(...usernames: string[]): Promise<void> {
    await this.part("add-people").click();
    const dialog = this.part("add-people-dialog");
    for (const username of usernames) {
      await dialog.getByTestId("people-search").fill(username);
      await choose(dialog.locator(`[data-username="${username}"]`).getByTestId("pick-person"));
    }
    await this.part("add-people-confirm").click();
    await expect(dialog).toBeHidden();
  }

  async remove(username: string): Promise<void> {
    await this.member(username).getByTestId("member-menu").click();
    await this.part("remove-member").click();
    await expect(this.member(username)).toHaveCount(0);
  }

  async leave(): Promise<void> {
    await this.part("leave-room").click();
    await this.part("confirm-yes").filter({ visible: true }).click();
  }
}
