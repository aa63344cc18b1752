"""Every text field of every record, every column of text, full of what some program would run: each text is published as it was written.

The fields are found from the records' types and the files of data/, the outputs are those of a whole build.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest
import yaml
from pydantic import BaseModel

from opendata.findings import Document, Finding, read_record, read_yaml
from site_src.frame.handlers import handlers
from tests.hostile import TEXTS, Place
from tests.site_src.documents import pdf
from tests.site_src.hostile_site import HostileData, built, fill, read
from tests.site_src.hostile_tables import HostileTables

# No output shows them: decisions and codes of the release, thresholds' reasons; English sentences whose French
# changed; what is filled with the values of a dataset.
NOT_SHOWN = {
    "Nomenclature",
    "TypeFait",
    "Bridges",
    "Distances",
    "Limit",
    "Stretches",
    "Phrase",
    "Chiffre",
}
HIDDEN = (
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\u00ad",
    "\ufeff",
    "\x00",
    "\x07",
    "\x85",
    "\ue000",
    "\U000e0041",
    "\ufffe",
)
# What the Markdown of a text would make: an element and what it would show.
MARKDOWN = {("em", "gras"), ("em", "italique"), ("del", "barre"), ("code", "id"), ("a", "lien")}
PARTS = 3
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@pytest.fixture(scope="module")
def original() -> HostileData:
    return read()


@pytest.fixture(scope="module")
def tables(original: HostileData) -> HostileTables:
    made = HostileTables(original.files)
    made.change()
    return made


@pytest.fixture(scope="module")
def data(original: HostileData, tables: HostileTables) -> HostileData:
    made = replace(original, files=tables.files)
    fill(made)
    return made


@pytest.fixture(scope="module")
def site(data: HostileData, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(data, tmp_path_factory.mktemp("hostile"))


class Page(HTMLParser):
    """What a document shows, and the elements that a hostile text would have made."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.made: list[str] = []
        self.inside = [""]
        self.is_data = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.texts += given.values()
        self.inside.append(tag)
        self.is_data = tag == "script" and given.get("type", "").endswith("json")
        is_ours = tag != "xss" and given.get("class") != "classe" and given.get("src") != "x"
        if not is_ours or (tag == "script" and not self.is_data and "src" not in given):
            self.made.append(self.get_starttag_text() or tag)

    def handle_endtag(self, tag: str) -> None:
        self.inside.append("")

    def handle_data(self, data: str) -> None:
        self.texts += _strings(json.loads(data)) if self.is_data else [data]
        self.is_data = False
        if (self.inside[-1], data) in MARKDOWN:
            self.made.append(f"<{self.inside[-1]}>{data}")


def _strings(value: object) -> list[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inside for text in _strings(item)]


def squeezed(text: str) -> str:
    """Without what typography changes: spaces and apostrophes."""
    return re.sub(r"\s", "", text).replace("’", "'")


def shown(path: str, raw: bytes) -> list[str]:
    """The texts of a published file, read by its own kind of reader."""
    kind = PurePosixPath(path).suffix
    if kind in (".svg", ".atom", ".xml"):
        return list(ElementTree.fromstring(raw).itertext())
    if kind in (".json", ".jsonld", ".geojson"):
        return [json.loads(text) for text in _STRING.findall(raw.decode())]
    if kind == ".cff":
        return _strings(yaml.safe_load(raw))
    if kind == ".xlsx":
        return list(ElementTree.fromstring(book(raw)["xl/sharedStrings.xml"]).itertext())
    return printed(raw) if kind == ".pdf" else []


