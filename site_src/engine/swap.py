"""Two folders exchanged in one step."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def swap(fresh: Path, site: Path, old: Path) -> None:
    """Put `fresh` where `site` is; what was there is then `fresh` or `old`.

    In one step (renameat2); where the system cannot, by two renames: who is killed between them
    leaves `old` and no `site`.
    """
    if not site.exists():
        fresh.rename(site)
    elif not _exchange(fresh, site):
        site.rename(old)
        try:
            fresh.rename(site)
        except BaseException:
            if not site.exists():
                old.rename(site)
            raise


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
