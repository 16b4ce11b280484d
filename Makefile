# The nine things that one does with this tree. Each is safe to stop and to run again.
.DEFAULT_GOAL := help
.PHONY: help setup run check test slow chat messages release

# The first Python from 3.11 to 3.14 that starts; `make PYTHON=/path/to/python setup` chooses another.
ifndef PYTHON
PYTHON := $(shell for p in .venv/bin/python python3.11 python3 python3.14 python3.13 python3.12; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
	>/dev/null 2>&1 && echo "$$p" && break; done)
endif
ifeq ($(PYTHON),)
override PYTHON = @echo "No Python from 3.11 to 3.14 was found. Install one (Debian: apt-get install python3 \
	python3-venv), or name it: make PYTHON=/path/to/python $@" >&2; exit 2; :
endif

help:  ## say what each target does
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup:  ## environment, locked packages, command, database, messages; nothing when all is there
	@$(PYTHON) scripts/setup.py

run: setup  ## the portal on http://localhost:8000 with a sample; Ctrl-C stops all
	@BEFFROI_COUNTRY=fr BEFFROI_DEBUG=1 .venv/bin/beffroi demo

check:  ## the gates: style, types, imports, migrations, messages, templates, licences
	@$(PYTHON) scripts/setup.py --dev
	@.venv/bin/python scripts/check.py

test:  ## the tests that need only Python and git
	@$(PYTHON) scripts/setup.py --dev
	@.venv/bin/python scripts/test.py quick

slow:  ## the tests that need PostgreSQL, a browser or minutes
	@$(PYTHON) scripts/setup.py --dev
	@.venv/bin/python scripts/test.py slow

chat:  ## the messaging client's files (there is no messaging yet: nothing to build)
	@echo "Nothing to build: this version has no messaging; it arrives with issue 15."

messages:  ## bring the translation catalogues up to date with the code
	@$(PYTHON) scripts/setup.py --dev
	@.venv/bin/python scripts/messages.py

release: check test  ## compile CHANGELOG.md from changelog.d; VERSION=1.2.3 names the release
	@.venv/bin/python scripts/release.py "$(VERSION)"
