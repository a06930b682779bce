// What a reading costs in the browser, and until the engine can read.

import { readFileSync } from "node:fs";
import { probe } from "../fixtures/mood_probe";
import { test } from "../fixtures/test";
import { report } from "./report";

const times = 7;
const lines: { text: string }[] = JSON.parse(
  readFileSync(new URL("../fixtures/mood-lines.json", import.meta.url), "utf8"),
);

test("reading in the browser", async ({ page, server }) => {
  const ready: number[] = [];
  const each: number[] = [];
  const long: number[] = [];
  for (let i = 0; i < times; i++) {
    await probe(page, server.url);
    const found = await page.evaluate((texts) => {
      const timed = (count: number, texts: string[]) => {
        const started = performance.now();
        for (let round = 0; round < count; round++) window.probe.read(texts);
        return ((performance.now() - started) * 1000) / count / texts.length;
      };
      timed(10, texts);
      const paste = "I never thought that this would be so terribly wonderful! ".repeat(1_725);
      return { ready: window.probe.readyAfter, each: timed(10, texts), long: timed(10, [paste]) };
    }, lines.map((line) => line.text));
    ready.push(found.ready);
    each.push(found.each);
    long.push(found.long / 1000);
  }
  report("the model's file made ready", ready, "ms");
  report("reading a message", each, "µs");
  report("reading a paste of 100,000 characters", long, "ms");
});
