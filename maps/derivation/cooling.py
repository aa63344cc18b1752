"""Where to cool down: cool places, drinking fountains, and the town halls named among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.generalisation import publish
from maps.derivation.originals import Features
from maps.derivation.points import FILLED, Columns, arrondissements_of, text
from maps.derivation.territories import code_insee

NON_INDIQUE = "non indiqué"
MAIRIE = "Mairie d'arrondissement"

_PAYANT = {"Oui": "oui", "Non": "non", None: NON_INDIQUE}
_STATUTS = {"Ouvert": "ouvert", "Eteint": "éteint", None: NON_INDIQUE}
LIEUX_COLUMNS: Columns = {
    "identifiant": FILLED,
    "nom": FILLED,
    "type": None,
    "adresse": None,
    "arrondissement": frozenset(str(75000 + numero) for numero in range(1, 21)),
    "payant": _PAYANT,
    "statut_ouverture": _STATUTS,
    "horaires_periode": None,
}

# The publisher's codes, in the words of its own column `modele` where it has them.
TYPES_FONTAINE: Mapping[str, str] = {
    "BORNE_FONTAINE": "borne-fontaine",
    "FONTAINE_2EN1": "fontaine 2 en 1",
    "FONTAINE_ALBIEN": "fontaine à l'albien",
    "FONTAINE_ARCEAU": "fontaine arceau",
    "FONTAINE_BOIS": "fontaine des bois, parcs et jardins",
    "FONTAINE_TOTEM": "fontaine totem",
    "FONTNE_WALLACE": "fontaine Wallace",
    "FTNE_MILLENAIRE": "fontaine du Millénaire",
    "FTNE_PETILLANTE": "fontaine pétillante",
    "FTNE_POING_EAU": "fontaine Poing d'Eau",
}
MOTIFS: Mapping[str, str] = {
    "APP A RENOUVELER": "appareil à renouveler",
    "APP A REPARER": "appareil à réparer",
    "APP SANS EAU": "appareil sans eau",
    "APP SIGNALE": "appareil signalé",
    "APP SUR CHANTIER": "appareil sur un chantier",
    "FERME DEMANDE TIERS": "fermé à la demande d'un tiers",
    "FERMETURE HIVERNALE": "fermeture hivernale",
    "INACCESSIBLE": "inaccessible",
}
_DISPONIBLE = {"OUI": True, "NON": False}
FONTAINES_COLUMNS: Columns = {
    "gid": FILLED,
    "type_objet": FILLED,
    "no_voirie_pair": None,
    "no_voirie_impair": None,
    "voie": FILLED,
    "commune": None,
    "dispo": _DISPONIBLE,
    "motif_ind": None,
}


def lieux_frais(original: Features, arrondissements: DerivedLayer) -> DerivedLayer:
    """Cool places: identifiant, nom, type_lieu, adresse, code_insee, est_payant (oui, non, non
    indiqué), statut_ouverture (ouvert, éteint, non indiqué), horaires_periode (« » when none).

    Rows that are equal in everything are one place. Two places to which the publisher gave one
    identifier are both kept: each takes it followed by its published arrondissement
    (« MU75-75104 », « MU75-75119 »), and by a rank if that is not enough. Places out of Paris are dropped.
    """
    identified = identifiers(original)
    names, chosen = list(identified), list(identified.values())
    rows = [original.properties[index] for index in chosen]
    points, _ = publish(original.geometries[chosen])
    published = [_published_code(row) for row in rows]
    codes = arrondissements_of(points, arrondissements, published)
    order = sorted(range(len(rows)), key=names.__getitem__)
    kept = [index for index in order if codes[index]]
    moved = tuple(
        f"{names[i]} : {published[i]} publié, {codes[i] or 'hors de Paris'}"
        for i in order
        if published[i] != codes[i]
    )
    properties = tuple(_lieu(rows[i], names[i], codes[i]) for i in kept)
    dropped = len(original.properties) - len(kept)
    return DerivedLayer("lieux_frais", properties, points[kept], dropped=dropped, moved=moved)


def identifiers(original: Features) -> dict[str, int]:
    """Identifier of each place → the row it comes from, in the order of the original."""
    chosen = _without_copies(original)
    names = _distinct([original.properties[index] for index in chosen])
    return dict(zip(names, chosen, strict=True))


def _without_copies(original: Features) -> list[int]:
    """Indices of the rows, but those equal to an earlier one in every column and in place."""
    lines = [
        repr((sorted(row.items(), key=lambda item: item[0]), point.wkb))
        for row, point in zip(original.properties, original.geometries, strict=True)
    ]
    return [index for index, line in enumerate(lines) if line not in lines[:index]]


def _distinct(rows: list[Properties]) -> list[str]:
    """The publisher's identifiers, made distinct where it gives one to several places."""
    given = [text(row["identifiant"]) for row in rows]
    shared = Counter(given)
    local = [
        name if shared[name] == 1 else f"{name}-{_published_code(row)}"
        for name, row in zip(given, rows, strict=True)
    ]
    repeated = Counter(local)
    return [
        name if repeated[name] == 1 else f"{name}-{1 + local[:index].count(name)}"
        for index, name in enumerate(local)
    ]


