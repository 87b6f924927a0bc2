# Shouwen 首问. `make run` is all a newcomer needs; see README.md.
PYTHON ?= python3
BIN := .venv/bin
DEBIAN_PG := $(lastword $(sort $(wildcard /usr/lib/postgresql/*/bin)))
PYTEST := $(BIN)/python -m pytest

.PHONY: run setup test check pytest coverage pytest-debian items i18n pins bench clean

run: setup  ## install what is missing and start; ARGS="--port 8001" is passed on
	@$(BIN)/shouwen up $(ARGS)

setup:  ## the installing half of `make run` alone
	@$(PYTHON) tools/setup.py

test:  ## set up what is missing and run the whole gate
	@$(PYTHON) tools/setup.py --dev --browser
	@$(MAKE) --no-print-directory check pytest pytest-debian

check:  ## everything that needs no database
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/python tools/i18n.py check
	$(BIN)/python tools/items.py --check

pytest:  ## all tests, on the wheel's PostgreSQL
	$(PYTEST) -n 2 --dist worksteal --durations=10

coverage:  ## the same with the lines and branches no test reaches; takes half as long again
	$(PYTEST) -n 2 --dist worksteal --cov --cov-report=term-missing:skip-covered

pytest-debian:  ## what depends on the PostgreSQL in use again, on the distribution's
ifneq ($(DEBIAN_PG),)
	PG_BIN=$(DEBIAN_PG) $(PYTEST) tests/config tests/platform/journal -m postgres -n 2 --dist worksteal
else
	@echo "no PostgreSQL below /usr/lib/postgresql: its run is left out"
endif

items:  ## requirement items with and without a test that proves them
	@$(BIN)/python tools/items.py

i18n:  ## gather messages anew, then say what lacks a translation
	@$(BIN)/python tools/i18n.py extract
	@$(BIN)/python tools/i18n.py check

pins:  ## renew requirements*.txt after changing pyproject.toml
	@tools/requirements.sh

clean:  ## remove what was built; data in var/ stay
	rm -rf .venv frontend/node_modules src/shouwen/platform/ui/static/ui/dist .*_cache .coverage
