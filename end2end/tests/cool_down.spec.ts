// Before something angry is sent, one is asked once, and decides.

import { clear, expectMood } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { choose } from "../pages/page";
import type { RoomPage } from "../pages/room";
import { SettingsPage } from "../pages/settings";

const [angry, angrier] = clear.tense as [string, string];

/** Writes it and presses Enter; the light has read what is written. */
async function tryToSend(room: RoomPage, text: string): Promise<void> {
  await room.composer.fill(text);
  await room.composer.press("Enter");
}

/** The engine is there: only then can anything be asked. */
async function lit(room: RoomPage): Promise<void> {
  await room.composer.fill("I am so happy, this is wonderful, I love it! ");
  await expectMood(room, "happy");
  await room.composer.fill("");
}

test("what reads as angry is asked about, and Enter sends it as it is", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await lit(adas);
  await tryToSend(adas, angry);
  const line = adas.part("cool-down");
  await expect(line).toContainText("This may read as angry.");
  await expect(adas.composer, "one can write on at once").toBeFocused();
  await expect(adas.composer).toHaveValue(angry);
  await expect(ada.page.getByRole("status").filter({ hasText: "may read as angry" })).toHaveCount(1);
  await adas.composer.press("Enter");
  await expect(bens.message(angry)).toBeVisible();
  await expect(line).toBeHidden();

  await tryToSend(adas, angrier);
  await expect(bens.message(angrier), "in one room one is asked once in ten minutes").toBeVisible();
});

test("one writes otherwise instead, and nobody has seen the first words", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await lit(adas);
  await tryToSend(adas, angry);
  const line = adas.part("cool-down");
  await expect(line).toBeVisible();
  await adas.composer.press("Escape");
  await expect(line).toBeHidden();
  await expect(adas.composer).toHaveValue(angry);
  await tryToSend(adas, "Can we talk about this tomorrow?");
  await expect(bens.message("Can we talk about this tomorrow?")).toBeVisible();
  await bens.expectTalk(["Can we talk about this tomorrow?"]);
});

test("it waits half a minute, and goes unless one thinks better of it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const path = adas.path;
  await ada.page.clock.install();
  await adas.open(path);
  await lit(adas);
  await tryToSend(adas, angry);
  const line = adas.part("cool-down");
  await adas.part("cool-down-wait").click();
  await expect(line).toContainText(/Goes out in \d+ s/);
  await ada.page.clock.runFor(12_000);
  await expect(line).toContainText(/Goes out in 1\d s/);
  await adas.expectTalk([]);
  await ada.page.clock.runFor(20_000);
  await expect(bens.message(angry)).toBeVisible();
  await expect(line).toBeHidden();
  await expect(adas.composer).toHaveValue("");
});

test("one is not asked where the light is off, nor when one does not want to be", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await lit(adas);
  await tryToSend(adas, angry);
  await adas.part("cool-down-never").click();
  await expect(adas.part("cool-down")).toBeHidden();
  await expect(adas.composer, "it waits for one's own Enter").toHaveValue(angry);
  await adas.composer.press("Enter");
  await expect(bens.message(angry)).toBeVisible();

  const settings = new SettingsPage(ada.page);
  await settings.open();
  await expect(settings.part("cool-down-switch")).not.toBeChecked();
  await choose(settings.part("cool-down-switch"));
  await settings.part("mood-level-off").click();
  await adas.open(bens.path);
  await tryToSend(adas, angrier);
  await expect(bens.message(angrier)).toBeVisible();
});

test("the server hears nothing of it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const sent: string[] = [];
  ada.page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(String(payload))));
  ada.page.on("request", (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname} ${request.postData() ?? ""}`));
  await ada.page.reload();
  await adas.ready();
  await lit(adas);
  const before = sent.length;
  await tryToSend(adas, angry);
  await expect(adas.part("cool-down")).toBeVisible();
  await adas.composer.press("Escape");
  await tryToSend(adas, "never mind");
  await expect(bens.message("never mind")).toBeVisible();
  const said = sent.slice(before);
  expect(said.filter((frame) => frame.includes("send_message"))).toHaveLength(1);
  // Which kinds of frames there are at all is watched where all moods are.
  expect(said.join("\n")).not.toMatch(/outrageous|angry|anger|cool|wait/i);
});
