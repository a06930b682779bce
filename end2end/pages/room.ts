// /rooms/…: the talk of one room.

import { expect, type Locator } from "@playwright/test";
import { connected, MoodlightPage } from "./page";

/** What a message of one's own shows about its way. */
export type Delivery = "sending" | "sent" | "delivered" | "read" | "failed";

export class RoomPage extends MoodlightPage {
  readonly title = this.part("room-title");
  readonly composer = this.part("composer");
  readonly timeline = this.part("timeline");
  readonly messages = this.part("message-bubble");
  readonly typing = this.part("typing");
  readonly moodChip = this.part("mood-chip");

  async ready(): Promise<void> {
    await connected(this.page);
    await expect(this.timeline).toBeVisible();
  }

  /** Writes and presses Enter, as people do. */
  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  /** The message stands there once, and has come as far as `state`. */
  async expectOwn(text: string, state: Delivery): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
    await expect(this.message(text)).toHaveAttribute("data-state", state);
  }
}
