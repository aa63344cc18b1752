"""The only writer: a site is published whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from site_src.engine.store import Stored

AT_FDCWD = -100
RENAME_EXCHANGE = 2
MARK = ".empreinte"


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write every file below `folder`, making folders as needed."""
    for path, raw in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)


def publish(files: Stored, site: Path) -> bool:
    """Make `site` hold exactly `files`, in one step; False when it already does.

    The new site is written beside the old one and swapped: whatever interrupts, `site` is
    either the old one or the new one. A file that is there as it will be published is not
    written again: both sites share it until the old one goes.
    """
    kept = _kept(site, files)
    if len(kept) == len(files) and _mark(site) == files.fingerprint and not _others(site, files):
        return False
    site.parent.mkdir(parents=True, exist_ok=True)
    for left in site.parent.glob(f".{site.name}-*"):  # by a build that was killed
        shutil.rmtree(left)
    fresh = Path(tempfile.mkdtemp(prefix=f".{site.name}-", dir=site.parent))
    try:
        fresh.chmod(0o755)
        _share(kept, site, fresh)
        changed = {path: files[path] for path in files if path not in kept}
        write({**changed, MARK: files.fingerprint.encode()}, fresh)
        swap(fresh, site)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def _kept(site: Path, files: Stored) -> set[str]:
    """The files that `site` holds as they will be published."""
    return {path for path, digest in files.digests.items() if _digest(site / path) == digest}


def _mark(site: Path) -> str:
    try:
        return (site / MARK).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _share(paths: Iterable[str], old: Path, new: Path) -> None:
    for path in paths:
        target = new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old / path, target)
        except OSError:  # a file system without links
            shutil.copyfile(old / path, target)


def _others(site: Path, files: Stored) -> bool:
    """Whether `site` holds anything else."""
    return any(path != MARK and path not in files for path in _paths(site))


def _paths(site: Path) -> Iterator[str]:
    for path in site.rglob("*"):
        if not path.is_dir():
            yield path.relative_to(site).as_posix()


def _digest(path: Path) -> str:
    """SHA-256 of a file; "" when there is none, or a link that leads elsewhere."""
    try:
        if path.is_symlink():
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


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
