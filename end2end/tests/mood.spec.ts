// The light follows the talk: as one types and as messages come, for oneself alone, and only as much as one wants.

import { background, chroma, clear, expectMood, settledBackground, shownMood } from "../fixtures/moods";
import { newAccount, settle, signUp } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { choose } from "../pages/page";
import { RoomPage } from "../pages/room";
import { SettingsPage } from "../pages/settings";

test("what the other says colours the room, and every surface with it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const neutral = await settledBackground(adas);
  const chip = adas.moodChip;
  await expect(chip).toHaveAttribute("aria-live", "off");

  for (const text of clear.happy) await bens.send(text);
  await expectMood(adas, "happy");
  await expect(chip).toHaveText(/(maybe )?(bright|warm)/);
  const happy = await settledBackground(adas);
  expect(happy, "the ground has another colour").not.toBe(neutral);
  const surface = (room: RoomPage) =>
    room.page.locator("[data-side=other] .bubble").first().evaluate((element) => getComputedStyle(element).backgroundColor);
  const happyBubble = await surface(adas);

  for (const text of [...clear.sad, ...clear.sad]) await bens.send(text);
  await expectMood(adas, "sad");
  await expect(chip).toHaveText(/(maybe )?low/);
  // It moves on: a sad light eases. What the eye sees of that has a story of its own.
  await expect.poll(() => background(adas)).not.toBe(happy);
  expect(await surface(adas), "bubbles follow the one colour").not.toBe(happyBubble);
});

test("one's own draft colours one's own room, and nobody else's", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  // A draft weighs less than what was said; here it tips the scale.
  await bens.send("the cake is in the oven, come over");
  await expect(adas.message("the cake is in the oven, come over")).toBeVisible();
  const before = await settledBackground(adas);
  await adas.composer.pressSequentially("I am so happy, this is wonderful, I love it! ", { timeout: 60_000 });
  await expectMood(adas, "happy");
  await expect(adas.light).toHaveAttribute("data-mood-cause", "typing");
  expect(await shownMood(bens), "Ben sees that Ada writes, not how").toBe("neutral");
  await adas.composer.fill("");
  await expectMood(adas, "neutral");
  expect(await settledBackground(adas)).toBe(before);
});

test("the colour fades and does not jump", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const before = await settledBackground(adas);
  // A machine that is slow to look must not miss it: the browser says how long each change took.
  const fades = await adas.light.evaluateHandle((element) => {
    const seconds: number[] = [];
    element.addEventListener("transitionend", (event) => {
      const { target, propertyName, elapsedTime } = event as TransitionEvent;
      if (target === element && propertyName === "--mood-bg-light") seconds.push(elapsedTime);
    });
    return seconds;
  });
  for (const text of clear.happy) await bens.send(text);
  await expectMood(adas, "happy");
  expect(await settledBackground(adas)).not.toBe(before);
  await expect.poll(() => fades.jsonValue(), "as long as a fade takes").toContain(1.4);
});

test("one click on the chip holds the light still, and it stays free to go on", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  for (const text of clear.happy) await bens.send(text);
  await expectMood(adas, "happy");
  await adas.moodChip.click();
  await adas.part("mood-freeze").click();
  await expect(adas.moodChip).toHaveAttribute("data-frozen");
  const held = await settledBackground(adas);
  for (const text of [...clear.sad, ...clear.sad]) await bens.send(text);
  await expectMood(bens, "sad");
  expect(await shownMood(adas)).toBe("happy");
  expect(await background(adas)).toBe(held);

  await adas.part("mood-freeze").click();
  await expectMood(adas, "sad");
});

test("the panel says why, in the words of the talk", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  for (const text of clear.sad) await bens.send(text);
  await expectMood(adas, "sad");
  await adas.moodChip.click();
  const panel = adas.part("mood-panel");
  await expect(panel).toContainText("Sounds");
  await expect(panel).toContainText("Only you see this");
  await expect(panel.getByRole("list", { name: "Words behind it" })).toContainText(/sad|cried|miss|lonely|heartbroken|died/);
  await ada.page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(adas.moodChip).toBeFocused();
});

test("off, subtle, full and vivid: as much light as one wants", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  for (const text of clear.happy) await bens.send(text);
  await expectMood(adas, "happy");
  await adas.moodChip.click();
  const strength = async (level: string) => {
    await adas.part(`mood-level-${level}`).click();
    await expect(adas.light).toHaveAttribute("data-mood-level", level);
    return chroma(adas, await settledBackground(adas));
  };
  const full = await strength("full");
  const subtle = await strength("subtle");
  expect(subtle, "half the colour").toBeLessThan(full);
  const ambient = adas.page.locator(".mood-vivid");
  await expect(ambient).toBeHidden();
  await strength("vivid");
  await expect(ambient, "vivid adds a picture at the edges").toBeVisible();
  const off = await strength("off");
  expect(off).toBeLessThan(subtle);
  await expect(adas.light).toHaveAttribute("data-mood", "neutral");
  await expect(adas.moodChip).toContainText("off");

  await ada.page.reload();
  await adas.ready();
  await expect(adas.light, "the choice lasts").toHaveAttribute("data-mood-level", "off");
});

