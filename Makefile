# durable-rules appelle PyEval_CallObject, que Python 3.13 a retiré : on le renomme à la compilation.
# Son setup.py écrase CFLAGS, mais laisse passer CPPFLAGS.
export CPPFLAGS := -DPyEval_CallObject=PyObject_CallObject $(CPPFLAGS)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON ?= python3
VENV ?= .venv
DOSSIER ?= examples/comptable-et-tresoriere.yaml
ARGS ?=

BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# mypy refuse un dossier sans aucun module.
TYPED := $(patsubst %/,%,$(sort $(dir $(wildcard matcher/*.py scripts/*.py benchmarks/*.py))))

.DEFAULT_GOAL := help
.PHONY: help setup system run test fuzz soak torture bench eval check docs lock dist audit clean

help:
	@echo 'Usage : make CIBLE [VARIABLE=valeur]'
	@echo
	@echo '  setup   crée $(VENV) et y installe le projet et ses outils'
	@echo '  run     rapproche un dossier des certifications (DOSSIER=$(DOSSIER))'
	@echo '  test    lance les tests (ARGS="-k mot" passe des options à pytest)'
	@echo '  fuzz    donne à chaque lecteur un million d’octets hostiles (une demi-heure)'
	@echo '  soak    charge le serveur : deux cents clients pendant cinq minutes'
	@echo '  torture tue cent fois un import, un lot, une décision ; remplit le disque (une demi-heure)'
	@echo '  bench   lance les mesures de performance'
	@echo '  eval    mesure la qualité du rapprochement (ARGS=../shared/data : dossier des données publiques)'
	@echo '  check   vérifie le style, les types, les dépendances entre modules et les règles'
	@echo '  docs    construit la documentation, un avertissement valant une erreur'
	@echo '  lock    recalcule requirements/dev.txt avec les dernières versions'
	@echo '  dist    construit le paquet, et la liste de ses bibliothèques (SBOM, licences)'
	@echo '  audit   cherche les failles connues des bibliothèques (demande le réseau)'
	@echo '  clean   supprime $(VENV) et les fichiers produits'
	@echo
	@echo 'PYTHON choisit le Python de $(VENV) (3.11 ou plus récent ; par défaut python3).'

setup: $(STAMP)
	@echo "$(VENV) est prêt."

run: $(STAMP)
	@$(BIN)/vae match $(DOSSIER)

test: $(STAMP) system
	$(BIN)/pytest -n 2 $(ARGS)

# Les formes longues de tests/robustness ; « make test » en passe de courtes. Leurs chiffres : docs/reliability.md.
fuzz: $(STAMP)
	FUZZ_BYTES=1000000 $(BIN)/pytest -q -s tests/robustness/test_fuzz.py $(ARGS)

soak: $(STAMP)
	SOAK_CLIENTS=200 SOAK_SECONDS=300 $(BIN)/pytest -q -s tests/robustness/test_soak.py $(ARGS)

torture: $(STAMP)
	TORTURE_KILLS=100 $(BIN)/pytest -q -s tests/robustness/test_torture.py $(ARGS)

bench: $(STAMP)
	$(BIN)/python -m benchmarks $(ARGS)

eval: $(STAMP)
	$(BIN)/python -m benchmarks.evaluation $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports
	$(BIN)/vae rules check

docs: $(STAMP)
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html
	@echo "Ouvrez docs/_build/html/index.html"

# Ce qu'il faut au système : Python, de quoi créer un environnement, et de quoi compiler durable-rules, qui
# n'est distribué qu'en source. Les paquets Debian manquants s'affichent ; rien si tout est là.
define MISSING
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || printf ' python3-venv'; \
$(PYTHON) -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' \
	|| printf ' python3-dev'; \
command -v $${CC:-cc} >/dev/null || command -v gcc >/dev/null || printf ' build-essential'
endef

# Ce que les documents PDF, les tests de la page et ceux de l'historique demandent au système. Rien de cela n'est
# nécessaire à « make run » : sans ces paquets, les tests qui en ont besoin sont sautés, et disent pourquoi.
define OPTIONAL
command -v chromium >/dev/null || printf ' chromium'; \
ldconfig -p | grep -q libpangoft2-1.0 || printf ' libpango-1.0-0 libpangoft2-1.0-0'; \
ldconfig -p | grep -q libharfbuzz-subset || printf ' libharfbuzz-subset0'; \
[ -d /usr/share/fonts/truetype/dejavu ] || printf ' fonts-dejavu-core'; \
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || printf ' postgresql'
endef

system:
	@missing="$$($(OPTIONAL))"; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Il manque au système, pour tous les tests :$$missing. Installation par apt-get…"; \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing || true; \
		missing="$$($(OPTIONAL))"; \
	fi; \
	if [ -n "$$missing" ]; then echo "Des tests seront sautés. Sous Debian : apt-get install$$missing" >&2; fi

# L'environnement n'est refait que si le Python change ; sinon, pip ne remplace que ce qui a changé.
# pip peut garder en cache un durable-rules compilé sans CPPFLAGS, qui ne s'importe pas : on le recompile.
$(STAMP): requirements/dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
		echo "Python est introuvable (PYTHON=$(PYTHON)). Sous Debian : apt-get install python3 python3-venv python3-dev build-essential" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Il faut Python 3.11 ou plus récent ; $(PYTHON) est $$($(PYTHON) -V 2>&1). Choisissez-en un autre : make setup PYTHON=/chemin/vers/python3.11" >&2; exit 1; }
	@missing="$$($(MISSING))"; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Il manque au système :$$missing. Installation par apt-get…"; \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y $$missing || true; \
		missing="$$($(MISSING))"; \
	fi; \
	if [ -n "$$missing" ]; then \
		echo "Il manque au système de quoi installer le projet pour $(PYTHON). Sous Debian : apt-get install$$missing" >&2; \
		exit 1; \
	fi
	@[ "$$($(BIN)/python -V 2>/dev/null)" = "$$($(PYTHON) -V)" ] || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installation des dépendances dans $(VENV) (une à deux minutes la première fois)…"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps -e .
	@$(BIN)/python -c 'import durable.lang' 2>/dev/null || { \
		echo "Recompilation de durable-rules…"; \
		sed -n '/^durable-rules==/,/# via/p' requirements/dev.txt \
		| $(BIN)/python -m pip install --quiet --force-reinstall --no-cache-dir --no-deps -r /dev/stdin \
		&& $(BIN)/python -c 'import durable.lang'; }
	@touch $@

# uv sert à résoudre pour tous les Python à la fois ; il n'est pas une dépendance du projet.
lock:
	@set -e; tools="$$(mktemp -d)"; trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv "$$tools"; \
	"$$tools/bin/python" -m pip install --quiet uv; \
	"$$tools/bin/uv" lock --upgrade --python $(PYTHON); \
	"$$tools/bin/uv" export --quiet --locked --all-extras --all-groups --no-emit-project --no-header \
		--format requirements-txt --python $(PYTHON) -o "$$tools/dev.txt"; \
	{ echo '# Écrit par « make lock » ; ne pas modifier à la main.'; cat "$$tools/dev.txt"; } > requirements/dev.txt

# Le paquet, la liste de ce qu'il emporte, et ce qu'on en sait de failles : dans dist/.
dist: $(STAMP)
	@rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/cyclonedx-py environment --output-reproducible --of JSON -o dist/sbom.json $(BIN)/python
	$(BIN)/python scripts/licences.py

audit: $(STAMP)
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements/dev.txt || { \
		echo "Des failles sont connues, ou le service qui les recense n'est pas joignable d'ici : voir ci-dessus." >&2; exit 1; }

clean:
	rm -rf $(VENV) build dist uv.lock htmlcov .coverage .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -path ./.git -prune -o -type d -name __pycache__ -exec rm -rf {} +
