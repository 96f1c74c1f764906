# `make run` and `make test` are complete on a machine that has Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8501
DATASET ?= ml-latest-small
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test bench clean

run: $(VENV)/app-installed
	OPENBLAS_NUM_THREADS=1 $(BIN)/streamlit run streamlit_app.py --server.port $(PORT)

test: $(VENV)/test-installed
	tools/ensure_browser.sh $(BIN)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	tools/check_scripts.sh
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest

$(VENV)/app-installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cinefold needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/test-installed: $(VENV)/app-installed requirements-test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-test.txt
	touch $@

bench: $(VENV)/test-installed
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.speed --dataset $(DATASET)

clean:
	rm -rf $(VENV)
