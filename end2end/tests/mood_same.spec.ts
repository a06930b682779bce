// The browser reads what was measured: the same text has the same answer there as in the reports (`docs/accuracy.md`).

import { readFileSync } from "node:fs";
import { probe } from "../fixtures/mood_probe";
import { expect, test } from "../fixtures/test";

interface Read {
  text: string;
  probs: number[];
}

const readings: Read[] = JSON.parse(
  readFileSync(new URL("../fixtures/mood-readings.json", import.meta.url), "utf8"),
);

test("a text is read alike in the browser and in the reports", async ({ page, server }) => {
  await probe(page, server.url);
  const answers = await page.evaluate((texts) => window.probe.read(texts), readings.map((read) => read.text));
  for (const [i, { text, probs }] of readings.entries()) {
    for (const [emotion, expected] of probs.entries()) {
      expect(Math.abs(answers[i]![emotion]! - expected), `${text}, ${emotion}`).toBeLessThan(1e-4);
    }
  }
});
