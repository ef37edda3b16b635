# From a bare machine to a running program: `make run`. What a change must pass: `make test`.

VENV := .venv
BIN := $(VENV)/bin
NON_UI_TESTS := tests/unit tests/contract

# Stamps, so that a second call costs nothing.
INSTALLED := $(VENV)/.installed
TRANSLATED := $(VENV)/.translated

.PHONY: setup run test lint bench clean

setup: $(TRANSLATED) ## Python packages, system libraries and translations

# python3 is looked for unless PYTHON=… names another one.
$(INSTALLED): pyproject.toml $(wildcard packaging/*.sh)
	PYTHON="$(PYTHON)" packaging/virtual_environment.sh $(VENV)
	packaging/system_libraries.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[demo,dev]'
	@touch $@

$(TRANSLATED): $(INSTALLED) $(wildcard app/ui/translations.py app/ui/translations/*.py) $(shell find resources -name '*.ts' 2>/dev/null)
	@if [ -e app/ui/translations.py ] || [ -e app/ui/translations/__main__.py ]; then \
		echo $(BIN)/python -m app.ui.translations; $(BIN)/python -m app.ui.translations; \
	fi
	@touch $@

run: setup ## show what it does, on a sample clip that is made here
	$(BIN)/python main.py demo --out build/demo

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The second run takes Qt away: the core and the command line must not notice.
test: lint ## lint, all tests, and the tests of the core once more without Qt
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(NON_UI_TESTS) tests/ui
	$(BIN)/python -m pytest -p no:pytest-qt -p tests.no_qt $(NON_UI_TESTS)

bench: setup ## measure what is promised: one line per number
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

clean: ## what was built, not the environment
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find app tests models -name __pycache__ -type d -prune -exec rm -rf {} +
