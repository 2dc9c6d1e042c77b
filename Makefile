# make run    installs into .venv and starts the demonstration; ARGS=--exit ends it by itself
# make test   the same with the test tools: lint, types, import rules, tests
# make bench  the benchmarks
# PYTHON=     the interpreter to build .venv with: by default the one .venv has, else the first of python3.11, python3 that works

BIN := .venv/bin

ifndef PYTHON
CANDIDATES := $(if $(wildcard .venv/.interpreter),$(BIN)/python) python3.11 python3
PYTHON := $(shell for each in $(CANDIDATES); do "$$each" -c "" 2>/dev/null && { echo "$$each"; break; }; done)
endif

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test bench FORCE

run: .venv/.installed
	@$(BIN)/cordboard demo $(ARGS)

test: .venv/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(ARGS)

bench: .venv/.installed
	@$(BIN)/python -m benchmarks $(ARGS)

.venv/.installed: pyproject.toml .venv/.interpreter
	@echo "installing cordboard into .venv"
	@$(PIP) install --editable .
	@touch $@

.venv/.installed-test: pyproject.toml .venv/.interpreter
	@echo "installing cordboard and its test tools into .venv"
	@$(PIP) install --editable '.[test]'
	@touch .venv/.installed $@

# Looked at in each run, rewritten only when another interpreter is asked for: then .venv is built anew.
# Debian's python3 comes without ensurepip; its pip can furnish the environment all the same.
.venv/.interpreter: FORCE
	@test -n "$(PYTHON)" || { echo "no python3.11 or python3 found: install Python 3.11 or newer, or name it with PYTHON="; exit 2; }
	@"$(PYTHON)" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || \
	    { echo "$(PYTHON) does not run or is older than Python 3.11: name a newer one with PYTHON="; exit 2; }
	@wanted=$$("$(PYTHON)" -c "import sys; print(sys.base_prefix, *sys.version_info[:2])"); \
	if [ "$$(cat $@ 2>/dev/null)" != "$$wanted" ]; then \
	    echo "creating .venv with $(PYTHON)"; \
	    "$(PYTHON)" -m venv --clear .venv >/dev/null 2>&1 || { \
	        "$(PYTHON)" -m venv --clear --without-pip .venv && \
	        "$(PYTHON)" -m pip --disable-pip-version-check --quiet --python $(BIN)/python install pip; \
	    } || { echo "$(PYTHON) has neither a complete venv module nor pip: on Debian, apt-get install python3-venv"; exit 2; }; \
	    echo "$$wanted" > $@; \
	fi
