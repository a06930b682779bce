// Real lines with labelled moods, told as a conversation: how often does the light agree with the people who labelled them?

import { readFileSync } from "node:fs";
import { type Mood, shownMood } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";

interface Line {
  mood: Mood;
  text: string;
}

const moods: Mood[] = ["happy", "sad", "tense", "neutral"];
const lines: Line[] = JSON.parse(readFileSync(new URL("../fixtures/mood-lines.json", import.meta.url), "utf8"));

/** Runs of six to eight lines of one mood, the moods taking turns. */
function runs(): Line[][] {
  const left = new Map(moods.map((mood) => [mood, lines.filter((line) => line.mood === mood)]));
  const lengths = [6, 7, 8, 7, 8, 6, 8];
  const all: Line[][] = [];
  for (const length of lengths) {
    for (const mood of moods) {
      const run = left.get(mood)!.splice(0, length);
      if (run.length > 0) all.push(run);
    }
  }
  return all;
}

test("the light of a room follows what real people wrote", async ({ people: { ada, ben } }) => {
  // Two hundred messages, each sent and read by two browsers.
  test.setTimeout(600_000);
  for (const { page } of [ada, ben]) {
    // No page lives through it: a timer that the real clock has set cannot be taken back from the other, and goes off
    // after its closure is gone.
    await page.goto("about:blank");
    await page.clock.install();
  }
  const [adas, bens] = await directChat(ada, ben);

  /** Shown after each line, by label: after any line, and after the third of a run, when a person would have noticed too. */
  const shown = new Map(moods.map((mood) => [mood, new Map<Mood, number>()]));
  const settled = { right: 0, all: 0 };
  const ends = { right: 0, all: 0 };
  for (const [turn, run] of runs().entries()) {
    for (const [index, { mood, text }] of run.entries()) {
      const isAdas = (turn + index) % 2 === 0;
      const [speaker, listener] = isAdas ? [adas, bens] : [bens, adas];
      await speaker.send(text);
      await expect(listener.messages.last()).toContainText(text);
      // People do not answer at once; the colour has this long to follow.
      for (const room of [adas, bens]) {
        for (let step = 0; step < 4; step++) await room.page.clock.fastForward(3_000);
      }
      // Both have read the same words and sit in the same light; it is Ada's that is looked at.
      const seen = await shownMood(adas);
      const counts = shown.get(mood)!;
      counts.set(seen, (counts.get(seen) ?? 0) + 1);
      if (index >= 2) {
        settled.all += 1;
        settled.right += Number(seen === mood);
      }
      if (index === run.length - 1) {
        ends.all += 1;
        ends.right += Number(seen === mood);
      }
    }
  }

  const percent = (right: number, all: number) => `${((100 * right) / all).toFixed(0)} %`;
  const report = ["| labelled | " + moods.map((mood) => `shown ${mood}`).join(" | ") + " | agrees |", "| --- | --- | --- | --- | --- | --- |"];
  let right = 0;
  for (const mood of moods) {
    const counts = shown.get(mood)!;
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    right += counts.get(mood) ?? 0;
    report.push(`| ${mood} | ${moods.map((seen) => counts.get(seen) ?? 0).join(" | ")} | ${percent(counts.get(mood) ?? 0, all)} |`);
  }
  report.push("", `after every line ${percent(right, lines.length)}`);
  report.push(`from the third line of a run ${percent(settled.right, settled.all)}`, `at the end of a run ${percent(ends.right, ends.all)}`);
  await test.info().attach("agreement.md", { body: report.join("\n"), contentType: "text/markdown" });
  console.log(report.join("\n"));

  expect(lines).toHaveLength(200);
  expect(right / lines.length, "after every line").toBeGreaterThan(0.45);
  expect(settled.right / settled.all, "once a run is under way").toBeGreaterThan(0.5);
  for (const mood of moods) {
    const counts = shown.get(mood)!;
    expect((counts.get(mood) ?? 0) / 50, `${mood} is shown far more often than by chance`).toBeGreaterThan(0.3);
  }
});
