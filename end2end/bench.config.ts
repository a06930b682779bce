// `make bench`: the figures of docs/benchmarks.md that need a browser or a running server. One at a time, on a quiet machine.

import { defineConfig } from "@playwright/test";
import stories from "./playwright.config";

export default defineConfig({
  ...stories,
  testDir: "bench",
  timeout: 600_000,
  workers: 1,
  reporter: "list",
  projects: [{ name: "desktop", use: { viewport: { width: 1280, height: 800 }, trace: "off", screenshot: "off" } }],
});
