// From the smallest phone to the widest screen: nothing overflows, and one can always write.

import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { directChat, goHome, group } from "../fixtures/talks";
import { DetailsPane } from "../pages/details";
import { alive } from "../pages/page";

const sizes = [
  { width: 320, height: 568, panes: 1 },
  { width: 390, height: 844, panes: 1 },
  { width: 834, height: 1112, panes: 2 },
  { width: 1280, height: 800, panes: 2 },
  { width: 2560, height: 1440, panes: 2 },
];

const longWord = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2);

/** Elements that stick out sideways of the page or of their scroller. */
async function expectNothingSticksOut(page: Page, where: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > window.innerWidth) found.push(`page ${root.scrollWidth} > ${window.innerWidth}`);
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width === 0 || style.visibility === "hidden" || element.closest("[aria-hidden=true], .visually-hidden, .skip-link")) continue;
      if (box.right > window.innerWidth + 1 || box.left < -1) found.push(`${element.tagName}.${element.className} ${box.left}..${box.right}`);
    }
    return found.slice(0, 5);
  });
  expect(wide, where).toEqual([]);
}

for (const { width, height, panes } of sizes) {
  test(`at ${width} pixels the talk has its place`, async ({ people: { ada, ben } }) => {
    const [adas, bens] = await directChat(ada, ben);
    await bens.send(`A long word: ${longWord}`);
    await bens.send(`https://example.org/${"path/".repeat(40)}`);
    await bens.send("short");
    await adas.send("Ja. ".repeat(120));
    await ada.page.setViewportSize({ width, height });
    await ada.page.reload();
    await adas.ready();
    await expectNothingSticksOut(ada.page, "the room");

    await expect(adas.composer).toBeInViewport({ ratio: 1 });
    await expect(ada.page.getByTestId("room-list")).toBeVisible({ visible: panes > 1 });
    await expect(ada.page.getByTestId("back-to-rooms")).toBeVisible({ visible: panes === 1 });

    // A readable measure, however wide the screen.
    const bubble = await adas.message("Ja. ").locator(".bubble").boundingBox();
    expect(bubble!.width).toBeLessThan(820);

    await adas.composer.fill("One line\n".repeat(30));
    await expect(adas.composer).toBeInViewport();
    await expect(ada.page.getByTestId("composer-send")).toBeInViewport({ ratio: 1 });
    await expect(adas.title).toBeInViewport();
    await adas.composer.fill("");

    await new DetailsPane(ada.page).open();
    await expectNothingSticksOut(ada.page, "the details");
    await ada.page.getByTestId("details-close").click();
    await expect(adas.composer).toBeVisible();
  });
}

test("on a phone the keyboard takes height, and the composer stays above it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  for (let index = 1; index <= 30; index++) await bens.send(`line ${index} of thirty`);
  await ada.page.setViewportSize({ width: 390, height: 844 });
  await expect(adas.message("line 30 of thirty")).toBeInViewport();
  // With `interactive-widget=resizes-content` the keyboard makes the page shorter.
  await ada.page.setViewportSize({ width: 390, height: 844 - 336 });
  await expect(adas.composer).toBeInViewport({ ratio: 1 });
  await expect(adas.message("line 30 of thirty"), "one still sees what one answers").toBeInViewport();
  const page = await ada.page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(page, "the page itself does not scroll").toBeLessThanOrEqual(0);
});

test("on a phone the list and the talk are one column each, with a way back", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await ada.page.setViewportSize({ width: 390, height: 844 });
  const home = await goHome(ada);
  await expect(home.rooms).toBeVisible();
  await expect(ada.page.getByTestId("welcome")).toBeHidden();
  await home.enter(ben.name);
  await adas.ready();
  await expect(home.rooms).toBeHidden();
  await ada.page.getByTestId("back-to-rooms").click();
  await expect(home.rooms).toBeVisible();
  await expect(ada.page.getByRole("navigation", { name: "Rooms" }), "Tab goes on from the list").toBeFocused();
  await ada.page.goBack();
  await expect(adas.timeline, "the phone's own way back works too").toBeVisible();
});

test("on a phone a long topic ends before the chip", async ({ people: { ada, ben } }) => {
  await ada.page.setViewportSize({ width: 390, height: 844 });
  const topic = "Everything that grows, and everyone who waters it before the sun is up";
  const [adas] = await group(ada, [ben], { name: `Garden ${ada.username}`, topic });
  await expect(adas!.moodChip).toBeVisible();
  const about = await ada.page.locator(".talk-about").boundingBox();
  const chip = await adas!.moodChip.boundingBox();
  expect(about!.width).toBeGreaterThan(40);
  expect(about!.x + about!.width).toBeLessThanOrEqual(chip!.x);
});

test("every page fits the smallest phone", async ({ people: { ada, ben } }) => {
  await ada.page.setViewportSize({ width: 320, height: 568 });
  for (const path of ["/", "/people", `/people/${ben.username}`, "/rooms", "/rooms/new", "/settings", "/about"]) {
    await ada.page.goto(path);
    await alive(ada.page);
    await expectNothingSticksOut(ada.page, path);
  }
});

test("fingers find what they aim at", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await ada.page.setViewportSize({ width: 390, height: 844 });
  await adas.composer.fill("x");
  for (const id of ["composer-send", "details-open", "back-to-rooms", "mood-chip"]) {
    const box = await ada.page.getByTestId(id).boundingBox();
    expect(Math.min(box!.width, box!.height), id).toBeGreaterThanOrEqual(24);
  }
});
