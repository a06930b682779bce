#!/usr/bin/env bash
# Runs a command with the toolchain that scripts/setup.sh chose: `scripts/with-toolchain.sh cargo test -p domain`.
set -euo pipefail
toolchain_env=${XDG_CACHE_HOME:-$HOME/.cache}/moodlight/toolchain.env
if [ -f "$toolchain_env" ]; then . "$toolchain_env"; fi
exec "$@"
