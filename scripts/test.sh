#!/usr/bin/env bash
# Everything that has to hold, in the order in which it fails fastest. CI runs exactly this.
#
# With MOODLIGHT_STRICT=1 what cannot be run here (a browser that is not there) fails instead of being skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

started=$SECONDS
step() { printf '\n==> [%d min] %s\n' $(((SECONDS - started) / 60)) "$*"; }
with=scripts/with-toolchain.sh

step "set-up"
scripts/setup.sh test
step "format and lints"
make --no-print-directory lint
step "Rust tests"
$with cargo test --workspace --exclude frontend --features app/gallery
step "faults, in short"
# The server that the tests above have built.
target=${CARGO_TARGET_DIR:-target}
$with cargo build --workspace --exclude frontend --features app/gallery --lib --bin faults
"$target/debug/faults" --server "$target/debug/moodlight" --short
step "journeys in a browser"
scripts/e2e.sh
step "all of it passed"
