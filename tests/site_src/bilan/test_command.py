"""`build.py bilan`: from what is asked to the files, or to what is wrong."""

from __future__ import annotations

import html
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import build
from opendata.findings import FindingsError
from site_src import commands
from site_src.bilan.command import Asked, run
from site_src.bilan.confidential import MARK
from site_src.bilan.sheet import CONFIDENTIEL, FICTIF
from tests.builds import ROOT
from tests.opendata.bilan.extracts import AREAS, raw
from tests.site_src.bilan.conftest import HOSTILE
from tests.site_src.documents import pdf
from tools.html_checkers import html_validate

TODAY = date(2026, 1, 5)
FORMS = ("html", "pdf", "xlsx")


def asked(extract: Path, out: Path) -> Asked:
    return Asked(extract, "2025-W28", out, None, (), "")


def silent(step: str) -> None:
    """No progress is shown."""


def refused(asked: Asked, root: Path, today: date = TODAY) -> list[str]:
    """What is told; nothing is written then."""
    parent = asked.out.parent
    before = sorted(parent.iterdir()) if parent.is_dir() else []
    with pytest.raises(FindingsError) as error:
        run(asked, root, today, silent)
    assert (sorted(parent.iterdir()) if parent.is_dir() else []) == before
    return [str(finding) for finding in error.value.findings]


