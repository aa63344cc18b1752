#!/bin/sh
# Chromium for the browser tests, from Debian's packages; a missing browser is a failure, never a skip.
# Its engine alone shows pages four times faster: the tests take it where it can be had.
set -eu

has() { command -v "$1" >/dev/null; }
has chromium && has chromium-headless-shell && exit 0

if [ "$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else
    has chromium && exit 0
    cat >&2 <<'MESSAGE'
Chromium manque : les tests des pages en ont besoin.
Installer le paquet de la distribution (Debian : sudo apt-get install chromium), puis relancer.
MESSAGE
    exit 1
fi

install() {
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if ! has chromium; then
    echo "Installation de Chromium (paquet Debian)…"
    $sudo apt-get update -qq
    install chromium fonts-dejavu-core fonts-liberation
fi
install chromium-headless-shell 2>/dev/null ||
    { $sudo apt-get update -qq && install chromium-headless-shell; } ||
    echo "Sans le paquet chromium-headless-shell, les tests des pages sont plus lents."
