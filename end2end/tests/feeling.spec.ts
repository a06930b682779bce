// One says how one feels, as a status: others see it at once, it ends by itself, and nothing of it is sent but by a press.

import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility";
import { clear, expectMood } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat, group } from "../fixtures/talks";
import { DashboardPage } from "../pages/dashboard";
import { DetailsPane } from "../pages/details";
import { FeelingDialog } from "../pages/feeling";
import { choose } from "../pages/page";
import type { RoomPage } from "../pages/room";
import { SettingsPage } from "../pages/settings";

const HOUR = 3_600_000;

/** What stands in the head of a talk of how the other feels. */
const inHead = (room: RoomPage) => room.part("room-header").getByTestId("feeling");

/** What a page asks the server about feelings, as it is sent. */
function saidBy(page: Page): string[] {
  const said: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/account/feeling")) said.push(request.postData() ?? "");
  });
  return said;
}

test("what one says is seen at once wherever one's name is, and taken back", async ({ people: { ada, ben } }) => {
  const [, bens] = await directChat(ada, ben);
  const direct = bens.path;
  const feeling = new FeelingDialog(ada.page);
  await expect(feeling.own).toHaveAccessibleName("Say how you feel");
  await feeling.say("low", "  go   easy ");
  await expect(feeling.own).toHaveAccessibleName("You feel low: go easy. Change");

  await expect(inHead(bens)).toHaveText("feels low: go easy");
  const row = new DashboardPage(ben.page).room(ada.name);
  await expect(row.getByRole("img", { name: "feels low: go easy" })).toBeVisible();
  await ben.page.goto(`/people/${ada.username}`);
  const profile = bens.part("profile");
  await expect(profile.getByTestId("feeling")).toHaveText("feels low: go easy");
  await expect(profile).toContainText(/until \d\d:\d\d/);

  const [, inGroup] = await group(ada, [ben], { name: `Feelings ${ada.username}` });
  const details = new DetailsPane(ben.page);
  await details.open();
  const member = details.member(ada.username).getByTestId("feeling");
  await expect(member).toHaveText("feels low: go easy");
  await feeling.say("thankful");
  await expect(member, "said anew, without a reload").toHaveText("feels thankful");
  await ben.page.reload();
  await inGroup!.ready();
  await expect(member, "and after one").toHaveText("feels thankful");

  await bens.open(direct);
  await expect(inHead(bens)).toBeVisible();
  await feeling.open();
  await expect(feeling.part("feeling-said")).toContainText("You say: thankful, until");
  await feeling.takeBack.click();
  await expect(feeling.dialog).toBeHidden();
  await expect(inHead(bens)).toBeHidden();
  await expect(row.getByTestId("feeling-mark")).toBeHidden();
  await expect(feeling.own).toHaveAccessibleName("Say how you feel");
});

test("it ends by itself, on a page that stays open", async ({ people: { ada, ben } }) => {
  const [, bens] = await directChat(ada, ben);
  const path = bens.path;
  await ben.page.clock.install();
  await bens.open(path);
  const feeling = new FeelingDialog(ada.page);
  await feeling.say("tired", "long night");
  await expect(inHead(bens)).toHaveText("feels tired: long night");
  await ben.page.clock.fastForward(3 * HOUR);
  await expect(inHead(bens)).toBeVisible();
  await ben.page.clock.fastForward(HOUR + 1_000);
  await expect(inHead(bens)).toBeHidden();
});

test("it can last until the day ends where one is", async ({ people: { ada, ben } }) => {
  const [, bens] = await directChat(ada, ben);
  const said = saidBy(ada.page);
  const feeling = new FeelingDialog(ada.page);
  await feeling.open();
  await choose(feeling.card("happy"));
  await feeling.lasting.selectOption({ label: "The rest of today" });
  const left = await ada.page.evaluate(() => new Date().setHours(24, 0, 0, 0) - Date.now());
  await feeling.send.click();
  await expect(inHead(bens)).toHaveText("feels happy");
  const { lasting } = JSON.parse(said[0]!) as { lasting: { rest_of_day: { left_ms: number } } };
  expect(Math.abs(lasting.rest_of_day.left_ms - left)).toBeLessThan(60_000);
});

