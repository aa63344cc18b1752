"""What a folder holds: the digest of each file, and what no published folder holds."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# Whatever the umask of who builds: what a web server may read.
FILE_MODE, FOLDER_MODE = 0o644, 0o755


@dataclass(frozen=True)
class Inventory:
    """SHA-256 of each plain file by its path; `strays` are links, devices, empty folders, other modes."""

    digests: Mapping[str, str]
    strays: frozenset[str] = frozenset()


def inventory(folder: Path) -> Inventory:
    """What `folder` holds now; nothing where there is no folder. No link is followed.

    Raises `OSError` on what cannot be read.
    """
    found = dict(_entries(str(folder))) if folder.is_dir() and not folder.is_symlink() else {}
    files = sorted(path for path, is_plain in found.items() if is_plain)
    return Inventory(
        {path: digest_of(f"{folder}/{path}") for path in files},
        frozenset(path for path, is_plain in found.items() if not is_plain),
    )


def digest_of(path: str) -> str:
    """SHA-256 of a file; "" when there is none."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  (thousands of paths: pathlib doubles the time)
            return hashlib.sha256(file.read()).hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""


def _entries(folder: str, below: str = "") -> Iterator[tuple[str, bool]]:
    """Every entry by its path, and whether it is a plain file as it is published."""
    is_empty = True
    with os.scandir(folder) as entries:
        for entry in entries:
            is_empty = False
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                yield from _entries(entry.path, f"{below}{entry.name}/")
            if not stat.S_ISDIR(mode) or stat.S_IMODE(mode) != FOLDER_MODE:
                is_plain = stat.S_ISREG(mode) and stat.S_IMODE(mode) == FILE_MODE
                yield f"{below}{entry.name}", is_plain
    if is_empty:
        yield f"{below}.", False
