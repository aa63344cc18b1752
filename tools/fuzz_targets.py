"""What every reader owes to any bytes: an answer, right or refused, each refusal one located French line.

A target takes bytes, gives them to its reader, says whether it accepted, and raises when it breaks that promise: an
exception comes out, a refusal says nothing or several lines, or what was accepted is not what the bytes say. `make soak` looks for
such bytes (tools/fuzz.py); tests replay those of tests/corpus.
"""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from maps.records.columns import COLUMNS
from maps.records.layers import read_layer
from opendata.bilan.extract import opened, read_facts
from opendata.bilan.week import Week
from opendata.disclosure.codes import folded
from opendata.disclosure.hierarchy import TOTAL, read_hierarchy
from opendata.disclosure.problems import ProblemsError
from opendata.disclosure.reading import CountsLayout, read_counts, read_release
from opendata.findings import (
    Finding,
    FindingsError,
    Record,
    limits,
    read_csv,
    read_json,
    read_record,
    read_yaml,
)
from opendata.records.schema import Schema
from opendata.records.table import read_table, text_rows
from opendata.tranquillite import espri
from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation
from opendata.workbooks.lines import csv_of
from opendata.workbooks.opening import open_book
from opendata.workbooks.reading import read_sheet
from opendata.workbooks.writing import EditedTable, book
from site_src.alertes.cap import Around, message_xml
from site_src.alertes.reading import read_alerts
from site_src.alertes.scope import PARIS, AlertRisk, Place, Scope
from site_src.crues.annual_maxima import read_lectures
from site_src.crues.daily_flows import read_flows
from site_src.crues.monthly_maxima import read_months
from site_src.frame import written_pages

ROOT = Path(__file__).resolve().parents[1]
PATH = "data/a"
BOOK_SHEET = "xl/worksheets/sheet2.xml"
_LINE = re.compile(r"[^:\n]+:[0-9]+:[0-9]+: [^\n]+ — règle : [^\n]+ — remède : [^\n]+")


class BrokenPromiseError(AssertionError):
    """A reader accepted what it should refuse, or refused without saying where and why."""


def _owe(kept: bool, what: str) -> None:
    if not kept:
        raise BrokenPromiseError(what)


def _judge(value: object, findings: Iterable[object]) -> bool:
    """Whether the reader accepted; a refusal is said, and each line of it is whole."""
    lines = [str(finding) for finding in findings]
    _owe((value is None) == bool(lines), "accepted with findings, or refused without one")
    for line in lines:
        _owe(_LINE.fullmatch(line) is not None, f"not a located line: {line!r}")
    return value is not None


# -- documents -----------------------------------------------------------------------------


def _values(value: object, depth: int = 0) -> Iterator[tuple[object, int]]:
    yield value, depth
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield key, depth
            yield from _values(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item, depth + 1)


def _sound(data: object) -> None:
    for value, depth in _values(data):
        _owe(depth <= limits.DEPTH, "too deep")
        if isinstance(value, str):
            value.encode()  # no half of a character
        elif isinstance(value, float):
            _owe(math.isfinite(value), "not finite")
        elif isinstance(value, int) and not isinstance(value, bool):
            _owe(abs(value) < 10**limits.DIGITS, "more than 15 digits")
        else:
            known = isinstance(value, dict | list | bool | datetime.date) or value is None
            _owe(known, f"a {type(value).__name__}")


class _Inside(Record):
    code: Annotated[str, Field(pattern=r"^[a-z]+$")]
    part_pct: Annotated[float, Field(ge=0, le=100)] | None = None


class _Sample(Record):
    """A record of each kind of field that records of data/ have."""

    nom: Annotated[str, Field(min_length=1, max_length=20)]
    nombre: int = 0
    hauteur_m: float = 0
    jour: datetime.date | None = None
    est_vrai: bool = False
    sorte: Literal["a", "b"] = "a"
    parties: tuple[_Inside, ...] = ()
    titres: dict[str, str] = Field(default_factory=dict)


def yaml_document(raw: bytes) -> bool:
    """A declaration of data/."""
    findings: list[Finding] = []
    document = read_yaml(PATH, raw, findings)
    if not _judge(document, findings) or document is None:
        return False
    _sound(document.data)
    record = read_record(document, _Sample, findings)
    if _judge(record, findings) and record is not None:
        numbers = [record.hauteur_m, *(part.part_pct or 0 for part in record.parties)]
        _owe(all(map(math.isfinite, numbers)), "a record holds what is not finite")
    return record is not None


def json_document(raw: bytes) -> bool:
    """An archived description, an original."""
    findings: list[Finding] = []
    document = read_json(PATH, raw, findings)
    if not _judge(document, findings) or document is None:
        return False
    _sound(document.data)
    _owe(document.place(("a", 0, "b"))[0] <= raw.count(b"\n") + 1, "a place beyond the text")
    return True


