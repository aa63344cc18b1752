"""The barometer says what rose and by how much, and never a number that is hidden."""

from __future__ import annotations

import csv
import html
import re
from dataclasses import replace

import pytest

from site_src.barometre.pages import ADDRESS, Words, change, quarter_page
from site_src.barometre.quarters import NO_QUARTER, Cell, Recent, read_series, recent
from site_src.frame.page import Page
from site_src.frame.rendering import Templates
from tests.builds import ROOT

TEMPLATE = "site_src/barometre/templates/barometre.md.j2"
PLACES = ("Total", "75101", "75102", "75103")
WORDS = Words("Essai (fictif)", {code: f"Paris {code[-1]}e" for code in PLACES}, {"G": "Bruit (fictif)"},
              {"T1": "janvier à mars", "T4": "octobre à décembre"}, est_fictif=True)  # fmt: skip


def quarters(quarter: str = "T4") -> Recent:
    """Three arrondissements, six years, the last quarter alone: the first rises, the second hides, the third hid."""
    lines = ["annee,trimestre,arrondissement,groupe_faits,nb_faits,obs_status,est_fictif"]
    for then in range(2020, 2026):
        last = then == 2025
        counts = {"75101": 95 if last else 17, "75102": "" if last else 31, "75103": "" if then == 2022 else 23}  # fmt: skip
        counts["Total"] = 150 if last else 71
        lines += [f"{then},{quarter},{place},{group},{counts[place]},{'A' if counts[place] else 'Q'},true"
                  for place in PLACES for group in ("Total", "G")]  # fmt: skip
    return recent(read_series(csv.DictReader(lines)))


def page_of(quarter: str, words: Words, last: tuple[str, str] | None = None) -> Page:
    names = [*([last] if last else []), ("2025", quarter)]
    cells = quarters(quarter).trimestres["2025", quarter]
    return quarter_page("2025", quarter, names, cells, words, 12, templates())


@pytest.fixture(scope="module")
def page() -> Page:
    return page_of("T4", WORDS)


def templates() -> Templates:
    return Templates({"barometre.md.j2": (ROOT / TEMPLATE).read_text(encoding="utf-8")})


def text(page: Page) -> str:
    words = re.sub(r"<[^>]*>", " ", html.unescape(page.body))
    return re.sub(r"\s+", " ", words)


def test_a_quarter_is_beside_the_same_quarter_of_five_years() -> None:
    first = next(
        one for one in quarters().trimestres["2025", "T4"] if one.arrondissement == "75101"
    )
    assert (first.nombre, first.passes, first.moyenne) == (95, (17,) * 5, 17.0)
    assert first.est_comparable


def test_what_rose_is_said_with_how_much(page: Page) -> None:
    assert "Paris 1e, bruit (fictif) : 95, soit + 459 % de la moyenne des cinq années d’avant (17 à 17)." in text(page)  # fmt: skip
    assert 'aria-label="2020 : 17 ; 2021 : 17 ; 2022 : 17 ; 2023 : 17 ; 2024 : 17 ; 2025 : 95"' in html.unescape(page.body)  # fmt: skip


def test_a_hidden_count_is_said_hidden_and_a_hidden_year_is_not_compared(page: Page) -> None:
    assert "Paris 2e masqué : ce n’est pas zéro" in text(page)
    assert "Paris 3e 23 pas comparable : une année est masquée" in text(page)
    assert "4 cases sur 8" in text(page)


def test_what_cannot_be_said_is_said(page: Page) -> None:
    said = text(page)
    for warning in ("plus de faits, ou de plus de fiches", "un taux tromperait", "jamais un équipement",
                    "Un fait signalé n’est pas un crime", "par hasard"):  # fmt: skip
        assert warning in said


def test_the_page_of_invented_facts_says_so_and_that_of_real_ones_does_not(page: Page) -> None:
    assert page.est_fictive
    assert page.titre.endswith("(données fictives de démonstration)")
    assert not page.est_indexee
    real = page_of("T4", replace(WORDS, est_fictif=False))
    assert not real.est_fictive
    assert real.est_indexee
    assert "fictive" not in real.titre
    assert "inventés" not in text(real)


def test_the_last_quarter_stands_at_the_address_and_the_others_below(page: Page) -> None:
    assert page.address == ADDRESS
    earlier = page_of("T4", WORDS, last=("2026", "T1"))
    assert earlier.address == f"{ADDRESS}2025-t4/"
    assert 'href="../../../../donnees/tranquillite/barometre/">1er trimestre 2026' in html.unescape(earlier.body).replace("\N{NO-BREAK SPACE}", " ")  # fmt: skip


def test_a_quarter_published_since_the_last_year_is_beside_the_same_quarter_before() -> None:
    year = ["annee,trimestre,arrondissement,groupe_faits,nb_faits",
            *(f"{then},{quarter},Total,Total,{40 if quarter == 'T1' else 55}"
              for then in range(2023, 2026) for quarter in ("T1", "T2", "T3", "T4", "Total"))]  # fmt: skip
    later = ["trimestre,periode,arrondissement,groupe_faits,nb_faits",
             "2026-T1,TRIMESTRE,Total,Total,60", "2026-T1,QUATRE-TRIMESTRES,Total,Total,225"]  # fmt: skip
    found = recent(read_series(csv.DictReader(year), csv.DictReader(later))).trimestres
    assert list(found) == [("2025", "T1"), ("2025", "T2"), ("2025", "T3"), ("2025", "T4"), ("2026", "T1")]  # fmt: skip
    (cell,) = found["2026", "T1"]
    assert (cell.nombre, cell.avant) == (60, {"2023": 40, "2024": 40, "2025": 40})


@pytest.mark.parametrize(
    ("count", "said"), [(15, "+ 50 %"), (5, "− 50 %"), (10, "0 %"), (None, "sans comparaison")]
)
def test_a_change_has_its_sign(count: int | None, said: str) -> None:
    one = Cell("75101", "G", count, {"2024": 10})
    assert change(one).replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_table_without_rows_has_no_quarter() -> None:
    assert recent({}) == NO_QUARTER
