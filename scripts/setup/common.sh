# Shared by the set-up steps: talking to the person, running long things quietly, installing Debian packages.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/moodlight

say() { printf '==> %s\n' "$*" >&2; }

# One clear sentence, then the end.
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# quietly LABEL COMMAND…: runs it with its output in a log, shows that time passes, and on failure
# shows the log's end and returns the command's status.
quietly() {
  local label=$1 log started status=0 pid
  shift
  log=$cache/setup.log
  started=$SECONDS
  say "$label"
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    if [ $(((SECONDS - started) % 15)) = 14 ]; then
      printf '    … %s s\n' $((SECONDS - started + 1)) >&2
      sleep 1
    fi
  done
  wait "$pid" || status=$?
  if [ "$status" != 0 ]; then tail -n 15 "$log" | sed 's/^/    /' >&2; fi
  return "$status"
}

# Runs a command as root: directly, or through sudo where that asks for no password or somebody can type one.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@"; fi
}

can_install_debian_packages() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

# apt_install PACKAGE…: refreshes the package lists once per run of the script.
apt_install() {
  [ "$(id -u)" = 0 ] || [ ! -t 0 ] || sudo -v # asks for the password before the output goes to a log
  if [ -z "${apt_lists_are_fresh:-}" ]; then
    quietly "refreshing Debian's package lists" as_root apt-get update -qq || return 1
    apt_lists_are_fresh=yes
  fi
  quietly "installing $* from Debian" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}
