// /rooms/new: a group, a public room, or one where only few write.

import { alive, choose, MoodlightPage } from "./page";

export interface RoomWishes {
  name: string;
  topic?: string;
  visibility?: "private" | "public";
  posting?: "everyone" | "moderators";
  /** Usernames. */
  people?: string[];
}

export class NewRoomPage extends MoodlightPage {
  async open(): Promise<void> {
    await this.page.goto("/rooms/new");
    await alive(this.page);
  }

  /** Fills in the form, sends it, and waits until the room is open. */
  async create(wishes: RoomWishes): Promise<void> {
    await this.part("room-name").fill(wishes.name);
    if (wishes.topic) await this.part("room-topic").fill(wishes.topic);
    for (const username of wishes.people ?? []) {
      await this.part("people-search").fill(username);
      await choose(this.page.locator(`[data-testid=person-row][data-username="${username}"]`).getByTestId("pick-person"));
    }
    if (wishes.visibility) await choose(this.part(`visibility-${wishes.visibility}`));
    if (wishes.posting) await choose(this.part(`posting-${wishes.posting}`));
    await this.part("room-create").click();
    await this.page.waitForURL(/\/rooms\/[0-9a-f-]{36}/);
  }
}
