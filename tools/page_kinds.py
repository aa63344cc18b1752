"""The one list of page kinds: data/accessibilite/sortes.yaml. Tests open them, the statement names them."""

from __future__ import annotations

from pathlib import Path

import build
from site_src.accessibilite.records import SORTES, Sorte, read_kinds

ROOT = Path(build.__file__).resolve().parent


def page_kinds(root: Path = ROOT) -> tuple[Sorte, ...]:
    """Every kind, in file order. Raises `FindingsError` when the file is wrong."""
    return read_kinds((root / SORTES).read_bytes())
