"""A sheet → HTML, PDF, Excel. Nothing is written on the way: what it holds never stands in a temporary file."""

from __future__ import annotations

import base64
import datetime
import io
import json
from dataclasses import asdict
from pathlib import Path

import typst
from jinja2 import Environment
from xlsxwriter.workbook import Workbook as Book

from opendata.bilan.week import Week
from opendata.findings import Finding, FindingsError
from site_src.bilan.sheet import Sheet
from site_src.frame.rendering import environment

TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = "node_modules/@expo-google-fonts/atkinson-hyperlegible-next"
_TEXTS_STAY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NARROWEST, _WIDEST = 12, 40


class Press:
    """Makes the three forms of a sheet; `root` is the checkout, whose fonts are used where they are installed."""

    def __init__(self, root: Path, week: Week) -> None:
        texts = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2")}
        self._pages: Environment = environment(texts)
        self._fonts = [root / FONTS] if (root / FONTS).is_dir() else []
        # Of the data, not of the day: the same extract makes the same bytes.
        self._day = datetime.datetime.combine(week.sunday, datetime.time(), datetime.UTC)

    def forms(self, sheet: Sheet) -> dict[str, bytes]:
        """File name → bytes. Raises FindingsError where no font draws a character of a label."""
        return {
            f"{sheet.nom}.html": self.html(sheet),
            f"{sheet.nom}.pdf": self.pdf(sheet),
            f"{sheet.nom}.xlsx": self.workbook(sheet),
        }

    def html(self, sheet: Sheet) -> bytes:
        """A page that needs no other file, and asks for none."""
        blocks = [
            {**asdict(block), "image": base64.b64encode(block.svg.encode()).decode()}
            if block.genre == "drawing"
            else asdict(block)
            for block in sheet.blocs
        ]
        return (
            self._pages.get_template("bilan.html.j2").render(feuille=sheet, blocs=blocks).encode()
        )

    def pdf(self, sheet: Sheet) -> bytes:
        """PDF/UA-1; its data are given to the typesetter in memory."""
        data = {
            **asdict(sheet),
            "mentions": sheet.mentions,
            "jour": [self._day.year, self._day.month, self._day.day],
        }
        try:
            made = typst.compile(
                TEMPLATES / "bilan.typ", format="pdf", pdf_standards=["ua-1"], timestamp=self._day,
                font_paths=self._fonts, ignore_system_fonts=True, sys_inputs={"feuille": json.dumps(data)},
            )  # fmt: skip
        except typst.TypstError:
            raise FindingsError([Finding(f"{sheet.nom}.pdf", 0, 0, "texte qui ne s'imprime pas",
                                         "un libellé n'a que des caractères que les polices du document dessinent",
                                         "corriger les libellés de la nomenclature ou des circonscriptions")]) from None  # fmt: skip
        if not isinstance(made, bytes):
            raise TypeError("one PDF expected")
        return made

    def workbook(self, sheet: Sheet) -> bytes:
        """One table in one Excel file; a text that looks like a formula stays a text."""
        file = io.BytesIO()
        book = Book(file, dict(_TEXTS_STAY))
        book.set_properties({"title": sheet.titre, "comments": " ".join(sheet.mentions), "created": self._day.replace(tzinfo=None)})  # fmt: skip
        page = book.add_worksheet("CONFIDENTIEL")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        loud = book.add_format({"bold": True, "font_color": "#a3211b"})
        page.set_header(f'&C&"-,Bold"{sheet.mentions[0]}')
        for row, text in enumerate((*sheet.mentions, sheet.titre)):
            page.write_string(row, 0, text, loud)
        start = len(sheet.mentions) + 2
        for column, head in enumerate(sheet.table.entetes):
            page.write_string(start, column, head, bold)
            longest = max((len(str(one[column])) for one in sheet.table.lignes), default=0)
            page.set_column(column, column, min(_WIDEST, max(_NARROWEST, longest)))
        for row, values in enumerate(sheet.table.lignes, start + 1):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    page.write_string(row, column, value)
                elif value is not None:
                    page.write_number(row, column, value)
        page.freeze_panes(start + 1, 3)
        page.autofilter(start, 0, start + len(sheet.table.lignes), len(sheet.table.entetes) - 1)
        book.close()
        return file.getvalue()

    def index(self, titre: str, sheets: tuple[Sheet, ...]) -> bytes:
        """The list of what was made."""
        return (
            self._pages.get_template("bilan-liste.html.j2")
            .render(titre=titre, feuilles=sheets)
            .encode()
        )
