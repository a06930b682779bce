// The window in which one says how one feels, and where others see it.

import { expect, type Locator } from "@playwright/test";
import { choose, MoodlightPage } from "./page";

export type Feeling = "happy" | "thankful" | "calm" | "low" | "worried" | "tense" | "tired";

export class FeelingDialog extends MoodlightPage {
  /** Beside one's own name, at the foot of the rooms. */
  readonly own = this.part("own-feeling");
  readonly dialog = this.part("feeling-dialog");
  readonly form = this.part("feeling-form");
  readonly suggested = this.part("feeling-suggested");
  readonly note = this.part("feeling-note");
  readonly lasting = this.part("feeling-lasting");
  readonly send = this.part("feeling-send");
  readonly takeBack = this.part("feeling-clear");
  readonly close = this.dialog.getByRole("button", { name: "Close" });

  /** From beside one's own name. */
  async open(): Promise<void> {
    await this.own.click();
    await expect(this.form).toBeVisible();
  }

  /** From the panel of the light. */
  async openFromLight(): Promise<void> {
    await this.part("mood-chip").click();
    await this.part("mood-say").click();
    await expect(this.form).toBeVisible();
  }

  card(feeling: Feeling): Locator {
    return this.form.locator(`input[name="feeling"][value="${feeling}"]`);
  }

  /** Says it, for as long as stands there. */
  async say(feeling: Feeling, note = ""): Promise<void> {
    await this.open();
    await choose(this.card(feeling));
    await this.note.fill(note);
    await this.send.click();
    await expect(this.dialog).toBeHidden();
  }
}
