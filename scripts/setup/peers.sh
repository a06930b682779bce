# The servers that Moodlight is measured beside, from their registries into the cache.

peers=$cache/peers

ensure_peers() {
  command -v redis-server >/dev/null ||
    { can_install_debian_packages && apt_install redis-server; } ||
    fail "redis-server is needed for Django Channels (on Debian: apt-get install redis-server)."
  mkdir -p "$peers"
  # As they are in this checkout; what was installed stays.
  cp -r "$root/server/bench/peers/." "$peers/"
  (cd "$peers/socketio" && [ -d node_modules ] && npm ls --silent >/dev/null 2>&1) ||
    (cd "$peers/socketio" && quietly "installing Socket.IO and SQLite for it (compiled where no binary can be had)" \
      npm ci --no-audit --no-fund) ||
    fail "Socket.IO could not be installed; the lines above say why."
  [ -x "$peers/venv/bin/python" ] || python3 -m venv "$peers/venv" ||
    fail "Python's venv is needed for Django Channels (on Debian: apt-get install python3-venv)."
  quietly "installing Django Channels" \
    "$peers/venv/bin/pip" install --quiet --disable-pip-version-check -r "$peers/channels/requirements.txt" ||
    fail "Django Channels could not be installed; the lines above say why."
}
