// Someone goes: nothing is left of the sign-in, on any tab.

import { newAccount } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { DashboardPage } from "../pages/dashboard";
import { RoomPage } from "../pages/room";
import { SettingsPage } from "../pages/settings";
import { SignUpPage } from "../pages/sign_up";

test("after signing out one stands before the door again", async ({ page }) => {
  const account = newAccount("Clara Vey");
  const form = new SignUpPage(page);
  await form.open();
  await form.signUp(account);
  const dashboard = new DashboardPage(page);
  await dashboard.ready();
  await expect(dashboard.part("welcome")).toContainText("Clara");

  const settings = new SettingsPage(page);
  await settings.open();
  await expect(page.getByTestId("own-username")).toHaveText(`@${account.username}`);
  await settings.signOut();
  await page.goto("/");
  await expect(page).toHaveURL(/\/start$/);
  await page.goBack();
  await expect(page.getByTestId("own-username"), "not even by going back").toHaveCount(0);
});

test("signing out in one tab ends the others", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  const second = await ada.context.newPage();
  await new RoomPage(second).open(adas.path);
  const settings = new SettingsPage(second);
  await settings.open();
  await settings.signOut();
  await expect(adas.part("signed-out")).toBeVisible();
});

test("without a connection nobody is signed out, and no draft is lost", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  const path = adas.path;
  await adas.composer.fill("half a thought");
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await ada.context.setOffline(true);
  await expect(ada.page.locator("html")).toHaveAttribute("data-connection", "offline");
  await settings.part("sign-out").click();
  await expect(settings.part("toast")).toBeVisible();
  await ada.context.setOffline(false);
  await adas.open(path);
  await expect(adas.composer).toHaveValue("half a thought");
});
