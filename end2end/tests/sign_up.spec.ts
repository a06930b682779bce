// Someone new comes in: the start screen, the form, what it refuses, and the owner's first questions.

import { expectAccessible } from "../fixtures/accessibility";
import { newAccount, settle, signUp } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { DashboardPage } from "../pages/dashboard";
import { alive } from "../pages/page";
import { SignUpPage } from "../pages/sign_up";

test("a stranger is shown two ways in, and each leads to the other", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/start$/);
  await alive(page);

  await page.getByTestId("start-sign-up").click();
  await expect(page.getByTestId("sign-up-form")).toBeVisible();
  await page.getByRole("link", { name: "Log in" }).click();
  await expect(page.getByTestId("sign-in-form")).toBeVisible();
  await page.getByRole("link", { name: "Create one" }).click();
  await expect(page).toHaveURL(/\/sign-up$/);
});

test("someone new signs up and is inside, connected", async ({ page }) => {
  const form = new SignUpPage(page);
  await form.open();
  await form.signUp(newAccount("Grace Hopper"));
  await new DashboardPage(page).ready();
});

test("the first person of a new place answers three questions, the second none", async ({ browser, freshServer }) => {
  const owner = await settle(browser, freshServer.url);
  await expect(owner.page).not.toHaveURL(/set-up/);

  const second = await signUp(browser, freshServer.url, newAccount("Second Person"));
  await new DashboardPage(second.page).ready();
  await expect(second.page).not.toHaveURL(/set-up/);
  await owner.context.close();
  await second.context.close();
});

test("what is missing is told beside each field, and nothing is sent", async ({ page }) => {
  const form = new SignUpPage(page);
  await form.open();
  const sent: string[] = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));

  await form.submit();
  for (const field of ["first-name", "last-name", "username", "email", "password"]) {
    await expect(form.part(`field-${field}`), field).toHaveAttribute("aria-invalid", "true");
  }
  expect(sent).toEqual([]);
});

test("a password that many people use is refused while it is typed and by the server", async ({ page }) => {
  const form = new SignUpPage(page);
  await form.open();
  await form.fill({ ...newAccount("Petra Common"), password: "password1234" });
  await expect(form.part("password-strength")).toHaveAttribute("data-score", "1");
  await form.submit();
  await expect(form.part("field-password")).toHaveAttribute("aria-invalid", "true");
  await expect(page).toHaveURL(/\/sign-up$/);
});

test("a username belongs to one person", async ({ page, people }) => {
  const form = new SignUpPage(page);
  await form.open();
  await form.fill({ ...newAccount("Other Ada"), username: people.ada.username.toUpperCase() });
  await form.submit();
  await expect(form.part("field-username")).toHaveAttribute("aria-invalid", "true");
});

test("the ways in can be used by everyone @layout", async ({ page }) => {
  for (const path of ["/start", "/sign-up", "/sign-in"]) {
    await page.goto(path);
    await alive(page);
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${path} is no wider than the screen`).toBeLessThanOrEqual(0);
  }
});
