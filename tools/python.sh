#!/bin/sh
# A virtual environment in .venv with uv in it, from nothing but Python 3.11 or later.
set -eu

python=${PYTHON:-python3}
fail() { printf '%s\n' "$*" >&2; exit 1; }

command -v "$python" >/dev/null || fail "$python est introuvable : installer Python 3.11 ou plus récent"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$python est trop ancien : Python 3.11 ou plus récent est nécessaire (PYTHON=chemin make …)"

# Debian ships venv's pip apart, in a package that a new machine may not have.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else
        fail "le module venv est incomplet : installer le paquet python3-venv (apt-get install python3-venv)"
    fi
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
fi

"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
