// A room of thousands of messages: how fast it opens beside a short one, and how smoothly it scrolls.

import { expect, LONG, test } from "../fixtures/demo";
import { openLongRoom, wheel } from "../fixtures/long_room";
import { mainThreadTasks, observe, observed } from "../fixtures/performance";
import { DashboardPage } from "../pages/dashboard";
import { report } from "./report";

const times = 7;

test("a long room opens as fast as a short one", async ({ guest }) => {
  const page = await guest("nora");
  const dashboard = new DashboardPage(page);
  const open = async (name: string) => {
    await dashboard.open();
    const started = Date.now();
    await dashboard.enter(name);
    await expect(page.getByTestId("message-bubble").last()).toBeVisible();
    return Date.now() - started;
  };
  const [short, long]: [number[], number[]] = [[], []];
  for (let i = 0; i < times; i++) {
    short.push(await open("Shared garden"));
    long.push(await open("The long talk"));
  }
  report("opening a room of a few dozen messages", short, "ms");
  report(`opening a room of ${LONG} messages`, long, "ms");
});

test("scrolling through a long history", async ({ guest }) => {
  const page = await guest("nora");
  const room = await openLongRoom(page);
  await observe(page);
  // Looking where one is would take part in what is measured; so it is a number of turns.
  const turns = (count: number) => async () => count-- === 0;
  const tasks = await mainThreadTasks(page, async () => {
    await wheel(room, -400, turns(100));
    await wheel(room, 400, turns(100));
  });
  const { longTasks } = await observed(page);
  // By the clock a task also lasts while others have the processor: two cores draw in software, drive and serve as well.
  report("200 turns of the wheel through a long history: longest task, of the processor", tasks.slice(0, 1), "ms");
  report("the same, tasks over 50 ms of the processor, number", [tasks.filter((ms) => ms > 50).length], "");
  report("the same, tasks over 50 ms by the clock, number", [longTasks.length], "");
});
