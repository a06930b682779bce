// How smoothly a long history scrolls: tasks that hold up a frame, over two hundred turns of the wheel.

import { test } from "../fixtures/demo";
import { openLongRoom, wheel } from "../fixtures/long_room";
import { observe, observed } from "../fixtures/performance";
import { report } from "./report";

test("scrolling through a long history", async ({ guest }) => {
  const page = await guest("nora");
  const room = await openLongRoom(page);
  await observe(page);
  // Looking where one is would take part in what is measured; so it is a number of turns.
  const turns = (count: number) => async () => count-- === 0;
  await wheel(room, -400, turns(100));
  await wheel(room, 400, turns(100));
  const { longTasks } = await observed(page);
  report("tasks over 50 ms while scrolling 4,000 messages' worth of wheel, number", [longTasks.length], "");
  if (longTasks.length > 0) report("the same, length", longTasks, "ms");
});
