// /settings: one's own account, devices and looks.

import { alive, MoodlightPage } from "./page";

export class SettingsPage extends MoodlightPage {
  async open(): Promise<void> {
    await this.page.goto("/settings");
    await alive(this.page);
  }
}
