# Everything runs from the virtual environment in .venv, made on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup run test check audit sbom bench clean

setup: $(STAMP)

# torch first and alone, by its exact version: a resolver left to itself would take a CUDA build.
$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(STAMP)

run: setup
	$(BIN)/kiz ingest
	$(BIN)/kiz serve

test: setup
	$(BIN)/pytest

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint deploy/Containerfile
	$(BIN)/python -m evaluation.audit

# Asks a service on the internet about everything in .venv; where there is none, it says so and nothing fails.
audit: setup
	$(BIN)/python -m evaluation.audit

# What is installed, as CycloneDX, without the internet; SBOM_OF: the Python of another installation, as the server's.
SBOM_OF ?= $(BIN)/python
sbom: setup
	mkdir -p dist
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o dist/sbom.cdx.json $(SBOM_OF)

# One table of speed, memory and size beside the pipeline of LlamaIndex's tutorials (docs/benchmarks.md): some 20
# minutes. PAPERS: PDFs that are read; INDEX: an index whose passages are asked; BENCH: further options, as `--json FILE`.
PAPERS ?= corpus
SIZES ?= 1000 10000 100000
bench: setup
	$(BIN)/python -m evaluation.bench $(PAPERS) --sizes $(SIZES) $(if $(INDEX),--index $(INDEX)) $(BENCH)

clean:
	rm -rf $(VENV) var dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
