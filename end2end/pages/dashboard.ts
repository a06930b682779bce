// /: the rooms of the person who looks, and the ways to people and to new rooms.

import type { Locator } from "@playwright/test";
import { connected, MoodlightPage } from "./page";

export class DashboardPage extends MoodlightPage {
  readonly rooms = this.part("room-list");

  async open(): Promise<void> {
    await this.page.goto("/");
    await this.ready();
  }

  async ready(): Promise<void> {
    await connected(this.page);
  }

  /** A room's row, by its name. */
  room(name: string): Locator {
    return this.part("room-row").filter({ has: this.page.locator(".list-item-name", { hasText: name }) });
  }

  /** Its count of unread messages; not there when nothing waits. */
  unread(name: string): Locator {
    return this.room(name).getByTestId("room-unread");
  }

  async enter(name: string): Promise<void> {
    await this.room(name).click();
    await this.page.waitForURL(/\/rooms\/[0-9a-f-]{36}/);
  }
}
