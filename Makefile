# Sổ Hội. `make demo` shows it, `make test` proves it; both set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/*.po))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo run setup test check browser catalogues faults-quick cases-quick bench-quick reminders-quick bench-progress architecture lock clean

demo: setup
	@$(BIN)/sohoi demo

run: setup
	@$(BIN)/sohoi run

setup: $(VENV)/.installed $(CATALOGUES)

test: check browser
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report=; status=$$?; \
		$(BIN)/python -m tests.support.coverage_summary; exit $$status

check: $(VENV)/.installed-dev $(CATALOGUES)
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/lint-imports --no-cache > .import-contracts.log || { cat .import-contracts.log; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/locales

faults-quick: $(VENV)/.installed-dev $(CATALOGUES)
	@$(BIN)/python -m bench.faults --quick

reminders-quick: $(VENV)/.installed-dev $(CATALOGUES)
	@$(BIN)/python -m bench.reminders --quick

cases-quick: $(VENV)/.installed-dev $(CATALOGUES)
	@$(BIN)/python -m bench.cases --quick

bench-quick: $(VENV)/.installed-dev $(CATALOGUES)
	@$(BIN)/python -m bench.form --quick

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Sổ Hội needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Python's venv is missing. Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: $(BIN)/python requirements/run.lock pyproject.toml
	@echo "Setting up (once; a minute or two) …"
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements/dev.lock
	@echo "Setting up what the tests need (once) …"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

%.mo: %.po $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# The page is played in a real browser: the system's Chromium, else Debian's, else Playwright's own.
browser: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.browser.find || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
			&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
		$(BIN)/playwright install chromium
	@$(BIN)/python -m tests.browser.find

bench-progress: $(VENV)/.installed-dev $(CATALOGUES)
	@$(BIN)/python -m bench.progress

# The picture in docs/architecture.md, from the imports.
architecture: $(VENV)/.installed-dev
	@$(BIN)/python docs/draw_architecture.py

lock: $(VENV)/.installed-dev
	@$(PIP) install uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url pyproject.toml --group dev -o requirements/dev.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url pyproject.toml -c requirements/dev.lock -o requirements/run.lock

clean:
	@rm -rf $(VENV) $(CATALOGUES) .mypy_cache .ruff_cache .pytest_cache .coverage .coverage.*
