"""Every text field of every record, every column of text, full of what some program would run: each text is published as it was written.

The fields are found from the records' types and the files of data/, the outputs are those of a whole build.
"""

from __future__ import annotations

import io
import itertools
import json
import math
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from pydantic import BaseModel, ValidationError, create_model

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from site_src.frame.handlers import handlers, live
from site_src.publishing import naming
from tests.hostile import TEXTS, Place
from tests.site_src.documents import pdf
from tests.site_src.hostile_site import (
    Field,
    HostileData,
    Pair,
    built,
    fill,
    read,
    refused_by_readings,
    refused_by_records,
    told_at,
)
from tests.site_src.hostile_tables import HostileTables

# Names of a column, a property or a value that another file holds: with a text, they name nothing any more.
CODES = {
    ("Alert", "secteurs"),
    ("Bridges", "types"),
    ("Category", "value"),
    ("Choix", "propriete"),
    ("Choix", "valeurs"),
    ("Choroplethe", "cle"),
    ("Choroplethe", "nom"),
    ("Chosen", "indicateur"),
    ("Circonscription", "arrondissements"),
    ("Constraints", "pattern"),
    ("Couche", "etiquette"),
    ("Detail", "noms"),
    ("Enveloppe", "code"),
    ("Extrait", "colonnes"),
    ("Extrait", "filtre"),
    ("Ligne", "propriete"),
    ("Multiples", "colonne"),
    ("Repere", "nom"),
    ("Status", "masque"),
    ("Statuts", "colonne"),
    ("Tableau", "colonne"),
    ("Tableau", "filtre"),
    ("Tableau", "valeur"),
    ("Taux", "propriete"),
    ("Total", "parties"),
    ("ZoneMesuree", "code"),
    ("ZoneMesuree", "surfaces_communes"),
}
# Accepted, and compared with cells: no output shows them.
COMPARED = {
    ("ChartDeclaration", "exclut"): "the rows that a chart leaves out",
    ("ChartDeclaration", "filtre"): "the rows that a chart takes",
    ("Geometry", "filtre"): "the rows that a layer takes",
    ("Phrase", "fr"): "the sentence that is translated",
    ("Rate", "filtre"): "the rows that a rate takes",
    ("Said", "fr"): "the title of a dataset that is translated",
    ("Statuts", "masque"): "the status of rows that a map hides",
    ("Statuts", "publie"): "the status of rows that a map shows",
    ("Tableau", "total"): "the row of a map's total",
    ("Total", "total"): "the row of a table's total",
}
NOT_SHOWN = {
    ("Areas", "source"): "said by the confidential summary alone",
    ("Areas", "titre"): "said by the confidential summary alone",
    ("Bridges", "source"): "why a threshold is what it is",
    ("Choice", "decide_par"): "who decides of indicators",
    ("Chosen", "raison"): "why an indicator is shown",
    ("Circonscription", "libelle"): "said by the confidential summary alone",
    ("Dicrim", "arrete"): "shown once the document is adopted",
    ("Distances", "source"): "why a threshold is what it is",
    ("Labels", "sans_formulaire"): "why no form opens a file",
    ("Langue", "noms_francais"): "what a translation leaves in French",
    ("Langue", "urgence"): "what an urgent translation says one of",
    ("Limit", "source"): "why a threshold is what it is",
    ("Nomenclature", "directions"): "the confidential extract's own words",
    ("Nomenclature", "equipement"): "the confidential extract's own words",
    ("Nomenclature", "groupes_faits"): "the confidential extract's own words",
    ("Nomenclature", "lieux"): "the confidential extract's own words",
    ("Nomenclature", "types_equipement"): "the confidential extract's own words",
    ("Service", "cle"): "the variable that holds the key of a service",
    ("SourceRecord", "sans_telechargement"): "why a source has no address for machines",
    ("StreetRules", "decide_par"): "who decides of thresholds",
    ("Stretches", "source"): "why a threshold is what it is",
    ("TypeFait", "libelle"): "the confidential extract's own words",
    ("Words", "absents"): "why a form does not show a field",
}
# Of four posters with room for one text each, two at least have had each text after so many ranks.
RANKS = 16
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
# Of the places of one file, how many have a hidden character at a time.
TOLD = 900
Refused = dict[Pair, tuple[Place, list[Finding]]]
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
    return replace(original, files=tables.files)


@pytest.fixture(scope="module")
def refused(data: HostileData) -> Refused:
    return refused_by_records(data)


