// Every page, with real content in it, by day and by night: axe finds nothing.

import { expectAccessible } from "../fixtures/accessibility";
import { clear, expectMood, settledBackground } from "../fixtures/moods";
import { Network } from "../fixtures/network";
import { expect, test } from "../fixtures/test";
import { directChat, group } from "../fixtures/talks";
import { DetailsPane } from "../pages/details";
import { alive, choose } from "../pages/page";
import { SettingsPage } from "../pages/settings";

test("the list of rooms can be used by everyone @layout", async ({ people: { ada, ben } }) => {
  await directChat(ada, ben);
  await ada.page.goto("/");
  await alive(ada.page);
  await expectAccessible(ada.page);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages can be used by everyone, ${colorScheme}`, async ({ people: { ada, ben } }) => {
    test.setTimeout(120_000);
    const network = await Network.of(ada.context);
    const [adas, bens] = await directChat(ada, ben);
    await bens.send("Look at https://example.org, will you?");
    await adas.send("I did.");
    await adas.expectOwn("I did.", "read");
    const direct = adas.path;
    await group(ada, [ben], { name: `Axe ${ada.username}`, visibility: "public", topic: "Nothing to find" });
    await ada.page.emulateMedia({ colorScheme });
    const pages = ["/", direct, "/people", `/people/${ben.username}`, "/rooms", "/rooms/new", "/settings", "/settings/moods", "/about", "/no/such/page"];
    for (const path of pages) {
      await test.step(path, async () => {
        await ada.page.goto(path);
        await alive(ada.page);
        await expectAccessible(ada.page);
      });
    }
    await test.step("the details of a room", async () => {
      await ada.page.goto(adas.path === direct ? direct : `${direct}?details`);
      await alive(ada.page);
      await expect(new DetailsPane(ada.page).pane).toBeVisible();
      await expectAccessible(ada.page);
    });
    await test.step("the mood's panel", async () => {
      await adas.open(direct);
      await adas.moodChip.click();
      await expect(adas.part("mood-panel")).toBeVisible();
      await expectAccessible(ada.page);
    });
    await test.step("offline, with something unsent", async () => {
      await adas.open(direct);
      await network.cut();
      await expect(adas.offlineBanner).toBeVisible();
      await adas.send("waiting");
      await expectAccessible(ada.page);
      await network.mend();
    });
  });

  test(`a talk in its light can be read by everyone, ${colorScheme}`, async ({ people: { ada, ben } }) => {
    test.setTimeout(120_000);
    const [adas, bens] = await directChat(ada, ben);
    // A heavy light would ease while it is looked at.
    const settings = new SettingsPage(ada.page);
    await settings.open();
    await choose(settings.part("mood-mirror"));
    await adas.open(bens.path);
    await ada.page.emulateMedia({ colorScheme });
    for (const mood of ["happy", "sad", "tense"] as const) {
      for (const text of [...clear[mood], ...clear[mood]]) await bens.send(text);
      await expectMood(adas, mood);
      await settledBackground(adas);
      await expectAccessible(ada.page);
    }
  });
}
