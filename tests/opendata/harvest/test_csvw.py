"""Tables as CSV on the Web describes them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from opendata.harvest import csvw
from tests.opendata.harvest.small import PACKAGE


def test_titles_of_columns_are_those_of_the_header(
    described: Mapping[str, bytes], published: Mapping[str, bytes]
) -> None:
    """A reader of CSV on the Web compares them with the first line of the file."""
    groups = [path for path in described if path.endswith(f"/{csvw.NAME}")]
    for path in groups:
        folder = path.rpartition("/")[0]
        for table in json.loads(described[path])["tables"]:
            header = published[f"{folder}/{table['url']}"].decode().splitlines()[0]
            columns = table["tableSchema"]["columns"]
            assert ",".join(one["titles"] for one in columns) == header
    assert len(groups) > 5


def test_a_column_has_its_type_and_a_number_its_bounds() -> None:
    lieux, visites = csvw.csvw(PACKAGE)["tables"]
    assert [one["datatype"] for one in lieux["tableSchema"]["columns"]] == [
        "string",
        "gYear",  # bounds are for numbers: a year is none
        {"base": "decimal", "minimum": 0, "maximum": 10},
        "boolean",
    ]
    assert [one["datatype"] for one in visites["tableSchema"]["columns"]] == ["date", "string", "integer"]  # fmt: skip
    assert [one["required"] for one in lieux["tableSchema"]["columns"]] == [True, False, False, False]  # fmt: skip


def test_a_foreign_key_leads_to_the_file_of_the_other_table() -> None:
    lieux, visites = csvw.csvw(PACKAGE)["tables"]
    assert visites["tableSchema"]["foreignKeys"] == [
        {"columnReference": ["lieu"], "reference": {"resource": "lieux.csv", "columnReference": ["code"]}}
    ]  # fmt: skip
    assert "foreignKeys" not in lieux["tableSchema"]


def test_each_table_keeps_its_own_licence() -> None:
    lieux, visites = csvw.csvw(PACKAGE)["tables"]
    assert lieux["dc:license"] != visites["dc:license"]
