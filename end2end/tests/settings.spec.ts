// One's own account: looks, password, devices, goodbye; and keeping someone away.

import { keptTexts } from "../fixtures/kept";
import { newAccount } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { directChat, goHome, group } from "../fixtures/talks";
import { DashboardPage } from "../pages/dashboard";
import { DetailsPane } from "../pages/details";
import { choose } from "../pages/page";
import { PeoplePage } from "../pages/people";
import { SettingsPage } from "../pages/settings";
import { SignInPage } from "../pages/sign_in";

test("the theme is the device's choice and there from the first paint", async ({ people: { ada } }) => {
  const settings = new SettingsPage(ada.page);
  await settings.open();
  const ground = () => ada.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await choose(ada.page.getByTestId("theme-light"));
  await expect(ada.page.locator("html")).toHaveAttribute("data-theme", "light");
  const light = await ground();
  await choose(ada.page.getByTestId("theme-dark"));
  await expect(ada.page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect.poll(ground).not.toBe(light);
  const html = await (await ada.page.request.get("/settings")).text();
  expect(html, "the server paints it").toContain('data-theme="dark"');
  await ada.page.reload();
  await expect(ada.page.getByTestId("theme-dark")).toBeChecked();
  await choose(ada.page.getByTestId("theme-system"));
  await expect(ada.page.locator("html")).not.toHaveAttribute("data-theme", "dark");
});

test("a new password ends the other devices and the old password", async ({ people: { ada }, page: phone }) => {
  const signIn = new SignInPage(phone);
  await signIn.open();
  await signIn.signIn(ada.username, ada.password);
  await new DashboardPage(phone).ready();
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.changePassword("not my password", "nine calm boats at noon");
  await expect(settings.part("change-password-form")).toContainText("That is not your password.");
  await settings.changePassword(ada.password, "nine calm boats at noon");
  await expect(settings.part("toast")).toContainText("Your password is changed");
  await expect(phone.getByTestId("signed-out")).toBeVisible();

  await signIn.open();
  await signIn.signIn(ada.username, ada.password);
  await expect(signIn.error).toBeVisible();
  await signIn.signIn(ada.username, "nine calm boats at noon");
  await new DashboardPage(phone).ready();
});

test("one sees one's devices and signs one of them out, which closes its socket at once", async ({ people: { ada, ben }, page }) => {
  const signIn = new SignInPage(page);
  await signIn.open();
  await signIn.signIn(ada.username, ada.password);
  await new DashboardPage(page).ready();

  const settings = new SettingsPage(ada.page);
  await settings.open();
  await expect(settings.devices).toHaveCount(2);
  const other = settings.devices.and(ada.page.locator('[data-current="false"]'));
  await other.getByTestId("device-sign-out").click();
  await expect(settings.devices).toHaveCount(1);
  await expect(page.getByTestId("signed-out")).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(/\/start$/);
  await goHome(ben);
});

test("an account is deleted with its name and address, and what was said stays", async ({ people: { ada, ben }, page }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("remember this");
  await expect(bens.message("remember this")).toBeVisible();
  await adas.composer.fill("but not this");
  await expect.poll(() => keptTexts(ada.page), "her draft is kept").not.toEqual([]);
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.deleteAccount("wrong words");
  await expect(settings.part("delete-account-dialog")).toContainText("That is not your password.");
  await settings.part("delete-account-password").fill(ada.password);
  await settings.part("delete-account-confirm").click();
  await ada.page.waitForURL("**/start");
  expect(await keptTexts(ada.page), "nothing of hers stays on the device").toEqual([]);

  const signIn = new SignInPage(page);
  await signIn.open();
  await signIn.signIn(ada.username, ada.password);
  await expect(signIn.error).toBeVisible();

  await ben.page.reload();
  await expect(bens.message("remember this")).toBeVisible();
  await expect(bens.title).not.toContainText("Ada");
  await expect(bens.part("composer")).toContainText("This account is gone.");
  const search = new PeoplePage(ben.page);
  await search.open();
  await search.search.fill(ada.username);
  await expect(search.part("no-people")).toBeVisible();
});

test("who is blocked cannot write, and what they say in shared rooms is folded away", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  const direct = adas.path;
  const [, bens] = await group(ada, [ben], { name: `Both in ${ada.username}` });
  await ada.page.goto(`/people/${ben.username}`);
  await expect(ada.page.locator("html[data-hydrated]")).toBeAttached();
  await ada.page.getByTestId("block-person").click();
  await expect(ada.page.getByTestId("block-person")).toHaveText("Unblock");

  const shared = bens!.path;
  await bens!.send("can she hear me?");
  await adas.open(shared);
  await expect(ada.page.getByText("A message from someone you blocked")).toBeVisible();
  await expect(adas.message("can she hear me?")).toBeHidden();

  await bens!.open(direct);
  await bens!.send("hello?");
  await bens!.expectOwn("hello?", "failed");
  await adas.open(direct);
  await expect(adas.part("composer")).toContainText("You have blocked Ben");
  await adas.expectTalk([]);
});

test("names are changed for everyone at once; the address is for one's own eyes", async ({ people: { ada, ben }, page }) => {
  const [, bens] = await directChat(ada, ben);
  const settings = new SettingsPage(ada.page);
  await settings.open();
  const name = `Augusta${newAccount("x").username}`;
  await settings.part("profile-form").getByTestId("field-first-name").fill(name);
  await settings.part("profile-save").click();
  await expect(settings.part("toast")).toContainText("Saved");
  await expect(bens.title).toContainText(name);

  const profile = await ben.page.request.get(`/people/${ada.username}`);
  expect(await profile.text()).not.toContain(ada.email);
  const search = new PeoplePage(ben.page);
  await search.open();
  await search.search.fill(ada.email);
  await expect(search.part("no-people")).toBeVisible();
  await page.goto("/about");
  await expect(page.getByTestId("about")).toBeVisible();
});

test("who calls themselves otherwise is called so in an open list of members", async ({ people: { ada, ben } }) => {
  await group(ada, [ben], { name: `Names ${ada.username}` });
  const details = new DetailsPane(ben.page);
  await details.open();
  await expect(details.member(ada.username)).toContainText("Ada Lovelace");
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.part("profile-form").getByTestId("field-first-name").fill("Augusta");
  await settings.part("profile-save").click();
  await expect(details.member(ada.username)).toContainText("Augusta Lovelace");
  await details.member(ada.username).getByTestId("member-menu").click();
  await expect(ben.page.getByRole("menu", { name: "More about Augusta Lovelace" })).toBeVisible();
});
