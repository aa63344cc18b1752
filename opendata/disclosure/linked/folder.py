"""The folder of a release: written whole beside, then put in place of the one before.

A folder half replaced would hold tables of two releases, which nobody has attacked together.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path


def refused(folder: Path, is_ours: Callable[[Path], bool]) -> str | None:
    """Why a folder may not be replaced: it holds something else than tables that this tool wrote."""
    if not folder.resolve().parent.is_dir() or (folder.exists() and not folder.is_dir()):
        return "un dossier, dans un dossier qui existe"
    if folder.is_symlink():
        return "un dossier, pas un lien vers un autre"
    others = sorted(p.name for p in folder.iterdir() if p.is_symlink() or not is_ours(p)) if folder.exists() else []  # fmt: skip
    return (
        f"ce dossier contient autre chose que des tables de cet outil : {others[0]}"
        if others
        else None
    )


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """The folder with these files and no other, or the one before."""
    new = folder.with_name(f".{folder.name}.{os.getpid()}")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.avant")
    new.mkdir()
    try:
        for name, raw in files.items():
            (new / name).write_bytes(raw)
        if folder.exists():
            folder.replace(old)
        try:
            new.replace(folder)
        except OSError:
            if old.exists():
                old.replace(folder)
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
