// /set-up: the three questions that the owner of a new place answers.

import { alive, choose, MoodlightPage } from "./page";

export interface Answers {
  name: string;
  purpose: "friends" | "community" | "customers" | "work";
  join: "anyone" | "invitation";
}

export class FirstRunPage extends MoodlightPage {
  readonly form = this.part("set-up-form");

  async answer(answers: Answers): Promise<void> {
    await this.page.waitForURL("**/set-up");
    await alive(this.page);
    await this.part("place-name").fill(answers.name);
    await choose(this.part(`purpose-${answers.purpose}`));
    await choose(this.part(`join-${answers.join}`));
    await this.form.getByTestId("submit").click();
    await this.page.waitForURL((url) => url.pathname !== "/set-up");
  }
}
