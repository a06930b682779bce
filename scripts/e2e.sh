#!/usr/bin/env bash
# Builds the end2end binary (the release plus /gallery) and runs the journeys; arguments go to Playwright.
# MOODLIGHT_BIN=/path/to/moodlight runs them against that binary instead, as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh
. scripts/setup/browser.sh

if ! CHROMIUM=$(find_browser); then
  [ -z "${MOODLIGHT_STRICT:-}" ] || fail "there is no Chromium for the journeys; run scripts/setup.sh test."
  say "JOURNEYS SKIPPED: there is no Chromium here."
  exit 0
fi
export CHROMIUM

if [ -z "${MOODLIGHT_BIN:-}" ]; then
  scripts/with-toolchain.sh cargo xtask build --features gallery
  MOODLIGHT_BIN=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/release/moodlight
fi
export MOODLIGHT_BIN
# The mood engine without a page, which some stories put questions to.
scripts/with-toolchain.sh cargo build --quiet --package mood-probe --profile wasm-release --target wasm32-unknown-unknown
cd end2end
npm run --silent check
npx playwright test "$@"