def geojson_layer(raw: bytes) -> bool:
    """A layer of data/geo."""
    findings: list[Finding] = []
    columns = COLUMNS["quartiers"]
    layer = read_layer(PATH, raw, findings, properties=columns)
    if _judge(layer, findings) and layer is not None:
        codes = layer.column("code_quartier")
        _owe(len(set(codes)) == len(codes), "a feature is repeated")
        _owe(all(list(p) and set(p) == set(columns) for p in layer.properties), "other columns")
        _owe(all(math.isfinite(area) for area in (g.area for g in layer.lambert93)), "no area")
    return layer is not None


def page(raw: bytes) -> bool:
    """A hand-written page of the site."""
    findings: list[Finding] = []
    jobs = list(written_pages.jobs({"site_src/pages/a.md": raw}, {}, (), {}, findings))
    return _judge(jobs or None, findings)


def alert(raw: bytes) -> bool:
    """A message of data/alertes, over a register of one risk and one place."""
    findings: list[Finding] = []
    risk = AlertRisk("crue", "Crue", "", "naturels", "", "", {}, ())
    scope = Scope({"crue": risk}, {PARIS: Place(PARIS, "Paris", "75056")}, ())
    read = read_alerts({"data/alertes/a.yaml": raw}, scope, None, findings)
    if not _judge(read, findings) or read is None:
        return False
    for one in read.alerts:
        _owe(
            one.debut < one.fin and bool(one.consignes), "an alert without an end or an instruction"
        )
        message_xml(one, Around(read, scope))
    return bool(read.alerts)


# -- tables --------------------------------------------------------------------------------

_MISSING = [{"value": "", "label": "non dit"}]
SCHEMA = Schema.model_validate(
    {
        "fields": [
            {"name": "code", "title": "C", "description": "C", "type": "string", "constraints": {"required": True}},
            {"name": "nb", "title": "N", "description": "N", "type": "integer", "unit": "u", "missingValues": _MISSING},
            {"name": "part", "title": "P", "description": "P", "type": "number", "unit": "%", "missingValues": _MISSING},
            {"name": "jour", "title": "J", "description": "J", "type": "date", "missingValues": _MISSING},
            {"name": "est", "title": "E", "description": "E", "type": "boolean", "missingValues": _MISSING},
        ],
        "primaryKey": ["code"],
    }
)  # fmt: skip


def csv_table(raw: bytes) -> bool:
    """A table of data/datasets: rows as they are written, then values of their types."""
    findings: list[Finding] = []
    text = read_csv(PATH, raw, SCHEMA.columns, findings)
    if _judge(text, findings) and text is not None:
        again = io.StringIO(newline="")
        csv.writer(again, lineterminator="\n").writerows([text.columns, *text.rows])
        copy = read_csv(PATH, again.getvalue().encode(), SCHEMA.columns, [])
        _owe(copy is not None and copy.rows == text.rows, "written and read again, another table")
    found: list[Finding] = []
    typed = read_table(PATH, raw, SCHEMA, found)
    if _judge(typed, found) and typed is not None:
        for said, read in zip(typed.csv.rows, text_rows(typed.frame), strict=True):
            _owe(all(map(_same, said, read)), f"{said} became {read}")
    return typed is not None


def _same(said: str, read: str) -> bool:
    """Whether the published text says what the file said."""
    if said == read:
        return True
    try:
        return float(said) == float(read)
    except ValueError:
        return False


@cache
def book_parts() -> Mapping[str, bytes]:
    """The parts of a book of one table, its rows of every kind."""
    rows = [("01", "6", "6.10", "2016-06-03", "true"), ("=1+1", "", "", "", "")]
    table = EditedTable("table", PATH, "T", SCHEMA, b"", rows)
    with zipfile.ZipFile(
        io.BytesIO(book("essai", "T", datetime.date(2026, 1, 1), [table], []))
    ) as parts:
        return {name: parts.read(name) for name in parts.namelist()}  # fmt: skip


