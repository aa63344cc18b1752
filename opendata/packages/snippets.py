"""How to read a table in Python, R, DuckDB and Excel: lines to copy, which the tests run.

`place` is where the files are: the address of the dataset, or nothing when they stand beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any


def python(resource: Mapping[str, Any], place: str) -> str:
    """Pandas on Parquet: types come with the file. Ends with `table`."""
    return f'import pandas as pd\n\ntable = pd.read_parquet("{place}{_parquet(resource)}")\nprint(len(table), "lignes")\n'


def r(resource: Mapping[str, Any], place: str) -> str:
    """Base R on the CSV; columns of codes stay texts, so that « 01 » does not become 1."""
    texts = [item["name"] for item in resource["schema"]["fields"] if item["type"] == "string"]
    named = ", ".join(f'{name} = "character"' for name in texts)
    classes = f",\n                  colClasses = c({named})" if texts else ""
    return (
        f'table <- read.csv("{place}{resource["path"]}", encoding = "UTF-8", na.strings = ""{classes})\n'
        'cat(nrow(table), "lignes\\n")\n'
    )


def duckdb(resource: Mapping[str, Any], place: str) -> str:
    """SQL on Parquet, without loading it."""
    return f"SELECT count(*) AS lignes\nFROM '{place}{_parquet(resource)}';\n"


def _parquet(resource: Mapping[str, Any]) -> str:
    return PurePosixPath(resource["path"]).stem + ".parquet"
