// /sign-in: by username or e-mail.

import { alive, MoodlightPage } from "./page";

export class SignInPage extends MoodlightPage {
  readonly form = this.part("sign-in-form");
  readonly error = this.part("form-error");

  async open(): Promise<void> {
    await this.page.goto("/sign-in");
    await alive(this.page);
  }

  /** Fills in the form and sends it; what follows depends on whether it is right. */
  async signIn(login: string, password: string): Promise<void> {
    await this.part("field-login").fill(login);
    await this.part("field-password").fill(password);
    await this.form.getByTestId("submit").click();
  }
}
