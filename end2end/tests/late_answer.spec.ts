// An answer that was read before something happened, and comes after it was told, does not undo it.

import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";

test("what is told while everything is asked for anew stays, whatever the late answer says", async ({ people: { ada, ben } }) => {
  await directChat(ada, ben);
  let read = () => {};
  const isRead = new Promise<void>((resolve) => (read = resolve));
  let letGo = () => {};
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  await ben.page.route("**/api/ui/bootstrap", async (route) => {
    const response = await route.fetch();
    read();
    await isLetGo;
    // A word by which the story knows that the answer has arrived.
    await route.fulfill({ response, body: (await response.text()).replaceAll("The Lamp", "The Late Lamp") });
  });
  await ben.page.goto(`/people/${ada.username}`);
  await isRead;

  const block = ben.page.getByTestId("block-person");
  await block.click();
  await expect(block).toHaveText("Unblock");
  letGo();
  await expect(ben.page.getByText("The Late Lamp").first()).toBeVisible();
  await expect(block).toHaveText("Unblock");
});
