# Every target prepares what it needs by itself; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run demo test dev e2e lint fmt bench bench-peers faults simulate screenshots clean

# The one toolchain that scripts/setup.sh chose.
with := scripts/with-toolchain.sh
target := $(or $(CARGO_TARGET_DIR),target)
moodlight := $(target)/release/moodlight
# Everything that runs natively. `frontend` only ever compiles for the browser: see the workspace's Cargo.toml.
native := --workspace --exclude frontend --features app/gallery
browser := --package frontend --target wasm32-unknown-unknown --features gallery

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build, and serve http://localhost:3000 with data in ./data
	@scripts/setup.sh run
	@$(with) cargo xtask build
	@$(moodlight) serve --data ./data

demo: ## build, and serve a throw-away instance with people, rooms and talk
	@scripts/setup.sh run
	@$(with) cargo xtask build
	@$(moodlight) demo

test: ## check format and lints, run all Rust tests and all journeys in a browser
	@scripts/test.sh

dev: ## serve with hot reload while editing (installs cargo-leptos the first time)
	@scripts/setup.sh run
	@$(with) scripts/dev.sh

e2e: ## run the journeys only; ARGS="rooms --debug" goes to Playwright
	@scripts/setup.sh test
	@scripts/e2e.sh $(ARGS)

lint: ## check format and lints
	@scripts/setup.sh test
	$(with) cargo fmt --all --check
	$(with) cargo clippy $(native) --all-targets -- --deny warnings
	$(with) cargo clippy $(browser) -- --deny warnings
	$(with) cargo clippy $(browser),split -- --deny warnings

fmt: ## format all Rust code
	@scripts/setup.sh test
	$(with) cargo fmt --all

bench: ## measure what docs/benchmarks.md reports; wants a quiet machine
	@scripts/setup.sh test
	@$(with) cargo xtask build
	@$(with) cargo xtask size
	@$(with) cargo build --release --package bench
	@$(target)/release/bench --server $(moodlight) $(ARGS)
	@MOODLIGHT_BIN=$(abspath $(moodlight)) scripts/e2e.sh --config bench.config.ts

bench-peers: ## measure beside Socket.IO and Django Channels too, which it installs; ARGS="--runs 1" for a quick look
	@scripts/setup.sh test
	@scripts/setup.sh peers
	@$(with) cargo xtask build
	@$(with) cargo build --release --package bench
	@$(target)/release/bench --server $(moodlight) --installed $${XDG_CACHE_HOME:-$$HOME/.cache}/moodlight/peers \
		--peers moodlight,floor,socketio,channels --loads one-room,groups,pairs,steady $(ARGS)

faults: ## break the server in every way and count what is lost; ARGS="--short", ARGS="--only power"
	@scripts/setup.sh test
	@$(with) cargo xtask build
	@$(with) cargo build --release --package faults --package faults-layer
	@$(with) $(target)/release/faults --server $(moodlight) --table docs/reliability.md $(ARGS)

simulate: ## compute the tables of docs/scale.md anew; takes seconds
	@scripts/setup.sh run
	@$(with) cargo run --release --package simulation -- --document docs/scale.md $(ARGS)

screenshots: ## take the README's pictures anew
	@scripts/setup.sh test
	@scripts/e2e.sh --config screenshots.config.ts

clean: ## remove what was built; keeps ./data
	$(with) cargo clean
	rm -rf end2end/test-results end2end/playwright-report
