// Where the page's program never comes: reading a room, and signing out.

import { newAccount } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { NewRoomPage } from "../pages/new_room";
import { RoomPage } from "../pages/room";
import { SignUpPage } from "../pages/sign_up";

test("someone reads a room without JavaScript", async ({ page, owner }) => {
  const account = newAccount("Emil Reader");
  await page.goto("/sign-up");
  await new SignUpPage(page).signUp(account);

  const form = new NewRoomPage(owner.page);
  await form.open();
  const name = `Readers of ${account.username}`;
  await form.create({ name, people: [account.username] });
  const room = new RoomPage(owner.page);
  await room.ready();
  await room.send("The lamp is on.");
  await room.send("Come in <b>quietly</b>.");
  await room.expectOwn("Come in", "sent");

  await page.goto("/");
  await page.getByTestId("room-row").filter({ hasText: name }).click();
  await expect(page.getByTestId("room-title")).toHaveText(name);
  await expect(page.getByTestId("message-text")).toHaveText(["The lamp is on.", "Come in <b>quietly</b>."]);
  await expect(page.getByTestId("message-time").first()).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT/);
});

test("someone signs out without JavaScript", async ({ page }) => {
  await page.goto("/sign-up");
  await new SignUpPage(page).signUp(newAccount("Emil Leaver"));
  await page.goto("/settings");
  await page.getByTestId("sign-out").click();
  await expect(page).toHaveURL(/\/start$/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/start$/);
});