@pytest.fixture(scope="module")
def made(checkout: Path, extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "bilan"
    run(asked(extract, out), checkout, TODAY, silent)
    return out


def of(made: Path, code: str, form: str) -> bytes:
    (path,) = made.glob(f"*{code}*.{form}")
    return path.read_bytes()


def test_each_circonscription_and_directorate_has_its_three_forms(made: Path) -> None:
    sheets = ("circonscription-01-C-1", "circonscription-02-C-2", "direction-03-DIR-A", "direction-04-DIR-B")  # fmt: skip
    expected = [f"confidentiel-{name}-fictif.{form}" for name in sheets for form in FORMS]
    assert sorted(path.name for path in made.iterdir()) == sorted([MARK, "index.html", *expected])


def test_every_page_says_that_it_is_confidential_and_fictitious(made: Path) -> None:
    for path in made.glob("*.html"):
        text = html.unescape(path.read_text(encoding="utf-8"))
        assert CONFIDENTIEL in text
        assert FICTIF in text
    for path in made.glob("*.pdf"):
        found = pdf.read(path.read_bytes())
        assert (found.partie_ua, found.titre[:16]) == ("1", "Semaine 2025-W28")
        assert pdf.pages_saying(path.read_bytes(), "CONFIDENTIEL") == found.pages


def test_every_workbook_says_that_it_is_confidential_and_fictitious(made: Path) -> None:
    for path in made.glob("*.xlsx"):
        sheet = openpyxl.load_workbook(path)["CONFIDENTIEL"]
        assert [sheet.cell(row, 1).value for row in (1, 2)] == [CONFIDENTIEL, FICTIF]
        assert CONFIDENTIEL in str(sheet.oddHeader.center.text)


def test_the_outbreak_is_told_in_words(made: Path) -> None:
    text = pdf.read(of(made, "C-2", "pdf")).text
    assert "Ce qui dépasse le niveau habituel" in text
    assert "E-4, Parc, 12e :" in text
    assert "Le hasard seul en fait autant ou plus" in text
    assert "l’extrait n’a pas la date des fiches, on ne peut pas le savoir" in text
    calm = pdf.read(of(made, "C-1", "pdf")).text
    assert "Rien cette semaine : 2 équipements et 2 types de faits jugés, aucun au-dessus." in calm


def test_a_label_is_text_in_every_form(made: Path) -> None:
    page = of(made, "C-2", "html").decode()
    assert "<b>" not in page
    assert HOSTILE in html.unescape(page)
    assert HOSTILE in pdf.read(of(made, "C-2", "pdf")).text
    book = openpyxl.load_workbook(io.BytesIO(of(made, "C-2", "xlsx")))
    cells = [cell for row in book["CONFIDENTIEL"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == HOSTILE} == {"s"}
    assert all(cell.data_type != "f" for cell in cells)


def test_a_page_asks_for_no_other_file(made: Path) -> None:
    page = html.unescape(of(made, "C-2", "html").decode())
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "://" not in page


def test_every_page_is_valid_html(made: Path) -> None:
    assert html_validate(sorted(made.glob("*.html")), made, ROOT) == []


def test_the_same_extract_makes_the_same_bytes(
    made: Path, checkout: Path, extract: Path, tmp_path: Path
) -> None:
    again = tmp_path / "encore"
    run(asked(extract, again), checkout, TODAY, silent)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in made.iterdir()
    }


def test_one_area_alone_replaces_what_was_made(
    checkout: Path, extract: Path, tmp_path: Path
) -> None:
    out = tmp_path / "bilan"
    run(replace(asked(extract, out), seuls=("C-1", "DIR-B")), checkout, TODAY, silent)
    assert len(list(out.glob("*.pdf"))) == 2
    run(replace(asked(extract, out), seuls=("DIR-B",)), checkout, TODAY, silent)
    assert sorted(path.name for path in out.iterdir()) == [
        MARK, *(f"confidentiel-direction-04-DIR-B-fictif.{form}" for form in FORMS)
    ]  # fmt: skip


def test_a_study_says_what_the_extract_does_not_have(
    checkout: Path, extract: Path, tmp_path: Path
) -> None:
    out = tmp_path / "etude"
    run(replace(asked(extract, out), etude="E-4"), checkout, TODAY, silent)
    text = pdf.read(of(out, "etude-E-4", "pdf")).text
    assert "Étude de sûreté : E-4" in text
    assert "l’extrait n’a pas l’heure des faits, on ne peut pas le savoir" in text
    assert "n’a pas le lieu des faits dans le bâtiment" in text


def test_the_command_tells_how_many_files_and_no_value(
    checkout: Path, extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bilan", str(extract), "--semaine", "2025-W28", "--racine", str(checkout), "--pour", "DIR-B"]  # fmt: skip
    out = tmp_path / "bilan"
    assert commands.exit_code(lambda: build.app([*words, "--out", str(out)], standalone_mode=False)) == 0  # fmt: skip
    printed = capsys.readouterr()
    assert printed.out == f"CONFIDENTIEL, hors de tout dépôt : {out} (3 fichiers)\n"
    assert printed.err == "Lecture de l’extrait…\nComposition des pages, des PDF et des tableaux…\n"  # fmt: skip


def test_the_command_tells_what_is_wrong_and_exits_1(
    checkout: Path, extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bilan", str(extract), "--semaine", "2025-W27", "--racine", str(checkout), "--out", str(tmp_path / "b")]  # fmt: skip
    assert commands.exit_code(lambda: build.app(words, standalone_mode=False)) == 1
    printed = capsys.readouterr()
    assert "fait daté après la semaine 2025-W27" in printed.out
    assert printed.err.endswith("1 problème(s) ; rien n'a été publié\n")
    assert list(tmp_path.iterdir()) == []


def test_all_that_is_wrong_on_the_command_line_is_told_at_once(
    checkout: Path, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    absent = tmp_path / "absent.yaml"
    words = Asked(tmp_path / "e.csv", "2026-W54", tmp_path / "bilan", absent, (), "")
    assert refused(words, checkout) == sorted([
        "--out:0:0: bilan confidentiel dans un dépôt — règle : des effectifs non protégés restent hors de tout dépôt — remède : choisir un dossier hors du dépôt",
        "--semaine:0:0: semaine non valable — règle : semaine ISO 8601, AAAA-Www, que son année a — remède : écrire par exemple 2026-W12",
        f"{absent}:0:0: fichier illisible — règle : un fichier qui existe et se lit — remède : vérifier le chemin et les droits",
        "EXTRACT:0:0: extrait confidentiel dans un dépôt — règle : un extrait reste hors de tout dépôt — remède : le déplacer hors du dépôt",
    ])  # fmt: skip


@pytest.mark.parametrize("week", ["2026-W01", "2026-W02", "2030-W01"])
def test_a_week_that_is_not_over_is_refused(
    checkout: Path, extract: Path, tmp_path: Path, week: str
) -> None:
    words = replace(asked(extract, tmp_path / "bilan"), semaine=week)
    sunday = date(2026, 1, 4)
    assert refused(words, checkout, sunday) == [
        (
            "--semaine:0:0: semaine qui n'est pas finie — règle : un bilan dit une semaine entière, du lundi au dimanche"
            " — remède : attendre le lundi suivant, ou donner une semaine passée"
        )
    ]


def test_an_unknown_circonscription_or_directorate_is_refused(
    checkout: Path, extract: Path, tmp_path: Path
) -> None:
    words = replace(asked(extract, tmp_path / "bilan"), seuls=("C-1", "C-9", "DIR-Z"))
    rule = (
        "circonscription ou direction inconnue — règle : un code du fichier des circonscriptions, ou de la nomenclature"
        " (data/parametres/divulgation.yaml) — remède : corriger le code"
    )
    assert refused(words, checkout) == [f"--pour:0:2: {rule}", f"--pour:0:3: {rule}"]


def test_an_unknown_facility_is_refused(checkout: Path, extract: Path, tmp_path: Path) -> None:
    words = replace(asked(extract, tmp_path / "bilan"), etude="E-9")
    (found,) = refused(words, checkout)
    assert found.startswith("--etude:0:0: équipement inconnu — ")


def test_a_mapping_that_leaves_an_arrondissement_out_is_refused(
    checkout: Path, extract: Path, tmp_path: Path
) -> None:
    path = tmp_path / "c.yaml"
    short = {"C-1": {"libelle": "Une", "arrondissements": ["75101"]}}
    path.write_bytes(raw({**AREAS, "circonscriptions": short}))
    found = refused(replace(asked(extract, tmp_path / "bilan"), circonscriptions=path), checkout)
    assert len(found) == 19
    assert found[0].startswith(f"{path}:2:3: 75102 n'est dans aucune circonscription — règle : ")


def test_a_wrong_extract_writes_nothing_and_shows_nothing(
    checkout: Path, extract: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "e.csv"
    more = "F-CANARI,2025-07-09,E-CANARI,ECOLE,DIR-A,75101,VOL\n"
    wrong.write_text(extract.read_text() + more)
    (found,) = refused(asked(wrong, tmp_path / "bilan"), checkout)
    assert "code_equipement non valable" in found
    assert "CANARI" not in found
