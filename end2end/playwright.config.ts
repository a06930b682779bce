// Journeys through the real binary in a real browser.
//
//   desktop   every story, at desktop size
//   phone     only what depends on the size: tests tagged @layout and files named *.phone.spec.ts
//   no-js     what works before and without the page's program: files named *.nojs.spec.ts
//
// Nothing is tried twice: a story that fails sometimes is a fault.

import { defineConfig, devices } from "@playwright/test";
import { chromium } from "./fixtures/browser";

const phoneOnly = /\.phone\.spec\.ts$/;
const withoutJavaScript = /\.nojs\.spec\.ts$/;

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  workers: 2,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  reporter: [["list"], ["html", { open: "never" }], ["./fixtures/summary.ts"]],
  use: {
    ...devices["Desktop Chrome"],
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    testIdAttribute: "data-testid",
    launchOptions: chromium(),
    // Recording takes longer than most stories: `make e2e ARGS="--trace on"` where one wants to look.
    trace: "off",
    screenshot: "only-on-failure",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
  },
  projects: [
    {
      name: "desktop",
      testIgnore: [phoneOnly, withoutJavaScript],
      use: { viewport: { width: 1280, height: 800 } },
    },
    {
      name: "phone",
      testIgnore: [withoutJavaScript],
      grep: /@layout|\.phone\.spec\.ts/,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true },
    },
    {
      name: "no-js",
      testMatch: withoutJavaScript,
      use: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
    },
  ],
});
