# A Chromium for the journeys: one that is already here, else Debian's, else Playwright's own download.

find_browser() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 1
}

ensure_browser() {
  find_browser >/dev/null && return
  if can_install_debian_packages && apt_install chromium; then return; fi
  if (cd "$root/end2end" && quietly "downloading Playwright's browser" npx playwright install chromium); then return; fi
  [ -z "${MOODLIGHT_STRICT:-}" ] || fail "no Chromium could be found or installed, so the journeys cannot run."
  say "NO BROWSER: no Chromium could be found or installed; the journeys will be SKIPPED (CHROMIUM=/path names one)."
}
