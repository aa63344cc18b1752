"""The addresses of the API, relative to /donnees/: each is written here once."""

from __future__ import annotations

from pathlib import PurePosixPath

INDEX = "index.json"
OPENAPI = "openapi.json"
# Of the chart that a dataset's page shows first; `charts_folder` has each by its name.
CHART = "graphique"
CHART_FORMS = ("csv", "svg", "png", "metadata.json")


def metadata_file(table: str) -> str:
    """What tells of a table, beside its CSV `table`."""
    return f"{PurePosixPath(table).stem}.metadata.json"


def chart_stem(name: str) -> str:
    """Where the files of one chart of a dataset are, without their ending."""
    return f"graphiques/{name}"


def place_template(kind: str, variable: str) -> str:
    """Where the rows about a place are, within a dataset (RFC 6570, level 1)."""
    return f"par/{kind}/{{{variable}}}.json"
