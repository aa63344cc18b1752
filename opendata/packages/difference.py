"""What changed between two versions of a dataset, in words: tables, columns, codes, rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

NOTHING = "Aucune différence dans les données : la description seule a changé."


@dataclass(frozen=True)
class TableVersion:
    """A table as one version published it: its title, its Table Schema, its rows of text."""

    titre: str
    schema: Mapping[str, Any] = field(repr=False)
    rows: Sequence[Mapping[str, str]] = field(repr=False)

    @property
    def columns(self) -> list[str]:
        """Column names, in order."""
        return [item["name"] for item in self.schema["fields"]]


def table_versions(
    package: Mapping[str, Any], rows: Mapping[str, Iterable[Sequence[str]]]
) -> dict[str, TableVersion]:
    """The tables of a datapackage.json, by resource name; `rows` of text by the name of their file."""
    return {
        resource["name"]: _table_version(resource, rows.get(resource["path"], ()))
        for resource in package["resources"]
    }


def _table_version(resource: Mapping[str, Any], rows: Iterable[Sequence[str]]) -> TableVersion:
    table = TableVersion(resource["title"], resource["schema"], ())
    columns = table.columns
    return replace(table, rows=[dict(zip(columns, row, strict=True)) for row in rows])


def differences(
    old: Mapping[str, TableVersion], new: Mapping[str, TableVersion]
) -> tuple[str, ...]:
    """French sentences, tables in the new version's order; `NOTHING` when tables are the same."""
    sentences = [
        *(line for name, table in new.items() for line in _table(old.get(name), table)),
        *(f"Table retirée : {table.titre}." for name, table in old.items() if name not in new),
    ]
    return tuple(sentences) or (NOTHING,)


def _table(old: TableVersion | None, new: TableVersion) -> Iterator[str]:
    if old is None:
        yield f"Table ajoutée : {new.titre} ({_counted(len(new.rows), 'ligne')})."
        return
    changes = [*_columns(old, new), *_codes(old, new), *_records(old, new)]
    if changes:
        yield f"{new.titre} : {', '.join(changes)}."


def _columns(old: TableVersion, new: TableVersion) -> Iterator[str]:
    for word, names in (
        ("ajoutée", [name for name in new.columns if name not in old.columns]),
        ("retirée", [name for name in old.columns if name not in new.columns]),
    ):
        if names:
            yield f"{_counted(len(names), 'colonne', word)} ({', '.join(names)})"


def _codes(old: TableVersion, new: TableVersion) -> Iterator[str]:
    before, after = enumerated(old), enumerated(new)
    for name in sorted(before.keys() & after.keys()):
        for word, codes in (
            ("ajouté", after[name] - before[name]),
            ("retiré", before[name] - after[name]),
        ):
            if codes:
                yield f"{_counted(len(codes), 'code', word)} dans {name} ({', '.join(sorted(codes))})"


def enumerated(table: TableVersion) -> dict[str, set[str]]:
    """The codes of each column that has a list of them."""
    return {
        item["name"]: {str(code["value"]) for code in item["categories"]}
        for item in table.schema["fields"]
        if "categories" in item
    }


def _records(old: TableVersion, new: TableVersion) -> Iterator[str]:
    """Rows by primary key; those that stay are compared on the columns both versions have."""
    before, after = keyed(old, new), keyed(new, new)
    common = [name for name in new.columns if name in old.columns]
    changed = [
        key
        for key in before.keys() & after.keys()
        if any(before[key][name] != after[key][name] for name in common)
    ]
    for word, count in (
        ("ajoutée", len(after.keys() - before.keys())),
        ("retirée", len(before.keys() - after.keys())),
        ("modifiée", len(changed)),
    ):
        if count:
            yield _counted(count, "ligne", word)


def keyed(table: TableVersion, new: TableVersion) -> dict[tuple[str, ...], Mapping[str, str]]:
    """The rows of a table by what makes a row in the `new` one."""
    names = new.schema["primaryKey"]
    return {tuple(row.get(name, "") for name in names): row for row in table.rows}


def _counted(count: int, noun: str, word: str = "") -> str:
    """« 2 lignes ajoutées »."""
    mark = "s" if count > 1 else ""
    return f"{count} {noun}{mark}" + (f" {word}{mark}" if word else "")
