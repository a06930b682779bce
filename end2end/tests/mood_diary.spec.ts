// One's own moods over time: only for whoever wants it, and on the device alone.

import { readFile } from "node:fs/promises";
import { keptTexts } from "../fixtures/kept";
import { clear, expectMood } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { MoodsPage } from "../pages/moods";
import { choose } from "../pages/page";
import { SettingsPage } from "../pages/settings";

test("what one sends is counted once one wants it, and what others send is not", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const path = adas.path;
  const [happy, happier] = clear.happy as [string, string];
  const [sad] = clear.sad as [string];
  await adas.send(happy);
  await expectMood(adas, "happy");

  const moods = new MoodsPage(ada.page);
  await moods.open();
  await expect(moods.on, "off by default").not.toBeChecked();
  await expect(moods.part("diary-empty")).toBeVisible();
  await choose(moods.on);

  const sent: string[] = [];
  ada.page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(String(payload))));
  ada.page.on("request", (request) => sent.push(request.postData() ?? ""));
  await adas.open(path);
  await expectMood(adas, "happy");
  await adas.send(happier);
  await adas.send(sad);
  await adas.expectOwn(sad, "read");
  await bens.send(clear.sad[1] as string);
  await expect(adas.message(clear.sad[1] as string)).toBeVisible();

  const frames = sent.filter((frame) => frame.includes("send_message"));
  expect(frames).toHaveLength(2);
  const beside = sent.join("\n").replace(happier, "").replace(sad, "");
  expect(beside, "nothing of it goes out").not.toMatch(/mood(?!light)|happy|\bsad|diary|count/i);

  await moods.open();
  await expect(moods.on).toBeChecked();
  await moods.part("diary-table").locator("summary").click();
  await expect(moods.rows).toHaveCount(1);
  await expect(moods.rows.first().getByRole("cell")).toHaveText(["1", "1", "0", "0"]);
  await moods.part("span-weeks").click();
  await expect(moods.rows.first().getByRole("rowheader")).toContainText("–");
  await expect(moods.rows.first().getByRole("cell")).toHaveText(["1", "1", "0", "0"]);

  const downloading = ada.page.waitForEvent("download");
  await moods.part("diary-save").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("moodlight-moods.csv");
  const table = (await readFile(await download.path())).toString();
  expect(table).toMatch(/^date,happy,sad,tense,neutral\n\d{4}-\d\d-\d\d,1,1,0,0\n$/);
});

test("it is erased, and goes with the sign-in, but not unasked", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  const path = adas.path;
  const moods = new MoodsPage(ada.page);
  await moods.open();
  await choose(moods.on);
  const count = async () => {
    await adas.open(path);
    await adas.composer.fill("I am so happy, this is wonderful, I love it! ");
    await expectMood(adas, "happy");
    await adas.composer.press("Enter");
    await expect(adas.composer).toHaveValue("");
    await moods.open();
    await expect(moods.part("diary-plot")).toBeVisible();
  };
  await count();
  await moods.part("diary-erase").click();
  await ada.page.getByTestId("confirm-yes").filter({ visible: true }).click();
  await expect(moods.part("diary-empty")).toBeVisible();
  await ada.page.reload();
  await expect(moods.part("diary-empty")).toBeVisible();

  await count();
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.part("sign-out").click();
  await expect(ada.page.getByTestId("confirm").filter({ visible: true })).toContainText("your moods goes from this device");
  await ada.page.getByTestId("confirm-yes").filter({ visible: true }).click();
  await ada.page.waitForURL("**/start");
  expect(await keptTexts(ada.page)).toEqual([]);
});
