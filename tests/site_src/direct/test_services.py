"""data/parametres/direct.yaml is a person's file: what is wrong in it is told where it stands."""

from __future__ import annotations

import re

import pytest

from opendata.findings import Finding
from site_src.direct.services import PATH, read_services
from tests.site_src.direct.answers import ROOT, parametres

TEXT = (ROOT / PATH).read_text(encoding="utf-8")


def told(pattern: str, new: str) -> list[str]:
    """What is said of the file with something else in one place, without its path and line."""
    text = re.sub(pattern, new, TEXT, count=1)
    assert text != TEXT
    findings: list[Finding] = []
    assert read_services(text.encode(), findings) is None
    return [str(one).split(": ", 1)[1] for one in findings]


def test_the_file_of_the_repository_is_read() -> None:
    services = parametres().services
    assert services.vigicrues.titre_licence == "Licence Ouverte 2.0 (Etalab)"
    assert services.airparif.titre_licence == ""


@pytest.mark.parametrize(
    ("pattern", "new", "line"),
    [
        ("cachee_apres_h: .*", "cachee_apres_h: 3",
         ("« cachee_apres_h » n'est pas au-dessus de « ancienne_apres_h » — règle : une valeur est ancienne avant d'être "
         "cachée — remède : corriger l'une des deux durées")),
        ("hauteur_max_m: .*", "hauteur_max_m: 0.1",
         ("« hauteur_max_m » n'est pas au-dessus de « hauteur_min_m » — règle : un intervalle va du plus bas au plus haut "
         "— remède : échanger ou corriger les deux hauteurs")),
        ("ancienne_apres_h: .*", "ancienne_apres_h: 0",
         "« 0 » : plus de 0 attendu — règle : champ seuils.ancienne_apres_h — remède : corriger le nombre"),
        ("    page: .*\n", "", "« page » manque — règle : champ services.hubeau.page — remède : ajouter la clé « page »"),
        ("licence: etalab-2.0", "licence: libre",
         ("« libre » n'est pas admis — règle : champ services.hubeau.licence — remède : choisir parmi 'ODbL-1.0', "
         "'etalab-2.0' ou ''")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_remedy(pattern: str, new: str, line: str) -> None:
    assert told(pattern, new) == [line]
