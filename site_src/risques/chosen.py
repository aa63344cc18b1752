"""data/crise.yaml → the ten risks of the file for a crisis, in their order, and why these.

No official source read here ranks the risks of Paris by likelihood: the choice is the site's own, and its two
conditions (a dated event, instructions for the event itself) are checked on the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from site_src.risques.register import Register
from site_src.risques.risque import Risque
from site_src.risques.words import SANS_DATE, Identifiant, TexteSansChiffre

PATH = "data/crise.yaml"
NUMBER = 10
Langue = Literal["fr", "en"]


class Raison(Record):
    """A sentence on the choice, in the languages of the site."""

    fr: TexteSansChiffre
    en: TexteSansChiffre

    def in_language(self, langue: Langue) -> str:
        """The sentence as that language says it."""
        return self.fr if langue == "fr" else self.en


class CriseFile(Record):
    """The whole file. `depuis` is a year, `consignes` a number of instructions for the event itself."""

    depuis: Annotated[int, Field(ge=1900, le=2100)]
    consignes: Annotated[int, Field(ge=1)]
    raison: Raison
    laisses: Raison
    risques: tuple[Identifiant, ...]


@dataclass(frozen=True)
class Chosen:
    """The ids of the ten risks in their order; `others` are those of the register that would do too."""

    ids: tuple[str, ...]
    others: tuple[str, ...]
    written: CriseFile = field(repr=False)

    def risks(self, register: Register) -> tuple[Risque, ...]:
        """The ten risks, in the order of the file."""
        by_id = {risque.id: risque for risque in register.risques}
        return tuple(by_id[one] for one in self.ids)

    def reason(self, langue: Langue, names: Mapping[str, str]) -> str:
        """Why these ten, in plain text; `names` are those of the risks in that language, by id."""
        file = self.written
        said = file.raison.in_language(langue)
        said = said.replace("{depuis}", str(file.depuis)).replace(
            "{consignes}", str(file.consignes)
        )
        if not self.others:
            return said
        others = ", ".join(names[one] for one in self.others)
        return f"{said} {file.laisses.in_language(langue).replace('{autres}', others)}"


def read_chosen(raw: bytes, register: Register, findings: list[Finding]) -> Chosen | None:
    """The ten risks; `None` with findings when they are not ten different risks that meet the file's conditions."""
    document = read_yaml(PATH, raw, findings)
    read = read_record(document, CriseFile, findings) if document else None
    if document is None or read is None:
        return None
    faults = [*_places(document, read), *_faults(document, read, register)]
    findings.extend(faults)
    others = tuple(
        risque.id
        for risque in register.risques
        if risque.id not in read.risques
        and _is_dated(risque, read.depuis)
        and len(risque.consignes.pendant) >= read.consignes
    )
    return None if faults else Chosen(read.risques, others, read)


def _is_dated(risque: Risque, year: int) -> bool:
    """Whether one of its events began in that year or later."""
    return any(one.debut != SANS_DATE and one.debut >= str(year) for one in risque.evenements)


def _places(document: Document, read: CriseFile) -> Iterator[Finding]:
    """Sentences say the file's own figures, where they are asked for."""
    asked = {"raison": ("{depuis}", "{consignes}"), "laisses": ("{autres}",)}
    for key, places in asked.items():
        said: Raison = getattr(read, key)
        for langue in ("fr", "en"):
            for place in places:
                if place not in getattr(said, langue):
                    yield document.finding((key, langue), f"« {place} » manque", "la phrase dit les conditions du choix telles qu'elles sont écrites ici",
                                           f"écrire {place} dans la phrase")  # fmt: skip


def _faults(document: Document, read: CriseFile, register: Register) -> Iterator[Finding]:
    if len(read.risques) != NUMBER:
        yield document.finding(("risques",), f"{len(read.risques)} risque(s)", f"le fichier de crise en montre {NUMBER}",
                               "compléter ou raccourcir la liste")  # fmt: skip
    by_id = {risque.id: risque for risque in register.risques}
    for number, one in enumerate(read.risques):
        keys = ("risques", number)
        if one in read.risques[:number]:
            yield document.finding(keys, f"risque « {one} » écrit deux fois", "un risque n'est qu'une fois dans la liste",
                                   "retirer l'un des deux")  # fmt: skip
        elif one not in by_id:
            yield document.finding(keys, f"risque « {one} » inconnu", "le fichier de crise montre des risques du registre",
                                   "corriger l'identifiant")  # fmt: skip
        else:
            yield from _unmet(document, keys, by_id[one], read)


def _unmet(
    document: Document, keys: tuple[str | int, ...], risque: Risque, read: CriseFile
) -> Iterator[Finding]:
    """The conditions of the file that a risk of its list does not meet."""
    given = len(risque.consignes.pendant)
    if given < read.consignes:
        yield document.finding(keys, f"risque « {risque.id} » : {given} consigne(s) « pendant »", f"un risque de la liste en a au moins {read.consignes} (consignes)",
                               "choisir un autre risque, ou changer « consignes »")  # fmt: skip
    if not _is_dated(risque, read.depuis):
        yield document.finding(keys, f"risque « {risque.id} » sans évènement daté depuis {read.depuis}", "un risque de la liste a un évènement daté au registre (depuis)",
                               "choisir un autre risque, ou changer « depuis »")  # fmt: skip
