"""Data and a Typst template → a PDF that a screen reader can follow (PDF/UA-1, ISO 14289-1).

Only Typst's own fonts are used, and the date is given: the same data make the same bytes on
every machine.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
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
    """What every document shares: templates and drawings by file name, and the date of edition."""

    files: Mapping[str, bytes] = field(repr=False)
    epoch: int

    def compose(self, template: str, data: Mapping[str, Any]) -> bytes:
        """The PDF of `data` in a template.

        Raises `Unprintable` when no font draws one of its characters, `typst.TypstError` when the result would not
        be PDF/UA-1 (no title, an image without alternative text, a heading level left out): a fault of ours, not of
        the data.
        """
        with self._compiler(template, data) as compiler:
            try:
                pdf = compiler.compile(pdf_standards=[STANDARD], timestamp=self.epoch, format="pdf")
            except typst.TypstError as error:
                undrawn = _UNDRAWN.search(error.message.replace("`", ""))
                raise Unprintable(undrawn.group(1)) if undrawn else error from None
        if not isinstance(pdf, bytes):  # other formats give one file a page
            raise TypeError(f"{template}: one PDF expected")
        return pdf

    def pages(self, template: str, data: Mapping[str, Any]) -> int:
        """How many pages `data` take, in a template that says so under the label `<pages>`."""
        with self._compiler(template, data) as compiler:
            count = compiler.query("<pages>", field="value", one=True)
        return int(json.loads(str(count)))

    @contextmanager
    def _compiler(self, template: str, data: Mapping[str, Any]) -> Iterator[typst.Compiler]:
        with tempfile.TemporaryDirectory(prefix="prm-typst-") as name:
            for path, raw in self.files.items():
                (Path(name) / path).write_bytes(raw)
            (Path(name) / "donnees.json").write_text(json.dumps(data), encoding="utf-8")
            yield typst.Compiler(str(Path(name) / template), root=name, ignore_system_fonts=True)
