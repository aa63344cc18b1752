"""The register → what the templates of the whole document and of the sheets print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from site_src.documents import risk_sheet
from site_src.documents.blocks import Block, Grid, Heading, Statement, as_json
from site_src.documents.risk_sheet import Images
from site_src.frame.identity import Identite, or_to_complete
from site_src.frame.typography import long_date, typographie
from site_src.risques.border import CitedSource, Register, Risque, by_publisher
from site_src.risques.phrases import date_dite

TITRE = "Les risques majeurs à Paris"


@dataclass(frozen=True)
class PrintedEdition:
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
            "editeur": or_to_complete(self.identite.editeur),
            "adresse": or_to_complete(self.identite.adresse),
            "urgences": [
                {
                    "numero": contact.numero,
                    "nom": typographie(contact.nom),
                    "usage": typographie(contact.usage),
                }
                for contact in self.register.urgences
            ],
        }


def document(edition: PrintedEdition) -> dict[str, Any]:
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
                "risques": [_risque(risque, edition) for risque in register.risques if risque.famille == famille.id],
            }
            for famille in register.familles
        ],
        "numeros": as_json([risk_sheet.phone_numbers((contact for contact in register.contacts.values() if not contact.est_urgence), register)]),
        "couverture": as_json([_ddrm(register)]),
        "revision": as_json(_revision(register)),
        "sources": [_source(source) for source in by_publisher(register.sources.values())],
    }  # fmt: skip


def sheet(risque: Risque, edition: PrintedEdition) -> dict[str, Any]:
    """One risk's sheet."""
    return {
        **edition.commun(),
        "titre": typographie(risque.titre),
        "pictogramme": pictogram_file(risque.id),
        "resume": typographie(risque.resume),
        "blocs": as_json(risk_sheet.short_text(risque, edition.register)),
    }


def pictogram_file(risque: str) -> str:
    """Where templates find the pictogram of a risk."""
    return f"pictogramme-{risque}.svg"


def _risque(risque: Risque, edition: PrintedEdition) -> dict[str, Any]:
    blocks = risk_sheet.whole_text(risque, edition.register, edition.images)
    return {
        "titre": typographie(risque.titre),
        "pictogramme": pictogram_file(risque.id),
        "blocs": as_json(blocks),
        "ensemble": _kept_together(blocks),
    }


def _kept_together(blocks: Sequence[Block]) -> int:
    """How many of the first blocks stand on one page: what it is, and the first list of what to do."""
    levels = [
        (rank, block.niveau) for rank, block in enumerate(blocks) if isinstance(block, Heading)
    ]
    _, (rank, niveau), *after = levels
    return after[0][0] if niveau > 1 and after else rank


def _ddrm(register: Register) -> Block:
    titres = {risque.id: typographie(risque.titre_court) for risque in register.risques}
    return Grid(
        "Fiches du dossier départemental sur les risques majeurs (DDRM) et risques de ce document",
        ("Fiche", "Sujet", "Dans ce document"),
        (1, 4, 5),
        tuple(
            (fiche.numero, typographie(fiche.titre), ", ".join(titres[name] for name in fiche.risques) or "pas encore traité")
            for fiche in register.ddrm.fiches
        ),
    )  # fmt: skip


def _revision(register: Register) -> Iterator[Block]:
    clock = register.document
    yield Grid(
        "Dates du DICRIM, à fournir par le service responsable",
        ("Étape", "Date"),
        (2, 3),
        tuple(
            (name, long_date(day) if day else "date inconnue")
            for name, day in (("Arrêté par la Maire", clock.adopte_le), ("Dernière révision", clock.revise_le),
                              ("Dernière action d’information", clock.actions_le))
        ),
    )  # fmt: skip
    for delay in (clock.revision, clock.actions):
        yield Statement(
            typographie(delay.texte),
            "",
            risk_sheet.origin(register, delay.source),
            delay.statut != "confirme",
        )


def _source(source: CitedSource) -> str:
    where = source.adresse
    cited = f"{source.editeur}, « {source.titre} », {date_dite(source.date)}, {where}, lu le {date_dite(source.lu_le)}."
    return typographie(f"{cited} {source.reserve}".strip())
