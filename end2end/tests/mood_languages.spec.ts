// Other languages than English: what reads one is fetched where it is seen, and nowhere else; what cannot be read is said.

import type { Page } from "@playwright/test";
import { clear, expectMood, shownMood } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { SettingsPage } from "../pages/settings";
import { RoomPage } from "../pages/room";

/** Anyone who speaks them would hear these so. */
const happyRussian = [
  "Я так счастлива сегодня, ура!",
  "Спасибо тебе большое, я очень рада!",
  "Как же я люблю этот день, просто восторг!",
];
const afraidRussian = [
  "Мне очень страшно, я боюсь выходить из дома",
  "Я в ужасе, у меня паника, мне так тревожно",
  "Ужасно боюсь завтрашнего дня, мне страшно",
];
const happySpanish = [
  "¡Qué feliz estoy, me encanta!",
  "Muchas gracias, eres maravillosa, te quiero mucho",
  "Estoy muy contenta, qué alegría tan grande",
];
/** Of these no model is there: nobody reads German well enough yet, and Finnish and Japanese not at all. */
const angryGerman = ["Ich bin so wütend auf dich, du Idiot!", "Das ist eine Frechheit, ich hasse das alles!"];
const angryFinnish = ["Olen todella vihainen sinulle, en jaksa enää tätä!", "Miksi sinä aina teet näin, se on väärin!"];
const sadJapanese = ["今日は本当に悲しいです。", "とても寂しくて泣いています。"];

/** The languages' files that a page asks for. The English one is fetched by all. */
function models(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith(".model")) asked.push(request.url());
  });
  return asked;
}

/** Where the models of the languages are, by their two letters. */
async function addresses(page: Page): Promise<Record<string, string>> {
  const told = await page.evaluate(() => document.documentElement.dataset["languages"] ?? "");
  return Object.fromEntries(told.split(" ").map((one) => one.split("=")));
}

async function say(room: RoomPage, texts: string[]): Promise<void> {
  for (const text of texts) await room.send(text);
}

test("a Russian talk lights up, and only then is Russian fetched", async ({ people: { ada, ben } }) => {
  const adas = models(ada.page);
  const [room, bens] = await directChat(ada, ben);
  const { ru } = await addresses(ada.page);
  await say(bens, clear.happy);
  await expectMood(room, "happy");
  expect(adas.filter((url) => url.endsWith(ru!)), "nobody has said anything in Russian").toHaveLength(0);

  await say(bens, afraidRussian);
  await expectMood(room, "tense");
  expect(adas.filter((url) => url.endsWith(ru!))).toHaveLength(1);
  await room.moodChip.click();
  const words = room.part("mood-panel").getByRole("list", { name: "Words behind it" });
  await expect(words).toContainText(/страшно|боюсь|ужас|паника|тревожно/);
  await expect(room.part("mood-unread")).toBeHidden();

  await say(bens, [...happyRussian, ...happyRussian]);
  await expectMood(room, "happy");
  expect(adas.filter((url) => url.endsWith(ru!)), "once is enough").toHaveLength(1);
});

test("a Spanish draft lights one's own room, and what was said is read when a room opens", async ({ people: { ada, ben } }) => {
  const asked = models(ada.page);
  const [room, bens] = await directChat(ada, ben);
  const { es, ru } = await addresses(ada.page);
  await room.composer.pressSequentially(`${happySpanish.join(". ")} `, { timeout: 60_000 });
  await expectMood(room, "happy");
  await expect.poll(() => asked.filter((url) => url.endsWith(es!)).length).toBe(1);
  expect(await shownMood(bens), "nobody else sees it").toBe("neutral");
  await room.composer.fill("");

  await say(bens, happySpanish);
  const again = await ada.context.newPage();
  const askedAgain = models(again);
  const opened = new RoomPage(again);
  await opened.open(room.path);
  await expectMood(opened, "happy");
  expect(askedAgain.filter((url) => url.endsWith(es!))).toHaveLength(1);
  expect(askedAgain.filter((url) => url.endsWith(ru!))).toHaveLength(0);
});

test("an English talk fetches no language", async ({ people: { ada, ben } }) => {
  const asked = models(ada.page);
  const [room, bens] = await directChat(ada, ben);
  await say(bens, clear.sad);
  await expectMood(room, "sad");
  await say(bens, clear.happy);
  await expectMood(room, "happy");
  expect(new Set(asked).size, asked.join(" ")).toBe(1);
});

test("a language that cannot be read stays neutral, and the panel says so", async ({ people: { ada, ben } }) => {
  const asked = models(ada.page);
  const [room, bens] = await directChat(ada, ben);
  const panel = room.part("mood-panel");
  const unread = room.part("mood-unread");
  await say(bens, angryGerman);
  await room.moodChip.click();
  await expect(unread).toHaveText("The light cannot read German: there it stays neutral.");
  await expect(panel).toContainText("Nothing in particular");
  await ada.page.keyboard.press("Escape");

  await say(bens, [...angryFinnish, ...sadJapanese]);
  await room.moodChip.click();
  await expect(unread).toContainText("cannot read");
  await expect(panel).toContainText("Nothing in particular");
  expect(await shownMood(room)).toBe("neutral");
  expect(new Set(asked).size, "there is nothing to fetch").toBe(1);
});

test("where the light is off a language is fetched as where it is on", async ({ people: { ada, ben } }) => {
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.part("mood-level-off").click();
  const asked = models(ada.page);
  const [room, bens] = await directChat(ada, ben);
  const { ru } = await addresses(ada.page);
  await say(bens, happyRussian);
  await expect.poll(() => asked.filter((url) => url.endsWith(ru!)).length).toBe(1);
  expect(await shownMood(room)).toBe("neutral");
});

test("a language that could not be fetched is fetched later, and the talk read anew", async ({ people: { ada, ben } }) => {
  const [room, bens] = await directChat(ada, ben);
  const { ru } = await addresses(ada.page);
  let refused = 0;
  await ada.page.route(`**${ru!}`, (route) => {
    refused += 1;
    return refused > 2 ? route.continue() : route.abort();
  });
  await say(bens, happyRussian);
  await expect.poll(() => refused, { timeout: 20_000 }).toBe(3);
  await expectMood(room, "happy");
});
