"""Paths of files below a folder: none leads out of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from site_src.engine.faults import FaultError


class OutsideError(FaultError):
    """A path that leads out of its folder, or that no file system may hold."""


def is_below(path: str) -> bool:
    """Whether `path` is written as that of a file below a folder: `a/b.html`, never `../b` nor `/b`."""
    parts = path.split("/")
    return not ({"", ".", ".."} & set(parts) or "\0" in path or "\\" in path)


def refuse_outside(paths: Iterable[str]) -> None:
    """Raises `OutsideError` for the first path that is not below its folder."""
    for path in paths:
        if not is_below(path):
            raise OutsideError(f"{path!r} : chemin qui sort de son dossier ; rien n'y est écrit")


def refuse_links_out(paths: Iterable[str], folder: Path) -> None:
    """Raises `OutsideError` where a link on the way of a path leads out of `folder`."""
    home = folder.resolve()
    for above in sorted({(folder / path).parent for path in paths}):
        if not above.resolve().is_relative_to(home):
            raise OutsideError(
                f"{above} : un lien mène hors de {folder} ; le remplacer par un dossier"
            )
