# Finds or makes ONE Rust toolchain that compiles both natively and for the browser, and writes it down.
#
# A toolchain file with a target in it would make rustup download at every command and fail where only the
# package registries are reachable; so the choice is made here, in this order:
#   1. the active toolchain already compiles for wasm32;
#   2. `rustup target add` can fetch the library;
#   3. Debian's newest Rust, whose browser library we compile from Debian's source (once, under a minute).

oldest_rust=1.95
wasm=wasm32-unknown-unknown
toolchain_env=$cache/toolchain.env

ensure_c_compiler() { # SQLite is C, and Rust links with `cc`
  command -v cc >/dev/null && return
  can_install_debian_packages && apt_install gcc libc6-dev && return
  fail "a C compiler named 'cc' is needed (on Debian: apt-get install gcc libc6-dev)."
}

ensure_toolchain() {
  if [ -f "$toolchain_env" ]; then
    # The decision of an earlier run, unless the toolchain was changed or removed since.
    if (. "$toolchain_env" && rust_is_new_enough && compiles_for_the_browser); then return; fi
    rm -f "$toolchain_env"
  fi
  if rust_is_new_enough; then
    if compiles_for_the_browser; then
      write_toolchain "the active Rust"
      return
    fi
    if command -v rustup >/dev/null && [ "$(rustup show active-toolchain 2>/dev/null | cut -d' ' -f1)" != debian ] &&
      quietly "asking rustup for the browser's library ($wasm)" timeout 120 rustup target add "$wasm" &&
      compiles_for_the_browser; then
      write_toolchain "rustup's Rust"
      return
    fi
  fi
  use_debian_rust
}

# Debian's own packages of the newest Rust (it needs them to build browsers) live in /usr beside rustup's.
use_debian_rust() {
  can_install_debian_packages || fail "$(describe_rust), which does not compile for the browser here; run \
'rustup update && rustup target add $wasm' where rustup can download, or run this as root on Debian."
  if ! [ -x /usr/bin/cargo ] || ! [ -d /usr/lib/rustlib/src/rust/library ] || ! command -v wasm-ld-19 >/dev/null; then
    apt_install rustc-web cargo-web rust-web-src lld-19 ||
      fail "neither rustup nor Debian could provide a Rust that compiles for the browser."
  fi
  (
    use_debian
    rust_is_new_enough || fail "Rust $oldest_rust or newer is needed, and Debian serves $(/usr/bin/rustc --version)."
  )
  if ! (use_debian && compiles_for_the_browser); then
    quietly "compiling Rust's library for the browser (once, about a minute)" build_browser_library ||
      fail "Rust's library could not be compiled for the browser; the lines above say why."
  fi
  use_debian
  compiles_for_the_browser || fail "Debian's Rust still does not compile for the browser after its library was built."
  write_toolchain "Debian's Rust"
}

use_debian() {
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
  if command -v rustup >/dev/null; then
    rustup toolchain list | grep -q '^debian\b' || rustup toolchain link debian /usr
    export RUSTUP_TOOLCHAIN=debian
  else
    export PATH=/usr/bin:$PATH
  fi
}

build_browser_library() {
  local scratch=$cache/browser-library
  rm -rf "$scratch"
  mkdir -p "$scratch/src"
  printf '[package]\nname = "scratch"\nedition = "2024"\n\n[lib]\n\n[workspace]\n' >"$scratch/Cargo.toml"
  : >"$scratch/src/lib.rs"
  # RUSTC_BOOTSTRAP lets the stable compiler build its own library, which is what Debian's source is for.
  (cd "$scratch" && env -u RUSTFLAGS -u CARGO_BUILD_TARGET RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
    CARGO_TARGET_DIR="$scratch/target" CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19 \
    /usr/bin/cargo build -Z build-std=std,panic_abort --target "$wasm" --release) || return 1
  local to=/usr/lib/rustlib/$wasm/lib
  as_root rm -rf "$to" && as_root mkdir -p "$to" &&
    as_root cp "$scratch/target/$wasm/release/deps/"*.rlib "$to/" &&
    as_root rm -f "$to"/libscratch-*.rlib && rm -rf "$scratch"
}

# Asks the compiler itself: a library that is missing or was made by another version fails here, in 0.1 s.
compiles_for_the_browser() {
  local out
  out=$(mktemp -d) || return 1
  local status=0
  # rustc takes no linker from cargo's variable, so it is handed over.
  echo '#[unsafe(no_mangle)] pub extern "C" fn probe(n: usize) -> usize { vec![n; n].len() }' |
    rustc --edition 2024 --target "$wasm" --crate-type cdylib \
      ${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER:+-C linker=$CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER} \
      -o "$out/probe.wasm" - >/dev/null 2>&1 || status=1
  rm -rf "$out"
  return $status
}

rust_is_new_enough() {
  command -v cargo >/dev/null && command -v rustc >/dev/null || return 1
  local version
  version=$(rustc --version 2>/dev/null | cut -d' ' -f2) || return 1
  [ -n "$version" ] && printf '%s\n%s\n' "$oldest_rust" "$version" | sort -V -C
}

describe_rust() {
  if command -v rustc >/dev/null; then
    echo "Rust $oldest_rust or newer is needed and here is $(rustc --version 2>/dev/null || echo 'one that does not start')"
  else
    echo "Rust $oldest_rust or newer is needed and none is installed"
  fi
}

write_toolchain() {
  {
    echo "# Written by scripts/setup.sh: the one toolchain of every build. Delete this file to choose again."
    if command -v rustup >/dev/null; then
      echo "export RUSTUP_TOOLCHAIN='${RUSTUP_TOOLCHAIN:-$(rustup show active-toolchain | cut -d' ' -f1)}'"
    elif [ "$(command -v cargo)" = /usr/bin/cargo ]; then
      echo 'export PATH="/usr/bin:$PATH"'
    fi
    if [ -n "${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER:-}" ]; then
      echo "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER='$CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER'"
    fi
  } >"$toolchain_env.new"
  mv "$toolchain_env.new" "$toolchain_env"
  say "building with $1: $(. "$toolchain_env" && rustc --version)"
}

# rustfmt and clippy of the same toolchain.
ensure_rust_components() {
  . "$toolchain_env"
  if cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; then return; fi
  if [ "${RUSTUP_TOOLCHAIN:-debian}" = debian ] && [ -x /usr/bin/cargo ]; then
    can_install_debian_packages && apt_install rustfmt-web rust-web-clippy && return
  else
    quietly "asking rustup for rustfmt and clippy" timeout 300 rustup component add rustfmt clippy && return
  fi
  fail "rustfmt and clippy are needed for the checks and could not be installed."
}
