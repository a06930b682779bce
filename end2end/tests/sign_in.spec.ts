// Someone comes back: by username or e-mail, with a wrong password, and after a restart of the server.

import { newAccount, settle, signUp } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { DashboardPage } from "../pages/dashboard";
import { connected } from "../pages/page";
import { SignInPage } from "../pages/sign_in";

test("people sign in by username or by e-mail, in any case", async ({ browser, person, server }) => {
  const ada = await person("Ada Lovelace");
  for (const login of [ada.username, ada.email, ada.username.toUpperCase()]) {
    const context = await browser.newContext({ baseURL: server.url });
    const form = new SignInPage(await context.newPage());
    await form.open();
    await form.signIn(login, ada.password);
    await new DashboardPage(form.page).ready();
    await context.close();
  }
});

test("a wrong password and an unknown name get the same answer", async ({ page, person }) => {
  const ada = await person("Ada Lovelace");
  const form = new SignInPage(page);
  await form.open();

  await form.signIn(ada.username, "not the password at all");
  await expect(form.error).toBeVisible();
  const wrongPassword = await form.error.textContent();

  await form.open();
  await form.signIn("nobody-by-this-name", "not the password at all");
  await expect(form.error).toBeVisible();
  expect(await form.error.textContent()).toBe(wrongPassword);
});

test("a sign-in outlives the server that gave it", async ({ browser, freshServer }) => {
  const ada = await signUp(browser, freshServer.url, newAccount("Ada Lovelace"));
  const address = ada.page.url();
  await freshServer.crash();
  await freshServer.start();
  await ada.page.goto(address);
  await expect(ada.page).toHaveURL(address);
  await ada.context.close();
});

test("without a sign-in every page but the ways in leads to the start", async ({ page }) => {
  for (const path of ["/", "/settings", "/people", "/rooms/0197f3a0-0000-7000-8000-000000000000"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/start$/);
  }
});

test("an open page finds back by itself when the server returns", async ({ browser, freshServer }) => {
  const owner = await settle(browser, freshServer.url);
  await freshServer.stop();
  await expect(owner.page.locator('[data-connection="open"]')).toHaveCount(0);
  await freshServer.start();
  await connected(owner.page);
  await owner.context.close();
});
