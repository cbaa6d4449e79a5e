# One command for each daily act. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
with_tools = eval "$$(tools/setup env)" &&

.PHONY: help demo build test test-long bench lint format clean

help: ## what each command does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

demo: build ## set up, build, and run the orders pipeline with the aws cli and boto3
	@$(with_tools) python3 examples/orders/run.py

build: ## build/release/bin/dovetail with what it needs beside it
	@tools/setup run
	@$(with_tools) cmake --preset release --log-level=WARNING >/dev/null
	@$(with_tools) cmake --build --preset release --target dovetail dovetail-engine

test: ## set up, build, and pass every test (under 30 minutes on 2 cores)
	@tools/setup test
	@$(with_tools) cmake --preset release -DDOVETAIL_TESTS=ON --log-level=WARNING >/dev/null
	@$(with_tools) cmake --build --preset release
	@$(with_tools) python3 test/run.py

test-long: ## sanitizers and long seeds; the last result stands in docs/soak.md
	@tools/setup test
	@$(with_tools) python3 test/run_long.py

bench: ## side by side with named peers: verified outputs, medians, ratios
	@tools/setup bench
	@$(MAKE) --no-print-directory build
	@$(with_tools) python3 bench/run.py

lint: ## clang-format and clang-tidy over what we wrote; LINT=--changed: over what differs from main
	@$(with_tools) tools/lint $(LINT)

format: ## clang-format over what we wrote
	@git ls-files '*.h' '*.cc' | xargs clang-format -i

clean: ## remove what was built
	@rm -rf build
