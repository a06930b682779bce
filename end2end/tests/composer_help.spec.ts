// Help while one writes: people and emoji by a few letters, marks by keys and from a bar.

import { expectAccessible } from "../fixtures/accessibility";
import { expect, test } from "../fixtures/test";
import { directChat, group } from "../fixtures/talks";
import type { RoomPage } from "../pages/room";

/** Types until help is there: its code comes a moment after the talk. */
async function typeUntil(room: RoomPage, text: string, testId: string): Promise<void> {
  await expect(async () => {
    await room.composer.fill("");
    await room.composer.pressSequentially(text);
    await expect(room.part(testId)).toBeVisible({ timeout: 500 });
  }).toPass();
}

test("people are mentioned by a few letters of their names", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Park");
  const rooms = await group(ada, [ben, cleo], { name: `Tables ${ada.username}` });
  const adas = rooms[0] as RoomPage;
  const bens = rooms[1] as RoomPage;
  await typeUntil(adas, "Ask @cl", "suggestions");
  await expect(adas.part("suggestion")).toHaveCount(1);
  await expect(adas.part("suggestion")).toContainText("Cleo Park");
  await expectAccessible(ada.page);
  await adas.composer.press("Enter");
  await expect(adas.composer).toHaveValue(`Ask @${cleo.username} `);
  await expect(adas.part("suggestions")).toBeHidden();
  await adas.composer.pressSequentially("and @");
  await expect(adas.part("suggestion")).toHaveCount(2);
  await adas.composer.press("ArrowDown");
  await expect(adas.part("suggestion").nth(1)).toHaveAttribute("aria-selected", "true");
  await adas.composer.press("Escape");
  await expect(adas.part("suggestions")).toBeHidden();
  await adas.composer.pressSequentially("be");
  await adas.part("suggestion").first().click();
  await expect(adas.composer).toHaveValue(`Ask @${cleo.username} and @${ben.username} `);
  await expect(adas.composer).toBeFocused();
  await adas.composer.press("Enter");
  await expect(bens.timeline.locator("a.mention")).toHaveText(["@Cleo Park", "@Ben Okri"]);
});

test("emoji come by their short names", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await typeUntil(adas, "well done :par", "suggestions");
  await adas.composer.pressSequentially("ty_pop");
  await expect(adas.part("suggestion")).toHaveCount(1);
  await adas.composer.press("Tab");
  await expect(adas.composer).toHaveValue("well done 🎉 ");
  await adas.composer.pressSequentially("at 10:30");
  await expect(adas.part("suggestions")).toBeHidden();
  await adas.composer.press("Enter");
  await expect(bens.text("well done 🎉 at 10:30")).toBeVisible();
});

test("marks are put around what is selected, by keys and from the bar", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.composer.fill("so good it is");
  const select = (from: number, to: number) =>
    adas.composer.evaluate(
      (field: HTMLTextAreaElement, [from, to]) => {
        field.focus();
        field.setSelectionRange(from!, to!);
        field.dispatchEvent(new KeyboardEvent("keyup"));
      },
      [from, to],
    );
  await expect(async () => {
    await select(3, 7);
    await expect(adas.part("marks-bar")).toBeVisible({ timeout: 500 });
  }).toPass();
  await expectAccessible(ada.page);
  await adas.composer.press("Control+b");
  await expect(adas.composer).toHaveValue("so **good** it is");
  await adas.composer.press("Control+b");
  await expect(adas.composer).toHaveValue("so good it is");
  await adas.part("marks-bar").getByRole("button", { name: /^Italic/ }).click();
  await expect(adas.composer).toHaveValue("so *good* it is");
  await expect(adas.composer).toBeFocused();
  await adas.composer.press("Control+a");
  await adas.part("marks-bar").getByRole("button", { name: /^Quote/ }).click();
  await expect(adas.composer).toHaveValue("> so *good* it is");
  await adas.composer.press("Enter");
  await expect(bens.timeline.locator("blockquote em")).toHaveText("good");
});