@pytest.fixture(scope="module")
def allowed(data: HostileData, refused: Refused) -> dict[Field, list[str]]:
    """The texts that its record lets stand in each field that is said somewhere."""
    every = {name: [text for text in TEXTS if (name, text) not in refused] for name in data.groups}
    # English sentences are given the texts of their French.
    others = {*CODES, *COMPARED, ("Phrase", "said"), ("Said", "titre")}
    return {name: texts for name, texts in every.items() if texts and name not in others}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def filled(data: HostileData, allowed: dict[Field, list[str]]) -> HostileData:
    made = data.saying({})
    fill(made, allowed)
    return made


@pytest.fixture(scope="module")
def site(filled: HostileData, folder: Path) -> dict[str, bytes]:
    return built(filled, folder)


class Page(HTMLParser):
    """What a document shows, the elements that a hostile text would have made, and the attributes that would run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.made: list[str] = []
        self.live: list[str] = []
        self.inside = [""]
        self.is_data = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.texts += given.values()
        self.live += [f"<{tag} {name}>" for name in live(attrs)]
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
    """The texts of a published file that is no page, read by its own kind of reader."""
    kind = PurePosixPath(path).suffix
    if kind in (".svg", ".atom", ".xml"):
        return list(ElementTree.fromstring(raw).itertext())
    if kind in (".json", ".jsonld", ".geojson"):
        return [json.loads(text) for text in set(_STRING.findall(raw.decode()))]
    if kind in (".cff", ".yml"):
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
    return pages_of(site)


def pages_of(site: dict[str, bytes]) -> dict[str, Page]:
    return {path: Page(raw.decode()) for path, raw in site.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def published(site: dict[str, bytes], pages: dict[str, Page]) -> str:
    return text_of(site, pages)


def text_of(site: dict[str, bytes], pages: dict[str, Page]) -> str:
    """All that is published and holds a hostile text, without what typography changes."""
    marks = [squeezed(text) for text in TEXTS]
    read = [page.texts for page in pages.values()]
    read += [shown(path, raw) for path, raw in site.items() if path not in pages]
    every = {squeezed(text) for text in set().union(*read)}
    return "\n".join(text for text in every if any(mark in text for mark in marks))


def text_published(data: HostileData, folder: Path) -> str:
    site = built(data, folder)
    return text_of(site, pages_of(site))


def shown_of(data: HostileData, published: str) -> set[Pair]:
    """The texts of fields that stand in what is published as they were written."""
    return {
        (name, text)
        for name, text in data.pairs()
        if f"{data.marks[name]}{squeezed(text)}" in published
    }


def test_a_text_that_a_record_refuses_is_told_where_it_stands(
    data: HostileData, refused: Refused
) -> None:
    assert len(refused) > 3000
    # A rule on several values together is told at their group, or at the one that the others rule.
    assert all(
        finding.path == place.path and finding.line > 0
        for place, findings in refused.values()
        for finding in findings
    )
    told = [told_at(data, findings, {place: ""}) for place, findings in refused.values()]
    assert sum(map(bool, told)) > 0.95 * len(told)


def test_every_text_of_every_field_is_refused_or_published_as_it_was_written(
    data: HostileData, filled: HostileData, refused: Refused, published: str
) -> None:
    shown = shown_of(filled, published)
    every = set(itertools.product(data.groups, TEXTS)) - set(refused)
    told = {name for name, _ in every} - {name for name, _ in shown}
    assert told == {*CODES, *COMPARED, *NOT_SHOWN}
    # Those that have no room, or stand where nothing shows them, have their turn in the ranks of `make soak`.
    assert len(shown) > 0.85 * sum(name not in told for name, _ in every)


def records(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for inside in kind.__subclasses__():
        yield inside
        yield from records(inside)


def test_a_field_that_no_file_fills_in_keeps_a_text_or_refuses_it(data: HostileData) -> None:
    unfilled = {
        (kind, name): info
        for kind in records(Record)
        for name, info in kind.model_fields.items()
        if kind.__module__.partition(".")[0] in ("opendata", "maps", "site_src")
        and (kind.__name__, name) not in data.groups
    }
    assert unfilled
    for (kind, name), info in unfilled.items():
        champ: Any = (info.annotation, info)
        reader = create_model("One", __base__=Record, champ=champ)
        for text in TEXTS:
            shapes: tuple[object, ...] = (text, [text], {"x": text})
            for shape in shapes:
                assert _kept(reader, info.alias or "champ", shape) in ([], [text]), (kind, name)


def _kept(reader: type[BaseModel], key: str, shape: object) -> list[str]:
    """The texts of a record of one field; none where it refuses what it is given."""
    try:
        read = reader.model_validate({key: shape})
    except ValidationError:
        return []
    return _strings(read.model_dump(mode="json"))


@pytest.mark.parametrize(
    "rank", [0, *(pytest.param(n, marks=pytest.mark.soak) for n in range(1, len(TEXTS)))]
)
def test_a_code_that_is_no_code_any_more_is_told(
    data: HostileData, refused: Refused, rank: int
) -> None:
    for number, name in enumerate(sorted(CODES)):
        text = TEXTS[(number + rank) % len(TEXTS)]
        if (name, text) not in refused:
            place = data.smallest(name)
            findings = refused_by_readings(data, place, text)
            assert findings, name
            assert all(finding.line > 0 or finding.path == place.path for finding in findings), name


def test_what_is_only_compared_is_accepted(data: HostileData, refused: Refused) -> None:
    for number, name in enumerate(sorted(COMPARED)):
        text = next(text for text in TEXTS[number:] if (name, text) not in refused)
        assert refused_by_readings(data, data.smallest(name), text) == [], name


@pytest.mark.soak
def test_texts_that_had_no_room_are_published_in_their_turn(
    data: HostileData, filled: HostileData, site: dict[str, bytes], refused: Refused, allowed: dict[Field, list[str]],
    published: str, folder: Path,
) -> None:  # fmt: skip
    shown = shown_of(filled, published)
    for rank in range(1, RANKS):
        made = data.saying({})
        fill(made, allowed, rank)
        shown |= shown_of(made, text_published(made, folder))
    told = {*CODES, *COMPARED, *NOT_SHOWN}
    left = {pair for pair in set(itertools.product(data.groups, TEXTS)) - set(refused) - shown if pair[0] not in told}  # fmt: skip
    # A poster has room for a title beside the instructions of its risk, not beside hostile ones.
    for name, text in sorted(left):
        made = data.saying({place: data.with_texts(place, [text]) for place in data.groups[name]})
        left -= shown_of(made, text_published(made, folder))
    assert left == set()


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
    assert {path: page.live for path, page in pages.items() if page.live} == {}
    drawings = [raw.decode() for path, raw in site.items() if path.endswith(".svg")]
    assert [found for drawing in drawings for found in handlers(drawing)] == []


def test_no_text_is_in_a_script_and_no_cell_is_a_formula(site: dict[str, bytes]) -> None:
    named = {naming.plain(path): raw for path, raw in site.items()}
    scripts = [raw.decode() for path, raw in named.items() if path.endswith("interactive/carte.js")]
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
    changed = data.saying({place: f"x{next(marks)}y{data.value(place)}" for place in chosen})
    files = changed.written(is_escaped=is_escaped)
    for rank, sign in enumerate(HIDDEN):
        files = {
            path: raw.replace(f"⟦{rank}⟧".encode(), sign.encode()) for path, raw in files.items()
        }
    return files


@pytest.mark.parametrize("is_escaped", [False, True], ids=["as they are", "escaped"])
def test_hidden_characters_are_refused_in_every_text(data: HostileData, is_escaped: bool) -> None:
    every: dict[str, list[Place]] = defaultdict(list)
    for place in itertools.chain(*data.groups.values()):
        every[place.path].append(place)
    assert every.keys() == data.records.keys()
    # In parts: of one kind, a file's first thousand problems are told.
    for part in range(max(map(parts_of, every.values()))):
        chosen = [place for own in every.values() for place in own[part :: parts_of(own)] if part < parts_of(own)]  # fmt: skip
        files = with_hidden(data, chosen, is_escaped=is_escaped)
        told = {path: lines_told(path, files[path], data.records[path]) for path in {place.path for place in chosen}}  # fmt: skip
        written = {
            path: Document(path, re.sub("[^ -~\n]", "x", files[path].decode()), None)
            for path in told
        }
        assert [
            place
            for place in chosen
            if written[place.path].place(place.keys)[0] not in told[place.path]
        ] == []


def parts_of(places: Sequence[Place]) -> int:
    return math.ceil(len(places) / TOLD)


def lines_told(path: str, raw: bytes, kind: type[BaseModel]) -> set[int]:
    """The lines where a hidden character is told; nothing else is."""
    findings: list[Finding] = []
    document = read_yaml(path, raw, findings)
    if document is not None:
        read_record(document, kind, findings)
    assert all(finding.quoi.startswith("caractère ") for finding in findings)
    return {finding.line for finding in findings}