def _published_code(row: Properties) -> str:
    """Arrondissement of the publisher, a postcode: 75009 → 75109."""
    return code_insee(int(row["arrondissement"]) - 75000)


def _lieu(row: Properties, identifiant: str, code: str) -> Properties:
    return {
        "identifiant": identifiant,
        "nom": text(row["nom"]),
        "type_lieu": text(row["type"]) or NON_INDIQUE,
        "adresse": text(row["adresse"]),
        "code_insee": code,
        "est_payant": _PAYANT[row["payant"]],
        "statut_ouverture": _STATUTS[row["statut_ouverture"]],
        "horaires_periode": text(row["horaires_periode"]),
    }


def mairies(lieux: DerivedLayer) -> DerivedLayer:
    """Town halls among the cool places: identifiant, nom, adresse, code_insee.

    The publisher's type also holds houses of associations and a youth centre: dropped here, since
    only what is named « Mairie » is a town hall.
    """
    rows = lieux.properties
    typed = [index for index, row in enumerate(rows) if row["type_lieu"] == MAIRIE]
    kept = [index for index in typed if rows[index]["nom"].upper().startswith("MAIRIE ")]
    properties = tuple(
        {
            "identifiant": rows[index]["identifiant"],
            "nom": _mairie(rows[index]["nom"]),
            "adresse": rows[index]["adresse"],
            "code_insee": rows[index]["code_insee"],
        }
        for index in kept
    )
    return DerivedLayer(
        "mairies", properties, lieux.geometries[kept], dropped=len(typed) - len(kept)
    )


def _mairie(nom: str) -> str:
    """« MAIRIE DU 9E » as a reader writes it."""
    numbered = re.fullmatch(r"MAIRIE DU (\d+)E", nom)
    if numbered:
        return f"Mairie du {numbered[1]}e arrondissement"
    return "Mairie de Paris Centre" if nom == "MAIRIE PARIS CENTRE" else nom


def fontaines(original: Features, arrondissements: DerivedLayer) -> DerivedLayer:
    """Drinking fountains in Paris: identifiant, type_fontaine, adresse, code_insee,
    est_disponible, motif (why it is not, « » when it is).

    Codes that are not known stay codes. Those whose point lies in another commune are dropped,
    whatever commune the publisher names.
    """
    rows = original.properties
    points, _ = publish(original.geometries)
    published = [_commune(row) for row in rows]
    codes = arrondissements_of(points, arrondissements, published)
    order = sorted(range(len(rows)), key=lambda index: text(rows[index]["gid"]))
    kept = [index for index in order if codes[index]]
    moved = tuple(
        f"{text(rows[i]['gid'])} : {published[i]} publié, {codes[i] or 'hors de Paris'}"
        for i in order
        if published[i] != codes[i] and (codes[i] or published[i].startswith("751"))
    )
    properties = tuple(_fontaine(rows[index], codes[index]) for index in kept)
    dropped = len(rows) - len(kept)
    return DerivedLayer("fontaines", properties, points[kept], dropped=dropped, moved=moved)


def _commune(row: Properties) -> str:
    """The publisher's commune, an arrondissement of Paris by its code: « PARIS 9EME… » → 75109."""
    named = text(row["commune"])
    numbered = re.match(r"PARIS (\d+)E", named)
    return code_insee(int(numbered[1])) if numbered else named


def _fontaine(row: Properties, code: str) -> Properties:
    kind, reason = text(row["type_objet"]), text(row["motif_ind"])
    numbers = dict.fromkeys((text(row["no_voirie_pair"]), text(row["no_voirie_impair"])))
    return {
        "identifiant": text(row["gid"]),
        "type_fontaine": TYPES_FONTAINE.get(kind, kind),
        "adresse": " ".join(filter(None, (*numbers, text(row["voie"])))),
        "code_insee": code,
        "est_disponible": _DISPONIBLE[row["dispo"]],
        "motif": MOTIFS.get(reason, reason),
    }
