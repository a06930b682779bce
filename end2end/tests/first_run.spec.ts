// A new place: its first person owns it and answers three questions; the answers hold.

import { newAccount, settle, signUp } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { DashboardPage } from "../pages/dashboard";
import { SettingsPage } from "../pages/settings";
import { SignUpPage } from "../pages/sign_up";

test("the first person names the place, and the second finds it so", async ({ browser, freshServer }) => {
  const owner = await settle(browser, freshServer.url, { name: "Harbour House", purpose: "friends" });
  await expect(owner.page.getByText("Harbour House").first()).toBeVisible();
  await owner.page.goto("/set-up");
  await expect(owner.page, "the questions come once").toHaveURL(freshServer.url);

  const second = await signUp(browser, freshServer.url, newAccount("Bo Second"));
  await new DashboardPage(second.page).ready();
  await expect(second.page.getByText("Harbour House").first()).toBeVisible();
  await second.page.goto("/settings");
  await expect(second.page.getByTestId("settings")).toBeVisible();
  await expect(second.page.getByTestId("place-form"), "only its owner changes the place").toHaveCount(0);
});

test("a new place has a first room with a hello in it", async ({ browser, freshServer }) => {
  const owner = await settle(browser, freshServer.url);
  const rows = owner.page.getByTestId("room-row");
  await expect(rows).toHaveCount(1);
  await rows.first().click();
  await expect(owner.page.getByTestId("room-title")).toBeVisible();
});

test("by invitation only: the link lets people in, and an old link does not", async ({ browser, freshServer, page }) => {
  const owner = await settle(browser, freshServer.url, { join: "invitation" });
  await page.goto(`${freshServer.url}/sign-up`);
  await expect(page.getByText("This place is by invitation.")).toBeVisible();
  await expect(new SignUpPage(page).form).toHaveCount(0);

  await new SettingsPage(owner.page).open();
  const link = owner.page.getByTestId("invitation-link");
  await expect(link).toContainText(`${freshServer.url}/join/`);
  const first = await link.innerText();

  await page.goto(first);
  await expect(page.locator("html[data-hydrated]")).toBeAttached();
  const form = new SignUpPage(page);
  await form.signUp(newAccount("Ina Invited"));
  await new DashboardPage(page).ready();

  await owner.page.getByTestId("invitation-renew").click();
  await owner.page.getByTestId("confirm-yes").filter({ visible: true }).click();
  await expect(link).not.toHaveText(first);
  const late = await browser.newContext();
  const latePage = await late.newPage();
  await latePage.goto(first);
  await expect(latePage.getByText("does not work any more")).toBeVisible();
  await late.close();
});
