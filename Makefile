# make run    the dashboard on http://localhost:8501 (PORT=8600 make run for another port)
# make test   lint, types, import contracts and every test; REQUIRE_BROWSER=1 where a missing Chromium is a failure
# make bench  how well plans are read, in every form; the speed of the build and of the pages, as ratios
# make monkey  a random walk over the dashboard in Chromium; MONKEY="--seed 7 --minutes 60" for another one
# make fuzz   the reader over spoilt documents; FUZZ="--seed 7 --seconds 3600" for others
# make lock   the lock files anew, from pyproject.toml; versions stay where they still fit
# make clean  away with all that the above have made

PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
LOCK_TOOL := uv==0.13.9
LOCK := $(VENV)/lock/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--python-version 3.11 --no-emit-index-url --custom-compile-command "make lock"
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NO_PYTHON := Plan Atlas needs Python 3.11 or later with venv and pip, and none was found on this machine: \
	please install it (python.org, or python3 and python3-venv on Debian and Ubuntu) and run make again.

# Each test that starts a process would compile all of the code again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint tests bench monkey fuzz lock clean

run: $(VENV)/.runtime
	$(BIN)/plan-atlas serve --port $(PORT)

# With --jobs=2, types are checked beside the tests.
test: lint tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# A process that has nothing left to do takes tests from another one.
# Tests in Chromium wait for pages to come to rest: five at a time keep two processors busy.
tests: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not browser" --numprocesses auto --maxprocesses 4 --dist worksteal
	$(BIN)/python -m pytest -m browser --override-ini "python_files=test_*_browser.py" \
		--numprocesses 5 --dist loadgroup

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

monkey: $(VENV)/.dev
	$(BIN)/plan-atlas build
	$(BIN)/python -m tests.monkey $(MONKEY)

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz $(FUZZ)

lock: $(BIN)/python
	@test -x $(VENV)/lock/bin/uv || ($(BIN)/python -m venv $(VENV)/lock && \
		$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check $(LOCK_TOOL))
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) data/built build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Names on the path can be stubs that only fail, and a Python can come without pip: so each is tried.
$(BIN)/python:
	@found=; for python in python3.13 python3.12 python3.11 python3 python; do \
		$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
			>/dev/null 2>&1 && found=$$python && break; \
	done; \
	if [ -z "$$found" ]; then echo "$(NO_PYTHON)" >&2; exit 1; fi; \
	echo "Creating $(VENV) with $$($$found --version) …"; \
	$$found -m venv --clear $(VENV)

$(VENV)/.runtime: $(BIN)/python requirements.lock pyproject.toml
	@echo "Installing what the dashboard needs (a minute or two, once) …"
	@$(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/python requirements-dev.lock pyproject.toml
	@echo "Installing what the tests need (a minute or two, once) …"
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.runtime $@
