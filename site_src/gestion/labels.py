"""libelles.yaml: what forms call each field of a record, and its help. A field without its words is a finding, and so are
words without their field: a record that changed has its form changed with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, Field

from opendata.findings import Document, Finding, Record, read_record, read_yaml

PATH = "site_src/gestion/libelles.yaml"
RULE = "chaque champ d'une fiche a son libellé dans les formulaires"
Texte = Annotated[str, Field(min_length=1)]


class Said(Record):
    """What fields are called, and help below some, whatever the record."""

    libelles: dict[str, Texte] = Field(default_factory=dict)
    aides: dict[str, Texte] = Field(default_factory=dict)


class Words(Said):
    """The form of one record: its name, what it calls its fields beside `communs`, and those that no form shows, with why."""

    nom: Texte
    absents: dict[str, Texte] = Field(default_factory=dict)


class Labels(Record):
    """The whole file. `choix`: what a form shows of a word that a file holds (« a_confirmer »).

    `sans_formulaire`: the files of data/ that no form opens, by pattern, and why.
    """

    sans_formulaire: dict[str, Texte] = Field(default_factory=dict)
    choix: dict[str, Texte]
    communs: Said
    fiches: dict[str, Words]

    def label(self, record: str, name: str) -> str:
        """What the form of a record calls a field."""
        return self.fiches[record].libelles.get(name) or self.communs.libelles[name]

    def help(self, record: str, name: str) -> str:
        """The help below a field; "" where it has none."""
        own = self.fiches[record]
        if name in own.aides or name in own.libelles:
            return own.aides.get(name, "")
        return self.communs.aides.get(name, "")

    def is_shown(self, record: str, name: str) -> bool:
        """Whether a form shows the field."""
        return name not in self.fiches[record].absents


def read_labels(
    raw: bytes, records: Iterable[type[BaseModel]], findings: list[Finding]
) -> Labels | None:
    """The words of the forms of `records` (name of the class → words); `None` with one finding a field that lacks them."""
    document = read_yaml(PATH, raw, findings)
    read = read_record(document, Labels, findings) if document else None
    if document is None or read is None:
        return None
    found = list(_faults(document, read, {one.__name__: one for one in records}))
    findings.extend(found)
    return None if found else read


def _faults(
    document: Document, labels: Labels, records: Mapping[str, type[BaseModel]]
) -> Iterator[Finding]:
    for name, record in records.items():
        words = labels.fiches.get(name)
        if words is None:
            yield document.finding(("fiches",), f"fiche « {name} » sans formulaire", RULE, f"ajouter « {name} », son nom et ses libellés")  # fmt: skip
            continue
        known = {*words.libelles, *words.absents, *labels.communs.libelles}
        fields = record.model_fields.keys()
        for field in sorted(fields - known):
            yield document.finding(("fiches", name), f"champ « {field} » de « {name} » sans libellé", RULE,
                                   f"ajouter « {field} » aux libellés, ou à « absents » avec sa raison")  # fmt: skip
        for part in ("libelles", "aides", "absents"):
            for field in sorted(getattr(words, part).keys() - fields):
                yield document.finding(("fiches", name, part, field), f"« {name} » n'a plus de champ « {field} »", RULE, "retirer la ligne")  # fmt: skip
    every = {field for record in records.values() for field in record.model_fields}
    for part in ("libelles", "aides"):
        for field in sorted(getattr(labels.communs, part).keys() - every):
            yield document.finding(("communs", part, field), f"aucune fiche n'a de champ « {field} »", RULE, "retirer la ligne")  # fmt: skip
    for name in sorted(labels.fiches.keys() - records.keys()):
        yield document.finding(("fiches", name), f"« {name} » n'est la fiche d'aucun formulaire", RULE, "retirer ses libellés")  # fmt: skip
