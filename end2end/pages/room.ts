// /rooms/…: the talk of one room.

import { expect, type Locator } from "@playwright/test";
import { connected, MoodlightPage } from "./page";

/** What a message of one's own shows about its way. */
export type Delivery = "sending" | "sent" | "delivered" | "read" | "failed";

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

export class RoomPage extends MoodlightPage {
  readonly title = this.part("room-title");
  readonly composer = this.part("composer-input");
  readonly timeline = this.part("timeline");
  readonly messages = this.part("message-bubble");
  readonly notices = this.part("notice");
  readonly typing = this.part("typing-line");
  readonly presence = this.part("room-header").getByTestId("presence");
  readonly offlineBanner = this.part("offline-banner");
  readonly moodChip = this.part("mood-chip");
  /** The part of the page that stands in the room's light. */
  readonly light = this.page.locator("section.talk");

  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.ready();
  }

  async ready(): Promise<void> {
    await connected(this.page);
    await expect(this.timeline).toBeVisible();
  }

  /** Where this room is, to be opened by others. */
  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  /** Writes and presses Enter, as people do; a second time where they are asked whether they mean it. */
  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
    const asked = this.part("cool-down");
    const isDone = async () => (await asked.isVisible()) || (await this.composer.inputValue()) === "";
    await expect.poll(isDone, { intervals: [20] }).toBe(true);
    if (await asked.isVisible()) await this.composer.press("Enter");
    await expect(this.composer).toHaveValue("");
  }

  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  /** A message that says exactly this, not one that answers it. */
  text(text: string): Locator {
    return this.page.getByTestId("message-text").filter({ hasText: new RegExp(`^${escaped(text)}$`) });
  }

  /** Points at a message, so that what can be done with it is shown. */
  async point(text: string): Promise<void> {
    const message = this.messages.filter({ has: this.text(text) });
    await message.locator(".bubble").hover();
    await expect(message.getByTestId("message-acts")).toBeVisible();
  }

  /** Does something with a message: "edit", "reply", "delete", … */
  async choose(text: string, act: string): Promise<void> {
    await this.point(text);
    if (act !== "reply") await this.part("message-more").click();
    await this.part(`message-${act}`).click();
  }

  /** The message stands there once, and has come as far as `state`. */
  async expectOwn(text: string, state: Delivery): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
    await expect(this.message(text)).toHaveAttribute("data-state", state);
  }

  /** Exactly these messages stand here, in this order, each once. */
  async expectTalk(texts: string[]): Promise<void> {
    await expect(this.page.getByTestId("message-text")).toHaveText(texts);
  }
}
