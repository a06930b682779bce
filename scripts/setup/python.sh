# Python for the example client of docs/protocol.md, which a test runs.

has_python() { python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

ensure_python() {
  has_python && return
  if can_install_debian_packages && apt_install python3 && has_python; then return; fi
  [ -z "${MOODLIGHT_STRICT:-}" ] || fail "Python 3.11 or newer is needed for the test of docs/protocol.md's client."
  say "NO PYTHON: there is no Python 3.11 or newer; the test of docs/protocol.md's client will be SKIPPED."
}
