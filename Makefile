# `make run` and `make test` are complete on a machine that has Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8501
DATASET ?= ml-latest-small
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .tools/bin
INSTALL := pip install --quiet --disable-pip-version-check
LOCK := $(TOOLS)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --default-index https://pypi.org/simple --custom-compile-command "make lock"

.PHONY: run test test-spark bench lock audit image clean

run: $(VENV)/app-installed
	OPENBLAS_NUM_THREADS=1 $(BIN)/streamlit run streamlit_app.py --server.port $(PORT)

test: $(VENV)/test-installed
	tools/ensure_browser.sh $(BIN)
	tools/ensure_nginx.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	tools/check_scripts.sh
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -m "not browser and not spark" -n 2 --dist loadfile
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -m browser -n 2 --dist loadfile

# Apart from `make test`, which they would make half as long again.
test-spark: $(VENV)/spark-installed
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest tests/spark

$(VENV)/app-installed: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cinefold needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/$(INSTALL) --require-hashes -r requirements.lock
	touch $@

$(VENV)/test-installed: $(VENV)/app-installed requirements-test.lock
	$(BIN)/$(INSTALL) --require-hashes -r requirements-test.lock
	touch $@

$(VENV)/spark-installed: $(VENV)/test-installed requirements-spark.txt
	$(BIN)/$(INSTALL) -r requirements-spark.txt
	touch $@

bench: $(VENV)/test-installed
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.speed --dataset $(DATASET)

# Apart from the app's own, so that what pins it never runs beside it.
.tools/installed: requirements-tools.txt
	$(PYTHON) -m venv .tools
	$(TOOLS)/$(INSTALL) -r requirements-tools.txt
	touch $@

# Versions stay as they are where requirements*.txt still allow them; `make lock UPGRADE=--upgrade`
# takes the newest of what is not named there.
lock: .tools/installed
	$(LOCK) $(UPGRADE) requirements.txt -o requirements.lock
	$(LOCK) $(UPGRADE) requirements-test.txt -c requirements.lock -o requirements-test.lock

# Strict, for what the service does not know would otherwise pass as sound.
audit: $(VENV)/app-installed .tools/installed
	$(TOOLS)/pip-licenses --python $(BIN)/python --from mixed --order license \
		--packages $$(sed -n 's/==.*//p' requirements.lock) --partial-match --fail-on GPL
	$(TOOLS)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

# As root, on Debian: there the image is built without Docker, step by step, in a folder.
image: .tools/installed
	$(TOOLS)/hadolint Dockerfile
	$(PYTHON) tools/try_dockerfile.py

clean:
	rm -rf $(VENV) .tools
