// The lights are turned to other hues, kept on the device, and passed on as a small file.

import { readFile } from "node:fs/promises";
import { clear, expectMood, hue, settledBackground } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { SettingsPage } from "../pages/settings";

const [sad] = clear.sad as [string];

test("a light has the hue one gives it, and so has that of whoever takes the file", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send(sad);
  const [path, settings, bensSettings] = [adas.path, new SettingsPage(ada.page), new SettingsPage(ben.page)];
  // As it is read, without the ease towards calm.
  for (const page of [settings, bensSettings]) {
    await page.open();
    await page.part("mood-mirror").check();
  }
  await settings.part("hue-sad").press("Home");
  await expect(settings.part("hue-sad")).toHaveValue("238");
  await adas.open(path);
  await bens.open(path);
  await expectMood(adas, "sad");
  await expectMood(bens, "sad");
  const [hers, his] = [hue(await settledBackground(adas)), hue(await settledBackground(bens))];
  expect(hers, "hers is turned").toBeCloseTo(238, 0);
  expect(his, "his is as designed").toBeCloseTo(247, 0);

  await settings.open();
  await expect(settings.part("hue-sad"), "it was kept").toHaveValue("238");
  const downloading = ada.page.waitForEvent("download");
  await settings.part("hues-save").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("moodlight-hues.json");
  const file = await readFile(await download.path());
  expect(JSON.parse(file.toString())).toEqual({ moodlight_hues: 1, hues: { sad: 238 } });

  await bensSettings.open();
  await bensSettings.part("hues-take").setInputFiles({ name: "hers.json", mimeType: "application/json", buffer: file });
  await expect(bensSettings.part("hue-sad")).toHaveValue("238");
  await bens.open(path);
  await expectMood(bens, "sad");
  expect(hue(await settledBackground(bens)), "his is hers now").toBeCloseTo(238, 0);

  await settings.part("hues-reset").click();
  await expect(settings.part("hues-reset")).toBeHidden();
  await adas.open(path);
  await expectMood(adas, "sad");
  expect(hue(await settledBackground(adas)), "hers is as it was").toBeCloseTo(247, 0);
});

test("what is no file of hues is refused with a reason, and nothing changes", async ({ people: { ada } }) => {
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.part("hue-angry").press("End");
  const take = (text: string) =>
    settings.part("hues-take").setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from(text) });
  const refused = settings.part("hues-refused");
  for (const [text, reason] of [
    ["holiday photo", "This is not a file of hues."],
    ['{"moodlight_hues":9,"hues":{}}', "newer Moodlight"],
    ['{"moodlight_hues":1,"hues":{"angry":20}}', "“heated” can have hues from 28° to 55° only."],
    ["x".repeat(200_000), "This is not a file of hues."],
  ] as const) {
    await take(text);
    await expect(refused).toContainText(reason);
    await expect(refused).toHaveRole("alert");
    await expect(settings.part("hue-angry")).toHaveValue("55");
    await settings.part("hue-angry").press("End");
    // A slider that stays where it is says nothing; one that moves takes the reason away.
    await settings.part("hue-angry").press("ArrowLeft");
    await expect(refused).toBeHidden();
    await settings.part("hue-angry").press("End");
  }
});
