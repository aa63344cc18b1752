"""data/sources.yaml: where each published datum comes from."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, RootModel, StringConstraints, model_validator

from opendata.findings import Document, Finding, Record, broken, read_record, read_yaml
from opendata.model import Licence, Source

# SPDX identifier → title and text of the licence.
LICENCES: Mapping[str, tuple[str, str]] = {
    "ODbL-1.0": (
        "Open Database License 1.0 (ODbL)",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    "etalab-2.0": (
        "Licence Ouverte 2.0 (Etalab)",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    ),
}

Text = Annotated[str, StringConstraints(min_length=1)]


class LicenceRecord(Record):
    """A licence as the issuing portal names it; `a_confirmer` until someone has checked."""

    id: Literal["ODbL-1.0", "etalab-2.0"]
    a_confirmer: bool = False

    def licence(self) -> Licence:
        """The publishable licence, with title and address."""
        titre, adresse = LICENCES[self.id]
        return Licence(self.id, titre, adresse, self.a_confirmer)


class SourceRecord(Record):
    """One entry of data/sources.yaml. `consulte_le`: the day the stored original was read.

    `telechargement`: where `fetch --originaux` finds it; `sans_telechargement`: why no machine can. One or the other.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    editeur: Text
    jeu: Text
    adresse: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    licence: LicenceRecord
    millesime: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    fichier: Annotated[str, StringConstraints(pattern=r"^[^/\\\s]+$")]
    methode: Text
    limites: Annotated[tuple[Text, ...], Field(min_length=1)]
    consulte_le: datetime.date
    telechargement: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    sans_telechargement: Text | None = None

    @model_validator(mode="after")
    def _reached_or_not(self) -> Self:
        if (self.telechargement is None) == (self.sans_telechargement is None):
            both = "les deux" if self.telechargement else "aucun des deux"
            raise broken(f"« telechargement » ou « sans_telechargement » : {both}",
                         "une source a une adresse pour machines, ou dit pourquoi elle n'en a pas",
                         "écrire l'adresse que son éditeur documente, ou la raison")  # fmt: skip
        return self

    def source(self) -> Source:
        """The value that packages and maps receive."""
        return Source(
            id=self.id,
            editeur=self.editeur,
            jeu=self.jeu,
            adresse=self.adresse,
            licence=self.licence.licence(),
            millesime=self.millesime,
            consulte_le=self.consulte_le.isoformat(),
            fichier=self.fichier,
            sha256=self.sha256,
            methode=self.methode,
            limites=self.limites,
            telechargement=self.telechargement or "",
            sans_telechargement=self.sans_telechargement or "",
        )


class _Sources(RootModel[tuple[SourceRecord, ...]]):
    """The whole file: a list of entries."""


def read_sources(path: str, raw: bytes, findings: list[Finding]) -> dict[str, Source] | None:
    """Every source by its id, in file order; `None` with findings when an entry is broken."""
    document = read_yaml(path, raw, findings)
    if document is None:
        return None
    records = read_record(document, _Sources, findings)
    if records is None:
        return None
    repeated = _repeated_ids(document, records.root)
    findings.extend(repeated)
    return None if repeated else {record.id: record.source() for record in records.root}


def _repeated_ids(document: Document, records: Iterable[SourceRecord]) -> list[Finding]:
    ids = [record.id for record in records]
    repeated = {name for name, count in Counter(ids).items() if count > 1}
    return [
        document.finding((index, "id"), f"source « {name} » décrite deux fois",
                         "l'identifiant d'une source est unique", "renommer ou retirer l'une des deux")
        for index, name in enumerate(ids)
        if name in repeated and name in ids[:index]
    ]  # fmt: skip
