"""Declared classes: bounds that follow one another, looks that no eye and no printer takes for one another."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from maps.records.classes import Choroplethe
from maps.records.columns import COLUMNS
from maps.records.declaration import read_cartes
from maps.records.vision import CONFUSABLE, DEFICIENCIES, contrast, distance
from opendata.model import Source
from tests.maps.choropleths import DECLARED, atlas_of

PATH = "data/cartes.yaml"
BOUNDS_RULE = "des classes se suivent sans se recouvrir ni laisser de vide"
ROOT = Path(__file__).resolve().parents[3]
PAPER = {"clair": "#ffffff", "sombre": "#14171b"}


def broken(old: str, new: str) -> list[str]:
    assert DECLARED.count(old) == 1
    atlas, findings = atlas_of(DECLARED.replace(old, new))
    assert atlas is None
    return findings


def test_overlapping_bounds_are_located() -> None:
    assert broken("minimum: 50, couleur", "minimum: 40, couleur") == [
        (
            f"{PATH}:29:34: « Classe 2 » commence à 40 et recouvre « Classe 1 », qui finit à 50 — règle : {BOUNDS_RULE} "
            "— remède : écrire minimum: 50"
        )
    ]


def test_a_gap_between_bounds_is_located() -> None:
    assert broken("minimum: 50, couleur", "minimum: 60, couleur") == [
        (
            f"{PATH}:29:34: « Classe 2 » commence à 60 et laisse un vide après « Classe 1 », qui finit à 50 — règle : "
            f"{BOUNDS_RULE} — remède : écrire minimum: 50"
        )
    ]


def test_only_the_last_class_may_lack_a_maximum() -> None:
    assert broken(", maximum: 50", "") == [
        (
            f"{PATH}:28:9: « Classe 1 » n'a pas de maximum et n'est pas la dernière classe — règle : {BOUNDS_RULE} "
            "— remède : écrire maximum: 50"
        )
    ]


def test_a_class_ends_after_it_begins() -> None:
    findings = broken("minimum: 50, couleur", "minimum: 50, maximum: 50, couleur")
    assert findings == [
        (
            f"{PATH}:29:47: « Classe 2 » finit à 50, où elle commence ou avant — règle : {BOUNDS_RULE} "
            "— remède : corriger l'une des deux bornes"
        )
    ]


@pytest.mark.parametrize("name", ["zero", "cachee", "absente"])
def test_each_look_has_its_own_line_in_the_legend(name: str) -> None:
    text = "\n".join(line for line in DECLARED.splitlines() if not line.startswith(f"    {name}: "))
    _, findings = atlas_of(text + "\n")
    assert findings == [
        f"{PATH}:10:5: « {name} » manque — règle : champ 0.choroplethe.{name} — remède : ajouter la clé « {name} »"
    ]


def test_a_class_has_a_name_in_the_legend() -> None:
    assert broken("{nom: Classe 2, ", "{") == [
        f"{PATH}:29:9: « nom » manque — règle : champ 0.choroplethe.classes.1.nom — remède : ajouter la clé « nom »"
    ]


def test_hues_that_merge_are_located() -> None:
    findings = broken('clair: "#5a34a2"', 'clair: "#e0b0d0"')
    assert findings[0] == (
        f"{PATH}:29:55: teinte de « Classe 2 » proche de celle de « Classe 1 » (vision ordinaire, protanopie, deutéranopie, "
        "tritanopie) — règle : deux classes se distinguent sous les trois daltonismes (écart CIELAB d'au moins 15) "
        "— remède : écarter davantage les deux teintes"
    )


def test_two_hues_of_one_grey_are_located() -> None:
    # Rose and green of one lightness: plain to most eyes, one grey on paper.
    assert broken('clair: "#5a34a2"', 'clair: "#7fd08f"') == [
        (
            f"{PATH}:29:55: gris de « Classe 2 » trop proche de celui de « Classe 1 » — règle : des classes vont du plus "
            "proche au plus éloigné du papier, et se distinguent en noir et blanc — remède : éloigner davantage la teinte "
            "du papier"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "owner"),
    [("motif: croix", "motif: hachures", "« cachee »"), ("motif: points", "motif: plein", "les classes")],
)  # fmt: skip
def test_a_look_has_a_pattern_of_its_own(old: str, new: str, owner: str) -> None:
    (finding,) = broken(old, new)
    assert f"{new.replace('motif: ', 'motif « ')} » déjà pris par {owner} — règle : une valeur cachée, un zéro et" in finding  # fmt: skip


def declared(sources: dict[str, Source]) -> list[Choroplethe]:
    columns = {name: frozenset(types) for name, types in COLUMNS.items()}
    cartes = read_cartes(PATH, (ROOT / PATH).read_bytes(), columns, frozenset(sources), [])
    assert cartes is not None
    return [carte.choroplethe for carte in cartes if carte.choroplethe]


def test_the_site_s_classes_stay_apart_for_every_eye_in_grey_and_beside_their_borders(
    sources: dict[str, Source],
) -> None:
    found = declared(sources)
    assert found
    for item in found:
        for theme, paper in PAPER.items():
            hues = [getattr(classe.couleur, theme) for classe in item.classes]
            for one, other in combinations(hues, 2):
                assert min(distance(one, other, vision) for vision in DEFICIENCIES) >= CONFUSABLE
            greys = [contrast(hue, paper) for hue in hues]
            assert all(after / before >= 1.3 for before, after in pairwise(greys))
            border = getattr(item.contour, theme)
            assert all(contrast(hue, border) >= 2.2 for hue in hues)
            for etat in item.etats.values():
                ground = getattr(etat.style.fond, theme)
                assert contrast(getattr(etat.style.trait, theme), ground) >= 3
