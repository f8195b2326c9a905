# One command per thing to do; `make help` lists them. CI runs the same ones.

# Any Python from 3.11 on; `make site PYTHON=python3.13` makes .venv with that one.
OLDEST := (3, 11)
ENOUGH := import sys; sys.exit(sys.version_info < $(OLDEST))
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(firstword $(shell for p in $(CANDIDATES); do \
	$$p -c '$(ENOUGH)' 2>/dev/null && echo $$p && break; done) python3)

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

# Material's notice about MkDocs 2 is for people choosing a generator, not for a build log.
MKDOCS := NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs

.DEFAULT_GOAL := help
.PHONY: help site serve test test-oldest golden soak fuzz check bench bench-docs pictures format changelog release lock clean distclean python env-site env-test env-check env-release env-fuzz browser

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

site: env-site ## build the site strictly into site/
	$(MKDOCS) build --strict

serve: env-site ## preview the site, rebuilding as files change
	$(MKDOCS) serve

test: browser env-test ## run all tests (ARGS="tests/unit -k dates" for some)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-oldest: python ## run unit and end-to-end tests with the oldest Python found, if it is another
	@oldest=$$($(PYTHON) scripts/oldest.py) && if [ -n "$$oldest" ]; then \
	$(MAKE) --no-print-directory test VENV=.venv-oldest PYTHON="$$oldest" ARGS="$(or $(ARGS),tests/unit tests/e2e)"; fi

golden: env-test ## keep what the sites of tests/golden/ are now
	NO_MKDOCS_2_WARNING=1 PYTHONPATH=tests:plugins $(BIN)/python -m support.golden

soak: env-test ## try laws and hostile files at length, stop builds at many points (SOAK=100)
	SOAK=$(or $(SOAK),100) NO_MKDOCS_2_WARNING=1 $(BIN)/python -m pytest -n $(WORKERS) \
	tests/unit tests/e2e/test_engine.py tests/e2e/test_engine_safety.py tests/e2e/test_hostile.py

fuzz: env-test env-fuzz ## feed the parsers mutated bytes (SECONDS=60)
	PYTHONPATH=tests:plugins $(BIN)/python tests/fuzz/corpus.py .cache/fuzz
	PYTHONPATH=tests:plugins $(BIN)/python tests/fuzz/fuzz_parse.py -max_total_time=$(or $(SECONDS),60) -rss_limit_mb=2048 -timeout=20 .cache/fuzz

check: env-check ## lint, types, layers, patterns, workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/patterns.py
	$(BIN)/python scripts/workflows.py

bench: env-site ## measure builds of made-up briefs beside other tools (BRIEFS=1000, ARGS="--rounds 3")
	@$(BIN)/python benchmarks/run.py $(or $(BRIEFS),1000) $(PAGE) $(ARGS)

bench-docs: PAGE := --write docs/contributing/benchmark-results.md
bench-docs: bench ## the same, and write the results as a page of the documentation

pictures: env-test browser ## draw the pictures of the sample briefs from their data
	@PYTHONPATH=tests $(BIN)/python scripts/sample_pictures.py

format: env-check ## let ruff mend what it can
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

changelog: env-release ## what changelog.d/ will make of CHANGELOG.md (ARGS=--yes writes it)
	@$(BIN)/towncrier build --version "$$(sed -n 's/^__version__ = "\(.*\)"/\1/p' plugins/mkdocs_briefs/__init__.py)" $(or $(ARGS),--draft)

release: env-release ## build, check and try what a release would publish; publishes nothing
	@$(BIN)/python scripts/release.py $(ARGS)

lock: python ## renew requirements/ from pyproject.toml (asks the package registry)
	@$(PYTHON) scripts/lock.py

clean: ## remove what builds and tools left
	rm -rf site dist .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find benchmarks plugins tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## the same, and the environments
	rm -rf .venv .venv-oldest

python:
	@$(PYTHON) -c '$(ENOUGH)' 2>/dev/null || { \
	echo 'make: Python 3.11 or newer is needed, as python3 or with PYTHON=...; found: '"$$($(PYTHON) -V 2>&1)" >&2; \
	exit 1; }

env-site env-test env-check env-release env-fuzz: env-%: python
	@BRIEFS_VENV=$(VENV) $(PYTHON) scripts/environment.py $* $(if $(filter file,$(origin PYTHON)),,--this-python)

browser: python
	@PYTHONPATH=tests $(PYTHON) scripts/browser.py
