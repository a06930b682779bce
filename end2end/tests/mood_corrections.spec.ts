// One tells the light that it is wrong, and it learns, on this device alone.

import { keptTexts } from "../fixtures/kept";
import { clear, expectMood } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { RoomPage } from "../pages/room";
import { SettingsPage } from "../pages/settings";

test("a joke is called one, and what is like it is read so", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const [line] = clear.tense as [string];
  await bens.send(line);
  await expectMood(adas, "tense");
  await adas.moodChip.click();
  const telling = adas.part("mood-telling");
  await expect(telling).toContainText(line);
  await expect(adas.part("mood-sum"), "and how it adds up").toContainText(/angry −\d.*S = −\d.*= −0\.\d/);

  await adas.part("mood-call-joke").click();
  await expectMood(adas, "neutral");
  await expect(telling).toContainText("You call this nothing in particular.");
  await expect(ada.page.getByRole("list", { name: "Words behind it" }), "its words do not count any more").toBeHidden();
  expect(await bens.light.getAttribute("data-mood"), "Ben's own view is his").toBe("tense");
  await ada.page.keyboard.press("Escape");

  await bens.send(line.toLowerCase().replace("!", ""));
  await expect(adas.messages).toHaveCount(2);
  await ada.page.reload();
  await adas.ready();
  // The light is there, and what it falls back to is what was said.
  await adas.composer.fill("I am so happy, this is wonderful, I love it! ");
  await expectMood(adas, "happy");
  await adas.composer.fill("");
  await expectMood(adas, "neutral");
});

test("it is taken back, or all of it is forgotten", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const [line] = clear.sad as [string];
  await bens.send(line);
  await expectMood(adas, "sad");
  await adas.moodChip.click();
  await adas.part("mood-call-happy").click();
  await expectMood(adas, "happy");
  await adas.part("mood-uncall").click();
  await expectMood(adas, "sad");
  await adas.part("mood-call-neutral").click();
  await expectMood(adas, "neutral");

  const settings = new SettingsPage(ada.page);
  await settings.open();
  await expect(settings.part("mood-corrections")).toContainText("one text");
  await settings.part("mood-corrections-forget").click();
  await expect(settings.part("mood-corrections")).toBeHidden();
  const room = new RoomPage(ada.page);
  await room.open(bens.path);
  await expectMood(room, "sad");
});

test("signing out forgets it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const [line] = clear.sad as [string];
  await bens.send(line);
  await expectMood(adas, "sad");
  await adas.moodChip.click();
  await adas.part("mood-call-joke").click();
  await expectMood(adas, "neutral");
  expect(await keptTexts(ada.page)).toEqual([expect.stringContaining("mood-corrections")]);
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.part("sign-out").click();
  await ada.page.waitForURL("**/start");
  expect(await keptTexts(ada.page)).toEqual([]);
});

test("it is done by keyboard, and the focus stays in the panel", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const [line] = clear.happy as [string];
  await bens.send(line);
  await expectMood(adas, "happy");
  await adas.moodChip.focus();
  await ada.page.keyboard.press("Enter");
  await adas.part("mood-call-sad").focus();
  await ada.page.keyboard.press("Enter");
  await expectMood(adas, "sad");
  await expect(adas.part("mood-panel")).toBeFocused();
  await ada.page.keyboard.press("Escape");
  await expect(adas.moodChip).toBeFocused();
});
