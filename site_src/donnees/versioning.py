"""A dataset that was corrected → its new version: the published one kept, a number, a line of the journal."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from opendata.packages.difference import NOTHING, TableVersion, differences, table_versions
from opendata.packages.numbering import next_number
from opendata.records.catalogue import CheckedDataset
from opendata.records.dataset import FOLDER, Release
from site_src.donnees.archiving import Published
from site_src.donnees.journal import with_version
from site_src.engine.usage import UsageError

LONGEST = 300  # characters of what a version says of itself


@dataclass(frozen=True)
class Versioned:
    """`files` to write, by path of the repository; `lines` say what was done."""

    files: Mapping[str, bytes] = field(repr=False)
    lines: tuple[str, ...]


def versioned(
    published: Published,
    proposed: Published,
    checked: CheckedDataset,
    declaration: bytes,
    told: tuple[str, date],
) -> Versioned:
    """What gives a number to the changes of a dataset since it was `published`; it is now `proposed`, read as `checked`
    of the file `declaration`.

    `told` are the sentence that says to readers what changes, and the day. Raises `UsageError`: a number that was given
    already, no table that changed.
    """
    identifier, number = published.identifier, published.version
    if checked.dataset.version != number:
        raise UsageError(f"{identifier} : le journal dit déjà {checked.dataset.version}, et {number} est publiée : rien à faire")  # fmt: skip
    old, new = _tables(published), _tables(proposed)
    changes = differences(old, new)
    if changes == (NOTHING,):
        raise UsageError(f"{identifier} : aucune table n'a changé depuis la version {number}, publiée : rien à faire")  # fmt: skip
    text, day = told
    entry = _entry(next_number(number, old, new), text, max(day, checked.dataset.journal[0].date))
    path = f"{FOLDER}/{identifier}/dataset.yaml"
    files = {**published.kept, path: with_version(identifier, declaration, entry, published.digest)}
    lines = (
        f"{identifier} : {number} → {entry.version}",
        *changes,
        f"gardé : {published.folder}/ ({len(published.files)} fichiers)",
        f"écrit : {path}, journal",
    )
    return Versioned(files, lines)


def _entry(number: str, text: str, day: date) -> Release:
    if not text.strip() or len(text) > LONGEST:
        raise UsageError(f"--texte : une phrase attendue, de {LONGEST} caractères au plus, qui dit aux lecteurs ce qui change")  # fmt: skip
    try:
        return Release(version=number, date=day, texte=text.strip())
    except ValidationError:
        raise UsageError("--texte : une phrase d'une ligne attendue, sans caractère invisible") from None  # fmt: skip


def _tables(one: Published) -> dict[str, TableVersion]:
    """The tables of a version, from the files that it keeps."""
    rows = {
        name: list(csv.reader(io.StringIO(raw.decode(), newline="")))[1:]
        for name, raw in one.files.items()
        if name.endswith(".csv")
    }
    return table_versions(json.loads(one.files[one.description]), rows)
