// The pictures of the README: two of the demo's people talk, and the light follows.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/demo";
import { expectMood, type Mood, settledBackground } from "../fixtures/moods";
import { DashboardPage } from "../pages/dashboard";
import { RoomPage } from "../pages/room";

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));

type Said = ["nora" | "tomas", string];

const goodNews: Said[] = [
  ["nora", "I know what you're not supposed to know. She asked me at breakfast."],
  ["tomas", "AND??"],
  ["nora", "I said yes, of course I said yes! I'm so happy, I cried into the toast"],
  ["tomas", "this is the best news! We love you so much ❤️"],
  ["nora", "godmother! me! I'm going to be wonderful at it"],
  ["tomas", "you already are. What a beautiful day"],
];

const sadNews: Said[] = [
  ["nora", "they're cutting down the old lime tree tomorrow. It can't be saved"],
  ["tomas", "oh no. I'm so sorry, I know what it means to you"],
  ["nora", "it stood there when my mother was a child. I've been crying all evening"],
  ["tomas", "I miss it already, and it isn't even gone"],
  ["nora", "I went to say goodbye. It was so quiet, and I felt so sad and so alone"],
  ["tomas", "I'm coming over with tea. You shouldn't be sad alone"],
];

/** Both open a room and talk; what is handed back is Nora's page in the light of it. */
async function talk(pages: { nora: Page; tomas: Page }, room: { nora: string; tomas: string }, said: Said[], mood: Mood): Promise<RoomPage> {
  const rooms = { nora: new RoomPage(pages.nora), tomas: new RoomPage(pages.tomas) };
  for (const who of ["nora", "tomas"] as const) {
    await new DashboardPage(pages[who]).open();
    await new DashboardPage(pages[who]).enter(room[who]);
    await rooms[who].ready();
  }
  for (const [who, text] of said) {
    await rooms[who].send(text);
    await expect(rooms[who === "nora" ? "tomas" : "nora"].message(text)).toBeVisible();
  }
  await expectMood(rooms.nora, mood);
  const card = rooms.nora.part("mood-card-keep");
  if (await card.isVisible()) await card.click();
  await settledBackground(rooms.nora);
  return rooms.nora;
}

async function vivid(room: RoomPage): Promise<void> {
  await room.moodChip.click();
  await room.part("mood-level-vivid").click();
  await room.page.keyboard.press("Escape");
  await room.composer.focus();
  await settledBackground(room);
}

const direct = { nora: "Tomás Herrera", tomas: "Nora Lindqvist" };
const flat = { nora: "Pine Street 14", tomas: "Pine Street 14" };

test("a happy talk, by day, and on the other's phone", async ({ guest }) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "light" as const };
  const pages = { nora: await guest("nora", { colorScheme: "light" }), tomas: await guest("tomas", phone) };
  const room = await talk(pages, direct, goodNews, "happy");
  await vivid(room);
  await pages.nora.screenshot({ path: join(images, "talk-happy-light.jpg"), quality: 85 });
  const other = new RoomPage(pages.tomas);
  const card = other.part("mood-card-keep");
  if (await card.isVisible()) await card.click();
  await settledBackground(other);
  await pages.tomas.screenshot({ path: join(images, "talk-phone.jpg"), quality: 85 });
});

test("a sad talk, by night", async ({ guest }) => {
  const pages = { nora: await guest("nora", { colorScheme: "dark" }), tomas: await guest("tomas") };
  const room = await talk(pages, flat, sadNews, "sad");
  await vivid(room);
  await pages.nora.screenshot({ path: join(images, "talk-sad-dark.jpg"), quality: 85 });
});