def book(raw: bytes) -> dict[str, bytes]:
    """The parts of a workbook (ECMA-376): texts stand in sharedStrings.xml, formulas in <f> of a sheet."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def printed(raw: bytes) -> list[str]:
    document = pdf.read(raw)
    return [document.titre, document.text, *(tag.alternative for tag in document.racine.walk())]


@pytest.fixture(scope="module")
def pages(site: dict[str, bytes]) -> dict[str, Page]:
    return {path: Page(raw.decode()) for path, raw in site.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def published(site: dict[str, bytes], pages: dict[str, Page]) -> str:
    """All that is published and holds a hostile text, without what typography changes."""
    marks = [squeezed(text) for text in TEXTS]
    every = {squeezed(text) for path, raw in site.items() for text in shown(path, raw)}
    every |= {squeezed(text) for page in pages.values() for text in page.texts}
    return "\n".join(text for text in every if any(mark in text for mark in marks))


def test_a_text_that_is_refused_is_told_where_it_stands(data: HostileData) -> None:
    changed = {(place.record, place.field) for place in data.texts}
    assert len(changed) > 50
    assert all(finding.line > 0 for finding in data.refused.values())


def test_every_text_is_published_as_it_was_written(data: HostileData, published: str) -> None:
    lost: dict[tuple[str, str], list[str]] = defaultdict(list)
    kept = set()
    for place, text in data.texts.items():
        name = (place.record, place.field)
        if squeezed(text) in published:
            kept.add(name)
        else:
            lost[name].append(text)
    assert {name for name in lost if name not in kept and name[0] not in NOT_SHOWN} == set()
    assert all(squeezed(text) in published for text in TEXTS)


def test_every_column_of_text_is_published_as_it_was_written(
    tables: HostileTables, published: str
) -> None:
    assert len(tables.texts) > 30
    lost = {
        column
        for column, texts in tables.texts.items()
        if not any(squeezed(text) in published for text in texts)
    }
    assert lost == set()


def test_no_text_became_an_element_a_link_or_a_script(
    site: dict[str, bytes], pages: dict[str, Page]
) -> None:
    assert {path: page.made for path, page in pages.items() if page.made} == {}
    drawings = [raw.decode() for path, raw in site.items() if path.endswith((".html", ".svg"))]
    assert [found for drawing in drawings for found in handlers(drawing)] == []


def test_no_text_is_in_a_script_and_no_cell_is_a_formula(site: dict[str, bytes]) -> None:
    scripts = [raw.decode() for path, raw in site.items() if path.endswith("interactive/carte.js")]
    assert scripts
    assert not [text for text in TEXTS for script in scripts if text in script]
    books = [book(raw) for path, raw in site.items() if path.endswith(".xlsx")]
    assert books
    sheets = [raw for parts in books for name, raw in parts.items() if "/worksheets/" in name]
    assert all(b"<row" in sheet for sheet in sheets)
    assert not [sheet for sheet in sheets if re.search(rb"<f[ >]|<hyperlink", sheet)]


def with_hidden(
    data: HostileData, chosen: Sequence[Place], *, is_escaped: bool
) -> dict[str, bytes]:
    """These texts have a character that nobody sees after their first, as it is or as YAML escapes it."""
    marks = itertools.cycle(HIDDEN if is_escaped else [f"⟦{rank}⟧" for rank in range(len(HIDDEN))])
    changed = replace(
        data, texts={place: f"x{next(marks)}y{data.value(place)}" for place in chosen}
    )
    files = changed.written(is_escaped=is_escaped)
    for rank, sign in enumerate(HIDDEN):
        files = {
            path: raw.replace(f"⟦{rank}⟧".encode(), sign.encode()) for path, raw in files.items()
        }
    return files


@pytest.mark.parametrize("is_escaped", [False, True], ids=["as they are", "escaped"])
def test_hidden_characters_are_refused_in_every_text(data: HostileData, is_escaped: bool) -> None:
    every = [place for found in data.groups().values() for place in found]
    # In parts: of one kind, a file's first thousand problems are told.
    for part in range(PARTS):
        chosen = every[part::PARTS]
        files = with_hidden(data, chosen, is_escaped=is_escaped)
        told = {path: lines_told(path, files[path], kind) for path, kind in data.records.items()}
        written = {
            path: Document(path, re.sub("[^ -~\n]", "x", files[path].decode()), None)
            for path in told
        }
        assert [
            place
            for place in chosen
            if written[place.path].place(place.keys)[0] not in told[place.path]
        ] == []


def lines_told(path: str, raw: bytes, kind: type[BaseModel]) -> set[int]:
    """The lines where a hidden character is told; nothing else is."""
    findings: list[Finding] = []
    document = read_yaml(path, raw, findings)
    if document is not None:
        read_record(document, kind, findings)
    assert all(finding.quoi.startswith("caractère ") for finding in findings)
    return {finding.line for finding in findings}
