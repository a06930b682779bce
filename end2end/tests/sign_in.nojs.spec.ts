// Coming in works before the page's program has loaded, and without it.

import { newAccount } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { SignInPage } from "../pages/sign_in";
import { SignUpPage } from "../pages/sign_up";

test("someone signs up and in with plain forms", async ({ page, context }) => {
  const account = newAccount("Plain Forms");
  await page.goto("/start");
  await page.getByTestId("start-sign-up").click();
  await new SignUpPage(page).signUp(account);
  await expect(page.getByTestId("sign-up-form")).toHaveCount(0);

  await context.clearCookies();
  await page.goto("/sign-in");
  const form = new SignInPage(page);
  await form.signIn(account.email, account.password);
  await expect(form.form).toHaveCount(0);
  await expect(page).not.toHaveURL(/sign-in|start/);
});

test("a wrong password is told on the page that comes back", async ({ page, owner }) => {
  await page.goto("/sign-in");
  const form = new SignInPage(page);
  await form.signIn(owner.username, "not the password at all");
  await expect(form.error).toBeVisible();
});
