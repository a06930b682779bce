// `make screenshots`: takes the pictures in docs/images anew, from the demo's place.

import { defineConfig } from "@playwright/test";
import stories from "./playwright.config";

export default defineConfig({
  ...stories,
  testDir: "screenshots",
  timeout: 180_000,
  workers: 1,
  reporter: "list",
  projects: [{ name: "pictures", use: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2, trace: "off", screenshot: "off" } }],
});
