"""The number of a version, from what its tables have that those before had not.

Semantic Versioning 2.0.0 (semver.org), read for tables: a reader of the earlier version that breaks is owed a new first
number, one that would miss something a new second number, a correction a new third.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opendata.packages.difference import TableVersion, enumerated, keyed

Tables = Mapping[str, TableVersion]


def next_number(published: str, old: Tables, new: Tables) -> str:
    """The number after `published`, of tables that were `old` and are `new`.

    The first grows when a table, a column or a code is gone, or a column means something else (its type, its unit, what
    makes a row); the second when a table, a column, a code or a row is added; else the third.
    """
    first, second, third = map(int, published.split("."))
    if any(name not in new or _is_broken(table, new[name]) for name, table in old.items()):
        return f"{first + 1}.0.0"
    if any(name not in old or _is_grown(old[name], table) for name, table in new.items()):
        return f"{first}.{second + 1}.0"
    return f"{first}.{second}.{third + 1}"


def _is_broken(old: TableVersion, new: TableVersion) -> bool:
    before, after = _columns(old), _columns(new)
    codes_before, codes_after = enumerated(old), enumerated(new)
    return (
        old.schema["primaryKey"] != new.schema["primaryKey"]
        or any(meaning != after.get(name) for name, meaning in before.items())
        or any(not codes <= codes_after.get(name, codes) for name, codes in codes_before.items())
    )


def _columns(table: TableVersion) -> dict[str, tuple[Any, Any]]:
    """What each column holds: its type and its unit."""
    return {item["name"]: (item.get("type"), item.get("unit")) for item in table.schema["fields"]}


def _is_grown(old: TableVersion, new: TableVersion) -> bool:
    codes_before, codes_after = enumerated(old), enumerated(new)
    return (
        not set(new.columns) <= set(old.columns)
        or any(not codes <= codes_before.get(name, codes) for name, codes in codes_after.items())
        or not keyed(new, new).keys() <= keyed(old, new).keys()
    )
