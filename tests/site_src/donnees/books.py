"""Books of the dataset « essai », and what hands make of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

import openpyxl
from openpyxl.workbook import Workbook

from opendata.workbooks.guide import Left
from site_src.donnees.workbook import Edited, drawn_book, edited
from tests.opendata.cases import case

MEASURES = "data/datasets/essai/mesures.csv"
PLACES = "data/datasets/essai/lieux.csv"
Hand = Callable[[Workbook], object]


def given(
    files: Mapping[str, bytes] | None = None, generated: Mapping[str, Left] | None = None
) -> Edited:
    """The dataset « essai », as `files` have it."""
    own = {path: raw for path, raw in case("valide").items() if "/datasets/" in path}
    return edited("essai", {**own, **(files or {})}, generated or {})


@cache
def drawn() -> bytes:
    """Its book."""
    return drawn_book(given())


def edited_book(hand: Hand, raw: bytes | None = None) -> bytes:
    """The book, once a hand went through it."""
    book = openpyxl.load_workbook(io.BytesIO(raw or drawn()))
    hand(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return file.getvalue()


def with_parts(changed: Mapping[str, bytes]) -> bytes:
    """The book, some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(drawn())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, **changed})
