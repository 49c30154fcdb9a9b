# Nothing is needed but Python 3.11 (or newer) and make. Everything else goes into .venv.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: run test lint types contracts wheel torture bench screenshots usage lock clean

run: $(VENV)/run.stamp $(BIN)/anon-wizard  ## open the wizard
	@$(BIN)/python -m wizard $(ARGS)

test: $(VENV)/dev.stamp           ## all tests but the whole torture sets
	$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp      ## who may import whom
	$(BIN)/lint-imports

wheel: $(VENV)/dev.stamp          ## build, install in a fresh venv, run from an empty folder
	BIN=$(BIN) PYTHON=$(PYTHON) bash .ci/wheel

torture: $(VENV)/dev.stamp        ## the torture sets, whole; and would the judge's tests notice a fault
	ANON_WIZARD_TORTURE=1 $(BIN)/python -m pytest -n auto --timeout 3600 $(ARGS)
	$(BIN)/python -m tests.mutation

bench: $(VENV)/dev.stamp          ## every budget measured, side by side; ARGS=--quick, --peers
	$(BIN)/python -m tests.bench $(ARGS)

screenshots: $(VENV)/dev.stamp    ## the README's pictures, from the real app
	$(BIN)/python -m tests.screens.screenshots

usage: $(VENV)/dev.stamp          ## the texts of --help, anew
	$(BIN)/python -m tests.cli.usage

lock: $(VENV)/dev.stamp           ## resolve the dependencies anew
	$(BIN)/uv pip compile -q --no-header --universal --generate-hashes --python-version 3.11 \
	    --upgrade pyproject.toml -o .ci/locked.txt
	$(BIN)/uv pip compile -q --no-header --universal --generate-hashes --python-version 3.11 \
	    --upgrade pyproject.toml --group dev -o .ci/locked-dev.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("anon-wizard needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) (once); the command is then $(BIN)/anon-wizard"
	@$(PYTHON) -m venv $(VENV)

# What the README and the screens call anon-wizard, over this checkout as it is.
$(BIN)/anon-wizard: Makefile | $(VENV)/bin/python
	@printf '#!%s\nimport sys\n\nsys.path[0] = "%s"\nfrom wizard.cli import program\n\nprogram()\n' \
	    '$(abspath $(BIN))/python' '$(CURDIR)' >$@
	@chmod +x $@

$(VENV)/run.stamp: .ci/locked.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/locked.txt
	@touch $@

$(VENV)/dev.stamp: .ci/locked-dev.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/locked-dev.txt
	@touch $@ $(VENV)/run.stamp
