"""The doors of the general tool: what must not come in, or go out, whatever its format."""

from __future__ import annotations

import csv
import os
import stat
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from opendata.disclosure.__main__ import main
from opendata.disclosure.reading import CountsLayout, read_counts

COUNTS = "lieu,type,n\na,x,12\na,y,20\nb,x,30\nb,y,40\n"
BY_PLACE = ("--dimension", "lieu", "--dimension", "type", "--count", "n")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def protect(text: str, *options: str, name: str = "c.csv") -> int:
    Path(name).write_text(text, encoding="utf-8")
    return main(["protect", name, *options, "--out", "o.csv"])


def audit(text: str, *options: str) -> int:
    Path("p.csv").write_text(text, encoding="utf-8")
    return main(["audit", "p.csv", *options])


def published(name: str = "o.csv") -> list[list[str]]:
    with Path(name).open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))[1:]


def refused(capsys: pytest.CaptureFixture[str], code: int, status: int = 1) -> list[str]:
    assert code == status
    assert not Path("o.csv").exists()
    return capsys.readouterr().err.splitlines()


def parquet(columns: str, *rows: str) -> str:
    duckdb.execute(f"COPY (SELECT * FROM (VALUES {', '.join(rows)}) t({columns})) TO 'c.parquet' (FORMAT parquet)")  # fmt: skip
    return "c.parquet"


# -- columns by their place ----------------------------------------------------------------


def test_an_ignored_column_that_differs_by_case_alone_is_not_read() -> None:
    facts = "Nom,nom\n" + "CANARI-1,vol\nCANARI-2,rixe\n" * 6
    assert protect(facts, "--dimension", "nom", "--ignore", "Nom") == 0
    assert published() == [["Total", "12", "published"], ["rixe", "6", "published"], ["vol", "6", "published"]]  # fmt: skip


def test_ignored_columns_of_one_name_are_not_read() -> None:
    assert protect("x,x,x_1\n" + "a,CANARI,ok\n" * 8, "--dimension", "x_1", "--ignore", "x") == 0
    assert published() == [["Total", "8", "published"], ["ok", "8", "published"]]


def test_a_dimension_may_be_called_as_a_count_is() -> None:
    facts = "n,type\n" + "1,x\n" * 20 + "2,y\n" * 30
    assert protect(facts, "--dimension", "n", "--dimension", "type") == 0
    assert ["Total", "Total", "50", "published"] in published()


