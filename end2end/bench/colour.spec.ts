// From the last key of a clear sentence to the first change of the room's colour.

import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { report } from "./report";

const times = 7;

declare global {
  interface Window {
    /** When the room's mood changed last. */
    turned?: number;
    /** When the last key went down. */
    keyed?: number;
  }
}

test("from key to colour", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await ada.page.evaluate(() => {
    const talk = document.querySelector("section.talk")!;
    new MutationObserver(() => (window.turned = performance.now())).observe(talk, { attributeFilter: ["data-mood"] });
    document.addEventListener("keydown", () => (window.keyed = performance.now()), { capture: true });
  });
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    await adas.composer.pressSequentially("I am so happy, this is wonderful ");
    await expect(adas.light).toHaveAttribute("data-mood", "happy");
    waits.push(await ada.page.evaluate(() => Math.max(0, window.turned! - window.keyed!)));
    await adas.composer.fill("");
    await expect(adas.light).toHaveAttribute("data-mood", "neutral");
  }
  report("from the last key to the change of colour", waits, "ms");
});
