# Everything below sets itself up: a virtual environment, the locked dependencies, then the work.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# a first run writes what it compiles, or every process would compile it again
export PYTHONDONTWRITEBYTECODE :=
READY := $(VENV)/.ready

.PHONY: setup demo run test test-all bench soak lint format lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo      play the whole loop in a browser, no account needed"
	@echo "make test      the quick test suite (about three minutes)"
	@echo "make test-all  the slow proofs too (under twenty minutes)"
	@echo "make run       the real bot; settings come from .env"
	@echo "make bench     figures against named peers      make soak  half an hour of load with faults on"
	@echo "make lint      style, complexity, types, arrows   make lock  renew the locked dependencies"

$(READY): pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "[1/3] virtual environment in $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "[2/3] locked dependencies (a few minutes the first time)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@echo "[3/3] the fivestar command"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

setup: $(READY)

demo: setup
	@$(BIN)/fivestar demo

run: setup
	@$(BIN)/fivestar run

test: setup
	@echo "[test] style, types, arrows and stories"
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 4 --dist worksteal -m "not slow and not browser"

test-all: setup
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 4 --dist worksteal

lint: setup
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/complexipy --failed --plain --cache-dir $(VENV)/complexipy
	@$(BIN)/lint-imports --no-cache > $(VENV)/lint-imports.log || { cat $(VENV)/lint-imports.log; exit 1; }
	@$(BIN)/mypy --no-error-summary

format: setup
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

bench: setup
	@$(BIN)/python -m benchmarks

soak: setup
	@$(BIN)/python -m benchmarks.soak --minutes 30 --rate 200

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --all-extras pyproject.toml -o requirements-dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements-dev.txt pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header benchmarks/peers.in -o benchmarks/peers.txt

clean:
	rm -rf $(VENV) build dist
