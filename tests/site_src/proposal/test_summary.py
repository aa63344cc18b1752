"""What a proposal changes, said from both sides of it: recorded proposals are compared with files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.findings import FindingsError
from site_src.engine.tree import Tree
from site_src.proposal.annotations import commands, verdict
from site_src.proposal.summary import (
    PICTURED,
    SHOWN,
    Side,
    changed_pages,
    pictured,
    summary,
)
from tests.builds import UNKNOWN
from tests.opendata.cases import case, published

GOLDEN = Path(__file__).resolve().parents[2] / "golden/proposition"
CASES = ("chiffre-corrige", "donnees-et-code")


def side(folder: Path) -> Side:
    depot, site = (Tree(folder / name).select(("**/*",)) for name in ("depot", "site"))
    return Side(depot, site)


def page(name: str, text: str, around: str = "") -> bytes:
    return f"<main><h1>{name}</h1>{text}</main>{around}".encode()


def site(pages: dict[str, bytes]) -> Side:
    return Side({}, {f"{name}/index.html": raw for name, raw in pages.items()})


@pytest.mark.parametrize("name", CASES)
def test_a_recorded_proposal_is_told_in_these_words(name: str) -> None:
    sides = (side(GOLDEN / name / folder) for folder in ("avant", "apres"))
    assert summary(*sides) == (GOLDEN / name / "attendu.md").read_text(encoding="utf-8")


def test_a_recorded_proposal_with_faults_is_annotated_in_these_words() -> None:
    with pytest.raises(FindingsError) as refused:
        published({**case("valeurs"), **UNKNOWN})
    found = refused.value.findings
    told = "".join(f"{line}\n" for line in commands(found))
    assert told == (GOLDEN / "fautes/annotations.txt").read_text(encoding="utf-8")
    assert verdict(found, []) == (GOLDEN / "fautes/attendu.md").read_text(encoding="utf-8")


def test_a_proposal_that_changes_nothing_says_so() -> None:
    same = side(GOLDEN / CASES[0] / "avant")
    told = summary(same, same)
    assert "Change : aucun fichier." in told
    assert "Rien ne change de ce qui est publié." in told
    assert "### Jeux de données" not in told
    assert "### Dates" not in told


def test_many_pages_are_counted_and_five_are_pictured() -> None:
    names = [f"p{rank:02}" for rank in range(SHOWN + 3)]
    old, new = (site({name: page(name, text) for name in names}) for text in ("un", "deux"))
    pages = changed_pages(old, new)
    assert [one.address for one in pictured(pages, old, new)] == [
        f"/{name}/" for name in names[:PICTURED]
    ]
    told = summary(old, new)
    assert told.count(" : changée") == SHOWN
    assert "- et 3 autres\n" in told


def test_the_page_of_what_was_edited_is_pictured_first_and_each_part_of_the_site_in_its_turn() -> (
    None
):
    names = ("donnees", "donnees/a", "donnees/crues", "crues", "en/floods", "plan", "risques/orage")
    sites = [{f"{name}/index.html": page(name, text) for name in names} for text in ("un", "deux")]
    edited = ("data/risques/orage.yaml", "data/datasets/crues/crues.csv")
    old, new = (Side(dict.fromkeys(edited, text), one) for one, text in zip(sites, (b"1", b"2"), strict=True))  # fmt: skip
    pages = changed_pages(old, new)
    assert [one.address for one in pages] == sorted(f"/{name}/" for name in names)
    chosen = [one.address for one in pictured(pages, old, new)]
    assert chosen == ["/crues/", "/donnees/crues/", "/risques/orage/", "/en/floods/", "/plan/"]


def test_the_year_of_a_row_without_a_day_is_a_date_too() -> None:
    table, head = "datasets/essai/a.csv", b"id,annee,annee_fin\n"
    old, new = (
        Side({f"data/{table}": head + rows}, {"donnees/essai/a.csv": b""})
        for rows in (
            b"x,1740,\ny,2000,2001\n",
            b"x,1741,\ny,2000,2001\nz,1910,2024\nw,2025-01-02,\n",
        )
    )
    assert "Dates dans les lignes changées\n\nDe 1740 au 2\xa0janvier 2025.\n" in summary(old, new)


def test_the_same_bytes_are_one_file_of_the_size_and_what_grew_is_said() -> None:
    old = Side({}, {"a.html": b"x" * 2000, "b.html": b"x" * 2000, "c.pdf": b""})
    new = Side({}, {**old.site, "a.html": b"x" * 1999, "c.pdf": b"y" * 3456})
    told = summary(old, new)
    assert "| Pages | 2 fichiers, 2,0 ko | 2 fichiers, 4,0 ko | +2,0 ko |\n" in told
    assert "| Documents à imprimer | 1 fichier, 0,0 ko | 1 fichier, 3,5 ko | +3,5 ko |\n" in told
    assert "| Pages | 2 fichiers, 4,0 ko | 2 fichiers, 2,0 ko | \N{MINUS SIGN}2,0 ko |\n" in summary(new, old)  # fmt: skip
    assert "- 1 document à imprimer (PDF) : `/c.pdf`\n" in told


def test_only_what_was_there_and_is_there_is_pictured() -> None:
    old, new = site({"a": page("A", "un")}), site({"b": page("B", "un")})
    pages = changed_pages(old, new)
    assert [one.how for one in pages] == ["nouvelle", "retirée"]
    assert pictured(pages, old, new) == []
    assert "images d'avant" not in summary(old, new)


def test_what_changes_around_the_text_is_no_changed_page() -> None:
    old, new = (site({"a": page("A", "un", foot)}) for foot in ("hier", "aujourd'hui"))
    assert changed_pages(old, new) == []
    assert "- 1 page change seulement autour du texte" in summary(old, new)


@given(st.text(min_size=1).filter(str.strip))
def test_the_name_of_a_page_is_no_mark(name: str) -> None:
    raw = name.replace("&", "&amp;").replace("<", "&lt;")
    told = summary(site({}), site({"a": page(raw, "un")}))
    (line,) = [line for line in told.split("\n") if line.endswith(" : nouvelle")]
    assert re.fullmatch(r"- `[^`\r\n]*`, `/a/` : nouvelle", line)


VALUES = ("SECRET-17", "Rue des Essais", "48.8566")


def test_no_value_of_a_table_is_quoted() -> None:
    before, after = (side(GOLDEN / CASES[0] / folder) for folder in ("avant", "apres"))
    table = "data/datasets/essai/lieux.csv"
    marked = Side({**after.files, table: after.files[table] + "".join(f"{one}\n" for one in VALUES).encode()}, after.site)  # fmt: skip
    told = summary(before, marked)
    assert not any(value in told for value in VALUES)


def test_not_even_a_day_of_a_table_that_is_not_published_is_told() -> None:
    before = side(GOLDEN / CASES[0] / "avant")
    extract = {**before.files, "data/datasets/essai/extrait.csv": b"jour\n1999-12-31\n"}
    assert "1999" not in summary(before, Side(extract, before.site))


def test_a_table_of_the_confidential_extract_stops_the_summary() -> None:
    before = side(GOLDEN / CASES[0] / "avant")
    extract = {**before.site, "donnees/essai/extrait.csv": b"jour,id_fait\n2025-01-01,17\n"}
    with pytest.raises(FindingsError) as refused:
        summary(before, Side(before.files, extract))
    (found,) = refused.value.findings
    assert str(found) == (
        "donnees/essai/extrait.csv:1:2: colonne confidentielle « id_fait » — règle : une colonne qui désigne un fait ou un lieu "
        "n'est jamais publiée — remède : retirer ce fichier de la proposition et de son historique, et prévenir l'observatoire"
    )
