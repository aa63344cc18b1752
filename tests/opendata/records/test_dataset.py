"""What dataset.yaml declares of charts, rates and totals: there, or the reason; of numbers, or refused."""

from __future__ import annotations

import pytest

from tests.opendata.records.test_corruptions import MESURES, YAML, declared, found

NONE = "graphiques: []\nsans_graphique: Rien à montrer.\n"
CHART = (
    "graphiques:\n  - {nom: essai, titre: Essai, description: Des barres., legende: Essai., ressource: mesures, "
    "forme: barres, ligne: lieu, valeur: VALEUR}\n"
)


def lines(before: str, after: str) -> list[str]:
    return [str(finding) for finding in found(declared(before, after)[0])]


def test_a_dataset_has_a_chart_or_says_why_it_has_none() -> None:
    (neither,) = lines(NONE, "graphiques: []\n")
    assert (
        ": ni graphique, ni la raison de son absence — règle : la page d'un jeu montre un graphique, ou dit pourquoi il "
        "n'y en a pas — remède : ajouter un graphique sous « graphiques », ou « sans_graphique » avec la raison"
    ) in neither
    assert lines(NONE, CHART.replace("VALEUR", "hauteur_m")) == []
    (both,) = lines(NONE, CHART.replace("VALEUR", "nb") + "sans_graphique: Aucun.\n")
    assert "« graphiques » et « sans_graphique » à la fois" in both


@pytest.mark.parametrize("name", ["etat", "jour", "est_fiable"])
def test_a_chart_of_texts_is_a_finding_not_a_crash(name: str) -> None:
    (one,) = lines(NONE, CHART.replace("VALEUR", name))
    assert one.startswith(f"{YAML}:23:")
    assert (
        f"colonne « {name} », qui n'est pas un nombre — règle : un graphique montre des nombres — remède : nommer une "
        "colonne de type integer ou number"
    ) in one


def test_a_hollow_bar_is_what_a_column_says_true() -> None:
    chart = CHART.replace("VALEUR", "hauteur_m").replace("barres", "colonnes")
    assert lines(NONE, chart.replace("ligne:", "evide: est_fiable, ligne:")) == []
    (one,) = lines(NONE, chart.replace("ligne:", "evide: etat, ligne:"))
    assert one.startswith(f"{YAML}:23:")
    assert (
        "colonne « etat », qui n'est ni vraie ni fausse — règle : une barre est évidée quand une colonne le dit vrai — "
        "remède : nommer une colonne de type boolean"
    ) in one


TIMELINE = CHART.replace("VALEUR", "hauteur_m").replace("barres", "frise")


def test_a_timeline_is_of_years_and_shows_lengths() -> None:
    assert lines(NONE, TIMELINE.replace("ligne: lieu", "ligne: annee")) == []
    (one,) = lines(NONE, TIMELINE)
    assert one.startswith(f"{YAML}:23:")
    assert (
        "colonne « lieu », qui n'est pas une année toujours remplie — règle : une frise met chaque barre à son année — "
        "remède : nommer une colonne de type year, required"
    ) in one
    bare = TIMELINE.replace("valeur: hauteur_m", "unite: lectures")
    (one,) = lines(NONE, bare)
    assert (
        "« frise » sans « valeur » — règle : une frise montre une valeur à chaque année — remède : ajouter « valeur », "
        "ou changer « forme »"
    ) in one


@pytest.mark.parametrize("forme", ["barres", "colonnes"])
def test_years_side_by_side_that_do_not_follow_one_another_are_a_finding(forme: str) -> None:
    chart = CHART.replace("VALEUR", "hauteur_m").replace("ligne: lieu", "ligne: annee")
    files, _ = declared(NONE, chart.replace("barres", forme))
    assert found(files) == []
    apart = {**files, MESURES: files[MESURES].replace(b",2021,", b",2023,")}
    (one,) = map(str, found(apart))
    assert one.startswith(f"{YAML}:23:")
    assert (
        "années qui ne se suivent pas : 2020, puis 2023 — règle : un axe du temps est à l'échelle — remède : écrire "
        "forme: frise, ou donner une ligne à chaque année"
    ) in one
    timeline = apart[YAML].replace(f"forme: {forme}".encode(), b"forme: frise")
    assert found({**apart, YAML: timeline}) == []


RATE = "taux: {texte: Un., calcul: {titre: T, ressource: mesures, ligne: lieu, numerateur: %s, denominateur: %s}}"


@pytest.mark.parametrize(
    ("over", "under", "word"), [("etat", "nb", "etat"), ("nb", "lieu", "lieu")]
)
def test_a_rate_of_texts_is_a_finding_not_a_crash(over: str, under: str, word: str) -> None:
    (one,) = lines("taux: {texte: Aucun.}", RATE % (over, under))
    assert f"colonne « {word} », qui n'est pas un nombre — règle : un taux divise un nombre" in one
    assert lines("taux: {texte: Aucun.}", RATE % ("nb", "hauteur_m")) == []


def test_a_total_of_texts_is_a_finding_not_a_crash() -> None:
    (one,) = lines("total: Total, valeur: nb}]", "total: Total, valeur: obs_status}]")
    assert (
        "colonne « obs_status », qui n'est pas un nombre — règle : un total additionne des nombres"
        in one
    )
