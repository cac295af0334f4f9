# Two commands for a newcomer: `make demo` and `make test`. Both set everything up themselves.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := test
.PHONY: demo demo-reset test test-fast explore lint types env browser template bench lock screenshots simulations studies clean

$(STAMP): requirements/development.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Ridgeway needs Python 3.11 or newer; this is %d.%d. Say which one to use: make PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

env: $(STAMP)

demo: env
	@$(BIN)/ridgeway demo

demo-reset: env
	@$(BIN)/ridgeway demo --reset

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: env
	$(BIN)/mypy

# The types take one processor; what else comes before the tests fits beside them.
test: browser
	@$(MAKE) --no-print-directory --jobs=2 types lint template
	@$(BIN)/python tools/one_day.py
	$(BIN)/pytest -n 2 --dist loadgroup

explore: env
	$(BIN)/pytest -n 2 --dist loadgroup -m "not browser" --hypothesis-profile explore

test-fast: lint types
	$(BIN)/pytest -n 2 --dist loadgroup -m "not browser"

template: env
	@$(BIN)/python -m tests.databases

browser: env
	@$(BIN)/python tools/ensure_chromium.py

bench: env
	@$(BIN)/python -m bench

screenshots: env browser
	$(BIN)/python tools/screenshots.py

simulations: env
	$(BIN)/python tools/simulations.py

studies: env browser
	$(BIN)/python tools/hampshire.py

lock: env
	$(BIN)/python tools/lock.py

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache build