@pytest.mark.parametrize("name", ["value", "status", "primary", "upper_int"])
def test_a_dimension_called_as_a_column_that_the_tool_writes_is_refused(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    code = protect(COUNTS.replace("lieu", name), "--dimension", name, "--count", "n", "--ignore", "type")  # fmt: skip
    assert refused(capsys, code, 2) == [
        f"--dimension : « {name} » est une colonne que cet outil écrit : renommer celle du fichier (aide : --help)"
    ]


@pytest.mark.parametrize(
    "options", [("--count", "lieu"), ("--contributor", "lieu"), ("--count", "n", "--ignore", "n")]
)
def test_a_column_has_one_role(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    (line,) = refused(capsys, protect(COUNTS, "--dimension", "lieu", *options), 2)
    assert "sert déjà à" in line


def test_a_header_that_reads_like_a_column_is_that_column() -> None:
    assert protect(COUNTS.replace("lieu,type", " Lieu,TYPE"), *BY_PLACE) == 0
    read = Path("o.csv").read_bytes()
    assert protect(COUNTS, *BY_PLACE) == 0
    assert Path("o.csv").read_bytes() == read
    assert read.startswith(b"lieu,type,value,status\n")


def test_two_headers_that_read_like_one_column_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts = "LIEU,Lieu\n" + "a,b\n" * 9
    assert [line.split(" — ")[0] for line in refused(capsys, protect(facts, "--dimension", "lieu"))] == [
        "c.csv:1:0: colonne « lieu » absente ou répétée"
    ]  # fmt: skip


def test_only_declared_columns_are_read() -> None:
    facts = "Nom,type,note,lieu\n" + "CANARI-1,x,CANARI-2,a\nCANARI-3,y,CANARI-4,b\n" * 9
    assert protect(facts, *FACTS, "--only-declared") == 0
    assert "CANARI" not in Path("o.csv").read_text(encoding="utf-8")
    assert ["Total", "Total", "18", "published"] in published()


def test_an_undeclared_column_that_reads_like_a_declared_one_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts = "lieu,type,Lieu\n" + "a,x,CANARI\n" * 9
    assert refused(capsys, protect(facts, *FACTS, "--only-declared")) == [
        "c.csv:1:3: colonne presque égale à une colonne lue — règle : les colonnes sont lieu,type — remède : la retirer, ou la nommer avec --ignore"
    ]  # fmt: skip


# -- Parquet gets what CSV gets ------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "rows", "options", "expected"),
    [
        ("lieu, type, n", ["('a', 'x', 12.6)", "('b', 'y', 40.0)"], BY_PLACE,
         ["c.parquet:2:3: effectif non valable", "c.parquet:3:3: effectif non valable"]),
        ("lieu, type, n", ["('a', 'x', -12)", "('b', 'y', 40)"], BY_PLACE, ["c.parquet:2:3: effectif non valable"]),
        ("lieu, type, n, nom", ["('a', 'x', 12, 'p')"], BY_PLACE, ["c.parquet:1:4: colonne hors du schéma"]),
        ("lieu, type, n", ["('a', 'x', 12)", "('a', 'x', 12)"], BY_PLACE, ["c.parquet:3:0: case déjà lue en ligne 2"]),
        ("lieu, type, n", ["('a', 'x', 12)", "('Total', 'x', 13)"], BY_PLACE,
         ["c.parquet:3:0: total qui n'est pas la somme de ses parties"]),
        ("lieu, type", ["('a', 'x')", "(NULL, 'x')"], BY_PLACE[:4], ["c.parquet:3:1: code vide"]),
        ("lieu, type", ["('a', 'x')", "('Total', 'x')"], BY_PLACE[:4], ["c.parquet:3:0: un fait porte un code de regroupement"]),
        ("lieu, type", ["(['a'], 'x')"], BY_PLACE[:4], ["c.parquet:1:0: colonne faite de plusieurs valeurs"]),
        ("lieu, type", ["('a'::BLOB, 'x')"], BY_PLACE[:4], ["c.parquet:1:1: colonne de type BLOB"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_parquet_is_located_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str],
    columns: str,
    rows: Sequence[str],
    options: Sequence[str],
    expected: list[str],
) -> None:
    code = main(["protect", parquet(columns, *rows), *options, "--out", "o.csv"])
    found = refused(capsys, code)
    assert [line.split(" — ")[0] for line in found] == expected


def test_a_parquet_of_billions_of_rows_is_refused_by_its_own_count(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opendata.disclosure.rows.ROWS", 1_000)
    duckdb.execute("COPY (SELECT 'a' AS lieu, 'x' AS type FROM range(1001)) TO 'c.parquet' (FORMAT parquet)")  # fmt: skip
    (line,) = refused(capsys, main(["protect", "c.parquet", *BY_PLACE[:4], "--out", "o.csv"]))
    assert line.startswith("c.parquet:1002:0: fichier trop long")


def test_the_same_rows_give_the_same_table_in_csv_and_parquet() -> None:
    assert protect(COUNTS, *BY_PLACE) == 0
    name = parquet("lieu, type, n", "('a', 'x', 12)", "('a', 'y', 20)", "('b', 'x', 30)", "('b', 'y', 40)")  # fmt: skip
    assert main(["protect", name, *BY_PLACE, "--out", "o2.csv"]) == 0
    assert Path("o.csv").read_bytes() == Path("o2.csv").read_bytes()


FACTS = BY_PLACE[:4]


@pytest.mark.parametrize(
    ("columns", "rows", "types", "options", "said"),
    [
        pytest.param("lieu,type", "a,x/,x/b,y", "", FACTS, ":3:1: code vide", id="null"),
        pytest.param("lieu,type", "a,x/Total,x/b,y", "", FACTS, ":3:0: un fait porte un code", id="facttotal"),
        pytest.param("lieu,type,n", "a,x,12.6/b,y,40.0", "DECIMAL(3,1)", BY_PLACE, ":2:3: effectif non valable", id="dec"),
        pytest.param("lieu,type,n", "a,x,-12/b,y,40", "INTEGER", BY_PLACE, ":2:3: effectif non valable", id="neg"),
        pytest.param("lieu,type,n,nom", "a,x,12,p/b,y,40,q", "INTEGER", BY_PLACE, ":1:4: colonne hors du schéma", id="extra"),
        pytest.param("lieu,type,n", "a,x,12/a,y,20/b,x,30/b,y,40/Total,x,42/Total,y,60", "INTEGER", BY_PLACE, "", id="tot"),
        pytest.param("lieu,type,n", "a,x,12/a,y,20/b,x,30/b,y,40/Total,x,41", "INTEGER", BY_PLACE,
                     ":6:0: total qui n'est pas la somme", id="wrong tot"),
        pytest.param("lieu,type,n", "a,x,12/a,x,12/b,y,", "INTEGER", BY_PLACE, ":3:0: case déjà lue en ligne 2", id="dup"),
    ],
)  # fmt: skip
def test_the_same_rows_get_the_same_by_both_doors(
    capsys: pytest.CaptureFixture[str],
    columns: str,
    rows: str,
    types: str,
    options: Sequence[str],
    said: str,
) -> None:
    cells = [row.split(",") for row in rows.split("/")]
    code = protect("\n".join([columns, *map(",".join, cells), ""]), *options)
    told = capsys.readouterr()
    table = Path("o.csv").read_bytes() if code == 0 else b""
    assert (code == 0) == (not said)
    assert said in told.err
    values = [[f"'{cell}'" if cell else "NULL" for cell in row] for row in cells]
    if types:
        values = [[*row[:2], f"{row[2]}::{types}", *row[3:]] for row in values]
    name = parquet(columns, *(f"({', '.join(row)})" for row in values))
    assert main(["protect", name, *options, "--out", "o2.csv"]) == code
    twin = capsys.readouterr()
    assert (twin.out, twin.err.replace("c.parquet", "c.csv")) == told
    assert (Path("o2.csv").read_bytes() if code == 0 else b"") == table


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"PAR1 CANARI PAR1", "c.parquet:0:0: Parquet mal formé"),
        (b"", "c.parquet:0:0: Parquet mal formé"),
    ],
)
def test_a_broken_parquet_shows_nothing_of_itself(
    capsys: pytest.CaptureFixture[str], raw: bytes, expected: str
) -> None:
    Path("c.parquet").write_bytes(raw)
    (line,) = refused(capsys, main(["protect", "c.parquet", *BY_PLACE, "--out", "o.csv"]))
    assert line.startswith(expected)
    assert "CANARI" not in line


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"PK\x03\x04CANARI", "c.csv:0:0: fichier d'un autre format"),
        ("lieu,type,n\na,é,3\n".encode("cp1252"), "c.csv:0:0: texte qui n'est pas en UTF-8"),
        (b'lieu,type,n\na,"x,3\n', "c.csv:2:0: guillemets mal fermés — règle : CSV à virgules (RFC 4180) — remède : doubler les guillemets dans un champ entre guillemets"),
        (b"lieu,type,n\n" + b"a" * 200_000, "c.csv:2:0: champ de plus de 100 000 caractères — règle : CSV à virgules (RFC 4180)"),
        (b"lieu;type;n\na;x;3\n", "c.csv:1:1: séparateur « ; » — règle : CSV à virgules (RFC 4180) — remède : enregistrer en « CSV UTF-8 (délimité par des virgules) »"),
        (b"lieu\ttype\tn\na\tx\t3\n", "c.csv:1:1: séparateur tabulation"),
        (b"lieu,type,n\n" + b"a," * 1_000_000, "c.csv:2:0: ligne sans fin"),
        (b"lieu,type,n\n" + b'"\n",' * 1_000_000, "c.csv:2:0: ligne sans fin"),
    ],
)  # fmt: skip
def test_a_file_without_an_end_or_of_another_kind_is_refused(
    capsys: pytest.CaptureFixture[str], raw: bytes, expected: str
) -> None:
    Path("c.csv").write_bytes(raw)
    (line,) = refused(capsys, main(["protect", "c.csv", *BY_PLACE, "--out", "o.csv"]))
    assert line.startswith(expected)


