"""Workbooks, read by openpyxl once for all the tests that look into them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

Rows = list[tuple[Any, ...]]


@functools.cache
def sheets_of(path: Path) -> Mapping[str, Rows]:
    """The rows of each sheet by its title, in the order of the sheets."""
    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
