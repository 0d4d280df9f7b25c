# Everything a user may override has ?=.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
OUT ?= out
MAX_BILLED ?= 1
FAIL_ON ?= error
BASE ?= HEAD

VENV := .venv
BIN := $(VENV)/bin

# Each document that lies directly in openapi/ is a gateway, and each gateway is a client.
DOCUMENTS := $(filter-out %.schema.json,$(wildcard openapi/*.yaml openapi/*.yml openapi/*.json))
GATEWAYS := $(basename $(notdir $(DOCUMENTS)))
# Those that ask to be held to more than OpenAPI.
HOUSE_DOCUMENTS = $(shell grep -lE '^ *"?x-house-rules"?: true' $(DOCUMENTS))

# Whatever the shell says of it: without bytecode every process that starts here compiles its modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo mock record import-har contract contract-deep bench-mock bench-client bench-batch diff gateway corpus check test test-deep test-floors lint types mutants coverage-table coverage-floor pictures docs lock clean

# What stands in brackets is how long it takes on two idle cores, once .venv is there. Without a number it was not measured, or
# is up to what is given.
help:  ## list the targets, and how long each takes on two idle cores
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { takes = ""; does = $$2; \
	  if (match(does, /^\[[^]]*\] /)) { takes = substr(does, 2, RLENGTH - 3); does = substr(does, RLENGTH + 1) } \
	  printf "  make %-16s %7s  %s\n", $$1, takes, does }' $(firstword $(MAKEFILE_LIST))

# The lock has hashes and no index URLs; hatchling, which builds the project itself, is in it, so nothing unpinned is run.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This needs Python 3.11 or newer, for example: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up $(VENV), once."
	@[ ! -L $(VENV) ] || { echo "$(VENV) is a link, and what it leads to would be cleared; remove the link first." >&2; exit 1; }
	@# Cleared, since a run that was killed, or another PYTHON, left one that does not fit.
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.installed  ## [3 s] run every operation of the three gateways, offline, and keep the pictures in OUT=out
	@exec $(BIN)/python -m examples.demo --out $(OUT)

mock: $(VENV)/.installed  ## [Ctrl-C] serve the three gateways from recordings on PORT=8000
	@exec $(BIN)/python -m image_gateways_mock $(if $(PORT),--port $(PORT))

record: $(VENV)/.installed  ## [Ctrl-C] record a live GATEWAY= at BASE_URL=, through a proxy on PORT=8001; CONFIRM_BILLED=1 lets billed calls pass
	@exec $(BIN)/python -m contract_tests.recorder proxy $(if $(GATEWAY),--gateway '$(GATEWAY)') $(if $(BASE_URL),--base-url '$(BASE_URL)') \
	  $(if $(PORT),--port $(PORT)) --max-billed $(MAX_BILLED)

import-har: $(VENV)/.installed  ## [1 s] make recordings of the traffic with GATEWAY= in HAR=file.har
	@exec $(BIN)/python -m contract_tests.recorder har $(if $(GATEWAY),--gateway '$(GATEWAY)') $(if $(BASE_URL),--base-url '$(BASE_URL)') '$(HAR)'

# BASE_URL may be a mock, also behind a proxy; a live gateway needs its key, as in AI302_API_KEY, and GATEWAY if no document has the address.
SUITE = exec $(BIN)/python -m contract_tests.suite $(if $(GATEWAY),--gateway '$(GATEWAY)') \
  $(if $(BASE_URL),--base-url '$(BASE_URL)') $(if $(SEED),--seed '$(SEED)') $(if $(CASE),--case '$(CASE)') $(if $(TASK_ID),--task-id '$(TASK_ID)') \
  $(if $(NO_JOURNAL),--no-journal) $(if $(MAX_SECONDS),--max-seconds '$(MAX_SECONDS)') --max-billed $(MAX_BILLED) --fail-on '$(FAIL_ON)'

contract: $(VENV)/.installed  ## [30 s] hold a server, BASE_URL= or a mock of its own, to the documents; live: GATEWAY=, CONFIRM_BILLED=1 for billed calls, TASK_ID= of a known task
	@$(SUITE)

contract-deep: SEED ?= random
contract-deep: $(VENV)/.installed  ## [minutes] the same against a mock with many more cases, on all cores, with another seed each time
	@$(SUITE) --profile deep

bench-mock: $(VENV)/.installed  ## [minutes] measure the mock against Prism (needs Node) and against itself with much to carry
	@exec $(BIN)/python -m tools.benchmarks.mock_server

bench-client: $(VENV)/.installed  ## [1.5 min] measure the clients against httpx, openai and volcengine, and 10 000 tasks at once
	@exec $(BIN)/python -m tools.benchmarks.client

bench-batch: $(VENV)/.installed  ## [minutes] measure a batch of 10 000 rows against calls without a journal, its memory, and how the command starts
	@exec $(BIN)/python -m tools.benchmarks.batch

# The client is made of the documents as they lie here, so that the answer does not wait for `make generate`.
diff: $(VENV)/.installed  ## [6 s] say what the change to the documents since BASE=HEAD means for users, and for the version
	@rm -rf $(BUILD)/diff
	@$(MAKE) --no-print-directory --silent package INTO=$(BUILD)/diff/image_gateways > /dev/null
	@$(BIN)/python -m tools.document_diff --base '$(BASE)' --generated $(BUILD)/diff
	@rm -rf $(BUILD)/diff

T ?=

check: $(VENV)/.installed  ## [8 s] style, types, and (in more time) the tests that are nearest to what changed since the last commit
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	@set -e; nearest=$$($(BIN)/python -m tools.nearest_tests); \
	  if [ -n "$$nearest" ]; then set -x; $(BIN)/python -m pytest -q $$nearest; else echo "No test has the name of what changed."; fi

# Three workers for two cores: the tests wait for processes and for tasks, too.
SIDE_BY_SIDE = --numprocesses=$(shell $(BIN)/python -c 'import os; print(os.cpu_count() * 3 // 2 or 1)') --dist=worksteal

test: $(VENV)/.installed  ## [3 min] every check and every test; T=image_edit runs those of tests/image_edit alone
	@# Side by side, since each waits now and then for processes that it starts.
	@$(MAKE) --no-print-directory --jobs=2 $(if $(T),,all-checks) all-tests || { \
	  echo "A check or a test failed; what it says stands above." >&2; exit 1; }

.PHONY: all-checks all-tests
all-checks:
	@$(MAKE) --no-print-directory $(if $(filter output-sync,$(.FEATURES)),--output-sync) lint types check-generated coverage-table

all-tests:
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(T:%=tests/%)

test-deep: $(VENV)/.installed  ## [hours] the tests with 40 times as many drawn examples, T= as with test
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) --hypothesis-profile=deep $(T:%=tests/%)

# What is locked, and over it the oldest of what the wheel and its extras ask for, on the oldest Python. Without the suite
# and the peer's client, since schemathesis and openai ask for newer releases themselves.
FLOORS = $(BUILD)/floors
FLOORS_PYTHON = $(FLOORS)/venv/bin/python

test-floors: ROOMS := $(or $(T),image_edit batch command generated mock openapi recordings)
test-floors: $(VENV)/.installed  ## [minutes] run the tests against the oldest releases that pyproject.toml allows, T=mock some of them (needs the index)
	@mkdir -p $(FLOORS)
	@$(BIN)/uv venv --quiet --clear --python 3.11 $(FLOORS)/venv
	@$(BIN)/uv pip compile pyproject.toml --extra mock --extra cli --extra socks --resolution lowest-direct --no-build \
	  --python $(FLOORS_PYTHON) --no-header --no-annotate --quiet --output-file $(FLOORS)/requirements.txt > /dev/null
	@$(BIN)/uv pip install --quiet --python $(FLOORS_PYTHON) --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(FLOORS_PYTHON) --no-deps --no-build -r $(FLOORS)/requirements.txt
	@$(BIN)/uv pip install --quiet --python $(FLOORS_PYTHON) --no-deps --no-build-isolation --editable .
	$(FLOORS_PYTHON) -m pytest -p no:schemathesis $(SIDE_BY_SIDE) $(ROOMS:%=tests/%) \
	  --ignore=tests/generated/test_client_checks.py --ignore=tests/mock/test_peers.py --ignore=tests/openapi/test_documents.py \
	  --deselect=tests/recordings/test_cassettes.py::test_mock_recorder_and_suite_say_in_one_line_why_a_document_is_not_read \
	  --deselect=tests/recordings/test_cassettes.py::test_mock_and_suite_refuse_recordings_that_are_not_there

# Both from npm, exact versions. Fetching them is a step of its own: without Node or the registry the Python checks remain.
NPX := npx --yes --prefer-offline --package=@redocly/cli@2.77.0 --package=@stoplight/spectral-cli@6.16.3 --call

lint: $(VENV)/.installed  ## [10 s] style, and the documents by their vocabulary and three validators (two of them where Node is present)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python openapi/check_vocabulary.py $(DOCUMENTS)
	$(BIN)/python -m contract_tests.suite.lint_documents $(DOCUMENTS)
	@if command -v npx > /dev/null && npm_config_fetch_retries=0 npm_config_loglevel=silent $(NPX) true; then \
	  set -ex; \
	  REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true $(NPX) 'redocly lint --config redocly.yaml $(HOUSE_DOCUMENTS) && \
	    spectral lint --ruleset .spectral.yaml --fail-severity=warn $(HOUSE_DOCUMENTS)'; \
	else echo "Node or npm's registry is not here, so Redocly and Spectral do not look at the documents."; fi

types: $(VENV)/.installed  ## [7 s] strict type checks, of the generated code as well
	$(BIN)/mypy

gateway: $(VENV)/.installed  ## [2 s] make a new gateway's document and recordings: NAME=flux FROM=flux.json (any OpenAPI 3; empty without), ONLY=some,operations
	@exec $(BIN)/python -m tools.new_gateway --name '$(NAME)' $(if $(FROM),--from '$(FROM)') $(if $(ONLY),--only '$(ONLY)')

corpus: $(VENV)/.installed  ## [depends] try each document of CORPUS=folder, unchanged: client, its import and types, mock, contract; print a table
	@exec $(BIN)/python -m tools.corpus $(if $(CORPUS),'$(CORPUS)')

mutants: $(VENV)/.installed  ## [5 min] break COUNT= things on purpose, drawn by SEED=, of one KIND= (source: the mock's own), or ONLY= one, and count what is noticed
	@exec $(BIN)/python -m tools.mutants $(if $(SEED),--seed '$(SEED)') $(if $(COUNT),--count '$(COUNT)') \
	  $(if $(KIND),--kind '$(KIND)') $(if $(ONLY),--only '$(ONLY)')

coverage-table: $(VENV)/.installed  ## [1 s] print what of the documents examples and recordings exercise; fail where it is less than the floor
	@$(BIN)/python -m contract_tests.suite.coverage_table

coverage-floor: $(VENV)/.installed  ## [1 s] take out of the floor, contract_tests/coverage_floor.txt, what is exercised by now
	@$(BIN)/python -m contract_tests.suite.coverage_table --write

pictures: $(VENV)/.installed  ## [depends] make the README's pictures in docs/ anew, of batches that run against the mock (needs Chromium)
	@exec $(BIN)/python -m tools.readme_pictures

docs: $(VENV)/.installed  ## [7 s] make the site of the documentation, with a reference, in build/site; a broken link fails
	@# Not with --quiet: what mkdocs does not say, it does not count.
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir $(BUILD)/site
	@echo "$(BUILD)/site/index.html"

lock: $(VENV)/.installed  ## [2 s] write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra mock --extra cli --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet --upgrade --output-file requirements.lock

clean:  ## remove what the targets made, except the clients and the lock
	rm -rf $(VENV) $(BUILD) $(OUT) dist reports .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis

# --- the generated clients ------------------------------------------------------------------------------------------

# Where a run builds. In the repository, so that `make generate` swaps by renaming; ignored by git.
BUILD := build

.PHONY: generate check-generated

generate: $(VENV)/.installed  ## [3 s] write the clients in generated/ anew from the documents
	@rm -rf $(BUILD)/generate
	@$(MAKE) --no-print-directory package INTO=$(BUILD)/generate/image_gateways
	@# Only now, with every client made: a run that fails leaves the old ones as they were.
	@if [ -e generated ]; then mv generated $(BUILD)/generate.old; fi
	@mv $(BUILD)/generate generated && rm -rf $(BUILD)/generate.old
	@echo "generated/: $(GATEWAYS)"

check-generated: $(VENV)/.installed  ## [2 s] fail if generated/ is not, file by file, what the documents give
	@rm -rf $(BUILD)/check
	@$(MAKE) --no-print-directory package INTO=$(BUILD)/check/image_gateways
	@diff -ru --exclude=__pycache__ $(BUILD)/check generated || { \
	  echo >&2; \
	  echo "generated/ is not what the documents give; the files are named above." >&2; \
	  echo "Change openapi/, never generated/, then: make generate" >&2; \
	  exit 1; }
	@rm -rf $(BUILD)/check

# What follows makes the package in $(INTO) and is called by the two targets above. One run for all documents, since most
# of its time goes into starting. The generator finds ruff, which formats, on PATH.
.PHONY: package
INTO ?= $(BUILD)/image_gateways
package:
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m openapi.generator $(INTO) $(DOCUMENTS)
	@cp openapi/generator/package/* $(INTO)/
