"""The only writer: a site is published whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from opendata.findings.finding import Finding, FindingsError

AT_FDCWD = -100
RENAME_EXCHANGE = 2
MARK = ".empreinte"


def merge(parts: Iterable[tuple[str, Mapping[str, bytes]]]) -> dict[str, bytes]:
    """Outputs of several stages (name, files) as one; two authors of one path are a finding."""
    merged: dict[str, bytes] = {}
    author: dict[str, str] = {}
    findings = []
    for name, files in parts:
        for path, raw in files.items():
            if path in author or not _is_plain(path):
                other = author.get(path, "?")
                findings.append(Finding(path, 0, 0, f"écrit par « {other} » et par « {name} »",
                                        "un fichier publié n'a qu'un auteur, au-dedans du site",
                                        "renommer l'un des deux"))  # fmt: skip
            merged[path] = raw
            author[path] = name
    if findings:
        raise FindingsError(findings)
    return merged


def _is_plain(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts


def fingerprint(files: Mapping[str, bytes]) -> str:
    """SHA-256 over sorted paths and contents."""
    digest = hashlib.sha256()
    for path, raw in sorted(files.items()):
        digest.update(f"\0{path}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write every file below `folder`, making folders as needed."""
    for path, raw in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)


def publish(files: Mapping[str, bytes], site: Path) -> bool:
    """Make `site` hold exactly `files`, in one step; False when it already does.

    The new site is written beside the old one and swapped: whatever interrupts, `site` is
    either the old one or the new one.
    """
    mark = fingerprint(files)
    if _holds(site, mark, files):
        return False
    site.parent.mkdir(parents=True, exist_ok=True)
    for left in site.parent.glob(f".{site.name}-*"):  # by a build that was killed
        shutil.rmtree(left)
    fresh = Path(tempfile.mkdtemp(prefix=f".{site.name}-", dir=site.parent))
    try:
        fresh.chmod(0o755)
        write({**files, MARK: mark.encode()}, fresh)
        swap(fresh, site)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def _holds(site: Path, mark: str, files: Mapping[str, bytes]) -> bool:
    """Whether `site` is the one marked `mark`, with every file still there at its size."""
    try:
        if (site / MARK).read_text(encoding="ascii") != mark:
            return False
        return all((site / path).stat().st_size == len(raw) for path, raw in files.items())
    except (FileNotFoundError, NotADirectoryError):
        return False


def swap(fresh: Path, site: Path) -> None:
    """Exchange two folders atomically (renameat2); where the system cannot, by two renames."""
    if not site.exists():
        fresh.rename(site)
    elif not _exchange(fresh, site):
        old = fresh.with_name(f"{fresh.name}-old")
        site.rename(old)
        fresh.rename(site)
        old.rename(fresh)


def _exchange(one: Path, other: Path) -> bool:
    """Linux's RENAME_EXCHANGE; False where kernel or file system do not offer it."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