def book_sheet(raw: bytes) -> bool:
    """A sheet of a book of `tableur`, once its ZIP is open: texts of a CSV, or what is wrong with its cells."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name, part in {**book_parts(), BOOK_SHEET: raw}.items():
            parts.writestr(name, part)
    findings: list[Finding] = []
    sheets = open_book("a.xlsx", file.getvalue(), findings)
    if not _judge(sheets, findings) or sheets is None:
        return False
    read = read_sheet("a.xlsx", sheets, "table", SCHEMA, findings)
    _owe(read is not None or bool(findings), "refused without a finding")
    if findings or read is None:
        return _judge(None, findings)
    made, starts = csv_of(b"", SCHEMA.columns, read.rows)
    _owe(len(starts) == len(read.rows), "a row without its line")
    text = read_csv(PATH, made, SCHEMA.columns, findings)
    if _judge(text, findings) and text is not None:
        _owe(
            (text.rows, text.lines) == (read.rows, tuple(starts)),
            "written and read again, another table",
        )
    return text is not None  # fmt: skip


def lectures(raw: bytes) -> bool:
    """The historic series of the Seine."""
    findings: list[Finding] = []
    read = read_lectures(PATH, raw, findings)
    if _judge(read, findings):
        _owe(all(math.isfinite(one.hauteur_cm) for one in read or ()), "a height without an end")
    return read is not None


def months(raw: bytes) -> bool:
    """The monthly maxima of the Seine."""
    findings: list[Finding] = []
    read = read_months(PATH, raw, findings)
    if _judge(read, findings):
        _owe(all(math.isfinite(one.hauteur_cm) for one in read or ()), "a height without an end")
    return read is not None


def flows(raw: bytes) -> bool:
    """The daily flows of the Seine."""
    findings: list[Finding] = []
    read = read_flows(PATH, raw, findings)
    if _judge(read, findings):
        _owe(
            all(0 <= one.debit_m3s < math.inf for one in read or ()),
            "a flow below zero or without an end",
        )
    return read is not None


# -- the confidential side -----------------------------------------------------------------


def _in_file(raw: bytes, suffix: str, read: Callable[[Path], object]) -> object | None:
    """What `read` makes of a file of these bytes; `None` where it refuses them, in whole lines that quote nothing."""
    with tempfile.TemporaryDirectory(prefix="prm-fuzz-") as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(raw)
        try:
            return read(path)
        except ProblemsError as error:
            lines = [problem.at("a") for problem in error.problems]
            _judge(None, lines)
            return None


def _quotes_nothing(raw: bytes, lines: Iterable[str]) -> None:
    told = " ".join(lines)
    for word in set(re.findall(rb"[A-Z0-9]{8,}", raw)):
        _owe(word.decode() not in told, "a value of the file is shown")


_TREES: dict[str, Any] = {"lieu": (), "sorte": ()}
AMOUNTS = CountsLayout(_TREES, "n", "qui")
FACTS = CountsLayout(_TREES, ignored=frozenset({"Lieu"}))


def _counts(raw: bytes, suffix: str, layout: CountsLayout) -> bool:
    read: Any = _in_file(raw, suffix, lambda path: read_counts(path, layout))
    if read is None:
        return False
    cube, counted = read
    counts = counted.counts
    _owe(bool(counts) and all(0 <= n < 10**limits.DIGITS for n in counts.values()), "no counts")
    for dimension in cube.dimensions:
        alike = Counter(map(folded, (TOTAL, *dimension.leaves)))
        _owe(max(alike.values()) == 1, "two codes read alike")
    if suffix == ".csv":
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))[1:]
        if layout.amount is None:
            _owe(sum(counts.values()) == len(rows), "facts are lost or counted twice")
    return True


def counts_csv(raw: bytes) -> bool:
    """Counts by contributor, for the general tool of disclosure control."""
    return _counts(raw, ".csv", AMOUNTS)


def facts_csv(raw: bytes) -> bool:
    """Facts, one a row."""
    return _counts(raw, ".csv", FACTS)


def counts_parquet(raw: bytes) -> bool:
    """The same counts in Parquet."""
    return _counts(raw, ".parquet", AMOUNTS)


def hierarchy(raw: bytes) -> bool:
    """Codes and their parents."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    tree, problems = read_hierarchy(text)
    if _judge(tree, [problem.at("a") for problem in problems]) and tree is not None:
        known = {TOTAL, *tree.parents}
        _owe(known.issuperset(tree.parents.values()), "a parent is lost")
    return tree is not None


def release(raw: bytes) -> bool:
    """A published table, for the audit."""
    read: Any = _in_file(raw, ".csv", lambda path: read_release(path, CountsLayout(_TREES)))
    if read is not None:
        _owe(not (read.shown & read.hidden).any(), "a cell is published and hidden")
        _owe(bool((read.shown | read.hidden).any()), "an empty table")
    return read is not None


@cache
def _decided() -> Divulgation:
    read = read_divulgation((ROOT / CHEMIN).read_bytes(), [])
    assert read is not None
    return read


def extract(raw: bytes) -> bool:
    """An ESPRI extract: findings that show nothing of it."""
    with tempfile.TemporaryDirectory(prefix="prm-fuzz-") as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(raw)
        lines = [str(finding) for finding in espri.check_extract(path, _decided(), 2025)]
    _quotes_nothing(raw, lines)
    return _judge(None if lines else True, lines)


def weekly_extract(raw: bytes) -> bool:
    """The same, as the week's summary reads it: what DuckDB lets through, the strict reader does too."""
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="prm-fuzz-") as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(raw)
        try:
            with opened(path, _decided(), Week(2025, 28), Path(folder)) as read:
                facts = read_facts(read)
        except FindingsError as error:
            lines = [str(finding) for finding in error.findings]
        else:
            _owe(not espri.check_extract(path, _decided(), 2025), "a wrong row is counted")
            rows = csv.reader(io.StringIO(raw.decode(), newline=""))
            _owe(facts.counts.sum() == len(list(rows)) - 1, "a fact is lost")
    _quotes_nothing(raw, lines)
    return _judge(None if lines else True, lines)


TARGETS: Mapping[str, Callable[[bytes], bool]] = {
    target.__name__: target
    for target in (
        yaml_document, json_document, geojson_layer, page, alert, csv_table, book_sheet, lectures, months, flows,
        counts_csv, facts_csv, counts_parquet, hierarchy, release, extract, weekly_extract,
    )
}  # fmt: skip
"""By name: the folder of tests/corpus that holds its bytes."""
