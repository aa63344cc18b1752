"""What a map says of each territory in another language: `maps.words` says the same in French.

Where our data draw nothing, or list nothing, that is said of our data: never « no risk », never a zero.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from maps.records.document_place import TOLD
from site_src.cartes.pages import PREFIX
from site_src.cartes.spoken import Speech

Row = Mapping[str, Any]
# The layer whose places an arrondissement has one of, or shares.
HALLS = "Mairies"
FIRST = 75100


@dataclass(frozen=True)
class Hall:
    """The town hall of an arrondissement: its own, one shared by several, or one that the file does not name.

    `nom` is its name and address, in French; `numero` the arrondissement where a shared one is.
    """

    sorte: Literal["propre", "partagee", "manquante"]
    nom: str = ""
    numero: int = 0


def constats(maps: Mapping[str, bytes], name: str, one: Speech) -> dict[str, dict[str, str]]:
    """Of each territory by its code_insee: what each map that `name` gathers says there, itself alone if it gathers none.

    `maps` are the outputs of their stage. Raises `UntranslatedError`.
    """
    page = json.loads(maps[f"{PREFIX}{name}.json"])
    territories = page["territoires"]
    if "constats" in territories[0]:
        found = {other: constats(maps, other, one) for other in territories[0]["constats"]}
        return {
            row["code_insee"]: {other: own[row["code_insee"]][other] for other, own in found.items()}
            for row in territories
        }  # fmt: skip
    if "groupes" in page:
        return {code: {name: text} for code, text in _of_places(page, one).items()}
    zone = json.loads(maps[f"{TOLD}{name}.json"])["zone"]
    return {row["code_insee"]: {name: _of_zone(zone, row["zones"], one)} for row in territories}


def one_after_the_other(said: Mapping[str, str], titles: Mapping[str, str], one: Speech) -> str:
    """« Flooding: 2.01 km²… Quarries: no zone… »; alone, without its title."""
    if len(said) == 1:
        return next(iter(said.values()))
    return " ".join(
        one.mot("constat", lieu=one.dit(titles[name]), constat=text) for name, text in said.items()
    )


def titles(maps: Mapping[str, bytes], names: Sequence[str]) -> dict[str, str]:
    """The short titles of maps, in French."""
    return {name: json.loads(maps[f"{PREFIX}{name}.json"])["titre_court"] for name in names}


def _of_zone(zone: Row, measures: Mapping[str, Row], one: Speech) -> str:
    inside, envelope = measures[zone["code"]], zone["enveloppe"]
    if envelope is None:
        return _zone(zone, inside, one)
    around, name = measures[envelope["code"]], one.dit(envelope["nom"])
    if inside["est_nulle"] and around["est_nulle"]:
        return one.mot("constat_ni", aucune=_upper(one.dit(zone["aucune"])), enveloppe=name)
    key = "constat_enveloppe_aucune" if around["est_nulle"] else "constat_enveloppe"
    said = one.mot(key, enveloppe=_upper(name), surface=_ground(around, one))
    return f"{_zone(zone, inside, one)} {said}"


def _zone(zone: Row, inside: Row, one: Speech) -> str:
    if inside["est_nulle"]:
        return one.mot("constat_aucune", aucune=_upper(one.dit(zone["aucune"])))
    return one.mot(
        "constat_zone",
        surface=_ground(inside, one),
        zone=one.dit(zone["nom"]),
        habitants=_residents(inside, one),
        majorant=one.nombre(inside["nb_habitants_majorant"]),
    )


def _ground(measure: Row, one: Speech) -> str:
    """2.01 km² (3.4% of its area); what is too small to be written is said to be."""
    km2, share = measure["surface_km2"], measure["part_pct"]
    return one.mot(
        "constat_surface",
        surface=one.mot("surface_km2", n=one.nombre(km2, 2)) if km2 >= 0.005 else one.mot("surface_infime"),
        part=one.mot("part_pct", n=one.nombre(share, 1)) if share >= 0.05 else one.mot("part_infime"),
    )  # fmt: skip


def _residents(measure: Row, one: Speech) -> str:
    low, high = sorted(
        (measure["nb_habitants_vides_ouverts"], measure["nb_habitants_vides_combles"])
    )
    if low == high:
        return one.mot("habitants_environ", n=one.nombre(low))
    return one.mot("habitants_entre", bas=one.nombre(low), haut=one.nombre(high))


def _of_places(page: Row, one: Speech) -> dict[str, str]:
    halls = town_halls(page)
    return {
        row["code_insee"]: _counted(page["groupes"], row, halls.get(row["code_insee"]), one)
        for row in page["territoires"]
    }


def _counted(groups: Sequence[str], row: Row, hall: Hall | None, one: Speech) -> str:
    counts = {
        name: number
        for name, number in zip(groups, row["nombres"], strict=True)
        if not (hall and name == HALLS)
    }
    there = [
        one.mot("lieux_compte", nom=_lower(one.dit(name)), n=one.nombre(number))
        for name, number in counts.items()
        if number
    ]
    none = [_lower(one.dit(name)) for name, number in counts.items() if not number]
    said = [
        f"{_upper('; '.join(there))}." if there else "",
        one.mot("lieux_aucun", noms="; ".join(none)) if none else "",
        _hall(hall, one) if hall else "",
    ]
    return " ".join(filter(None, said))


def _hall(hall: Hall, one: Speech) -> str:
    rang = one.arrondissement(hall.numero) if hall.numero else ""
    return one.mot(f"mairie_{hall.sorte}", **({"lieu": rang} if rang else {}))


def town_halls(page: Row) -> dict[str, Hall]:
    """The town hall of each arrondissement by its code_insee; nothing on a map that shows none."""
    if HALLS not in page["groupes"]:
        return {}
    *arrondissements, _ = page["territoires"]
    names = {row["code_insee"]: _named(row) for row in arrondissements}
    times = Counter(row["mairie_en"] for row in arrondissements)
    return {
        row["code_insee"]: _hall_at(row["mairie_en"], names, is_shared=times[row["mairie_en"]] > 1)
        for row in arrondissements
    }


def _hall_at(code: str, names: Mapping[str, str], *, is_shared: bool) -> Hall:
    if not code:
        return Hall("manquante")
    return (
        Hall("partagee", names[code], int(code) - FIRST)
        if is_shared
        else Hall("propre", names[code])
    )


def _named(row: Row) -> str:
    """« Mairie du 5e arrondissement, 21 place du Panthéon »; nothing where the file has none."""
    group = next(one for one in row["groupes"] if one["libelle"] == HALLS)
    return next((f"{one['nom']}, {one['detail']}" for one in group["lieux"]), "")


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _lower(text: str) -> str:
    """With a small letter first, but for what is written in capitals: RER."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"
