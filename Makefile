# Two commands matter: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
TESTS ?=
WORKERS ?= auto
CASES ?= 100000
BENCHMARKS ?= business_time advance deadlines

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime.stamp
DEVELOPMENT := $(VENV)/development.stamp
TAUGHT := .cache/conduct/taught.stamp
PYTEST := $(BIN)/python -m pytest

# Everything that a tool keeps stays inside the clone.
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(BIN)/python -m pip --quiet
export UV_CACHE_DIR := $(CURDIR)/.cache/uv
# Whatever is set outside: no foreign modules, and compiled ones kept, which halves every start of pytest.
export PYTHONPATH :=
export PYTHONDONTWRITEBYTECODE :=
export DATABASE_URL

.DEFAULT_GOAL := help
.PHONY: help install run test browser check bench simulate screens eval stress fuzz stories format lint types imports workflows requirements clean

help:  ## List every target
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(DEVELOPMENT) $(TAUGHT)  ## Make .venv with everything for running, testing and checking

run: $(RUNTIME) $(TAUGHT)  ## Serve a demo market place on http://127.0.0.1:8000 (PORT=, DATABASE_URL=)
	$(BIN)/nazorg serve --demo --host 127.0.0.1 --port $(PORT)

test: $(DEVELOPMENT) $(TAUGHT) browser  ## Run the tests on SQLite and PostgreSQL and in a browser (TESTS=path, WORKERS=n)
	$(PYTEST) -n $(WORKERS) $(TESTS)

# Found, or installed by the system where we may, or fetched into the clone; without one, tests say why they skip.
browser:
	@$(BIN)/python tests/pages/browsers.py

check: lint types imports workflows  ## Run every check that is not a test

eval: $(DEVELOPMENT) $(TAUGHT)  ## Measure the conduct rules on the labelled parts that they were not made by
	@set -e; for part in test fresh; do for what in conduct questions replies; do echo "== $$what, $$part"; \
	$(BIN)/python benchmarks/$$what.py --part $$part; done; done
	$(BIN)/python benchmarks/conduct.py --speed

stress: $(DEVELOPMENT)  ## Run the tests with many writers and killed processes
	$(PYTEST) -m stress $(TESTS)

fuzz: $(DEVELOPMENT)  ## Send generated requests to the whole API
	$(PYTEST) -p schemathesis.pytest.plugin -m fuzz $(TESTS)

stories: $(DEVELOPMENT) $(TAUGHT)  ## Run the whole cases that are told day by day
	$(PYTEST) -n $(WORKERS) tests/stories

bench: $(DEVELOPMENT)  ## Measure beside the alternatives in one run (BENCHMARKS=name)
	@set -e; for name in $(BENCHMARKS); do echo "== $$name"; $(BIN)/python benchmarks/$$name.py; done

simulate: $(RUNTIME)  ## Run 100,000 cases through sixty days and check every invariant (CASES=n)
	$(BIN)/nazorg simulate --cases $(CASES) --days 60 --seed 1 --market NL,DE,FR,PL

screens: $(DEVELOPMENT)  ## Take the pictures of the main pages in docs/screens
	$(BIN)/python tests/pages/screens.py

format: $(DEVELOPMENT)  ## Put the code in the house's form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lint: $(DEVELOPMENT)  ## Check form and common mistakes (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEVELOPMENT)  ## Check the types (mypy, strict)
	$(BIN)/mypy

imports: $(DEVELOPMENT)  ## Check which room sees which (import-linter)
	$(BIN)/lint-imports --cache-dir .cache/import-linter

workflows: $(RUNTIME)  ## Check every workflow's table
	$(BIN)/nazorg workflow check

requirements: $(DEVELOPMENT)  ## Lock the newest versions of requirements*.in, with hashes
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) --constraints requirements.txt requirements-dev.in --output-file requirements-dev.txt

clean:  ## Remove .venv and everything that a tool made
	rm -rf $(VENV) .cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate

$(RUNTIME): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Nazorg needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@

# What the labelled messages teach, again where they, the code or the lists changed (about two minutes).
$(TAUGHT): $(RUNTIME) $(wildcard cases/messages/conduct/*.py cases/messages/conduct/teaching/*.py cases/messages/conduct/words/*.txt \
	cases/messages/conduct/*/*.toml tests/conduct/corpus/development/*.jsonl)
	$(BIN)/python -m cases.messages.conduct.taught
	@touch $@