def test_a_thousand_problems_are_told_and_reading_stops(capsys: pytest.CaptureFixture[str]) -> None:
    lines = refused(capsys, protect("lieu,type,n\n" + "a,x,-1\n" * 5000, *BY_PLACE))
    assert len(lines) == 1001
    assert lines[-1].startswith(
        "c.csv:1002:0: lecture arrêtée ici — règle : au plus 1000 problèmes"
    )


def test_facts_are_counted_in_the_memory_of_their_cells(tmp_path: Path) -> None:
    import tracemalloc

    (tmp_path / "f.csv").write_text("x,who\n" + "a,e1\nb,e2\n" * 20_000, encoding="utf-8")
    tracemalloc.start()
    _, read = read_counts(Path("f.csv"), CountsLayout({"x": ()}, contributor="who"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read.facts == {("a",): {"e1": 20_000}, ("b",): {"e2": 20_000}}
    assert peak < 1_000_000


# -- codes that must not be taken for one another ------------------------------------------


@pytest.mark.parametrize(
    ("twin", "expected"),
    [
        ("A ", ["c.csv:3:1: code aux bords ou aux caractères invisibles", "c.csv:3:1: code presque égal à celui de la ligne 2"]),
        ("a", ["c.csv:3:1: code presque égal à celui de la ligne 2"]),
        ("A\u200b", ["c.csv:3:1: code aux bords ou aux caractères invisibles", "c.csv:3:1: code presque égal à celui de la ligne 2"]),
        ("\uff21", ["c.csv:3:1: code presque égal à celui de la ligne 2"]),
        ("TOTAL", ["c.csv:3:1: code presque égal à « Total », qui est réservé"]),
        ("tab\t", ["c.csv:3:1: code aux bords ou aux caractères invisibles"]),
    ],
)  # fmt: skip
def test_codes_that_read_alike_are_refused_with_both_lines(
    capsys: pytest.CaptureFixture[str], twin: str, expected: list[str]
) -> None:
    text = f"lieu,n\nA,3\n{twin},30\nB,40\n"
    found = refused(capsys, protect(text, "--dimension", "lieu", "--count", "n"))
    assert [line.split(" — ")[0] for line in found] == expected


@pytest.mark.parametrize("codes", [("é", "e"), ("A1", "A2"), ("rue", "Rues"), ("1-4", "14")])
def test_codes_that_read_otherwise_are_accepted(codes: tuple[str, str]) -> None:
    assert protect(f"lieu,n\n{codes[0]},13\n{codes[1]},30\nZ,9\n", "--dimension", "lieu", "--count", "n") == 0  # fmt: skip


def test_contributors_that_read_alike_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    text = "lieu,who,n\na,E1,12\na,e1,20\nb,E2,30\n"
    (line,) = refused(capsys, protect(text, "--dimension", "lieu", "--count", "n", "--contributor", "who"))  # fmt: skip
    assert line.startswith("c.csv:3:2: code presque égal à celui de la ligne 2")


def test_codes_of_a_hierarchy_that_read_alike_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("h.csv").write_text("code,parent\na,\nA,\nb,\n", encoding="utf-8")
    (line,) = refused(capsys, protect(COUNTS, "--dimension", "lieu=h.csv", "--count", "n", "--ignore", "type"))  # fmt: skip
    assert line.startswith("h.csv:3:1: code presque égal à celui de la ligne 2")


def test_a_published_table_with_codes_that_read_alike_is_not_safe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = "lieu,value,status\nTotal,73,published\nA,,hidden\nA ,30,published\nB,,hidden\n"
    assert audit(table, "--dimension", "lieu") == 1
    assert "p.csv:4:1: code presque égal à celui de la ligne 3" in capsys.readouterr().err


# -- totals under another name -------------------------------------------------------------

OTHER_TOTALS = """region,type,n
A,x,3
A,y,20
A,Ensemble,23
B,x,30
B,y,40
B,Ensemble,70
Ensemble,x,33
Ensemble,y,60
Ensemble,Ensemble,93
"""
BY_REGION = ("--dimension", "region", "--dimension", "type")
NAMED = ("--total", "region=Ensemble", "--total", "type=Ensemble")


def test_a_code_that_is_the_sum_of_the_others_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert refused(capsys, protect(OTHER_TOTALS, *BY_REGION, "--count", "n")) == [
        f"c.csv:{line}:{number}: code égal partout à la somme des autres — règle : un total de « {name} » est nommé :"
        f" --total {name}=CODE — remède : le nommer, ou déclarer la hiérarchie de la dimension"
        for line, number, name in ((4, 2, "type"), (8, 1, "region"))
    ]


def test_a_total_given_for_half_of_the_table_is_seen_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "".join(OTHER_TOTALS.splitlines(keepends=True)[i] for i in (0, 1, 2, 4, 5, 7, 8))
    (line,) = refused(capsys, protect(text, *BY_REGION, "--count", "n"))
    assert line.startswith("c.csv:6:1: code égal partout à la somme des autres")


def test_a_named_total_is_read_as_the_total() -> None:
    assert protect(OTHER_TOTALS, *BY_REGION, "--count", "n", *NAMED) == 0
    table = {tuple(row[:2]): row[2] for row in published()}
    assert table[("Total", "Total")] == "93"
    assert table[("A", "x")] == ""
    assert len(table) == 9


def test_a_declared_hierarchy_says_that_a_sum_is_a_coincidence() -> None:
    Path("h.csv").write_text("code,parent\nA,\nB,\nC,\n", encoding="utf-8")
    text = "lieu,n\nA,10\nB,20\nC,30\n"
    assert protect(text, "--dimension", "lieu", "--count", "n") == 1
    assert protect(text, "--dimension", "lieu=h.csv", "--count", "n") == 0


PUBLISHED = """region,type,value,status
A,x,,hidden
A,y,20,published
A,Ensemble,23,published
B,x,30,published
B,y,40,published
B,Ensemble,70,published
Ensemble,x,33,published
Ensemble,y,60,published
Ensemble,Ensemble,93,published
"""


@pytest.mark.parametrize("options", [(), NAMED])
def test_the_audit_adds_up_totals_under_another_name(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert audit(PUBLISHED, *BY_REGION, *options) == 1
    out = capsys.readouterr().out
    assert "(A, x) = 3 : additions et soustractions" in out
    assert ("region : « Ensemble » est la somme des autres codes" in out) == (not options)


# -- audits that cannot place a code -------------------------------------------------------


def test_an_audit_without_one_hierarchy_of_two_names_the_codes_it_cannot_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("h1.csv").write_text("code,parent\nNord,\na,Nord\nb,Nord\nc,\n", encoding="utf-8")
    Path("h2.csv").write_text("code,parent\nEst,\na,Est\nc,Est\nb,\n", encoding="utf-8")
    text = COUNTS + "c,x,50\nc,y,60\n"
    both = ("--dimension", "lieu=h1.csv", "--dimension", "lieu=h2.csv", "--dimension", "type")
    assert protect(text, *both, "--count", "n") == 0
    assert main(["audit", "o.csv", *both]) == 0
    capsys.readouterr()
    assert main(["audit", "o.csv", *both[:2], *both[4:]]) == 1
    assert capsys.readouterr().err.startswith(
        "o.csv:8:1: code « Est » qu'aucune hiérarchie donnée ne place — règle : un code figure dans une hiérarchie de"
        " sa dimension — remède : donner aussi la hiérarchie qui le contient : --dimension lieu=FICHIER\n"
    )


def test_an_audit_is_not_safe_where_nothing_says_how_codes_add_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = "lieu,value,status\nNord,13,published\na,,hidden\nb,,hidden\n"
    assert audit(table, "--dimension", "lieu") == 1
    assert capsys.readouterr().err == (
        "p.csv:0:1: rien ne dit comment les codes de « lieu » s'additionnent — règle : une dimension a une hiérarchie, ou"
        " des lignes « Total » — remède : donner sa hiérarchie : --dimension lieu=FICHIER, ou son total : --total lieu=CODE\n"
    )


# -- empty tables and large numbers --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("x\n", (), "c.csv:0:0: aucune ligne"),
        ("x,n\n", ("--count", "n"), "c.csv:0:0: aucune ligne"),
        ("x,n\nTotal,12\n", ("--count", "n"), "c.csv:0:0: aucun effectif fin"),
        ("x,n\na,99999999999999999999\n", ("--count", "n"), "c.csv:2:2: effectif non valable"),
        ("x,n\na,1000000000000000\n", ("--count", "n"), "c.csv:2:2: effectif non valable"),
        ("x,n\na,900000000000000\nb,900000000000000\n", ("--count", "n"), "c.csv:0:0: somme des effectifs de plus de 15 chiffres"),
    ],
)  # fmt: skip
def test_an_empty_table_or_a_count_too_large_is_refused(
    capsys: pytest.CaptureFixture[str], text: str, options: tuple[str, ...], expected: str
) -> None:
    (line,) = refused(capsys, protect(text, "--dimension", "x", *options))
    assert line.startswith(expected)


def test_the_audit_of_a_table_without_a_row_is_not_safe(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit("x,value,status\n", "--dimension", "x") == 1
    assert capsys.readouterr().err.startswith("p.csv:0:0: aucune ligne")


def test_a_cube_beyond_the_limit_is_refused_before_it_is_made(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "x,y,z\n" + "".join(f"a{i},b{i},c{i}\n" for i in range(200))
    (line,) = refused(capsys, protect(text, "--dimension", "x", "--dimension", "y", "--dimension", "z"))  # fmt: skip
    assert line.startswith("c.csv:0:0: trop de cases — règle : au plus 1 million de cases")


# -- what is written -----------------------------------------------------------------------


def test_an_output_is_no_input_nor_another_output(capsys: pytest.CaptureFixture[str]) -> None:
    Path("h.csv").write_text("code,parent\na,\nb,\n", encoding="utf-8")
    Path("c.csv").write_text(COUNTS, encoding="utf-8")
    os.link("c.csv", "linked.csv")
    Path("way.csv").symlink_to("c.csv")
    options = ["protect", "c.csv", "--dimension", "lieu=h.csv", "--dimension", "type", "--count", "n", "--out"]  # fmt: skip
    for out in ("c.csv", "./c.csv", "linked.csv", "way.csv", "h.csv"):
        assert main([*options, out]) == 2
        assert capsys.readouterr().err == (
            "--out : ce fichier est déjà lu ou écrit par cette commande (aide : --help)\n"
        )
    assert main([*options, "o.csv", "--report", "o.csv"]) == 2
    assert main([*options, "o.csv", "--report", "c.csv"]) == 2
    assert not Path("o.csv").exists()
    assert Path("c.csv").read_text(encoding="utf-8") == COUNTS


def test_another_file_is_not_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    Path("notes.csv").write_text("mes notes\n", encoding="utf-8")
    Path("c.csv").write_text(COUNTS, encoding="utf-8")
    assert main(["protect", "c.csv", *BY_PLACE, "--out", "notes.csv"]) == 2
    assert "n'est pas une table de cet outil" in capsys.readouterr().err
    assert Path("notes.csv").read_text(encoding="utf-8") == "mes notes\n"


@pytest.mark.parametrize(
    ("option", "path"), [("--out", "releases/b.csv"), ("--out", "releases/a.csv"), ("--report", "releases/r.csv")]
)  # fmt: skip
def test_an_output_stands_outside_the_release_of_another_input(
    capsys: pytest.CaptureFixture[str], option: str, path: str
) -> None:
    Path("releases").mkdir()
    Path("c.csv").write_text(COUNTS, encoding="utf-8")
    Path("others.csv").write_text("region,n\nA,12\nB,30\n", encoding="utf-8")
    ours = ["protect", "others.csv", "--dimension", "region", "--count", "n", "--out"]
    assert main([*ours, "releases/a.csv"]) == 0
    before = Path("releases/a.csv").read_bytes()
    capsys.readouterr()
    places = {"--out": "o.csv", option: path}
    given = [part for pair in places.items() for part in pair]
    assert main(["protect", "c.csv", *BY_PLACE, *given]) == 2
    assert capsys.readouterr().err == (
        f"{option} : « a.csv », dans ce dossier, est publié d'une autre entrée (region) :"
        " un dossier par publication (aide : --help)\n"
    )
    assert [file.name for file in Path("releases").iterdir()] == ["a.csv"]
    assert Path("releases/a.csv").read_bytes() == before
    assert not Path("o.csv").exists()
    # Its own may be made again, with its report beside it.
    assert main([*ours, "releases/a.csv", "--report", "releases/r.csv"]) == 0


@pytest.mark.parametrize("report", ["o.csv", "./o.csv", "o.csv/r.csv"])
def test_a_report_takes_no_place_of_the_published_table(
    capsys: pytest.CaptureFixture[str], report: str
) -> None:
    assert refused(capsys, protect(COUNTS, *BY_PLACE, "--report", report), 2)[0].startswith(
        "--report : "
    )


def test_a_report_is_read_by_its_owner_alone() -> None:
    before = os.umask(0o022)
    try:
        assert protect(COUNTS, *BY_PLACE) == 0
        assert protect(COUNTS, *BY_PLACE, "--report", "r.csv") == 0
        assert stat.S_IMODE(Path("r.csv").stat().st_mode) == 0o600
        assert stat.S_IMODE(Path("o.csv").stat().st_mode) == 0o644
        Path("r.csv").chmod(0o644)
        assert main(["audit", "o.csv", *FACTS, "--report", "r.csv"]) == 0
        assert stat.S_IMODE(Path("r.csv").stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_an_output_in_no_folder_is_told_before_counting(capsys: pytest.CaptureFixture[str]) -> None:
    Path("c.csv").write_text(COUNTS, encoding="utf-8")
    assert main(["protect", "c.csv", *BY_PLACE, "--out", "nulle/part.csv"]) == 2
    assert capsys.readouterr().err == "--out : un fichier, dans un dossier qui existe (aide : --help)\n"  # fmt: skip


def test_a_contributor_learns_no_count_under_exact_either() -> None:
    # With x and y alone hidden in A, e1 works out (A, y) = 35 - 30 - 1 = 4.
    facts = [("A", "x", "e1", 1), ("A", "y", "e2", 2), ("A", "y", "e3", 2), ("A", "z", "e4", 30), ("B", "x", "e5", 20),
             ("B", "y", "e6", 30), ("B", "z", "e7", 40), ("C", "x", "e8", 30), ("C", "y", "e9", 22), ("C", "z", "e10", 18)]  # fmt: skip
    text = "region,type,who\n" + "".join(f"{','.join(fact[:3])}\n" * fact[3] for fact in facts)
    options = (*BY_REGION, "--protection", "exact")
    assert protect(text, *options, "--ignore", "who") == 0
    assert [row[1] for row in published() if row[0] == "A" and not row[2]] == ["x", "y"]
    assert protect(text, *options, "--contributor", "who") == 0
    assert [row[1] for row in published() if row[0] == "A" and not row[2]] == ["x", "y", "z"]


# -- sums that anybody computes ------------------------------------------------------------

SHARED = """nace,ent,n
a,X,90
a,y,5
b,X,80
b,z,6
c,t,40
c,u,50
c,v,45
d,X,30
d,w,2
d,s,2
"""
BY_SECTOR = ("--dimension", "nace", "--count", "n", "--contributor", "ent")


@pytest.mark.parametrize("protection", ["interval", "exact"])
def test_a_sum_of_hidden_counts_that_one_contributor_dominates_is_hidden_too(
    capsys: pytest.CaptureFixture[str], protection: str
) -> None:
    # a and b alone hidden: 350 - 135 - 34 = 181, of which X brings 170.
    assert protect(SHARED, *BY_SECTOR, "--dominance", "0.9", "--protection", protection) == 0
    assert {row[0]: row[1] for row in published()} == {"Total": "350", "a": "", "b": "", "c": "", "d": "34"}  # fmt: skip
    assert "sommes de cases masquées enfreignaient une règle" in capsys.readouterr().out


def test_a_sum_of_hidden_counts_of_few_contributors_is_hidden_too() -> None:
    facts = "nace,ent,n\na,X,90\na,y,50\nb,X,80\nb,y,60\nc,t,40\nc,u,50\nc,v,45\nd,p,60\nd,q,70\nd,s,80\n"
    assert protect(facts, *BY_SECTOR, "--min-contributors", "3") == 0
    table = {row[0]: row[1] for row in published()}
    assert (table["Total"], table["a"], table["b"]) == ("625", "", "")
    assert [table["c"], table["d"]].count("") == 1


def test_a_small_sum_of_hidden_counts_is_hidden_too_under_exact() -> None:
    text = "lieu,type,n\na,x,1\na,y,2\na,z,30\nb,x,20\nb,y,40\nb,z,50\nc,x,60\nc,y,70\nc,z,80\n"
    assert protect(text, *BY_PLACE, "--protection", "exact") == 0
    assert [row[1] for row in published() if row[0] == "a" and not row[2]] == ["x", "y", "z"]


@pytest.mark.parametrize("share", ["85", "0", "-0.1", "nan", "1.01"])
def test_a_dominance_that_is_no_share_is_refused(
    capsys: pytest.CaptureFixture[str], share: str
) -> None:
    text = "lieu,who,n\na,e1,12\nb,e2,30\n"
    code = protect(text, "--dimension", "lieu", "--count", "n", "--contributor", "who", "--dominance", share)  # fmt: skip
    assert refused(capsys, code, 2) == [
        "--dominance : une part est au-dessus de 0 et au plus 1, par exemple 0.85 (aide : --help)"
    ]
