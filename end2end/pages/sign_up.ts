// /sign-up: a new account.

import type { Account } from "../fixtures/people";
import { alive, MoodlightPage } from "./page";

export class SignUpPage extends MoodlightPage {
  readonly form = this.part("sign-up-form");
  readonly error = this.part("form-error");

  async open(): Promise<void> {
    await this.page.goto("/sign-up");
    await alive(this.page);
  }

  async fill(account: Account): Promise<void> {
    await this.part("field-first-name").fill(account.firstName);
    await this.part("field-last-name").fill(account.lastName);
    await this.part("field-username").fill(account.username);
    await this.part("field-email").fill(account.email);
    await this.part("field-password").fill(account.password);
  }

  async submit(): Promise<void> {
    await this.form.getByTestId("submit").click();
  }

  /** Fills in the form, sends it, and waits until the person is inside. */
  async signUp(account: Account): Promise<void> {
    await this.fill(account);
    await this.submit();
    await this.page.waitForURL((url) => !url.pathname.startsWith("/sign-up") && !url.pathname.startsWith("/join"));
  }
}
