# Every target sets up what it needs; `make help` lists them.
# The program reads HOST, PORT, DATABASE_URL and the other settings from the environment or from the command line:
#   make run PORT=9000
.DEFAULT_GOAL := help
.PHONY: help run dev test check mutants bench assets clean test-tools
SHELL := /bin/bash

# Matrices are small here: more threads of numpy's library only wait for each other.
export OPENBLAS_NUM_THREADS ?= 1

# The first Python on this machine that is new enough; PYTHON=… names another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV_PYTHON := .venv/bin/python
PIP_INSTALL := $(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check
INSTALL_BROWSER := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && export DEBIAN_FRONTEND=noninteractive && \
	echo 'Installing Chromium and fonts…' && apt-get -qq update && \
	apt-get -qq install -y --no-install-recommends chromium fonts-noto-core fonts-dejavu-core >/dev/null
# More arguments for the test runner: make test TEST_ARGS="tests/store -x"
TEST_ARGS ?=
# How many tests run at once; files stay together.
TEST_WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
# COVERAGE=1 measures lines and branches and holds them to the floor in pyproject.toml.
COVERAGE_ARGS := $(if $(filter 1,$(COVERAGE)),--cov --cov-report=)

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: .venv/.installed ## Set everything up and serve on http://127.0.0.1:8050 (HOST, PORT, DATABASE_URL change it)
	@bash frontend/build.sh || echo 'WARNING: the front-end could not be built; pages will use the heavier files that come with Dash.' >&2
	@$(VENV_PYTHON) -m dashboard init
	@exec $(VENV_PYTHON) app.py

dev: .venv/.installed ## Serve this machine only, and start again when a .py or .toml file changes (styles and scripts: load the page again)
	@bash frontend/build.sh || echo 'WARNING: the front-end could not be built; pages will use the heavier files that come with Dash.' >&2
	@$(VENV_PYTHON) -m dashboard init
	@DASH_DEBUG=1 HOST=127.0.0.1 exec $(VENV_PYTHON) app.py

test: test-tools ## Set up what tests need and run them all (TEST_ARGS=… narrows, COVERAGE=1 measures)
	@$(VENV_PYTHON) -m pytest -n $(TEST_WORKERS) --dist loadfile $(COVERAGE_ARGS) $(TEST_ARGS)

check: .venv/.installed-dev ## Check style, types, the direction of imports, texts and colours
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy
	$(VENV_PYTHON) -m pytest -q tests/test_layers.py tests/i18n/test_keys.py tests/figures/test_palette.py

mutants: .venv/.installed-mutants ## Change the code in small steps and list the changes no test notices; takes hours (MUTANTS="dashboard.store.arithmetic*" narrows)
	@$(VENV_PYTHON) -m mutmut run $(MUTANTS)
	@$(VENV_PYTHON) -m mutmut results

bench: test-tools ## Measure against stock Dash and plain SQLite; results are ratios from one run
	@$(VENV_PYTHON) -m bench

assets: .venv/.installed ## Build the front-end into build/assets/
	@bash frontend/build.sh

clean: ## Remove everything made here except the database in var/
	rm -rf build mutants node_modules .venv .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

test-tools: .venv/.installed-dev ## Set up what tests and measurements need, and run nothing
	@bash frontend/build.sh || echo 'WARNING: the front-end could not be built; tests of it will be skipped or fail.' >&2
	@command -v chromium >/dev/null || { $(INSTALL_BROWSER); } || \
		echo 'WARNING: no chromium and fonts with Cyrillic here; the browser tests will be skipped or fail.' >&2

.venv/.installed: requirements.txt
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer is needed; PYTHON=/path/to/python names one.' >&2; exit 1; }
	@# An environment that was cut off while being made has no pip: rebuild it.
	@$(VENV_PYTHON) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo 'Installing the Python packages…'
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

.venv/.installed-mutants: requirements-mutants.txt .venv/.installed-dev
	@$(PIP_INSTALL) -r requirements-mutants.txt
	@touch $@
