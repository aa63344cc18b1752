#!/bin/sh
# Chromium for the browser tests, from Debian's packages; a missing browser is a failure, never a skip.
set -eu

command -v chromium >/dev/null && exit 0

if [ "$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else
    cat >&2 <<'MESSAGE'
Chromium manque : les tests des pages en ont besoin.
Installer le paquet de la distribution (Debian : sudo apt-get install chromium), puis relancer.
MESSAGE
    exit 1
fi

echo "Installation de Chromium (paquet Debian)…"
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core fonts-liberation >/dev/null
