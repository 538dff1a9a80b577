# Every target works on a bare machine with Python 3.11 or newer and make. What is installed goes into .venv.
PYTHON ?= python3
PY := .venv/bin/python
UV := $(shell command -v uv 2>/dev/null)

# What waits for nothing but its turn; the rest of the long run wants the machine for itself.
STORIES := tests/conversations tests/handlers tests/scheduler tests/storage

.PHONY: help run install test test-long check bench chaos format lock

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: .venv/run-ready ## the practice hospital, or the real bot when .env has Slack's tokens
	@$(PY) -m bot

install: .venv/dev-ready ## the development environment

test: .venv/dev-ready ## everything that is fast, on SQLite and a real PostgreSQL
	$(PY) -m pytest -m "not long" -n 2 --dist loadfile

test-long: .venv/dev-ready .venv/published-ready .venv-rival/ready ## what is slow by nature: every story in every scene, the browser, whole processes, the benchmarks
	$(PY) -m pytest -m long -n 2 --dist loadfile $(STORIES)
	$(PY) -m pytest -m long $(STORIES:%=--ignore=%)

check: .venv/dev-ready ## format, lint, types, floors
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	MYPYPATH=benchmarks $(PY) -m mypy benchmarks/*.py
	.venv/bin/lint-imports

bench: .venv/dev-ready .venv-rival/ready ## the benchmarks, in full
	$(PY) benchmarks/ack.py
	$(PY) benchmarks/ack.py --postgres
	$(PY) benchmarks/delivery.py
	$(PY) benchmarks/matching.py
	$(PY) benchmarks/start.py
	$(PY) benchmarks/teams.py

chaos: .venv/dev-ready ## a thousand processes killed, and nothing lost or said twice; CHAOS="--kills 200 --seed 7" and so on
	$(PY) -m tests.chaos $(CHAOS)

format: .venv/dev-ready ## put the code in shape
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

lock: ## work the lock files out again (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--extra postgres --extra teams pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--extra postgres --extra teams --extra bench --extra dev pyproject.toml -o requirements-dev.lock

# uv where it is installed, else venv and pip: the same packages either way, each checked against its hash.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name one: make PYTHON=python3.12"; exit 1; }
ifdef UV
	@uv venv --quiet --python $(PYTHON) .venv
else
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
endif

.venv/run-ready: requirements.lock | .venv/bin/python
	@$(call install_from,requirements.lock,.venv)
	@touch $@

.venv/dev-ready: requirements-dev.lock | .venv/bin/python
	@$(call install_from,requirements-dev.lock,.venv)
	@touch $@ .venv/run-ready

# What the app package of Teams is checked against is published by npm alone; without npm that one test is skipped.
.venv/published-ready: tests/published/package-lock.json | .venv/bin/python
	@if command -v npm >/dev/null; then npm ci --prefix tests/published --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null || echo "npm could not fetch the published manifest schema"; fi
	@touch $@

# The rival of benchmarks/matching.py installs a package called "matching", so it lives by itself.
.venv-rival/ready: benchmarks/rival/requirements.lock | .venv/bin/python
	@$(PY) -m venv --without-pip .venv-rival
	@$(call install_from,benchmarks/rival/requirements.lock,.venv-rival)
	@touch $@

ifdef UV
install_from = uv pip install --quiet --compile-bytecode --python $(2) -r $(1)
else
install_from = $(PY) -m pip --python $(2) install --quiet --disable-pip-version-check -r $(1)
endif
