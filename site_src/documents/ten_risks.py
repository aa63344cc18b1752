"""Ten risks in another language, on A4: what to do during, before and after each, whom to call, who says it.

A sentence that nobody translated yet is printed in French, as a text in French, and said to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from site_src.documents.blocks import instruction
from site_src.documents.dicrim import PrintedEdition, pictogram_file
from site_src.dossiers.border import Langue, ReadTranslation, Translations
from site_src.frame.typography import typographie
from site_src.risques.border import FOLDER as RISKS
from site_src.risques.border import (
    Chosen,
    CitedSource,
    Consigne,
    Contact,
    Group,
    Register,
    Risque,
    by_publisher,
    numbered,
    origins,
)
from site_src.risques.phrases import actions_of, phases

# Where the document of a language is published, below documents/.
PATH = "{code}/what-to-do.pdf"
WORDS = "documents"


@dataclass(frozen=True)
class Told:
    """The ten risks in one language: why these, and their translations by the path of the French original."""

    risques: tuple[Risque, ...] = field(repr=False)
    choix: str
    langue: Langue
    translations: Mapping[str, ReadTranslation] = field(repr=False)


def told(chosen: Chosen, register: Register, langue: Langue, read: Translations) -> Told:
    """The ten risks of the register, in their order."""
    names = {risque.id: langue.nu(risque.titre_court) for risque in register.risques}
    why = chosen.reason("en" if langue.code == "en" else "fr", names)
    return Told(chosen.risks(register), why, langue, read.by_original)


def ten_risks(what: Told, words: Mapping[str, str], edition: PrintedEdition) -> dict[str, Any]:
    """What the template prints; `words` are those of this room. A translation is never the official document: the mark stands whatever was adopted."""
    langue, mots = what.langue, what.langue.mots
    return {
        **edition.commun(),
        "langue": langue.code,
        "titre": words["dix_titre"],
        "choix": _choice(what),
        "mention": f"{langue.marque} {words['dix_document']}",
        "edition": words["dix_edition"].replace("{jour}", langue.date(edition.jour)),
        "urgences": [_contact(one, langue) for one in edition.register.urgences],
        "risques": [_risk(one, what, edition.register) for one in what.risques],
        "confirmer": mots["confirmer"],
        "sources": [_source(one, langue) for one in _cited(what.risques, edition.register)],
    }


def _choice(what: Told) -> dict[str, str]:
    """Why these ten: the file says it in French and in English."""
    return {"mots": what.choix, "langue": "" if what.langue.code == "en" else "fr"}


def _contact(contact: Contact, langue: Langue) -> dict[str, Any]:
    return {
        "numero": contact.numero,
        "nom": _said(contact.nom, langue),
        "usage": _said(contact.usage, langue),
    }


def _said(text: str, langue: Langue) -> dict[str, str]:
    """The words, and « fr » where nobody translated them."""
    if langue.est_traduit(text):
        return {"mots": langue.nu(text), "langue": ""}
    return _in_french(text)


def _in_french(text: str) -> dict[str, str]:
    return {"mots": typographie(text), "langue": "fr"}


def _risk(risque: Risque, what: Told, register: Register) -> dict[str, Any]:
    langue = what.langue
    return {
        "titre": _said(risque.titre, langue),
        "pictogramme": pictogram_file(risque.id),
        "resume": _said(risque.resume, langue),
        "phases": [
            {
                "titre": langue.mots[phase],
                "groupes": [_group(group, langue) for group in numbered(liste)],
                "sources": _origins(liste, langue, register),
            }
            for phase, _, liste in phases(risque.consignes)
        ],
        "absence": langue.mots["consigne_absente"],
        "autorite": _in_french(risque.autorite.nom),
        "relecture": _review(what.translations.get(f"{RISKS}/{risque.id}.yaml"), langue),
    }


def _group(group: Group, langue: Langue) -> dict[str, Any]:
    return {
        "cas": _said(group.cas, langue) if group.cas else None,
        "premier": group.premier,
        "consignes": [_instruction(one, langue) for one in group.consignes],
    }


def _instruction(consigne: Consigne, langue: Langue) -> dict[str, Any]:
    is_translated = langue.est_traduit(consigne.texte)
    lines = (
        actions_of(langue.nu(consigne.texte), langue.code)
        if is_translated
        else actions_of(consigne.texte)
    )
    return {
        "dessin": instruction(consigne).dessin,
        "lignes": [asdict(line) for line in lines],
        "langue": "" if is_translated else "fr",
        "reserve": "" if is_translated else langue.mots["ligne_sans_traduction"],
    }


def _origins(
    liste: tuple[Consigne, ...], langue: Langue, register: Register
) -> list[dict[str, Any]]:
    """Which lines, who says them (in French), of when, in one word how sure."""
    return [
        {
            "rangs": langue.rangs(item.rangs),
            "editeur": _in_french(register.sources[item.source].editeur),
            "date": langue.date(register.sources[item.source].date),
            "certitude": langue.mots[item.certitude.replace("é", "e")],
        }
        for item in origins(liste, register.sources)
    ]


def _review(item: ReadTranslation | None, langue: Langue) -> str:
    """Who read the translation again, and when; that nobody did."""
    if item is None or not item.record.relecteur or item.record.relu_le is None:
        return langue.mots["traduction_non_relue"]
    return f"{langue.mots['traduction_relue']} {item.record.relecteur}, {langue.date(item.record.relu_le)}."


def _cited(risques: Iterable[Risque], register: Register) -> list[CitedSource]:
    every = (one for risque in risques for _, _, liste in phases(risque.consignes) for one in liste)
    named = {name for one in every for name in (one.source, one.double) if name}
    return by_publisher(source for name, source in register.sources.items() if name in named)


def _source(source: CitedSource, langue: Langue) -> dict[str, Any]:
    return {
        "editeur": _in_french(source.editeur),
        "titre": _in_french(source.titre),
        "date": langue.date(source.date),
        "adresse": source.adresse,
        "lu": f"{langue.mots['lu_le']} {langue.date(source.lu_le)}",
        "reserve": _in_french(source.reserve) if source.reserve else None,
    }
