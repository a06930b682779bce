#!/usr/bin/env bash
# Builds the end2end binary (the release plus /gallery) and runs the journeys; arguments go to Playwright.
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

scripts/with-toolchain.sh cargo xtask build --features gallery
target=${CARGO_TARGET_DIR:-target}
MOODLIGHT_BIN=$(cd "$target" && pwd)/release/moodlight
export MOODLIGHT_BIN
cd end2end
npm run --silent check
npx playwright test "$@"
