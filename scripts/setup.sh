#!/usr/bin/env bash
# Makes this machine able to build, run and test Moodlight. Safe to repeat: what is already there is left alone.
#
#   scripts/setup.sh run    what `make run` needs: a Rust that compiles for the browser, Node's build tools
#   scripts/setup.sh test   the same, plus rustfmt, clippy, Python, PostgreSQL, Redis, HAProxy, a browser and Playwright
#   scripts/setup.sh peers  the servers that Moodlight is measured beside, and nothing else
#
# The choice of toolchain is written to a small file that `scripts/with-toolchain.sh` reads, so that every
# command, native or for the browser, uses the same compiler and nothing is compiled twice.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
level=${1:-run}
case $level in run | test | peers) ;; *) echo "usage: scripts/setup.sh [run|test|peers]" >&2; exit 2 ;; esac

. "$root/scripts/setup/common.sh"
. "$root/scripts/setup/toolchain.sh"
. "$root/scripts/setup/node.sh"
. "$root/scripts/setup/browser.sh"
. "$root/scripts/setup/python.sh"
. "$root/scripts/setup/engines.sh"
. "$root/scripts/setup/peers.sh"

mkdir -p "$cache"
if [ "$level" = peers ]; then
  ensure_peers
  exit
fi
ensure_c_compiler
ensure_toolchain
ensure_npm_packages server/xtask 18 "the page's build tools (wasm-opt, esbuild, Lightning CSS)"
if [ "$level" = test ]; then
  ensure_rust_components
  ensure_npm_packages end2end 20 "the journeys' runner (Playwright)"
  ensure_python
  ensure_engines
  ensure_browser
fi
