# OPADS: everything a contributor types. `make run` and `make test` do all set-up themselves.

PYTHON ?=
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN_STAMP := .venv/.installed-run
DEV_STAMP := .venv/.installed-dev
SPARK_STAMP := .venv/.installed-spark

.PHONY: install run test test-spark soak java lint types words check bench lock format clean

install: $(RUN_STAMP) ## leaves .venv/bin/opads

run: $(RUN_STAMP) ## page and API on http://127.0.0.1:8000
	$(BIN)/opads serve --host $(HOST) --port $(PORT)

test: $(DEV_STAMP) ## all tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-spark: java $(SPARK_STAMP) ## the tests on Apache Spark: needs Java 17 or newer, and 500 MB for PySpark
	OPADS_SPARK=required $(BIN)/python -m pytest tests/spark

soak: $(DEV_STAMP) ## what takes long: kill -9, faults of the database, 50,000 fuzzed requests, hours of load (OPADS_SOAK_MINUTES)
	$(BIN)/python -m pytest -m soak -n0 --durations=0
	$(BIN)/python tools/reliability.py

java:
	@command -v java >/dev/null || { echo "Spark needs Java 17 or newer: install a JRE, such as openjdk-17-jre-headless" >&2; exit 1; }

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_STAMP)
	$(BIN)/mypy

words: $(DEV_STAMP) ## how far the words of findings, notices and pages go in each language
	$(BIN)/python tools/coverage.py
	$(BIN)/python tools/words.py

check: test lint types words

bench: $(DEV_STAMP) ## ratios against named peers, in one run
	$(BIN)/python -m bench

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(DEV_STAMP) ## makes requirements/*.txt from pyproject.toml
	$(BIN)/python tools/lock.py

clean:
	rm -rf .venv

.venv/bin/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "making .venv with $$($$python --version)"; exec $$python -m venv .venv; \
	  fi; \
	done; echo "OPADS needs Python 3.11 or newer with venv (name one by PYTHON=)" >&2; exit 1

$(RUN_STAMP): requirements/run.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP)
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(SPARK_STAMP): requirements/spark.txt $(DEV_STAMP)
	$(PIP) install --require-hashes -r requirements/spark.txt
	@touch $@
