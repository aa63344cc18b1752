"""Data and a Typst template → a PDF that a screen reader can follow (PDF/UA-1, ISO 14289-1).

Only the fonts among its files and Typst's own are used, and the date is given: the same data make the same bytes on
every machine.
"""

from __future__ import annotations

import json
import re
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import typst

_UNDRAWN = re.compile(r'the text "(.+?)" could not be displayed', re.DOTALL)
TEMPLATES = "site_src/documents/templates"
STANDARD: Literal["ua-1"] = "ua-1"


class Unprintable(ValueError):  # noqa: N818  (the text is at fault)
    """A text that no font draws: `sign`."""

    def __init__(self, sign: str) -> None:
        super().__init__(sign)
        self.sign = sign


@dataclass(frozen=True)
class Typesetter:
    """What every document shares: templates, fonts and drawings by file name, and the date of edition."""

    files: Mapping[str, bytes] = field(repr=False)
    epoch: int

    def compose(self, template: str, data: Mapping[str, Any]) -> bytes:
        """The PDF of `data` in a template.

        Raises `Unprintable` when no font draws one of its characters, `typst.TypstError` when the result would not
        be PDF/UA-1 (no title, an image without alternative text, a heading level left out): a fault of ours, not of
        the data.
        """
        with self._opened(template) as opened:
            return opened.pdf(data)

    def fitting(
        self, template: str, variants: Iterable[tuple[Mapping[str, Any], int]]
    ) -> bytes | None:
        """The PDF of the first of `variants`, data and the most pages that they may take; `None` when none holds.

        Of variants in a row that may take as many pages, each takes no more than the one before it: not all are tried.
        The template says its number of pages under the label `<pages>`. Raises as `compose` does.
        """
        with self._opened(template) as opened:
            for most, alike in groupby(variants, key=lambda variant: variant[1]):
                smaller = [data for data, _ in alike]
                first = bisect_left(smaller, -most, key=lambda data: -opened.pages(data))
                if first < len(smaller):
                    return opened.pdf(smaller[first])
        return None

    @contextmanager
    def _opened(self, template: str) -> Iterator[_Opened]:
        with tempfile.TemporaryDirectory(prefix="prm-typst-") as name:
            for path, raw in self.files.items():
                (Path(name) / path).write_bytes(raw)
            yield _Opened(Path(name), template, self.epoch)


class _Opened:
    """A template in its folder; the compiler remembers between two data what they share."""

    def __init__(self, folder: Path, template: str, epoch: int) -> None:
        self._data = folder / "donnees.json"
        self._counted: dict[str, int] = {}
        self._template = template
        self._epoch = epoch
        self._compiler = typst.Compiler(
            str(folder / template),
            root=str(folder),
            font_paths=[str(folder)],
            ignore_system_fonts=True,
        )

    def pdf(self, data: Mapping[str, Any]) -> bytes:
        self._write(data)
        try:
            pdf = self._compiler.compile(
                pdf_standards=[STANDARD], timestamp=self._epoch, format="pdf"
            )
        except typst.TypstError as error:
            undrawn = _UNDRAWN.search(error.message.replace("`", ""))
            raise Unprintable(undrawn.group(1)) if undrawn else error from None
        if not isinstance(pdf, bytes):  # other formats give one file a page
            raise TypeError(f"{self._template}: one PDF expected")
        return pdf

    def pages(self, data: Mapping[str, Any]) -> int:
        """How many the data take; the same are laid out once."""
        written = self._write(data)
        if written not in self._counted:
            counted = self._compiler.query("<pages>", field="value", one=True)
            self._counted[written] = int(json.loads(str(counted)))
        return self._counted[written]

    def _write(self, data: Mapping[str, Any]) -> str:
        written = json.dumps(data)
        self._data.write_text(written, encoding="utf-8")
        return written