test("the first light brings a card that says what it is and where to switch it off", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const card = adas.part("mood-card");
  await expect(card).toHaveCount(0);
  for (const text of clear.happy) await bens.send(text);
  await expect(card).toContainText("The light follows the talk");
  await adas.part("mood-card-off").click();
  await expect(card).toHaveCount(0);
  await expect(adas.light).toHaveAttribute("data-mood-level", "off");
  for (const text of clear.sad) await bens.send(text);
  await expectMood(bens, "sad");
  await expect(adas.light).toHaveAttribute("data-mood", "neutral");
  await ada.page.reload();
  await adas.ready();
  await expect(adas.light).toHaveAttribute("data-mood-level", "off");
  await expect(card, "it is asked once").toHaveCount(0);
});

test("at a place for work the light is off until each person turns it on", async ({ browser, freshServer }) => {
  const ada = await settle(browser, freshServer.url, { purpose: "work" });
  const ben = await signUp(browser, freshServer.url, newAccount("Ben Okri"));
  const [adas, bens] = await directChat(ada, ben);
  for (const text of clear.happy) await bens.send(text);
  await expect(adas.messages).toHaveCount(clear.happy.length);
  await expect(adas.light).toHaveAttribute("data-mood-level", "off");
  await expect(adas.light).toHaveAttribute("data-mood", "neutral");

  const settings = new SettingsPage(ada.page);
  const path = adas.path;
  await settings.open();
  await settings.part("mood-level-full").click();
  await adas.open(path);
  await expectMood(adas, "happy");
  await expect(bens.light, "one's choice is one's own").toHaveAttribute("data-mood-level", "off");
});

test("with reduced motion the colour changes at once and at half strength", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  for (const text of clear.happy) await bens.send(text);
  await expectMood(adas, "happy");
  const full = await chroma(adas, await settledBackground(adas));
  await ada.page.emulateMedia({ reducedMotion: "reduce" });
  expect(await adas.light.evaluate((element) => parseFloat(getComputedStyle(element).transitionDuration))).toBe(0);
  expect(await chroma(adas, await settledBackground(adas))).toBeLessThan(full);
});

test("who wants more contrast or forces colours gets none, and keeps the word", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const neutral = await settledBackground(adas);
  for (const text of clear.happy) await bens.send(text);
  await expectMood(adas, "happy");
  await ada.page.emulateMedia({ contrast: "more" });
  expect(await settledBackground(adas)).toBe(neutral);
  await expect(adas.moodChip).toHaveText(/bright|warm/);
  await ada.page.emulateMedia({ contrast: "no-preference", forcedColors: "active" });
  await expect(adas.page.locator(".mood-light")).toBeHidden();
  await expect(adas.moodChip).toHaveText(/bright|warm/);
});

test("each room has its own light", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Park");
  const [withCleo] = await directChat(ada, cleo);
  const quiet = withCleo.path;
  const [adas, bens] = await directChat(ada, ben);
  for (const text of clear.tense) await bens.send(text);
  await expectMood(adas, "tense");
  await withCleo.open(quiet);
  expect(await shownMood(withCleo)).toBe("neutral");
});

test("a heavy light eases towards calm, or stays where one wants a mirror", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const mirror = new SettingsPage(ben.page);
  await mirror.open();
  await choose(mirror.part("mood-mirror"));
  // From here on time is ours. No page lives through that.
  const path = adas.path;
  for (const room of [adas, bens]) {
    await room.page.clock.install();
    await room.open(path);
  }
  for (const text of clear.sad) await adas.send(text);
  await expectMood(adas, "sad");
  await expectMood(bens, "sad");
  for (const { page } of [ada, ben]) await page.clock.fastForward(8_000);
  await expect(adas.light, "it was acknowledged, now it eases").toHaveAttribute("data-mood-cause", "soothe");
  await expect(adas.moodChip, "the chip still says what was read").toHaveText(/low/);
  await expect(bens.light).not.toHaveAttribute("data-mood-cause", "soothe");
  const hue = (room: RoomPage) => room.light.evaluate((element) => getComputedStyle(element).getPropertyValue("--tint-light").trim());
  expect(await hue(adas)).not.toBe(await hue(bens));
});

test("without colour moods differ by a pattern", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await choose(settings.part("mood-grey"));
  await adas.open(bens.path);
  const pattern = () => ada.page.locator(".mood-pattern").evaluate((element) => getComputedStyle(element).backgroundImage);
  expect(await pattern()).toBe("none");
  for (const text of clear.happy) await bens.send(text);
  await expectMood(adas, "happy");
  expect(await chroma(adas, await settledBackground(adas)), "no colour").toBeLessThan(3);
  const happy = await pattern();
  expect(happy).toContain("gradient");
  for (const text of [...clear.sad, ...clear.sad]) await bens.send(text);
  await expectMood(adas, "sad");
  expect(await pattern()).not.toBe(happy);
});
