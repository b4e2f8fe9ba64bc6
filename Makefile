# Needs Python 3.11 or later and make; everything else goes into .venv.
.PHONY: help demo test lint format audit bench pictures faults operations fuzz soak clean runtime dev

BIN := .venv/bin

help:
	@echo 'make demo      look around in the emulator: no account, no network'
	@echo 'make test      every check and every test'
	@echo 'make lint      format, lint, borders between the rooms, types'
	@echo 'make format    put the code into the common format'
	@echo 'make audit     whether a dependency has a known hole; asks osv.dev'
	@echo 'make bench     what it costs, beside a bare Textual app and against its bars'
	@echo 'make pictures  the pictures of the README'
	@echo 'make faults    the table of what comes of a fault of the wire, in docs/faults.md'
	@echo 'make fuzz      what make test tries with Hypothesis, schemathesis and a monkey, twenty times as long'
	@echo 'make soak      an hour of use with faults on: memory and handles by minute; SECONDS=600 for less'
	@echo 'make operations  the table of where each operation is, in docs/operations.md'
	@echo 'make clean     remove what these targets made'

demo: runtime
	@$(BIN)/ocs-tui --demo

test: dev
	@scripts/system-packages
	@scripts/check

lint: dev
	@scripts/lint

format: dev
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

audit: dev
	@$(BIN)/python -m scripts.audit

bench: dev
	@$(BIN)/python -m benchmarks.bench

pictures: dev
	@$(BIN)/python -m scripts.pictures

faults: dev
	@$(BIN)/python -m tests.faults.table

fuzz: dev
	@OCS_FUZZ=20 OCS_MONKEY_KEYS=12000 OCS_MONKEY_SEEDS="$$$$ 1$$$$" $(BIN)/python -m pytest -q -n 2 --dist worksteal --timeout 3600 tests/fuzz tests/faults/test_app.py

SECONDS := 3600
soak: dev
	@$(BIN)/python -m tests.fuzz.soak $(SECONDS)

operations: dev
	@$(BIN)/python -m scripts.operations_table

clean:
	@rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime dev:
	@scripts/environment $@
