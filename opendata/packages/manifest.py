"""One file that names every published file of every version of every dataset: what a release signs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opendata.packages.file_names import DIGESTS

FOLDER = "site/donnees/"
# Of a version: `site/donnees/<dataset>/<version>/[<words>-]sha256sums.txt`.
_OF_A_VERSION = re.compile(rf"{FOLDER}([^/]+/\d[^/]*/)[^/]*{re.escape(DIGESTS)}")


def manifest_file(packages: Mapping[str, bytes]) -> dict[str, bytes]:
    """`site/donnees/sha256sums.txt`, from the files of all packages; nothing without any version.

    Lines as `sha256sum` writes them, with paths relative to /donnees/, in the order of paths. Versions alone: what changes
    without a new version (the current addresses, alerts, readings) is not in it, so it has the same bytes until a release.
    """
    lines = [
        f"{digest}  {found[1]}{name}"
        for path in packages  # the bytes of others are not read
        if (found := _OF_A_VERSION.fullmatch(path))
        for digest, name in (line.split("  ", 1) for line in packages[path].decode().splitlines())
    ]
    if not lines:
        return {}
    ordered = sorted(lines, key=lambda line: line.split("  ", 1)[1])
    return {f"{FOLDER}{DIGESTS}": "".join(f"{line}\n" for line in ordered).encode()}
