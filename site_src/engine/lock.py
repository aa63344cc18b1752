"""One at a time: who writes in a folder holds its lock, and who comes second is told who does.

The lock is one of the kernel's (POSIX record lock): it ends with its process, however that ends, so
that the file which a killed holder leaves behind holds nobody up. The processes of a pool are
forked and do not inherit it: a worker that outlives its parent holds nothing.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from site_src.engine.faults import FaultError

# What this process holds, and says so: the kernel would give it its own lock twice.
_held: dict[Path, str] = {}


class HeldError(FaultError):
    """Somebody else holds the lock; the message says who, since when, and what to do."""


@contextmanager
def held(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock whose file is `path`; `doing` tells others, in French, for what.

    The file holds three lines: the process, what it does, since when. It goes with the lock.
    Raises `HeldError` while another process, or this one, holds it.
    """
    path = path.resolve()
    if path in _held:
        raise HeldError(_told(_held[path], path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = _taken(path)
    _held[path] = _said(doing)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, _held[path].encode(), 0)
        yield
    finally:
        if _stands_at(handle, path):
            path.unlink()
        del _held[path]
        os.close(handle)  # last: the lock goes with it


def _taken(path: Path) -> int:
    """The open file, locked, that stands at `path`."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _stands_at(handle, path):
                return handle
        except OSError as error:
            said = _holder(handle)
            os.close(handle)
            if error.errno in (errno.EACCES, errno.EAGAIN):
                raise HeldError(_told(said, path)) from None
            raise
        os.close(handle)  # its holder removed it as it left: take the next one


def _stands_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _said(doing: str) -> str:
    now = datetime.now().astimezone()
    return f"{os.getpid()}\n{doing}\n{now:%d/%m/%Y à %H:%M:%S}"


def _holder(handle: int) -> str:
    """What the holder wrote; a moment is left to one that has only just come."""
    for _ in range(50):
        said = os.pread(handle, 1000, 0).decode(errors="replace")
        if _is_alive(said.partition("\n")[0]):
            return said
        time.sleep(0.01)
    return said


def _is_alive(process: str) -> bool:
    return process.isdigit() and Path("/proc", process).exists()


def _told(said: str, path: Path) -> str:
    process, doing, since = (said.split("\n") + ["?"] * 3)[:3]
    return (
        f"déjà en cours : {doing}, processus {process}, depuis le {since} (verrou : {path})"
        f" — attendre sa fin, ou l'arrêter (kill {process}), puis relancer"
    )
