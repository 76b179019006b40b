# Everything begins with `make setup`, which is quick when nothing changed. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo up down test check test-containers bench mutants soak lock documents

PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9
UV := $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
MEMBERS := libs/contracts libs/chassis services/target-svc services/evaluation-svc services/survey-svc \
           services/scoring-svc deploy/local
READY := .venv/.ready

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: $(READY) ## Install everything that is needed into this folder

$(READY): requirements.lock pyproject.toml $(addsuffix /pyproject.toml,$(MEMBERS)) | $(UV)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "make: Python 3.11 or newer is needed; set PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "installing the locked dependencies"
	@$(UV) venv --quiet --allow-existing --no-python-downloads --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock \
	  || { echo "make: a package could not be fetched: is the package index within reach?" >&2; exit 1; }
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@touch $@

.tools/uv/bin/uv:
	@echo "installing uv into .tools"
	@mkdir -p .tools
	@if $(PYTHON) -m venv .tools/uv >/dev/null 2>&1; then \
	   .tools/uv/bin/pip install --quiet uv==$(UV_VERSION); \
	 else \
	   rm -rf .tools/uv && $(PYTHON) -m pip install --quiet --target .tools/uv uv==$(UV_VERSION); \
	 fi || { echo "make: uv could not be installed: Python's venv or pip is missing, or the package index is out of reach" >&2; exit 1; }

demo: setup ## The whole system with the Lampung sample; Ctrl-C stops it
	@exec $(BIN)/capaian up $(ARGS)

up: setup ## The same in the background
	@$(BIN)/capaian up --detach $(ARGS)

down: ## Stop what `make up` started
	@$(BIN)/capaian down

test: setup ## The whole test suite, on real servers
	@$(BIN)/pytest $(ARGS)

check: setup ## Style, types, import rules and budgets, without servers
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/pyright >/dev/null || $(BIN)/pyright
	@$(BIN)/pytest -q tests/architecture tests/contracts services/*/tests/unit

test-containers: setup ## The journey on docker compose, and the flow tests on testcontainers
	@CAPAIAN_TEST_SERVERS=containers $(BIN)/pytest -m containers $(ARGS)

bench: setup ## The measured job at its smallest size, as a table
	@PYTHONPATH=tests $(BIN)/python -m performance $(ARGS)

mutants: setup ## Do the tests notice when a rule is changed? ARGS names services
	@PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m mutation $(ARGS)

soak: setup ## Long runs: crashes in the middle of a load, again and again
	@$(BIN)/pytest -m soak $(ARGS)

OURS := contracts chassis target-svc evaluation-svc survey-svc scoring-svc capaian-local
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
          $(addprefix --no-emit-package ,$(OURS)) $(ARGS)

lock: $(UV) ## Add or drop what pyproject files say; ARGS=--upgrade takes newer versions
	@$(COMPILE) --group dev -o requirements.lock pyproject.toml
	@$(COMPILE) --group pyproject.toml:build -o deploy/docker/requirements.lock deploy/local/pyproject.toml

documents: setup ## Write the schemas, OpenAPI and AsyncAPI documents from the code
	@$(BIN)/python tests/contracts/publish_schemas.py
	@$(BIN)/python tests/contracts/publish_interfaces.py
