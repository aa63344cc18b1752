"""What an alert may name: the risks of the register with their instructions, and the places of Paris."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from site_src.frame.anchors import slug
from site_src.risques.border import Contact, Gesture, Register, Risque, instructions

PARIS = "paris"
INSEE_PARIS = "75056"
# Phases of instructions as an alert needs them.
_FIRST = ("pendant", "avant", "apres")


@dataclass(frozen=True)
class Instruction:
    """An instruction of the register: its words, in English ("" while not translated), its source's name and page.

    `geste`: what it asks, drawn; `None` where it names no gesture.
    """

    texte: str
    anglais: str
    editeur: str
    adresse: str
    geste: Gesture | None = None


@dataclass(frozen=True)
class AlertRisk:
    """A risk as an alert names it; `carte` is "" without one, `page_anglaise` and `anglais` "" while not translated."""

    id: str
    titre: str
    anglais: str
    famille: str
    carte: str
    page_anglaise: str
    instructions: Mapping[str, Instruction] = field(repr=False)
    contacts: tuple[Contact, ...] = field(repr=False)


@dataclass(frozen=True)
class Place:
    """Paris, an arrondissement or a quartier: `code` is the official one, `dans` the name of the arrondissement that it is in."""

    nom: str
    libelle: str
    code: str
    dans: str = ""

    @property
    def adresse(self) -> str:
        """Its page, from the site's root."""
        return "mon-quartier/" if self.nom == PARIS else f"mon-quartier/{self.nom}/"


@dataclass(frozen=True)
class Scope:
    """All of them, by the name that an alert gives; `urgences` are the emergency numbers."""

    risques: Mapping[str, AlertRisk] = field(repr=False)
    lieux: Mapping[str, Place] = field(repr=False)
    urgences: tuple[Contact, ...] = field(repr=False)

    def risk(self, name: str) -> AlertRisk:
        """The risk; of one that the register has no more, what an alert that is over said of it: its name."""
        return self.risques.get(name) or AlertRisk(name, name, "", "", "", "", {}, ())

    def overlap(self, one: Iterable[str], other: Iterable[str]) -> list[str]:
        """The names of `one` that share ground with a place of `other`."""
        names = tuple(other)
        return [name for name in one if any(self._share(name, second) for second in names)]

    def _share(self, one: str, other: str) -> bool:
        first, second = self.lieux[one], self.lieux[other]
        return PARIS in (one, other) or one == other or first.dans == other or second.dans == one

    def touched(self, secteurs: Iterable[str]) -> list[Place]:
        """The arrondissements and quartiers that have ground in these places, in the order of their numbers."""
        names = tuple(secteurs)
        return [
            place
            for name, place in self.lieux.items()
            if name != PARIS and self.overlap([name], names)
        ]


def scope_of(
    register: Register,
    phrases: Mapping[str, str],
    english_pages: Mapping[str, str],
    arrondissements: Iterable[Mapping[str, Any]],
    quartiers: Iterable[Mapping[str, Any]],
    gestes: Mapping[str, Gesture],
) -> Scope:
    """The scope over the register and two layers' properties.

    `phrases`: French sentence → English; `english_pages`: id of a risk → the address of its English page; `gestes`: all
    gestures by their id.
    """
    risks = (_risk(risque, register, phrases, english_pages, gestes) for risque in register.risques)
    places = (Place(PARIS, "Tout Paris", INSEE_PARIS), *_places(arrondissements, quartiers))
    return Scope(
        {risk.id: risk for risk in risks}, {place.nom: place for place in places}, register.urgences
    )


def _risk(
    risque: Risque,
    register: Register,
    phrases: Mapping[str, str],
    english_pages: Mapping[str, str],
    gestes: Mapping[str, Gesture],
) -> AlertRisk:
    known = {
        item.texte: Instruction(
            item.texte,
            phrases.get(item.texte, ""),
            register.sources[item.source].editeur,
            register.sources[item.source].adresse
            if register.sources[item.source].est_en_ligne
            else "",
            gestes.get(item.geste or ""),
        )
        for _, item in sorted(instructions(risque), key=lambda found: _FIRST.index(found[0][1]))
    }
    return AlertRisk(
        id=risque.id,
        titre=risque.titre_court,
        anglais=phrases.get(risque.titre_court, ""),
        famille=risque.famille,
        carte=risque.ou_a_paris.carte or "",
        page_anglaise=english_pages.get(risque.id, ""),
        instructions=known,
        contacts=tuple(register.contacts[name] for name in risque.contacts),
    )


def _places(
    arrondissements: Iterable[Mapping[str, Any]], quartiers: Iterable[Mapping[str, Any]]
) -> Iterator[Place]:
    """Each arrondissement by its number, then its quartiers, as the addresses of their pages."""
    parts = sorted(quartiers, key=lambda row: int(row["numero"]))
    for row in sorted(arrondissements, key=lambda row: int(row["numero"])):
        number = str(row["numero"])
        yield Place(number, row["libelle_arrondissement"], row["code_insee"])
        for part in parts:
            if part["code_insee"] == row["code_insee"]:
                name = part["libelle_quartier"]
                label = f"Quartier {name} ({row['libelle_arrondissement']})"
                yield Place(f"{number}/{slug(name)}", label, part["code_quartier"], number)
