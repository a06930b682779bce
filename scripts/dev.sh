#!/usr/bin/env bash
# `cargo leptos watch`: rebuilds and reloads the page at every edit. Installs cargo-leptos the first time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh

if ! command -v cargo-leptos >/dev/null; then
  if command -v cargo-binstall >/dev/null && cargo binstall --no-confirm cargo-leptos; then :
  else
    say "compiling cargo-leptos; this takes a quarter of an hour, once"
    cargo install --locked cargo-leptos || fail "cargo-leptos could not be installed (its newest release needs Rust 1.96); 'make run' works without it."
  fi
fi
# wasm-opt and Lightning CSS as the release uses them.
export PATH=$PWD/server/xtask/node_modules/.bin:$PATH
exec cargo leptos watch --features gallery
