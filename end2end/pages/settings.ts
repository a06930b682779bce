// /settings: one's own account, devices and looks.

import { alive, MoodlightPage } from "./page";

export class SettingsPage extends MoodlightPage {
  readonly devices = this.part("device-row");

  async open(): Promise<void> {
    await this.page.goto("/settings");
    await alive(this.page);
  }

  async signOut(): Promise<void> {
    await this.part("sign-out").click();
    await this.page.waitForURL("**/start");
  }

  async changePassword(current: string, fresh: string): Promise<void> {
    await this.part("field-current-password").fill(current);
    await this.part("field-new-password").fill(fresh);
    await this.part("change-password").click();
  }

  async deleteAccount(password: string): Promise<void> {
    await this.part("delete-account").click();
    await this.part("delete-account-password").fill(password);
    await this.part("delete-account-confirm").click();
  }
}
