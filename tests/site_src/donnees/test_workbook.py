"""Tables go to an Excel book and come back byte for byte; what hands and spreadsheets do to it is said, cell by cell."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

import build
from opendata.findings import FindingsError
from opendata.workbooks.guide import Left
from site_src import commands
from site_src.donnees.workbook import drawn_book, edited, returned
from site_src.engine.build import Plan
from site_src.engine.outputs import write
from site_src.engine.readings import Given, Reading
from site_src.engine.stages import Inputs, Stage
from site_src.engine.store import Outputs
from site_src.risques import tables as register
from site_src.territoires import imprints
from tests.builds import UNKNOWN, committed
from tests.opendata.cases import case
from tests.site_src.donnees.books import (
    MEASURES,
    PLACES,
    Hand,
    drawn,
    edited_book,
    given,
    with_parts,
    zipped,
)

DATASETS = committed("data/datasets/*/*.csv", "data/datasets/*/dataset.yaml")
BY_HAND = sorted(
    {path.split("/")[2] for path in DATASETS if path.endswith(".csv") and path not in imprints.TABLES}
    - {register.ID, "tranquillite"}
)  # fmt: skip


def told(raw: bytes) -> list[str]:
    """What is said of a book of « essai »."""
    return [str(one) for one in sorted(set(returned("essai.xlsx", raw, given()).findings))]


def of_folder(name: str) -> dict[str, bytes]:
    return {path: raw for path, raw in DATASETS.items() if path.startswith(f"data/datasets/{name}/")}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_a_book_that_nobody_touched_gives_every_real_table_byte_for_byte(name: str) -> None:
    left = {path: Left(path, *imprints.BY_HAND) for path in imprints.TABLES}
    real = edited(name, of_folder(name), left)
    made = returned("a.xlsx", drawn_book(real), real)
    assert (made.findings, made.files, made.lines) == ((), {}, ())
    assert {sheet.name for sheet in made.sheets.values()} == set(real.tables)


FIELDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Cf")) | st.just("\n"), max_size=12) | st.just("a\r\nb")  # fmt: skip
VALUES = st.sampled_from(["", "6.10", "6.1", "0", "10", "9.999", "1.2340", "-0", "007", "61,0", "=1", "1e3", "0.1000"])  # fmt: skip


@settings(max_examples=8, deadline=None)
@over(st.lists(st.tuples(FIELDS, FIELDS, VALUES, st.sampled_from(["bon", "01", "_x000D_", "+a"])), min_size=1, max_size=6))  # fmt: skip
def test_a_book_gives_any_table_back_byte_for_byte_or_says_that_it_cannot(
    rows: list[tuple[str, str, str, str]],
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(
        [("lieu", "date_mesure", "hauteur_m", "etat"), *rows]
    )
    try:
        one = given({MEASURES: text.getvalue().encode()})
        raw = drawn_book(one)
    except FindingsError:
        return
    made = returned("a.xlsx", raw, one)
    assert made.files == {}


def test_the_same_tables_give_the_same_book() -> None:
    assert drawn() == drawn()


def test_the_book_says_how_to_use_it_and_offers_the_codes() -> None:
    book = openpyxl.load_workbook(io.BytesIO(drawn()))
    assert book.sheetnames == ["Lisez-moi", "lieux", "mesures", "Colonnes et codes"]
    words = {row[0]: row[1] for row in book["Lisez-moi"].iter_rows(values_only=True, max_col=2)}
    assert words["Jeu"] == "essai"
    assert "python build.py tableur essai --depuis" in str(words["Pour le rendre"])
    sheet = book["mesures"]
    assert [cell.number_format for cell in sheet[2]] == ["@", "@", "0.00", "@"]
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("D2:D1048576", "'Colonnes et codes'!$G$6:$G$7")
    with zipfile.ZipFile(
        io.BytesIO(drawn())
    ) as parts:  # Excel does not offer to make numbers of codes
        assert b'numberStoredAsText="1"' in parts.read("xl/worksheets/sheet3.xml")
    codes = [cell.value for cell in book["Colonnes et codes"]["G"]]
    assert codes[5:7] == ["bon", "douteux"]


def put(sheet: str, **cells: object) -> Hand:
    def hand(book: Workbook) -> None:
        for place, value in cells.items():
            book[sheet][place] = value

    return hand


def test_a_corrected_cell_a_row_more_and_a_row_less_change_their_lines_alone() -> None:
    def hand(book: Workbook) -> None:
        put("mesures", C2=6.2)(book)
        book["mesures"].append(["b", "2020-05-05", 3, "bon"])
        book["mesures"].delete_rows(3)

    made = returned("essai.xlsx", edited_book(hand), given())
    assert made.findings == ()
    assert made.files == {MEASURES: b"lieu,date_mesure,hauteur_m,etat\na,2020-01-01,6.20,bon\nb,2020-05-05,3,bon\n"}  # fmt: skip
    assert made.lines == ("Mesures : 1 ligne ajoutée, 1 ligne retirée, 1 ligne modifiée.",)


def test_rows_in_another_order_are_said_to_be() -> None:
    def hand(book: Workbook) -> None:
        put("lieux", A2="b", A3="a")(book)

    made = returned("essai.xlsx", edited_book(hand), given())
    assert made.files == {PLACES: b"lieu\nb\na\n"}
    assert made.lines == ("Lieux : lignes dans un autre ordre.",)


def test_a_text_that_starts_like_a_formula_goes_and_comes_back_as_text() -> None:
    raw = b"lieu\n=1+1\n+33\n-a\n@b\n01\n"
    one = given({PLACES: raw})
    book = drawn_book(one)
    cells = [cell.data_type for cell in openpyxl.load_workbook(io.BytesIO(book))["lieux"]["A"]]
    assert set(cells) == {"s"}
    assert returned("essai.xlsx", book, one).files == {}


def test_empty_rows_at_the_end_are_no_rows() -> None:
    def hand(book: Workbook) -> None:
        for row in range(4, 9):
            book["mesures"].cell(row, 1).number_format = "@"
            book["mesures"].cell(row, 2).value = None

    made = returned("essai.xlsx", edited_book(hand), given())
    assert (made.findings, made.files) == ((), {})


SHEETS = "règle : les feuilles sont celles du classeur tiré par --vers"
AGAIN = "remède : reprendre le classeur tiré par --vers, et y reporter les corrections"
MEASURED = "essai.xlsx, feuille « mesures »"
DATE = "règle : une date s'écrit en texte : un tableur compte des jours, et en change la forme"
HEADER = "règle : les colonnes sont celles que déclare le schéma, dans le même ordre"
SHOW = "règle : tout ce qui est rendu se voit — remède : tout sélectionner, puis Format, Afficher ; ôter le filtre s'il y en a un"
FORMULA = "règle : une case a une valeur, pas un calcul — remède : copier la case, puis collage spécial « Valeurs » ; un texte qui commence par = se tape dans une case au format Texte"
PAGE = " — page : /donnees/essai/"


def hide(book: Workbook) -> None:
    sheet = book["mesures"]
    sheet.row_dimensions[2].hidden = sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book["lieux"].row_dimensions[3].hidden = True


def copy(book: Workbook) -> None:
    book.copy_worksheet(book["mesures"]).title = "mesures (2)"


def several(book: Workbook) -> None:
    """Faults of cells and of values, in both tables."""
    put("mesures", C2="=A1*2", B3=datetime.date(2021, 12, 31), D2="mauvais", D3="#REF!")(book)  # fmt: skip
    book["mesures"]["D3"].data_type = "e"
    put("lieux", A3=7)(book)


def blank(book: Workbook) -> None:
    book["mesures"].insert_rows(3)
    put("mesures", C4=61)(book)


def twice(book: Workbook) -> None:
    put("lieux", A3="deux\nlignes", A4="b", A5="b")(book)


HANDS: dict[str, tuple[Hand, list[str]]] = {
    "formule": (put("mesures", C2="=A1*2"), [
        f"{MEASURED}:2:3: case C2 : hauteur_m : formule « =A1*2 » — {FORMULA}"]),
    "date": (put("mesures", B2=datetime.date(2020, 1, 1)), [
        f"{MEASURED}:2:2: case B2 : date_mesure : date du tableur, 2020-01-01 — {DATE} — remède : mettre la case au format Texte, puis écrire 2020-01-01"]),
    "date en nombre": (put("mesures", B2=43831), [
        f"{MEASURED}:2:2: case B2 : date_mesure : nombre 43831 dans une colonne de dates — {DATE} — remède : mettre la case au format Texte, puis écrire le jour, par exemple 2016-06-03"]),
    "code sans ses zéros": (put("lieux", A2=1), [
        "essai.xlsx, feuille « lieux »:2:1: case A2 : lieu : nombre 1 dans une colonne de textes — règle : cette colonne est du texte : un nombre y perd ses zéros de tête — remède : mettre la case au format Texte, puis retaper le texte en entier"]),
    "nombre en texte": (put("mesures", C2="6,20"), [
        f"{MEASURED}:2:3: case C2 : hauteur_m : nombre « 6,20 » écrit comme un texte — règle : une colonne de nombres a des nombres — remède : mettre la case au format Nombre, puis retaper la valeur"]),
    "fusion": (lambda book: book["mesures"].merge_cells("A2:A3"), [
        f"{MEASURED}:2:1: cases fusionnées A2:A3 — règle : une valeur par case — remède : annuler la fusion, puis écrire la valeur dans chaque case",
        f"{MEASURED}:3:1: case A3 : lieu vide : valeur attendue — règle : dataset.yaml, lieu — remède : donner une valeur{PAGE}"]),
    "masqué": (hide, [
        f"essai.xlsx, feuille « lieux »:3:0: ligne 3 masquée — {SHOW}",
        f"{MEASURED}:1:3: colonne C masquée — {SHOW}",
        f"{MEASURED}:2:0: lignes 2 à 3 masquées — {SHOW}"]),
    "feuille masquée": (lambda book: setattr(book["lieux"], "sheet_state", "hidden"), [
        "essai.xlsx, feuille « lieux »:0:0: feuille masquée — règle : tout ce qui est rendu se voit — remède : clic droit sur un onglet, Afficher"]),
    "feuille de plus": (lambda book: book.create_sheet("Feuil1"), [
        f"essai.xlsx:0:0: feuille « Feuil1 » en trop — {SHEETS} — remède : supprimer la feuille"]),
    "feuille copiée": (copy, [
        f"essai.xlsx:0:0: feuille « mesures (2) », copie de « mesures » — {SHEETS} — remède : garder une seule des deux, sous le nom d'origine"]),
    "feuille renommée": (lambda book: setattr(book["lieux"], "title", "Lieux-dits"), [
        f"essai.xlsx:0:0: feuille « Lieux-dits » en trop — {SHEETS} — remède : supprimer la feuille",
        f"essai.xlsx:0:0: feuille « lieux » absente — {SHEETS} — {AGAIN}"]),
    "sans lisez-moi": (lambda book: book.remove(book["Lisez-moi"]), [
        f"essai.xlsx:0:0: feuille « Lisez-moi » absente — {SHEETS} — {AGAIN}"]),
    "lisez-moi effacé": (put("Lisez-moi", B2=None), [
        f"essai.xlsx, feuille « Lisez-moi »:0:0: jeu ou empreintes effacés — règle : cette feuille dit de quoi le classeur est tiré — {AGAIN}"]),
    "autre jeu": (put("Lisez-moi", B2="crues"), [
        "essai.xlsx:0:0: classeur du jeu « crues », et non de « essai » — règle : un classeur est rendu au jeu dont il est tiré — remède : python build.py tableur crues --depuis essai.xlsx"]),
    "colonne de plus": (put("mesures", E1="note"), [
        f"{MEASURED}:1:5: colonne « note » inconnue — {HEADER} — remède : retirer la colonne ou la déclarer au schéma"]),
    "colonne ôtée": (lambda book: book["mesures"].delete_cols(3), [
        f"{MEASURED}:1:0: colonne « hauteur_m » absente — {HEADER} — remède : ajouter la colonne « hauteur_m »"]),
    "colonnes échangées": (put("mesures", A1="date_mesure", B1="lieu"), [
        f"{MEASURED}:1:0: colonnes répétées ou dans un autre ordre — {HEADER} — remède : écrire lieu,date_mesure,hauteur_m,etat"]),
    "colonne renommée": (put("mesures", C1="Hauteur (m)"), [
        f"{MEASURED}:1:0: colonne « hauteur_m » absente — {HEADER} — remède : ajouter la colonne « hauteur_m »",
        f"{MEASURED}:1:3: colonne « Hauteur (m) » inconnue — {HEADER} — remède : retirer la colonne ou la déclarer au schéma"]),
    "en-tête ôté": (lambda book: book["lieux"].delete_rows(1, 9), [
        f"essai.xlsx, feuille « lieux »:1:0: colonne « lieu » absente — {HEADER} — remède : ajouter la colonne « lieu »"]),
    "à côté de la table": (put("mesures", G3="à revoir"), [
        f"{MEASURED}:3:7: case G3 : valeur hors de la table — règle : la table a 4 colonnes — remède : effacer la case, ou l'écrire dans une colonne de la table"]),
    "ligne vide au milieu": (blank, [
        f"{MEASURED}:3:0: ligne 3 vide au milieu de la table — règle : une ligne, un enregistrement — remède : supprimer la ligne entière (clic droit, Supprimer)",
        f"{MEASURED}:4:3: case C4 : hauteur_m « 61 » : entre 0 et 10 attendu — règle : dataset.yaml, hauteur_m — remède : corriger la valeur{PAGE}"]),
    "plusieurs": (several, [
        "essai.xlsx, feuille « lieux »:3:1: case A3 : lieu : nombre 7 dans une colonne de textes — règle : cette colonne est du texte : un nombre y perd ses zéros de tête — remède : mettre la case au format Texte, puis retaper le texte en entier",
        f"{MEASURED}:2:3: case C2 : hauteur_m : formule « =A1*2 » — {FORMULA}",
        f"{MEASURED}:2:4: case D2 : etat « mauvais » : code inconnu — règle : dataset.yaml, etat — remède : choisir parmi bon, douteux{PAGE}",
        f"{MEASURED}:3:2: case B3 : date_mesure : date du tableur, 2021-12-31 — {DATE} — remède : mettre la case au format Texte, puis écrire 2021-12-31",
        f"{MEASURED}:3:4: case D3 : etat : erreur #REF! — règle : une case a une valeur — remède : écrire la valeur, ou vider la case"]),
}  # fmt: skip


@pytest.mark.parametrize("name", HANDS)
def test_what_hands_do_to_a_book_is_said_at_its_cell_all_at_once(name: str) -> None:
    hand, expected = HANDS[name]
    assert told(edited_book(hand)) == expected


RULE = "règle : un classeur Excel (.xlsx), tiré par python build.py tableur JEU --vers FICHIER.xlsx"
SAVE = "remède : dans le tableur : Enregistrer sous, « Classeur Excel (.xlsx) »"
UNLOCK = "remède : ôter le mot de passe, puis dans le tableur : Enregistrer sous, « Classeur Excel (.xlsx) »"
BYTES: dict[str, tuple[bytes, str]] = {
    "vide": (b"", f"fichier vide — {RULE} — {SAVE}"),
    "csv à points-virgules": (b"lieu;date_mesure;hauteur_m\na;2020-01-01;6,10\n", f"CSV à « ; » — {RULE} — {SAVE}"),
    "csv": (b"lieu,date_mesure\n", f"CSV à « , » — {RULE} — {SAVE}"),
    "texte": (b"bonjour\n", f"fichier de texte — {RULE} — {SAVE}"),
    "image": (b"\x89PNG\r\n\x1a\n\0\0", f"fichier d'une autre sorte — {RULE} — {SAVE}"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"classeur Excel ancien (.xls), ou protégé par un mot de passe — {RULE} — {UNLOCK}"),
    "zip abîmé": (b"PK\x03\x04 rien", f"classeur abîmé : l'archive ZIP ne se lit pas — {RULE} — {AGAIN}"),
    "zip": (zipped({"a.txt": b"a"}), f"archive ZIP qui n'est pas un classeur Excel — {RULE} — {SAVE}"),
    "ods": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), f"classeur OpenDocument (.ods) — {RULE} — {SAVE}"),
    "xlsb": (zipped({"xl/workbook.bin": b"", "[Content_Types].xml": b""}), f"classeur binaire (.xlsb) — {RULE} — {SAVE}"),
    "bombe": (zipped({"[Content_Types].xml": b" " * 30_000_000}),
              f"classeur de 30 Mo une fois ouvert, en 1 parties, au lieu de 20 Mo au plus — {RULE} — {AGAIN}"),
    "trop d'éléments": (zipped({"[Content_Types].xml": b"<a/>" * 200_001}),
                        f"classeur de plus de 200 000 éléments — {RULE} — remède : ôter les mises en forme et les lignes vides, ou reprendre le classeur tiré par --vers, et y reporter les corrections"),
    "vide dedans": (zipped({"[Content_Types].xml": b"<a/>"}), f"classeur illisible — {RULE} — {AGAIN}"),
    "lourd": (b"PK" + b"\0" * 10_000_000, f"fichier de plus de 10 Mo — {RULE} — {AGAIN}"),
}  # fmt: skip


@pytest.mark.parametrize("name", BYTES)
def test_a_file_that_is_no_book_is_named(name: str) -> None:
    raw, expected = BYTES[name]
    assert told(raw) == [f"essai.xlsx:0:0: {expected}"]


PARTS: dict[str, tuple[Mapping[str, bytes], str]] = {
    "entités": ({"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><sst/>'}, f"classeur qui déclare des entités XML — {RULE} — {AGAIN}"),
    "entités en UTF-16": ({"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b "c">]><sst/>'.encode("utf-16")}, f"classeur qui déclare des entités XML — {RULE} — {AGAIN}"),
    "strict": ({"xl/workbook.xml": b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'}, f"classeur « Open XML strict » — {RULE} — {SAVE}"),
    "macros": ({"xl/vbaProject.bin": b""}, f"classeur à macros (.xlsm) — {RULE} — {SAVE}"),
    "xml coupé": ({"xl/worksheets/sheet3.xml": b"<worksheet><sheetData>"}, f"classeur illisible — {RULE} — {AGAIN}"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_a_book_with_a_part_of_another_sort_is_refused(name: str) -> None:
    parts, expected = PARTS[name]
    assert told(with_parts(parts)) == [f"essai.xlsx:0:0: {expected}"]


def test_a_cell_at_the_end_of_a_sheet_is_refused_before_rows_are_made() -> None:
    assert told(edited_book(put("mesures", XFD1048576="x"))) == [
        f"{MEASURED}:0:0: cases jusqu'à la ligne 1 048 576 et la colonne 16 384 — règle : au plus 200 000 lignes et 1 000 colonnes — remède : supprimer les lignes et colonnes au-delà de la table"
    ]


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
HOSTILE: dict[str, tuple[bytes, str]] = {
    "fusion de toute la feuille": (b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        f"{MEASURED}:1:1: cases fusionnées A1:XFD1048576 — règle : une valeur par case — remède : annuler la fusion, puis écrire la valeur dans chaque case"),
    "ligne lointaine": (b'<row r="199999"><c r="A199999"><v>1</v></c></row></sheetData>',
        f"{MEASURED}:2:0: lignes 2 à 199998 vides au milieu de la table — règle : une ligne, un enregistrement — remède : supprimer la ligne entière (clic droit, Supprimer)"),
    "formule partagée": (b'<row r="2"><c r="A2"><f t="shared" si="0" ref="A2:A3">B1</f></c></row><row r="3"><c r="A3"><f t="shared" si="0"/></c></row></sheetData>',
        f"{MEASURED}:1:0: colonne « lieu » absente — {HEADER} — remède : ajouter la colonne « lieu »"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_sheet_that_says_more_than_it_holds_is_answered_at_once(name: str) -> None:
    sheet, expected = HOSTILE[name]
    assert expected in told(
        with_parts({"xl/worksheets/sheet3.xml": HEAD + sheet + b"</worksheet>"})
    )


def test_a_line_that_a_message_names_is_that_of_the_sheet() -> None:
    assert (
        told(edited_book(twice)) == []
    )  # the book is right in itself: the check of the CSV says the rest
    made = returned("essai.xlsx", edited_book(twice), given())
    assert made.files[PLACES] == b'lieu\na\n"deux\nlignes"\nb\nb\n'
    one = given(made.files)
    findings: list[str] = []
    with pytest.raises(FindingsError) as error:
        published_again(made.files)
    findings = [str(found) for found in sorted(made.located(error.value.findings))]
    assert one.tables["lieux"].rows[1] == ("deux\nlignes",)
    assert f"essai.xlsx, feuille « lieux »:5:1: case A5 : lieu « b » : déjà ligne 4 — règle : dataset.yaml, primaryKey — remède : corriger ou retirer l'une des deux lignes{PAGE}" in findings  # fmt: skip


def published_again(files: Mapping[str, bytes]) -> None:
    from opendata.records.catalogue import read_catalogue

    found: list[object] = []
    read_catalogue({**case("valide"), **files}, None, found)  # type: ignore[arg-type]
    raise FindingsError(found)  # type: ignore[arg-type]


def test_a_table_that_changed_since_is_not_written_over() -> None:
    book = edited_book(put("mesures", C2=6.2))
    since = given({MEASURES: b"lieu,date_mesure,hauteur_m,etat\na,2020-01-01,6.30,bon\nb,2021-12-31,,douteux\n"})  # fmt: skip
    assert [str(one) for one in returned("essai.xlsx", book, since).findings] == [
        f"{MEASURED}:0:0: {MEASURES} a changé depuis que ce classeur en est tiré — règle : un classeur remplace la table dont il est tiré, et elle seule — remède : en tirer un neuf (--vers), et y reporter les corrections"
    ]


def test_a_table_that_a_command_writes_is_in_no_book_and_comes_from_none() -> None:
    left = {PLACES: Left(PLACES, *imprints.BY_HAND)}
    one = given(generated=left)
    book = drawn_book(one)
    assert "lieux" not in openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    back = edited_book(lambda opened: opened.create_sheet("lieux"), book)
    assert [str(found) for found in returned("essai.xlsx", back, one).findings] == [
        "essai.xlsx, feuille « lieux »:0:0: table écrite par derive — règle : un fichier tiré des originaux n'est changé que par derive — remède : signaler l'erreur à qui publie l'original ; pour refaire la table, python build.py derive --mirror DOSSIER"
    ]


# The command: readings of the datasets, and a stage that stands for the pages.


def nothing(inputs: Inputs) -> Outputs:
    return {}


def spoiled(given: Given) -> bool:
    """A fault elsewhere, which was there before."""
    from opendata.findings import Finding

    if b"6.20" in given.files[MEASURES]:
        given.findings.append(Finding("data/risques/a.yaml", 3, 1, "dit 6.10", "un chiffre est le même partout", "écrire 6.20"))  # fmt: skip
    given.findings.append(Finding("data/risques/b.yaml", 1, 1, "mauvais", "bon", "corriger"))
    return True


READINGS = tuple(one for one in build.READINGS if one.name in ("sources", "datasets"))
PLAN = Plan(READINGS, (Stage("pages", "Pages", f"{__name__}:nothing"),), FindingsError)
SPOILED = Plan((*READINGS, Reading("autre", f"{__name__}:spoiled", (MEASURES,))), PLAN.stages, FindingsError)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234")
    write({**case("valide"), **UNKNOWN}, tmp_path / "depot")
    return tmp_path / "depot"


def run(root: Path, *, to: Path | None = None, back: Path | None = None, name: str = "essai", plan: Plan = PLAN) -> int:  # fmt: skip
    return commands.exit_code(lambda: commands.tableur(plan, root, name, to, back))


def test_a_corrected_book_becomes_the_csv(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = root.parent / "essai.xlsx"
    assert run(root, to=book) == 0
    assert capsys.readouterr().out == f"écrit : {book} (feuilles lieux, mesures)\n"
    assert run(root, back=book) == 0
    assert capsys.readouterr().out == "déjà à jour : data/datasets/essai/\n"
    book.write_bytes(edited_book(put("mesures", C2=6.2), book.read_bytes()))
    assert run(root, back=book) == 0
    assert capsys.readouterr().out == f"Mesures : 1 ligne modifiée.\nécrit : {MEASURES}\n"
    assert (root / MEASURES).read_bytes() == b"lieu,date_mesure,hauteur_m,etat\na,2020-01-01,6.20,bon\nb,2021-12-31,,douteux\n"  # fmt: skip


def test_a_value_that_check_refuses_leaves_every_csv_as_it_was(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = root.parent / "essai.xlsx"
    book.write_bytes(edited_book(put("mesures", C2=61, D3="mauvais")))
    before = {path: (root / path).read_bytes() for path in (MEASURES, PLACES)}
    assert run(root, back=book) == 1
    where = f"{book}, feuille « mesures »"
    assert capsys.readouterr().out == (
        f"{where}:2:3: case C2 : hauteur_m « 61.00 » : entre 0 et 10 attendu — règle : dataset.yaml, hauteur_m — remède : corriger la valeur{PAGE}\n"
        f"{where}:3:4: case D3 : etat « mauvais » : code inconnu — règle : dataset.yaml, etat — remède : choisir parmi bon, douteux{PAGE}\n"
    )  # fmt: skip
    assert before == {path: (root / path).read_bytes() for path in before}


def test_what_the_correction_makes_wrong_elsewhere_is_said_and_what_was_wrong_is_not(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = root.parent / "essai.xlsx"
    book.write_bytes(edited_book(put("mesures", C2=6.2)))
    assert run(root, back=book, plan=SPOILED) == 1
    assert capsys.readouterr().out == "data/risques/a.yaml:3:1: dit 6.10 — règle : un chiffre est le même partout — remède : écrire 6.20\n"  # fmt: skip
    book.write_bytes(edited_book(put("mesures", C2=6.3)))
    assert run(root, back=book, plan=SPOILED) == 0
    assert b"6.30" in (root / MEASURES).read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({}, "--vers FICHIER.xlsx, ou --depuis FICHIER.xlsx : l'un des deux"),
        ({"to": "a.xlsx", "back": "a.xlsx"}, "--vers FICHIER.xlsx, ou --depuis FICHIER.xlsx : l'un des deux"),
        ({"to": "a.xlsx", "name": "rien"}, "jeu « rien » inconnu"),
        ({"to": "a.xlsx", "name": "../../etc"}, "jeu « ../../etc » inconnu"),
        ({"to": "a.csv"}, "--vers {}/a.csv : un nom en .xlsx est attendu"),
        ({"to": "depot/data/a.xlsx"}, "--vers {}/depot/data/a.xlsx : hors de data/, où les tables sont des CSV"),
        ({"to": "nulle-part/a.xlsx"}, "--vers {}/nulle-part/a.xlsx : dossier absent"),
        ({"to": "la.xlsx"}, "--vers {}/la.xlsx : existe déjà, et n'est pas remplacé"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_wrong_usage(
    root: Path, capsys: pytest.CaptureFixture[str], words: Mapping[str, str], says: str
) -> None:
    (root.parent / "la.xlsx").write_bytes(b"un autre")
    to, back = (root.parent / words[key] if key in words else None for key in ("to", "back"))
    assert run(root, to=to, back=back, name=words.get("name", "essai")) == commands.USAGE
    assert f"build.py : {says.format(root.parent)} (aide" in capsys.readouterr().err
    assert (root.parent / "la.xlsx").read_bytes() == b"un autre"


@pytest.mark.parametrize(
    ("name", "path", "says"),
    [
        ("lieux-frais", "data/datasets/lieux-frais/horaires.csv",
         "table écrite par derive — règle : un fichier tiré des originaux n'est changé que par derive — remède : signaler l'erreur à qui publie l'original ; pour refaire la table, python build.py derive --mirror DOSSIER"),
        (register.ID, f"data/datasets/{register.ID}/consignes.csv",
         "table écrite par tabulate — règle : le jeu « registre-dicrim » suit le registre des risques — remède : corriger data/risques/, puis python build.py tabulate"),
        ("tranquillite", "data/datasets/tranquillite/tranquillite-donnees-fictives-de-demonstration.csv",
         "table protégée, tirée d'un extrait ESPRI — règle : une table sur des personnes ne sort que de protect, puis d'une attaque publique — remède : corriger l'extrait, puis python build.py protect, sur une machine de l'observatoire"),
    ],
)  # fmt: skip
def test_a_dataset_that_no_hand_edits_is_refused_with_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str], name: str, path: str, says: str
) -> None:
    write(of_folder(name), root)
    book = root.parent / "a.xlsx"
    assert run(root, to=book, name=name) == 1
    assert f"{path}:0:0: {says}\n" in capsys.readouterr().out
    assert not book.exists()
    book.write_bytes(drawn())
    assert run(root, back=book, name=name) == 1
    assert f"{path}:0:0: {says}\n" in capsys.readouterr().out


def test_a_csv_that_cannot_be_read_or_given_back_goes_to_no_book(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / PLACES).write_bytes(b"endroit\na\n")
    assert run(root, to=root.parent / "a.xlsx") == 1
    assert f"{PLACES}:1:0: colonne « lieu » absente" in capsys.readouterr().out
    (root / PLACES).write_bytes(b"lieu\na_x000D_\n")
    assert run(root, to=root.parent / "a.xlsx") == 1
    assert capsys.readouterr().out == (
        f"{PLACES}:2:1: lieu : texte qu'un classeur ne rendrait pas tel quel — règle : ce qui part dans un classeur en revient — "
        "remède : ôter du CSV ce qui ne s'y voit pas (retour chariot, « _x000D_ »), ou le corriger sans classeur\n"
    )  # fmt: skip
