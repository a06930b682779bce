// The database is put back to a copy: pages that were further come along by themselves.

import { newAccount, settle, signUp } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";

test("a page that is ahead of a restored copy shows what is there, and goes on", async ({ browser, freshServer, complaints }) => {
  const ada = await settle(browser, freshServer.url);
  const ben = await signUp(browser, freshServer.url, newAccount("Ben Okri"));
  for (const person of [ada, ben]) complaints.listenTo(person.context);
  const [adas, bens] = await directChat(ada, ben);
  await adas.send("before the copy");
  await bens.expectTalk(["before the copy"]);
  const copy = await freshServer.backUp();
  await adas.send("lost");
  await bens.send("lost as well");
  await adas.expectTalk(["before the copy", "lost", "lost as well"]);
  await bens.expectTalk(["before the copy", "lost", "lost as well"]);

  await freshServer.stop();
  await freshServer.restore(copy);
  // Written while nobody answers: it waits for the server, whatever that one knows by then.
  await bens.send("meanwhile");
  await freshServer.start();
  for (const room of [adas, bens]) await room.expectTalk(["before the copy", "meanwhile"]);
  await adas.send("after");
  await bens.expectTalk(["before the copy", "meanwhile", "after"]);
  await adas.expectOwn("after", "read");
  await expect(adas.offlineBanner).toBeHidden();
});
