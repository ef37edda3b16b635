# From a bare machine to a running program: `make run`. What a change must pass: `make test`.

VENV := .venv
BIN := $(VENV)/bin
CORE_TESTS := tests/unit tests/contract

# A stamp, so that a second call costs nothing.
INSTALLED := $(VENV)/.installed

.PHONY: setup run test lint bench fuzz screenshots consistency clean

setup: $(INSTALLED) ## Python packages and system libraries

# python3 is looked for unless PYTHON=… names another one.
$(INSTALLED): pyproject.toml $(wildcard packaging/*.sh)
	PYTHON="$(PYTHON)" packaging/virtual_environment.sh $(VENV)
	packaging/system_libraries.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[demo,dev]'
	@touch $@

run: setup ## show what it does, on a sample clip that is made here
	$(BIN)/python main.py demo --out build/demo

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The tests of the core run without Qt, which the core and the command line must not notice; those of the window beside
# them, since each needs one core.
test: lint ## lint, and all tests
	@mkdir -p build
	@$(BIN)/python -m pytest -p no:pytest-qt -p no:cacheprovider -p tests.no_qt $(CORE_TESTS) >build/core.log 2>&1 & \
	core=$$!; trap 'kill $$core' INT TERM; \
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/ui; window=$$?; \
	wait $$core; core=$$?; echo "== the core, without Qt"; cat build/core.log; \
	exit $$((window || core))

bench: setup ## measure what is promised: one line per number
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

screenshots: setup ## pictures of every state of the window, into build/screenshots; those of the guide into docs/pictures
	$(BIN)/python -m tests.screenshots build/screenshots --guide docs/pictures

fuzz: setup ## open thousands of files that were changed at random; CASES and SEED may be named
	$(BIN)/python -m tests.fuzz $(if $(CASES),--cases $(CASES)) $(if $(SEED),--seed $(SEED))

DATA ?= ../shared/data

consistency: setup ## does the judge say the same wherever it runs? Needs the labelled data, and PyTorch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	$(BIN)/python -m models.training.judge.consistency --data $(DATA) --out docs/consistency.md

clean: ## what was built, not the environment
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find app tests models -name __pycache__ -type d -prune -exec rm -rf {} +
