// /people: finding others.

import { expect, type Locator } from "@playwright/test";
import { alive, MoodlightPage } from "./page";

export class PeoplePage extends MoodlightPage {
  readonly search = this.part("people-search");

  async open(): Promise<void> {
    await this.page.goto("/people");
    await alive(this.page);
  }

  row(username: string): Locator {
    return this.page.locator(`[data-testid=person-row][data-username="${username}"]`);
  }

  /** Looks for a text, until the answer is there: rows of an earlier one may still move. */
  async find(text: string): Promise<void> {
    await this.search.fill(text);
    await expect(this.part("people-list")).toHaveAttribute("data-asked", text);
  }

  /** Looks for someone and opens the direct chat with them. */
  async message(username: string): Promise<void> {
    await this.find(username);
    await this.row(username).getByTestId("person-message").click();
    await this.page.waitForURL(/\/rooms\/[0-9a-f-]{36}/);
  }
}
