// What is said without a network waits on the device, in order, and goes out once.

import { Network } from "../fixtures/network";
import { expect, test } from "../fixtures/test";
import { directChat, goHome } from "../fixtures/talks";
import { RoomPage } from "../pages/room";

test("offline one goes on writing; back online everything is sent once and in order", async ({ people: { ada, ben } }) => {
  const network = await Network.of(ada.context);
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("before");
  await expect(bens.message("before")).toBeVisible();

  await network.cut();
  await expect(adas.offlineBanner).toContainText("You're offline");
  for (const text of ["one", "two", "three"]) {
    await adas.send(text);
    await adas.expectOwn(text, "sending");
  }
  await bens.expectTalk(["before"]);

  await network.mend();
  for (const text of ["one", "two", "three"]) await adas.expectOwn(text, "read");
  await expect(adas.offlineBanner).toBeHidden();
  await bens.expectTalk(["before", "one", "two", "three"]);
  await adas.expectTalk(["before", "one", "two", "three"]);
});

test("what the other said meanwhile is there when one is back", async ({ people: { ada, ben } }) => {
  const network = await Network.of(ada.context);
  const [adas, bens] = await directChat(ada, ben);
  await network.cut();
  await expect(adas.offlineBanner).toBeVisible();
  await bens.send("while you were away");
  await bens.expectOwn("while you were away", "sent");
  await adas.send("while I was away");
  await network.mend();
  await adas.expectTalk(["while you were away", "while I was away"]);
  await bens.expectTalk(["while you were away", "while I was away"]);
});

test("a room opened without a network shows itself when there is one", async ({ people: { ada, ben } }) => {
  const [, bens] = await directChat(ada, ben);
  await bens.send("come in");
  const network = await Network.of(ada.context);
  const list = await goHome(ada);
  await network.cut();
  await list.enter(ben.name);
  await expect(ada.page.getByTestId("load-error")).toContainText("connection");
  await network.mend();
  const adas = new RoomPage(ada.page);
  await adas.expectTalk(["come in"]);
  await adas.send("here I am");
  await bens.expectTalk(["come in", "here I am"]);
});

test("what waits survives a reload and a closed tab", async ({ people: { ada, ben } }) => {
  const network = await Network.of(ada.context);
  const [adas, bens] = await directChat(ada, ben);
  const path = adas.path;
  await network.cutSockets();
  await expect(adas.offlineBanner).toContainText("out of reach");
  await adas.send("first of two");
  await adas.send("second of two");

  await ada.page.reload();
  await expect(adas.messages).toHaveCount(2);
  await adas.expectOwn("first of two", "sending");
  await ada.page.close();
  await bens.expectTalk([]);

  ada.page = await ada.context.newPage();
  await network.mend();
  // Not even the room has to be opened.
  await goHome(ada);
  await bens.expectTalk(["first of two", "second of two"]);
  const again = new RoomPage(ada.page);
  await again.open(path);
  await again.expectTalk(["first of two", "second of two"]);
  await again.expectOwn("second of two", "read");
});

test("what waits never goes to another room or another account", async ({ people: { ada, ben }, person }) => {
  const cleo = await person("Cleo Park");
  const network = await Network.of(ada.context);
  const [withCleo, cleos] = await directChat(ada, cleo);
  const cleoPath = withCleo.path;
  const [withBen, bens] = await directChat(ada, ben);
  await network.cut();
  await expect(withBen.offlineBanner).toBeVisible();
  await withBen.send("for Ben alone");
  await network.mend();
  await expect(bens.message("for Ben alone")).toBeVisible();
  await cleos.expectTalk([]);
  await withCleo.open(cleoPath);
  await withCleo.expectTalk([]);
});

test("what the server refuses stays as failed, to be tried again or deleted", async ({ people: { ada, ben } }) => {
  const [adas, bens] = await directChat(ada, ben);
  await ben.page.goto(`/people/${ada.username}`);
  await expect(ben.page.locator("html[data-hydrated]")).toBeAttached();
  const block = ben.page.getByTestId("block-person");
  await block.click();
  await expect(block).toHaveText("Unblock");

  await adas.send("can you hear me");
  await adas.send("never mind");
  await adas.expectOwn("can you hear me", "failed");
  await adas.expectOwn("never mind", "failed");
  await expect(adas.message("can you hear me")).toContainText("cannot be written to");
  await adas.message("never mind").getByTestId("message-delete").click();
  await expect(adas.message("never mind")).toHaveCount(0);

  // A failure survives a reload too: it is still the person's to decide.
  await ada.page.reload();
  await adas.ready();
  await adas.expectOwn("can you hear me", "failed");

  await block.click();
  await expect(block).toHaveText("Block");
  await adas.message("can you hear me").getByTestId("message-retry").click();
  await bens.open(adas.path);
  await bens.expectTalk(["can you hear me"]);
  await adas.expectOwn("can you hear me", "read");
  await adas.expectTalk(["can you hear me"]);
});

test("signing out with something unsent asks first", async ({ people: { ada, ben } }) => {
  const network = await Network.of(ada.context);
  const [adas, bens] = await directChat(ada, ben);
  await network.cutSockets();
  await adas.send("not yet sent");
  await adas.expectOwn("not yet sent", "sending");
  await ada.page.goto("/settings");
  await expect(ada.page.locator("html[data-hydrated]")).toBeAttached();
  await ada.page.getByTestId("sign-out").click();
  await expect(ada.page.getByTestId("confirm").filter({ visible: true })).toContainText("has not been sent");
  await ada.page.getByTestId("confirm-no").filter({ visible: true }).click();
  await expect(ada.page.getByTestId("settings")).toBeVisible();
  await ada.page.getByTestId("sign-out").click();
  await ada.page.getByTestId("confirm-yes").filter({ visible: true }).click();
  await ada.page.waitForURL("**/start");
  await bens.expectTalk([]);
});

test("signing out asks also who is quicker than the page", async ({ people: { ada, ben } }) => {
  const network = await Network.of(ada.context);
  const [adas] = await directChat(ada, ben);
  await network.cutSockets();
  await adas.send("not yet sent");
  await adas.expectOwn("not yet sent", "sending");
  // In the moment in which the page comes alive, before it has read what the device keeps.
  await ada.page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const button = document.querySelector<HTMLButtonElement>('[data-testid="sign-out"]');
      if (!document.documentElement.hasAttribute("data-hydrated") || !button) return;
      observer.disconnect();
      button.click();
    }).observe(document, { attributes: true, subtree: true });
  });
  await ada.page.goto("/settings");
  await expect(ada.page.getByTestId("confirm").filter({ visible: true })).toContainText("has not been sent");
  await expect(ada.page.getByTestId("settings")).toBeVisible();
});
