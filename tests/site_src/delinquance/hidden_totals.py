"""Where a published file would say a total that covers a cell which is not diffused: in its tables, its words, its marks."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from typing import Any

import openpyxl
import pandas as pd

Row = dict[str, Any]
Pair = tuple[str, str]  # year, indicator
AROUND = 250  # characters on either side of an indicator's name where a number is read as its own
# The place of a row, under its name of today or that of version 1.0.0.
PLACES, YEAR, INDICATOR = ("code_insee", "arrondissement"), "annee", "indicateur"
_WORDS = (".html", ".svg", ".txt", ".xml", ".atom", ".jsonld", ".ttl", ".json", ".js", ".md", ".pf_fragment", ".cff", ".webmanifest")  # fmt: skip
_TAG = re.compile(r"<[^>]*>")
_BETWEEN = re.compile(r"(?<=\d)[\s\u00a0\u202f.,](?=\d{3}(?!\d))")
_BAR = re.compile(r'<path d="M[\d.]+,[\d.]+h[\d.]+v[\d.]+h-[\d.]+Z" fill="#1b5e9e"/>')


def tables(path: str, raw: bytes) -> Iterator[list[Row]]:
    """The rows of every table of a file, whatever its format; empty cells are ""."""
    if path.endswith(".csv"):
        yield _rows(pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False))
    elif path.endswith(".parquet"):
        yield _rows(pd.read_parquet(io.BytesIO(raw)))
    elif path.endswith(".xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(raw), read_only=True):
            head, *body = ([str("" if cell is None else cell) for cell in row] for row in sheet.iter_rows(values_only=True))  # fmt: skip
            yield [dict(zip(head, row, strict=False)) for row in body]
    elif path.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(raw)) as folder:
            for name in folder.namelist():
                yield from tables(name, folder.read(name))
    elif path.endswith(".json"):
        read = json.loads(raw)
        if isinstance(read, list) and all(isinstance(row, dict) for row in read):
            yield [{name: "" if value is None else str(value) for name, value in row.items()} for row in read]  # fmt: skip


def _rows(frame: pd.DataFrame) -> list[Row]:
    texts = frame.astype(object).where(frame.notna(), "").astype(str)
    return [dict(zip(texts.columns, row, strict=True)) for row in texts.itertuples(index=False)]


def told(rows: Collection[Row], hidden: Collection[Pair], cells: Collection[tuple[str, str, str]]) -> list[Row]:  # fmt: skip
    """The rows that give a number to a hidden total (`hidden`) or to a hidden cell (`cells`: place, year, indicator)."""
    found = []
    for row in rows:
        place = next((row[name] for name in PLACES if name in row), "")
        pair = (row.get(YEAR, ""), row.get(INDICATOR, ""))
        is_hidden = (place, *pair) in cells if place.startswith("751") else pair in hidden
        numbers = [row.get(name, "") for name in ("nombre", "taux_pour_mille", "valeur")]
        if is_hidden and any(numbers):
            found.append(row)
    return found


def words(path: str, raw: bytes) -> str:
    """What a file says, without marks; thousands are written without spaces. "" of what is no text."""
    if not path.endswith(_WORDS):
        return ""
    text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8", "replace")
    return _BETWEEN.sub("", re.sub(r"\s+", " ", unescape(_TAG.sub(" ", text))))


def said(text: str, name: str, numbers: Collection[int]) -> list[int]:
    """Those of `numbers` that stand near the name of an indicator."""
    spots = [found.start() for found in re.finditer(re.escape(name), text, re.IGNORECASE)]
    near = (text[max(0, spot - AROUND) : spot + len(name) + AROUND] for spot in spots)
    read = {int(number) for piece in near for number in re.findall(r"(?<![\d.,])\d{1,9}(?![\d])", piece)}  # fmt: skip
    return sorted(read & set(numbers))


def counted(text: str, name: str, numbers: Collection[int]) -> list[int]:
    """Those of `numbers` that are said of facts near the name of an indicator: small ones stand everywhere."""
    spots = [found.start() for found in re.finditer(re.escape(name), text, re.IGNORECASE)]
    near = (text[max(0, spot - AROUND) : spot + len(name) + AROUND] for spot in spots)
    read = {int(number) for piece in near for number in re.findall(r"(?<![\d.,])(\d+) (?:faits?|infractions?|vols?)\b", piece)}  # fmt: skip
    return sorted(read & set(numbers))


def anywhere(text: str, numbers: Collection[int]) -> list[int]:
    """Those of `numbers` that a text says, wherever."""
    return sorted({int(one) for one in re.findall(r"(?<!\d)\d{4,9}(?!\d)", text)} & set(numbers))


def bars(svg: str) -> int:
    """How many values a chart draws."""
    return len(_BAR.findall(svg))


def written(svg: str) -> set[int]:
    """The numbers that a chart writes beside its marks."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    return {int(number) for text in texts for number in re.findall(r"\d+", words(".svg", text.encode()))}  # fmt: skip


def undoing(shown: Collection[Row], totals: Mapping[Pair, int]) -> set[int]:
    """Sums of several indicators, of one unit or of all, that would give a hidden total back.

    `shown`: the published sums of Paris; `totals`: the hidden ones.
    """
    found = set()
    for (year, indicator), total in totals.items():
        unit = next(row["unite_de_compte"] for row in shown if row[INDICATOR] == indicator)
        others = [row for row in shown if row[YEAR] == year and row["nombre"]]
        found.add(total + sum(int(row["nombre"]) for row in others))
        found.add(total + sum(int(row["nombre"]) for row in others if row["unite_de_compte"] == unit))  # fmt: skip
    return found
