// Marks in what people write, and emoji. Both see the same, at once and after a reload; nothing of it runs.

import { expectAccessible } from "../fixtures/accessibility";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";

const written = [
  "Bring **two spades**, *if you can*, ~~not~~ `4711#`",
  "> the long hose\n\nI have it",
  "- one\n- two\n  - three",
  "```rust\nfn main() {}\n```",
  "| what | who |\n|---|--:|\n| hose | Ada |",
];

test("what is marked is drawn, for both and after a reload", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("plain words first");
  for (const text of written) await adas.send(text);
  for (const room of [adas, bens]) {
    await expect(room.part("message-text")).toHaveCount(written.length + 1);
  }
  const check = async () => {
    const talk = bens.timeline;
    await expect(talk.locator("strong")).toHaveText("two spades");
    await expect(talk.locator("em")).toHaveText("if you can");
    await expect(talk.locator("del")).toHaveText("not");
    await expect(talk.locator("code")).toHaveText("4711#");
    await expect(talk.locator("blockquote")).toHaveText("the long hose");
    await expect(talk.locator("li li")).toHaveText("three");
    await expect(talk.locator("pre")).toHaveText("fn main() {}");
    await expect(talk.locator("td")).toHaveText(["hose", "Ada"]);
  };
  await check();
  await ben.page.reload();
  await bens.ready();
  await check();
  await expectAccessible(ben.page);
  // The list shows the words without their marks.
  await adas.send("**loud** words");
  await expect(ben.page.getByTestId("room-row").filter({ hasText: ada.name })).toContainText("loud words");
  await expect(ben.page.getByTestId("room-row").filter({ hasText: ada.name })).not.toContainText("**");
});

test("a spoiler is hidden until it is asked for, code is taken along, people are named", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await ben.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await adas.send("It is ||a pond||");
  const spoiler = bens.timeline.getByRole("button", { name: "Hidden: show it" });
  await expect(bens.timeline.getByText("a pond")).toBeHidden();
  await spoiler.focus();
  await ben.page.keyboard.press("Enter");
  await expect(bens.timeline.getByText("a pond")).toBeVisible();
  await adas.send("```\nlet a = 1;\nlet b = 2;\n```");
  await bens.part("code-copy").click();
  await expect(bens.part("toast")).toContainText("Copied");
  expect(await ben.page.evaluate(() => navigator.clipboard.readText())).toBe("let a = 1;\nlet b = 2;");
  await adas.send(`@${ben.username} and @nobody.here`);
  const mention = bens.timeline.locator("a.mention");
  await expect(mention).toHaveText("@Ben Okri");
  await expect(mention).toHaveAttribute("data-me");
  await mention.click();
  await expect(ben.page).toHaveURL(new RegExp(`/people/${ben.username}$`));
});

test("what looks like code of ours is shown as text and does nothing", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const hostile = [
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "`<script>alert(1)</script>`",
    "**<b onmouseover=alert(1)>**",
    "\u202Egnp.exe",
    "a" + "\u0301".repeat(400),
    "[https://good.example](https://evil.example)",
    "*".repeat(300) + "_".repeat(300) + "[".repeat(300),
  ];
  let alerted = false;
  ben.page.on("dialog", (dialog) => {
    alerted = true;
    void dialog.dismiss();
  });
  for (const text of hostile) await adas.send(text);
  await expect(bens.part("message-text")).toHaveCount(hostile.length);
  await ben.page.reload();
  await bens.ready();
  await expect(bens.part("message-text")).toHaveCount(hostile.length);
  expect(await bens.timeline.locator("img:not([alt]), script, b, [onerror], [onmouseover]").count()).toBe(0);
  expect(await bens.timeline.locator('a[href^="javascript"]').count()).toBe(0);
  // A link leads where it says.
  await expect(bens.timeline.locator('a[href="https://evil.example"]')).toHaveText("https://evil.example");
  expect(alerted).toBe(false);
});

test("an emoji is found by name, put where one writes, and comes first the next time", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await adas.composer.fill("Happy  day");
  await adas.composer.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(6, 6));
  await adas.part("composer-emoji").click();
  await adas.part("emoji-search").fill("party pop");
  await expect(adas.part("emoji")).toHaveText(["🎉"]);
  await expectAccessible(ada.page);
  await adas.part("emoji-search").press("Enter");
  await expect(adas.part("emoji-picker")).toBeHidden();
  await expect(adas.composer).toHaveValue("Happy 🎉 day");
  await expect(adas.composer).toBeFocused();
  await adas.composer.press("Enter");
  await expect(bens.message("Happy 🎉 day")).toBeVisible();

  // The one used last is one press away, also as a reaction, and the tone is kept.
  await bens.point("Happy 🎉 day");
  await bens.part("message-react").click();
  await bens.part("emoji-tone").click();
  await bens.part("emoji-search").fill("waving");
  await expect(bens.part("emoji").first()).toHaveText("👋🏻");
  await bens.part("emoji").first().click();
  const chip = adas.message("Happy 🎉 day").getByTestId("reaction");
  await expect(chip).toHaveText("👋🏻1");
  await bens.point("Happy 🎉 day");
  await expect(bens.part("quick-reaction").first()).toHaveText("👋🏻");
});

test("emoji are chosen by keyboard alone", async ({ people: { ada, ben } }) => {
  const [adas] = await directChat(ada, ben);
  await adas.part("composer-emoji").focus();
  await ada.page.keyboard.press("Enter");
  await expect(adas.part("emoji-search")).toBeFocused();
  await expect(adas.part("emoji").first()).toBeVisible();
  await ada.page.keyboard.press("ArrowDown");
  await ada.page.keyboard.press("ArrowRight");
  await ada.page.keyboard.press("ArrowDown");
  await ada.page.keyboard.press("ArrowLeft");
  await expect(adas.part("emoji").nth(8)).toBeFocused();
  const chosen = await adas.part("emoji").nth(8).textContent();
  await ada.page.keyboard.press("Enter");
  await expect(adas.composer).toHaveValue(chosen ?? "");
  await adas.part("composer-emoji").click();
  await expect(adas.part("emoji-search")).toBeFocused();
  await ada.page.keyboard.press("Escape");
  await expect(adas.part("emoji-picker")).toBeHidden();
  await expect(adas.composer).toBeFocused();
});

test("a long message shows its beginning until asked for all", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  const lines = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`);
  // As much as stands in the window, so that there is something to scroll.
  for (let count = 0; count < 2; count += 1) await adas.send(lines.slice(0, 20).join("\n"));
  await adas.send(lines.join("\n"));
  const message = bens.message("line 40");
  const unfold = message.getByTestId("message-unfold");
  await expect(bens.part("message-unfold")).toHaveCount(1);
  const height = async () => (await message.boundingBox())?.height ?? 0;
  for (const again of [false, true]) {
    if (again) await ben.page.reload();
    await bens.ready();
    await expect(unfold).toHaveText("Show all");
    // Where it stands when it has come to rest.
    await unfold.hover();
    const folded = await height();
    const top = async () => (await message.boundingBox())?.y ?? 0;
    const begin = await top();
    await unfold.click();
    await expect(unfold).toHaveText("Show less");
    await expect.poll(height).toBeGreaterThan(1.5 * folded);
    // One reads on where one was.
    await expect.poll(async () => Math.abs((await top()) - begin)).toBeLessThan(3);
    await unfold.click();
    await expect.poll(height).toBe(folded);
  }
  await expectAccessible(ben.page);
});
