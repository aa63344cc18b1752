"""The register → what the templates of the whole document and of the sheets print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from site_src.documents import risk_sheet
from site_src.documents.blocks import Bloc, Paragraphe, Tableau, en_json
from site_src.documents.risk_sheet import Images
from site_src.frame.identity import Identite, complete
from site_src.frame.typography import long_date, typographie
from site_src.risques.border import Register, Risque, Source
from site_src.risques.phrases import date_dite

TITRE = "Les risques majeurs à Paris"


@dataclass(frozen=True)
class Edition:
    """What is printed: the register, who publishes it, when, and its drawings."""

    register: Register = field(repr=False)
    identite: Identite
    epoch: int
    images: Images = field(repr=False)

    @property
    def jour(self) -> date:
        """The day of the edition, in UTC."""
        return datetime.fromtimestamp(self.epoch, UTC).date()

    def commun(self) -> dict[str, Any]:
        """What every document bears: standing, date, emergency numbers."""
        return {
            "mention": self.identite.mention.replace("Ce site", "Ce document"),
            "edition": long_date(self.jour),
            "annee": self.jour.year,
            "mois": self.jour.month,
            "jour": self.jour.day,
            "editeur": complete(self.identite.editeur),
            "adresse": complete(self.identite.adresse),
            "urgences": [
                {"numero": one.numero, "nom": typographie(one.nom), "usage": typographie(one.usage)}
                for one in self.register.urgences
            ],
        }


def document(edition: Edition) -> dict[str, Any]:
    """The whole document: families and their risks, numbers, review clock, sources."""
    register = edition.register
    return {
        **edition.commun(),
        "titre": TITRE,
        "sous_titre": "Projet de document d’information communal sur les risques majeurs (DICRIM)"
        if not edition.identite.dicrim.adopte
        else "Document d’information communal sur les risques majeurs (DICRIM)",
        "redige_le": long_date(register.document.redige_le),
        "familles": [
            {
                "titre": typographie(famille.titre),
                "texte": typographie(famille.texte),
                "risques": [_risque(one, edition) for one in register.risques if one.famille == famille.id],
            }
            for famille in register.familles
        ],
        "numeros": en_json([risk_sheet.numeros((one for one in register.contacts.values() if not one.est_urgence), register)]),
        "couverture": en_json([_ddrm(register)]),
        "revision": en_json(_revision(register)),
        "sources": [_source(one) for one in _by_publisher(register)],
    }  # fmt: skip


def feuille(risque: Risque, edition: Edition) -> dict[str, Any]:
    """One risk's sheet."""
    return {
        **edition.commun(),
        "titre": typographie(risque.titre),
        "resume": typographie(risque.resume),
        "blocs": en_json(risk_sheet.courts(risque, edition.register)),
    }


def _risque(risque: Risque, edition: Edition) -> dict[str, Any]:
    return {
        "titre": typographie(risque.titre),
        "blocs": en_json(risk_sheet.blocs(risque, edition.register, edition.images)),
    }


def _ddrm(register: Register) -> Bloc:
    titres = {risque.id: typographie(risque.titre_court) for risque in register.risques}
    return Tableau(
        "Fiches du dossier départemental sur les risques majeurs (DDRM) et risques de ce document",
        ("Fiche", "Sujet", "Dans ce document"),
        (1, 4, 5),
        tuple(
            (one.numero, typographie(one.titre), ", ".join(titres[name] for name in one.risques) or "pas encore traité")
            for one in register.ddrm.fiches
        ),
    )  # fmt: skip


def _revision(register: Register) -> Iterator[Bloc]:
    clock = register.document
    yield Tableau(
        "Dates du DICRIM, à fournir par le service responsable",
        ("Étape", "Date"),
        (2, 3),
        tuple(
            (name, long_date(day) if day else "date inconnue")
            for name, day in (("Arrêté par la Maire", clock.adopte_le), ("Dernière révision", clock.revise_le),
                              ("Dernière action d’information", clock.actions_le))
        ),
    )  # fmt: skip
    for one in (clock.revision, clock.actions):
        yield Paragraphe(
            typographie(one.texte),
            "",
            risk_sheet.origine(register, one.source),
            one.statut != "confirme",
        )


def _by_publisher(register: Register) -> list[Source]:
    return sorted(
        register.sources.values(), key=lambda one: (one.editeur.casefold(), one.titre, one.id)
    )


def _source(one: Source) -> str:
    where = one.adresse if one.est_relevee else "adresse non relevée"
    said = f"{one.editeur}, « {one.titre} », {date_dite(one.date)}, {where}, lu le {date_dite(one.lu_le)}."
    return typographie(f"{said} {one.reserve}".strip())
