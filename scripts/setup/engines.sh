# PostgreSQL, Redis and HAProxy for the tests of several servers; the tests start their own.

has_engines() {
  local program
  for program in "$@"; do
    [ -n "$(PATH=$PATH:/usr/sbin:/usr/local/sbin type -P "$program")" ] ||
      compgen -G "/usr/lib/postgresql/*/bin/$program" >/dev/null || return 1
  done
}

ensure_engines() {
  local all=(initdb postgres psql setpriv redis-server haproxy)
  has_engines "${all[@]}" && return
  if can_install_debian_packages; then
    # Debian would make a cluster of its own and start it; nobody needs that here.
    [ -e /etc/postgresql-common/createcluster.conf ] ||
      printf 'create_main_cluster = false\n' |
        as_root install -D -m 644 /dev/stdin /etc/postgresql-common/createcluster.conf
    if apt_install postgresql redis-server haproxy && has_engines "${all[@]}"; then return; fi
  fi
  [ -z "${MOODLIGHT_STRICT:-}" ] || fail "PostgreSQL, Redis and HAProxy are needed for the tests of several servers."
  say "NO ENGINES: PostgreSQL, Redis or HAProxy could not be found or installed; the tests that need them will be SKIPPED."
}
