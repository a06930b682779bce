// No mood leaves the device: everything that goes out and comes in while moods change is written down and looked through.

import type { Page } from "@playwright/test";
import { clear, expectMood } from "../fixtures/moods";
import { expect, test } from "../fixtures/test";
import { directChat } from "../fixtures/talks";
import { SettingsPage } from "../pages/settings";

/** A frame as a client sends it: an object with one key, its name. */
type Frame = Record<string, { command?: Record<string, object> }>;

/** Everything a page exchanged with anyone. */
class Wire {
  readonly sent: string[] = [];
  readonly received: string[] = [];
  readonly frames: unknown[] = [];

  constructor(page: Page) {
    page.on("request", (request) => {
      // Method, address, headers and body: a mood could hide in any of them.
      this.sent.push(`${request.method()} ${request.url()}`, ...Object.entries(request.headers()).flat());
      const body = request.postData();
      if (body) this.sent.push(body);
    });
    page.on("websocket", (socket) => {
      this.sent.push(socket.url());
      socket.on("framesent", ({ payload }) => {
        this.sent.push(String(payload));
        this.frames.push(JSON.parse(String(payload)));
      });
      socket.on("framereceived", ({ payload }) => this.received.push(String(payload)));
    });
  }
}

/** Words for moods, as names of fields or values would spell them. */
const moodWords =
  /mood|sentiment|emotion|feeling|valence|arousal|happy|\bjoy|\blove|\bsad|anger|angry|\bfear|tense|anxious|surpris|neutral|\bcalm|bright|\bwarm|\blow\b|uneasy|heated/i;

test("while moods change, nothing goes out but the message", async ({ people: { ada, ben }, server }) => {
  test.setTimeout(180_000);
  const [adas, bens] = await directChat(ada, ben);
  const wires = [new Wire(ada.page), new Wire(ben.page)];
  await ada.page.reload();
  await ben.page.reload();
  await adas.ready();
  await bens.ready();

  const said: string[] = [];
  for (const mood of ["happy", "sad", "tense"] as const) {
    const draft = clear[mood].join(" ");
    await adas.composer.pressSequentially(draft, { timeout: 60_000 });
    await expectMood(adas, mood);
    await adas.composer.fill("");
    for (const text of [...clear[mood], ...clear[mood]]) {
      said.push(text);
      await bens.send(text);
    }
    await expectMood(adas, mood);
    await expectMood(bens, mood);
  }
  await adas.send("and so on");
  said.push("and so on");
  await adas.expectOwn("and so on", "read");
  // Choosing how much light one wants, and saying what a text is, is nobody else's business either.
  await adas.moodChip.click();
  for (const level of ["vivid", "subtle", "full"]) await adas.part(`mood-level-${level}`).click();
  await adas.part("mood-call-joke").click();
  await adas.part("mood-uncall").click();
  await adas.part("mood-freeze").click();
  await ada.page.keyboard.press("Escape");
  const path = adas.path;
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.part("mood-level-subtle").click();
  await settings.part("hue-sad").press("Home");
  await adas.open(path);

  for (const wire of wires) {
    expect(wire.sent.length).toBeGreaterThan(10);
    for (const line of wire.sent) {
      let rest = line.replaceAll(/moodlight/gi, "");
      for (const text of said) rest = rest.replaceAll(text, "").replaceAll(JSON.stringify(text).slice(1, -1), "");
      expect(rest, "what is left without the messages and the product's name").not.toMatch(moodWords);
      // A draft is not sent either, and neither is any part of it.
      expect(rest).not.toContain("wonderful");
    }
    const kinds = new Set(wire.frames.map((frame) => {
      const [kind, inside] = Object.entries(frame as Frame)[0]!;
      return kind === "request" ? Object.keys(inside.command!)[0]! : kind;
    }));
    const known = [
      "hello", "heartbeat", "send_message", "open_room", "close_room", "resume", "start_typing", "stop_typing",
      "mark_read", "mark_delivered", "set_away",
    ];
    expect(known).toEqual(expect.arrayContaining([...kinds]));
    // A message is exactly what it was: an address, a name, a text.
    for (const { request } of wire.frames as Frame[]) {
      const message = request?.command?.["send_message"];
      if (message) expect(Object.keys(message).sort()).toEqual(["body", "client_message_id", "room"]);
    }
    for (const line of wire.received) {
      let rest = line.replaceAll(/moodlight/gi, "");
      for (const text of said) rest = rest.replaceAll(JSON.stringify(text).slice(1, -1), "");
      // Last lines in lists are shortened.
      rest = rest.replaceAll(/"text":"[^"]*"/g, "");
      expect(rest).not.toMatch(moodWords);
    }
  }
  expect(wires[1]!.frames.filter((frame) => JSON.stringify(frame).includes("send_message"))).toHaveLength(said.length - 1);
  for (const text of said) expect(server.output, "nor does the server's log know what was said").not.toContain(text);
});

test("where the light is off the same is fetched", async ({ people: { ada } }) => {
  const settings = new SettingsPage(ada.page);
  await settings.open();
  await settings.part("mood-level-off").click();
  const page = await ada.context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("/");
  await expect.poll(() => asked.filter((address) => address.endsWith(".model")).length).toBe(1);
});
