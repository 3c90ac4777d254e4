# Two commands do everything on a fresh machine with Python 3.11+, make and a C compiler:
#   make demo    installs and scans the shipped example
#   make test    installs and runs the tests
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out

.PHONY: demo test check bench rules fuzz lint types contracts security audit lock clean

NATIVE := $(wildcard src/counterpitch/_native/*.[ch] src/counterpitch/_native/*/*.[ch])

$(BIN)/.run: requirements/run.txt pyproject.toml hatch_build.py $(NATIVE)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what counterpitch needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(BIN)/.dev: requirements/dev.txt $(BIN)/.run
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(BIN)/.run
	@mkdir -p $(OUT)
	@$(BIN)/counterpitch scan examples/linkedin-export.zip examples/mail --html $(OUT)/report.html
	@echo "And who is behind a company? An invented register:"
	@$(BIN)/counterpitch own load examples/ownership --to $(OUT)/register --date 2026-11-28 2>/dev/null
	@$(BIN)/counterpitch own trace "Tidewater Photonics" --in $(OUT)/register --no-chains
	@echo "The report is in $(OUT)/report.html. To look around in the desk: $(BIN)/counterpitch desk --demo"

test: $(BIN)/.dev
	@$(BIN)/python -m pytest -q -n auto

lint: $(BIN)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(BIN)/.dev
	@$(BIN)/mypy

contracts: $(BIN)/.dev
	@$(BIN)/lint-imports

rules: $(BIN)/.dev
	@$(BIN)/counterpitch rules lint
	@$(BIN)/counterpitch rules test
	@$(BIN)/python -m pytest -q tests/rules

# What finds its own way past this says so where it stands: "# nosec B311", and why.
security: $(BIN)/.dev
	@$(BIN)/bandit -q -c pyproject.toml -r src

# Asks the package index for known holes in what is locked. Without one it says so and goes on.
audit: $(BIN)/.dev
	@out=$$($(BIN)/pip-audit --progress-spinner off --disable-pip --require-hashes -r requirements/run.txt 2>&1); rc=$$?; \
	if [ $$rc -eq 0 ]; then echo "No known holes in what is locked."; \
	elif echo "$$out" | grep -q "known vulnerabilit"; then echo "$$out"; exit 1; \
	else echo "The package index could not be asked for known holes; not checked."; fi

check: lint types contracts security rules test demo audit
	@echo "All checks passed."

bench: $(BIN)/.dev
	@$(BIN)/python -m bench.run --results bench/results

fuzz: $(BIN)/.dev
	@for target in fuzz/fuzz_*.py; do echo "== $$target"; $(BIN)/python -m $$(echo $$target | tr / . | sed "s/.py$$//") --runs 1000 || exit 1; done

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra all pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra all --extra spark --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: docs
docs: $(BIN)/.run
	@$(BIN)/python tools/regenerate.py
