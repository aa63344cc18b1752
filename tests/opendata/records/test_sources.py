"""data/sources.yaml becomes publishable sources, or located findings."""

from pathlib import Path

import pytest

from opendata.findings import Finding
from opendata.model import Source
from opendata.records.sources import LICENCES, read_sources

ROOT = Path(__file__).resolve().parents[3]
PATH = "data/sources.yaml"
ENTRY = """\
- id: quais
  editeur: Ville de Paris
  jeu: Quais
  adresse: https://opendata.paris.fr/explore/dataset/quais/
  licence: {id: ODbL-1.0, a_confirmer: false}
  millesime: "2024"
  consulte_le: 2026-11-22
  fichier: quais.geojson
  sha256: 1f1818aeb8444c1f4e12f2363c588fdb9ec8d470b5914813480d13c7ef043cb6
  methode: Repris tel quel.
  limites:
    - Sans largeur.
  sans_telechargement: Reçu par courriel.
"""


def read(text: str) -> tuple[dict[str, Source] | None, list[Finding]]:
    findings: list[Finding] = []
    return read_sources(PATH, text.encode(), findings), findings


def test_entry_becomes_a_source_with_its_licence() -> None:
    sources, findings = read(ENTRY)
    assert not findings
    assert sources is not None
    assert list(sources) == ["quais"]
    source = sources["quais"]
    assert source.licence.titre == "Open Database License 1.0 (ODbL)"
    assert not source.licence.est_a_confirmer
    assert source.consulte_le == "2026-11-22"
    assert source.limites == ("Sans largeur.",)


def test_licence_to_confirm_is_carried() -> None:
    sources, _ = read(ENTRY.replace("a_confirmer: false", "a_confirmer: true"))
    assert sources is not None
    assert sources["quais"].licence.est_a_confirmer


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "ODbL-1.0",
            "CC-BY",
            (
                f"{PATH}:5:17: « CC-BY » n'est pas admis — règle : champ 0.licence.id"
                " — remède : choisir parmi 'ODbL-1.0' ou 'etalab-2.0'"
            ),
        ),
        (
            "sha256: 1f18",
            "sha256: 1F18",
            (
                f"{PATH}:9:11: « 1F1818aeb8444c1f4e12f2363c588fdb9ec8d470b5914813480d13c7e… » n'a pas la forme"
                " attendue — règle : champ 0.sha256 — remède : suivre la forme ^[0-9a-f]{64}$"
            ),
        ),
        (
            "https://opendata.paris.fr",
            "opendata.paris.fr",
            (
                f"{PATH}:4:12: « opendata.paris.fr/explore/dataset/quais/ » n'a pas la forme attendue"
                r" — règle : champ 0.adresse — remède : suivre la forme ^https://\S+$"
            ),
        ),
        (
            "2026-11-22",
            "hier",
            f"{PATH}:7:16: « hier » : date attendue — règle : champ 0.consulte_le — remède : écrire AAAA-MM-JJ",
        ),
        (
            "  limites:\n    - Sans largeur.\n",
            "  limites: []\n",
            f"{PATH}:11:12: liste trop courte — règle : champ 0.limites — remède : donner au moins 1 élément(s)",
        ),
        (
            "  methode: Repris tel quel.\n",
            "",
            f"{PATH}:1:3: « methode » manque — règle : champ 0.methode — remède : ajouter la clé « methode »",
        ),
    ],
)
def test_broken_entry_is_located(before: str, after: str, message: str) -> None:
    sources, findings = read(ENTRY.replace(before, after))
    assert sources is None
    assert [str(finding) for finding in findings] == [message]


def test_repeated_id_is_located_at_the_second_entry() -> None:
    sources, findings = read(ENTRY + ENTRY)
    assert sources is None
    assert [str(finding) for finding in findings] == [
        (
            f"{PATH}:14:7: source « quais » décrite deux fois — règle : l'identifiant d'une source est unique"
            " — remède : renommer ou retirer l'une des deux"
        )
    ]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("", "aucun des deux"),
        (
            "  sans_telechargement: Reçu.\n  telechargement: https://exemple.invalid/quais\n",
            "les deux",
        ),
    ],
)
def test_a_source_has_a_machine_address_or_says_why_not(after: str, told: str) -> None:
    sources, findings = read(ENTRY.replace("  sans_telechargement: Reçu par courriel.\n", after))
    assert sources is None
    assert [str(finding) for finding in findings] == [
        (
            f"{PATH}:1:3: « telechargement » ou « sans_telechargement » : {told} — règle : une source a une adresse"
            " pour machines, ou dit pourquoi elle n'en a pas — remède : écrire l'adresse que son éditeur documente,"
            " ou la raison"
        )
    ]


def test_every_problem_is_reported_at_once() -> None:
    _, findings = read(ENTRY.replace("ODbL-1.0", "x").replace("id: quais", "id: Q U"))
    assert [finding.line for finding in findings] == [1, 5]


def test_committed_file_is_readable_and_knows_its_licences() -> None:
    findings: list[Finding] = []
    sources = read_sources(PATH, (ROOT / PATH).read_bytes(), findings)
    assert not findings
    assert sources is not None
    assert {source.licence.id for source in sources.values()} <= set(LICENCES)
    assert sources["plus-hautes-eaux"].licence.est_a_confirmer
