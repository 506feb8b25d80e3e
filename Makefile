# Each target is one line; what it does stands in tools/.
.PHONY: help run test check fmt bench screenshots lock-deps
.DEFAULT_GOAL := help
SHELL := /bin/sh

# the first of these that is 3.11 or newer
usable = $(shell command -v $(1) >/dev/null 2>&1 && $(1) -c 'import sys; sys.version_info >= (3, 11) and print("$(1)")' 2>/dev/null)
PYTHON := $(or $(call usable,python3),$(call usable,python3.14),$(call usable,python3.13),$(call usable,python3.12),$(call usable,python3.11))
ifeq ($(PYTHON),)
$(error Python 3.11 or newer is needed, and none was found. Install it, then run make again)
endif
VENV := .venv/bin/python

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: ## set everything up and serve on 127.0.0.1:8000 (PORT=8001 make run for another port)
	@$(PYTHON) -m tools.run

test: ## set everything up and pass every test (make test k=word for some of them)
	@$(PYTHON) -m tools.setup test
	@$(VENV) -m tools.test -k '$(k)'

check: ## every rule that a program can judge: lint, format, floors, types, programmes, migrations
	@$(PYTHON) -m tools.setup check
	@$(VENV) -m tools.check

fmt: ## bring code and templates into their format
	@$(PYTHON) -m tools.setup check
	@.venv/bin/ruff check --fix-only --quiet
	@.venv/bin/ruff format
	@.venv/bin/djlint src --reformat --quiet

bench: ## measure the pages, the scoring and the submissions, on both databases
	@$(PYTHON) -m tools.setup test
	@$(VENV) -m tools.bench

screenshots: ## a picture of every page at 1366 and 390 px, into screenshots/
	@$(PYTHON) -m tools.setup test
	@$(VENV) -m tools.screenshots

lock-deps: ## pin the packages of pyproject.toml anew, with their hashes
	@$(PYTHON) -m tools.setup check
	@$(VENV) -m tools.lock
