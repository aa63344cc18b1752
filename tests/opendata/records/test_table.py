"""CSV text to typed columns and back, nothing lost on the way."""

from __future__ import annotations

import csv
import datetime
import io
import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.findings import Finding
from opendata.findings.characters import refused
from opendata.model import PublicTable
from opendata.records.schema import Schema
from opendata.records.table import canonical_csv, foreign_keys, read_table, written

REQUIRED = {"required": True}
EMPTY = [{"value": "", "label": "non dit"}]
SCHEMA = Schema.model_validate(
    {
        "fields": [
            {"name": "code", "title": "Code", "description": "Essai.", "type": "string", "constraints": REQUIRED},
            {"name": "nb", "title": "Nb", "description": "Essai.", "type": "integer", "unit": "faits", "missingValues": EMPTY},
            {"name": "m", "title": "M", "description": "Essai.", "type": "number", "unit": "m", "missingValues": EMPTY},
            {"name": "est", "title": "Est", "description": "Essai.", "type": "boolean", "missingValues": EMPTY},
            {"name": "jour", "title": "Jour", "description": "Essai.", "type": "date", "missingValues": EMPTY},
        ],
        "primaryKey": ["code"],
    }
)  # fmt: skip
HEADER = ",".join(SCHEMA.columns)
PATH = "data/datasets/essai/essai.csv"


def read(body: str, findings: list[Finding] | None = None) -> pd.DataFrame | None:
    table = read_table(
        PATH, f"{HEADER}\n{body}".encode(), SCHEMA, [] if findings is None else findings
    )
    return None if table is None else table.frame


def test_columns_have_the_types_of_the_schema() -> None:
    frame = read("a,3,0.5,true,1658-02-27\nb,,,,\n")
    assert frame is not None
    assert [str(kind) for kind in frame.dtypes] == [
        "string",
        "Int64",
        "Float64",
        "boolean",
        "object",
    ]
    assert list(frame.iloc[0]) == ["a", 3, 0.5, True, datetime.date(1658, 2, 27)]
    assert frame.drop(columns="code").isna().iloc[1].all()


def test_a_header_without_rows_is_an_empty_table() -> None:
    frame = read("")
    assert frame is not None
    assert frame.empty
    assert list(frame.columns) == list(SCHEMA.columns)


def test_every_faulty_field_is_named_at_once() -> None:
    findings: list[Finding] = []
    assert read("a,x,y,z,t\na,1,1,true,2020-01-01\n", findings) is None
    assert [(finding.line, finding.field) for finding in findings] == [
        (2, 2),
        (2, 3),
        (2, 4),
        (2, 5),
        (3, 1),
    ]


def test_lines_are_those_of_the_file_when_a_field_holds_a_line_break() -> None:
    findings: list[Finding] = []
    read('"a\nb",1,1,true,2020-01-01\nc,x,1,true,2020-01-01\n', findings)
    assert [finding.line for finding in findings] == [4]


def test_a_key_may_be_empty_only_where_it_is_not_required() -> None:
    findings: list[Finding] = []
    read(",1,1,true,2020-01-01\n", findings)
    assert [str(finding) for finding in findings] == [
        f"{PATH}:2:1: code vide : valeur attendue — règle : dataset.yaml, code — remède : donner une valeur"
    ]


def test_what_is_published_is_read_back_the_same() -> None:
    frame = read('a,3,0.50,true,1658-02-27\n"b, ""c""",,1000000,false,\n')
    assert frame is not None
    published = canonical_csv(PublicTable("essai", SCHEMA.descriptor(), frame, sources=("essai",)))
    assert published.decode() == f'{HEADER}\na,3,0.5,true,1658-02-27\n"b, ""c""",,1000000,false,\n'
    again = read(published.decode().partition("\n")[2])
    assert again is not None
    pd.testing.assert_frame_equal(again, frame)


@settings(deadline=None)  # a busy machine is no fault
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
        .map(lambda code: unicodedata.normalize("NFC", code).strip())
        .filter(lambda code: code and code[0] not in "=@+-" and not any(refused(code))),
        unique=True,
    )
)
def test_any_text_survives_publication(codes: list[str]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([code, "", "", "", ""] for code in codes)
    frame = read(text.getvalue())
    assert frame is not None
    published = canonical_csv(PublicTable("essai", SCHEMA.descriptor(), frame, sources=("essai",)))
    _, *rows = csv.reader(io.StringIO(published.decode(), newline=""))
    assert [row[0] for row in rows] == codes


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-7, "0.0000001"), (1e15, "1000000000000000"), (6.10, "6.1"), (0.1 + 0.2, "0.30000000000000004"),
     (True, "true"), (None, ""), (pd.NA, ""), (float("nan"), "")],
)  # fmt: skip
def test_a_value_has_one_written_form(value: object, text: str) -> None:
    assert written(value) == text


def test_a_table_that_could_not_be_read_leaves_its_foreign_keys_alone() -> None:
    schema = SCHEMA.model_copy(update={"foreign_keys": ()})
    table = read_table(PATH, f"{HEADER}\na,,,,\n".encode(), schema, [])
    assert table is not None
    findings: list[Finding] = []
    foreign_keys({"essai": table}, findings)
    assert findings == []
