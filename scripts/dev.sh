#!/usr/bin/env bash
# `cargo leptos watch`: rebuilds and reloads the page at every edit. Installs its programs the first time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh

# wasm-opt and Lightning CSS as the release uses them.
export PATH=$PWD/server/xtask/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH

# The first that works: ready-made; compiled by the Rust of all builds, with its own lock file or, where a registry does not
# have all of that, without; compiled by Debian's Rust (cargo-leptos asks for a newer one than we do).
install_program() { # CRATE VERSION
  if command -v cargo-binstall >/dev/null && cargo binstall --no-confirm "$1@$2"; then return; fi
  say "compiling $1 $2; this takes some minutes, once"
  local arguments=(install --debug "$1" --version "$2")
  cargo "${arguments[@]}" --locked && return
  cargo "${arguments[@]}" && return
  can_install_debian_packages && apt_install rustc-web cargo-web &&
    RUSTC=/usr/bin/rustc /usr/bin/cargo "${arguments[@]}" --locked && return
  fail "$1 $2 could not be installed; 'make run' works without it."
}

command -v cargo-leptos >/dev/null || install_program cargo-leptos 0.3.11
# The program that goes with the library in Cargo.lock. cargo-leptos would download it from where not everyone can.
bindgen=$(sed -n '/^name = "wasm-bindgen"$/ { n; s/^version = "\(.*\)"$/\1/p; }' Cargo.lock)
[ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $bindgen" ] || install_program wasm-bindgen-cli "$bindgen"

exec cargo leptos watch --features gallery -- serve --data ./data
