# Everything stands on `install`: a private .venv with the locked dependencies. Nothing is installed elsewhere.
PYTHON ?= python3
BIN := .venv/bin
# Compiled files are kept, whatever the shell says: without them each of the tests' processes compiles everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install rehearse test lint format bench chaos lock audit clean
.DEFAULT_GOAL := rehearse

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("launcher needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + ": make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@echo "Installing launcher into .venv (once; a minute or two)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

rehearse: install ## run the First Kiss launch on the local stage
	@$(BIN)/launcher rehearse --from first-kiss --report build/first-kiss.html

test: install ## the tests
	@$(BIN)/python -m pytest -n 3 --dist worksteal

lint: install ## format, lint, types, layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: install ## let ruff mend what it can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: install ## speed, as ratios to a named peer in one run
	@$(BIN)/python -m tests.bench

chaos: install ## storms of kills and faults, a crash at every commit and request, every reply lost; ARGS="nth matrix"
	@$(BIN)/python -m tests.chaos $(ARGS)

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade -o requirements.lock

SERVICE ?= pypi
audit: ## known advisories against the lock (needs uv and the network)
	uvx pip-audit -r requirements.lock --disable-pip --require-hashes --strict -s $(SERVICE)

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