test("the light suggests what one's own words sound like, and only a press sends it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const said = saidBy(ada.page);
  const feeling = new FeelingDialog(ada.page);
  // What the other says is no word about oneself.
  await bens.send(clear.tense[0]!);
  await expectMood(adas, "tense");
  await feeling.open();
  await expect(feeling.suggested).toBeHidden();
  await feeling.close.click();

  await adas.composer.fill(`${clear.sad.join(" ")} `);
  await expectMood(adas, "sad");
  await feeling.openFromLight();
  await expect(feeling.suggested).toHaveText("Suggested from what you wrote, on this device: low.");
  await expect(feeling.card("low")).toBeChecked();
  await ada.page.keyboard.press("Escape");
  await expect(feeling.dialog).toBeHidden();
  await expect(adas.moodChip, "back where one came from").toBeFocused();
  expect(said, "to be asked sends nothing").toEqual([]);
  await expect(inHead(bens)).toBeHidden();

  await feeling.openFromLight();
  await feeling.send.click();
  await expect(inHead(bens)).toHaveText("feels low");
  expect(said.map((body) => JSON.parse(body))).toEqual([{ feeling: "low", note: "", lasting: "four_hours" }]);
});

test("where the light is off nothing is suggested, and one may still say it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const path = adas.path;
  await adas.send(clear.happy[0]!);
  await expectMood(adas, "happy");
  const feeling = new FeelingDialog(ada.page);
  await feeling.open();
  await expect(feeling.suggested).toHaveAttribute("data-feeling", /happy|thankful/);
  await feeling.close.click();
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.part("mood-level-off").click();
  await adas.open(path);
  await feeling.open();
  await expect(feeling.suggested).toBeHidden();
  await expect(feeling.form.getByRole("radio", { checked: true })).toHaveCount(0);
  await feeling.send.click();
  await expect(feeling.form.getByRole("alert")).toHaveText("Please choose how you feel.");
  await choose(feeling.card("calm"));
  await feeling.send.click();
  await expect(inHead(bens)).toHaveText("feels calm");
});

test("it is said by keyboard, and the focus goes back", async ({ people: { ada, ben } }) => {
  const [, bens] = await directChat(ada, ben);
  const feeling = new FeelingDialog(ada.page);
  const { keyboard } = ada.page;
  await feeling.own.focus();
  await keyboard.press("Enter");
  await expect(feeling.form).toBeVisible();
  await keyboard.press("Escape");
  await expect(feeling.dialog).toBeHidden();
  await expect(feeling.own).toBeFocused();

  await keyboard.press("Enter");
  await expect(feeling.form).toBeVisible();
  await expect(feeling.close).toBeFocused();
  await keyboard.press("Tab");
  await expect(feeling.card("happy")).toBeFocused();
  await keyboard.press("Space");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await expect(feeling.card("calm")).toBeChecked();
  await keyboard.press("Tab");
  await expect(feeling.note).toBeFocused();
  await keyboard.type("tea in the garden");
  await keyboard.press("Enter");
  await expect(feeling.dialog).toBeHidden();
  await expect(feeling.own).toBeFocused();
  await expect(feeling.own).toHaveAccessibleName("You feel calm: tea in the garden. Change");
  await expect(inHead(bens)).toHaveText("feels calm: tea in the garden");
});

test("a window that is opened again as it closes stays open", async ({ people: { ada, ben } }) => {
  await directChat(ada, ben);
  const feeling = new FeelingDialog(ada.page);
  await feeling.open();
  // Browsers tell of the closing with their next frame.
  await feeling.dialog.evaluate(
    (dialog: HTMLDialogElement) =>
      new Promise((resolve) => {
        dialog.addEventListener("close", resolve);
        dialog.close();
        document.querySelector<HTMLElement>('[data-testid="own-feeling"]')!.click();
      }),
  );
  await expect(feeling.form).toBeVisible();
  await feeling.close.click();
  await expect(feeling.dialog).toBeHidden();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`it fits and can be used by everyone, ${colorScheme} @layout`, async ({ people: { ada, ben } }) => {
    const [adas, bens] = await directChat(ada, ben);
    for (const { page } of [ada, ben]) await page.emulateMedia({ colorScheme });
    const feeling = new FeelingDialog(ada.page);
    await feeling.openFromLight();
    await expectAccessible(ada.page, "dialog[open]");
    await choose(feeling.card("worried"));
    await feeling.note.fill("w".repeat(80));
    await expect(feeling.note, "no more than it takes").toHaveValue("w".repeat(60));
    await feeling.send.click();
    await expect(inHead(bens)).toBeVisible();
    await expectAccessible(ben.page);
    const wide = await ben.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, "nothing sticks out").toBeLessThanOrEqual(0);
    await expect(bens.title).toBeInViewport({ ratio: 1 });
    await ben.page.goto("/");
    await expect(ben.page.getByTestId("feeling-mark")).toBeVisible();
    await expectAccessible(ben.page, "#rooms");
    await expect(adas.composer).toBeVisible();
  });
}
