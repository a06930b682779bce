// One speaks instead of typing, where the browser understands speech on the device. The browser of these stories has no
// ears: a stand-in with the interface of the Web Speech API says what was heard.

import type { Page } from "@playwright/test";
import { expectMood } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";

type Availability = "available" | "downloadable" | "unavailable";

declare global {
  interface Window {
    /** What the stand-in was asked to do. */
    asked: string[];
    /** Says that these pieces were understood; the last may still change. */
    hear: (...pieces: string[]) => void;
    /** Says that something went wrong. */
    fail: (error: string) => void;
  }
}

/** Gives pages a browser that can do this much. */
async function ears(page: Page, availability: Availability): Promise<void> {
  await page.addInitScript((availability) => {
    const asked: string[] = [];
    let current: Recognition | undefined;
    class Recognition {
      lang = "";
      processLocally = false;
      continuous = false;
      interimResults = false;
      onresult: ((event: object) => void) | null = null;
      onerror: ((event: object) => void) | null = null;
      onend: (() => void) | null = null;
      static async available(options: { processLocally: boolean }) {
        asked.push(`available locally: ${options.processLocally}`);
        return availability;
      }
      static async install(options: { langs: string[]; processLocally: boolean }) {
        asked.push(`install ${options.langs.length} locally: ${options.processLocally}`);
        return true;
      }
      start() {
        asked.push(`start locally: ${this.processLocally}`);
        current = this;
      }
      stop() {
        asked.push("stop");
        setTimeout(() => this.onend?.());
      }
      abort() {
        asked.push("abort");
      }
    }
    Object.assign(window, {
      SpeechRecognition: Recognition,
      asked,
      hear: (...pieces: string[]) => {
        const results = pieces.map((transcript) => [{ transcript }]);
        current?.onresult?.({ results });
      },
      fail: (error: string) => {
        current?.onerror?.({ error });
        current?.onend?.();
      },
    });
  }, availability);
  await page.reload();
}

test("what one says is written, the light follows, and nothing goes out before one sends it", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await ears(ada.page, "available");
  await adas.ready();
  await adas.composer.fill("Hey,");
  const button = adas.part("dictate");
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => ada.page.evaluate(() => window.asked)).toEqual(["available locally: true", "start locally: true"]);
  await ada.page.evaluate(() => window.hear("I am so"));
  await expect(adas.composer).toHaveValue("Hey, I am so");
  await ada.page.evaluate(() => window.hear("I am so happy today,", " this is wonderful, I love it!"));
  await expect(adas.composer).toHaveValue("Hey, I am so happy today, this is wonderful, I love it!");
  await expectMood(adas, "happy");
  await bens.expectTalk([]);

  // Once more: it ends, and what was said stays.
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "false");
  expect(await ada.page.evaluate(() => window.asked)).toContain("stop");
  await expect(adas.composer).toBeFocused();
  await adas.composer.press("Enter");
  await expect(bens.message("Hey, I am so happy today")).toBeVisible();
});

test("who types or sends is not talked over", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await ears(ada.page, "downloadable");
  await adas.ready();
  const button = adas.part("dictate");
  await button.click();
  await expect.poll(() => ada.page.evaluate(() => window.asked)).toEqual(["available locally: true", "install 1 locally: true", "start locally: true"]);
  await ada.page.evaluate(() => window.hear("see you at tan"));
  await expect(adas.composer).toHaveValue("see you at tan");
  await adas.composer.press("Backspace");
  await adas.composer.press("Backspace");
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await ada.page.evaluate(() => window.hear("see you at tan tomorrow"));
  await adas.composer.pressSequentially("en");
  await expect(adas.composer).toHaveValue("see you at ten");

  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => ada.page.evaluate(() => window.asked.filter((what) => what.startsWith("start")))).toHaveLength(2);
  await ada.page.evaluate(() => window.hear("in the park"));
  await adas.composer.press("Enter");
  await expect(bens.message("see you at ten in the park")).toBeVisible();
  await ada.page.evaluate(() => window.hear("in the park I said"));
  await expect(adas.composer).toHaveValue("");
  await expect(button).toHaveAttribute("aria-pressed", "false");
});

test("where it cannot be, the button says so", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  const { page } = ada;
  const says = page.getByRole("status").filter({ hasText: /cannot turn speech into text on this device/ });
  for (const without of ["nothing on the device", "nothing at all"]) {
    if (without === "nothing at all") {
      await page.addInitScript(() => Object.assign(window, { SpeechRecognition: undefined, webkitSpeechRecognition: undefined }));
      await page.reload();
    } else {
      await ears(page, "unavailable");
    }
    await adas.ready();
    await adas.part("dictate").click();
    await expect(says, without).toBeVisible();
    await expect(adas.part("dictate")).toHaveAttribute("aria-pressed", "false");
    await adas.composer.fill("then I write");
    await expect(says).toBeHidden();
    await adas.composer.fill("");
  }
});

test("a microphone that is not allowed is told", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await ears(ada.page, "available");
  await adas.ready();
  await adas.part("dictate").click();
  await expect.poll(() => ada.page.evaluate(() => window.asked)).toContain("start locally: true");
  await ada.page.evaluate(() => window.fail("not-allowed"));
  await expect(ada.page.getByRole("status").filter({ hasText: "The microphone is not allowed for this page." })).toBeVisible();
  await expect(adas.part("dictate")).toHaveAttribute("aria-pressed", "false");
});
