// From a clear sentence in the composer to the change of the room's colour: put there at once, so that no earlier word turns it.

import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { report } from "./report";

const times = 7;

declare global {
  interface Window {
    /** When the room's mood changed last. */
    turned?: number;
    /** When the draft changed last. */
    written?: number;
  }
}

test("from draft to colour", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await ada.page.evaluate(() => {
    const talk = document.querySelector("section.talk")!;
    new MutationObserver(() => (window.turned = performance.now())).observe(talk, { attributeFilter: ["data-mood"] });
    document.addEventListener("input", () => (window.written = performance.now()), { capture: true });
  });
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    await adas.composer.fill("I am so happy, this is wonderful ");
    await expect(adas.light).toHaveAttribute("data-mood", "happy");
    waits.push(await ada.page.evaluate(() => window.turned! - window.written!));
    await adas.composer.fill("");
    await expect(adas.light).toHaveAttribute("data-mood", "neutral");
    // The light changes at most once in 2.5 seconds; that is not what is measured.
    await ada.page.waitForTimeout(3_000);
  }
  report("from a clear draft to the change of colour", waits, "ms");
});
