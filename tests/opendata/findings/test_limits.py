"""Readers end: whatever a file holds, its reader answers soon, in little memory, with located findings."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable

import pytest

from opendata.findings import (
    Document,
    Finding,
    Record,
    limits,
    read_csv,
    read_json,
    read_record,
    read_yaml,
)
from opendata.findings.day import day_of

Reader = Callable[[str, bytes, list[Finding]], Document | None]


def refused(reader: Reader, raw: bytes) -> list[str]:
    findings: list[Finding] = []
    assert reader("a", raw, findings) is None
    return [str(finding) for finding in findings]


def refused_csv(raw: bytes, *columns: str) -> list[str]:
    findings: list[Finding] = []
    assert read_csv("a.csv", raw, columns, findings) is None
    return [str(finding) for finding in findings]


@pytest.mark.parametrize("reader", [read_yaml, read_json])
def test_a_file_beyond_the_size_limit_is_refused_unread(reader: Reader) -> None:
    assert refused(reader, b"[" * (limits.BYTES + 1)) == [
        (
            "a:0:0: fichier de 11 Mo — règle : un fichier de données pèse au plus 10 Mo — remède :"
            " alléger le fichier, ou le partager en plusieurs"
        )
    ]


@pytest.mark.parametrize(
    ("raw", "quoi"),
    [
        (b"PK\x03\x04\x14\x00", "a:1:1: classeur ou archive ZIP (XLSX, ODS) au lieu d'un texte"),
        (b"PAR1\x15\x04", "a:1:1: fichier Parquet au lieu d'un texte"),
        ("é".encode("utf-16"), "a:1:1: texte en UTF-16 au lieu d'un texte"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("reader", [read_yaml, read_json])
def test_a_file_of_another_kind_is_named(reader: Reader, raw: bytes, quoi: str) -> None:
    (found,) = refused(reader, raw)
    assert found.startswith(quoi)


@pytest.mark.parametrize("reader", [read_yaml, read_json])
def test_decomposed_accents_are_refused_line_by_line(reader: Reader) -> None:
    text = '["été",\n "e\u0301te\u0301",\n "A\u030a"]'
    assert [found.partition(" — ")[0] for found in refused(reader, text.encode())] == [
        "a:2:3: caractère qu'Unicode écrit autrement (souvent un accent à part)",
        "a:3:3: caractère qu'Unicode écrit autrement (souvent un accent à part)",
    ]


@pytest.mark.parametrize(
    ("reader", "raw"),
    [
        (read_yaml, b"[" * 100_000),
        (read_yaml, b"- " * 100_000 + b"a"),
        (read_yaml, b"".join(b" " * n + b"a:\n" for n in range(1000))),
        (read_json, b"[" * 100_000),
        (read_json, b'{"a":' * 100_000),
        (read_json, b"[" * 100 + b'"]]]]"' + b"]" * 100),
    ],
)
def test_deep_nesting_is_refused_in_its_place(reader: Reader, raw: bytes) -> None:
    (found,) = refused(reader, raw)
    assert "imbrication trop profonde — règle : au plus 30 niveaux de listes et de groupes" in found


def test_brackets_inside_texts_are_no_nesting() -> None:
    raw = b'["' + b"[" * 100 + b'", "]"]'
    assert read_json("a.json", raw, []) is not None
    assert read_yaml("a.yaml", raw, []) is not None


def test_an_alias_repeats_a_value() -> None:
    document = read_yaml("a.yaml", b"- &a [1, 2]\n- *a\n", [])
    assert document is not None
    assert document.data == [[1, 2], [1, 2]]


def test_an_alias_to_itself_is_refused() -> None:
    assert refused(read_yaml, b"couches: &a\n- 1\n- *a\n") == [
        (
            "a:3:3: « *a » se contient lui-même — règle : un renvoi vise une valeur déjà complète — remède :"
            " écrire la valeur au lieu du renvoi"
        )
    ]


def test_what_aliases_repeat_is_counted_whole() -> None:
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 9)]
    (found,) = refused(read_yaml, b"\n".join(lines))
    assert "trop de valeurs" in found


def test_aliases_are_counted() -> None:
    (found,) = refused(read_yaml, b"- &a x\n" + b"- *a\n" * (limits.ALIASES + 1))
    assert found.startswith(f"a:{limits.ALIASES + 2}:3: trop de renvois")


@pytest.mark.parametrize(
    ("value", "quoi"),
    [
        ("9007199254740993", "nombre de 16 chiffres"),
        ("0.1234567890123456", "nombre de 16 chiffres"),
        ("1e309", "nombre « 1e309 » hors de portée"),
        ("-1.0e+999", "nombre « -1.0e+999 » hors de portée"),
        ("1e-999", "nombre « 1e-999 » hors de portée"),
        (".inf", "« .inf » n'est pas un nombre fini"),
        ("-.INF", "« -.INF » n'est pas un nombre fini"),
        (".nan", "« .nan » n'est pas un nombre fini"),
        ("075101", "« 075101 » : YAML y lit un autre nombre"),
        ("18:30", "« 18:30 » : YAML y lit un autre nombre"),
        ("1_000", "« 1_000 » : YAML y lit un autre nombre"),
        ("0x1F", "« 0x1F » : YAML y lit un autre nombre"),
        ("2024-13-01", "« 2024-13-01 » n'est pas une date du calendrier"),
        ("2024-02-30 10:00:00", "« 2024-02-30 10:00:00 » n'est pas une date du calendrier"),
        ("!!int abc", "type imposé « tag:yaml.org,2002:int »"),
        ("!!timestamp abc", "type imposé « tag:yaml.org,2002:timestamp »"),
        ("!!set {a, b}", "type imposé « tag:yaml.org,2002:set »"),
        ("' bord'", "« bord » : espaces en trop au début ou à la fin"),
        ("{[a]: b}", "clé qui n'est pas un texte"),
    ],
)  # fmt: skip
def test_a_value_that_yaml_would_turn_into_another_is_refused(value: str, quoi: str) -> None:
    (found,) = refused(read_yaml, f"b: 1\na: {value}\n".encode())
    assert found.startswith("a:2:")
    assert f": {quoi} — règle : " in found


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("123456789012345", 123456789012345), ("-0.5", -0.5), ("0", 0), ("'075101'", "075101"),
        ("01 40 00 00 00", "01 40 00 00 00"), ("12e", "12e"), ("1.1.0", "1.1.0"), ("|\n  x\n", "x\n"), ("<5", "<5"),
    ],
)  # fmt: skip
def test_right_values_of_yaml_are_read(value: str, read: object) -> None:
    findings: list[Finding] = []
    document = read_yaml("a.yaml", f"a: {value}\n".encode(), findings)
    assert findings == []
    assert document is not None
    assert document.data == {"a": read}


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b'{"b": 1,\n "a": 9007199254740993}', "a:2:7: nombre de 16 chiffres — règle : au plus 15 chiffres"),
        (b"[1.2345678901234567]", "a:1:2: nombre de 17 chiffres"),
        (b"[" + b"9" * 5000 + b"]", "a:1:2: nombre de 5000 chiffres"),
        (b"[1e309]", "a:1:2: nombre « 1e309 » hors de portée"),
        (b"[1E+0400]", "a:1:2: nombre « 1E+0400 » hors de portée"),
        (b"[1e-0400]", "a:1:2: nombre « 1e-0400 » hors de portée"),
        (b"[0,\nNaN]", "a:2:1: « NaN » n'est pas un nombre fini"),
        (b"[-Infinity]", "a:1:2: « -Infinity » n'est pas un nombre fini"),
        (b'["\\ud800"]', "a:1:2: moitié de caractère"),
        (b'["\\uDC00x"]', "a:1:2: moitié de caractère"),
    ],
)  # fmt: skip
def test_a_value_that_json_would_turn_into_another_is_refused(raw: bytes, found: str) -> None:
    (line,) = refused(read_json, raw)
    assert line.startswith(found)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b'["1e309", "NaN", "9007199254740993", "\\\\ud800", "\\ud83d\\ude00"]',
         ["1e309", "NaN", "9007199254740993", "\\ud800", "\N{GRINNING FACE}"]),
        (b"[123456789012345, 2.34567890123456, 1e10, 0.000000000000000001, -0]", [123456789012345, 2.34567890123456, 1e10, 1e-18, 0]),
    ],
)  # fmt: skip
def test_right_values_of_json_are_read(raw: bytes, read: object) -> None:
    findings: list[Finding] = []
    document = read_json("a.json", raw, findings)
    assert findings == []
    assert document is not None
    assert document.data == read


def test_every_wrong_value_is_told_at_once() -> None:
    assert len(refused(read_json, b'[1e309, NaN, "\\ud800", 1234567890123456]')) == 4
    assert len(refused(read_yaml, b"a: 1e309\nb: 18:30\nc: ' x'\n")) == 3


def test_too_many_values_of_a_json_are_refused_unread() -> None:
    (found,) = refused(read_json, b"[" + b"0," * limits.NODES + b"0]")
    assert found.startswith("a:0:0: trop de valeurs")


class Mesure(Record):
    hauteur_m: float


@pytest.mark.parametrize("value", ["1.5e+400x", "'nan'", "'inf'", "Infinity"])
def test_a_text_is_no_infinite_number(value: str) -> None:
    findings: list[Finding] = []
    document = read_yaml("a.yaml", f"hauteur_m: {value}\n".encode(), findings)
    assert document is not None
    assert read_record(document, Mesure, findings) is None


def test_a_csv_of_a_million_rows_is_refused_with_its_limit_in_bounded_memory() -> None:
    raw = b"x,y\n" + b"a,1\n" * 1_000_000
    tracemalloc.start()
    found = refused_csv(raw, "x", "y")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [
        (
            "a.csv:200001:0: table trop longue — règle : au plus 200 000 lignes et 2 000 000 cases"
            " — remède : partager la table en plusieurs fichiers"
        )
    ]
    assert peak < 100_000_000


def test_a_row_of_a_million_cells_ends() -> None:
    (found,) = refused_csv(b"x\n" + b"," * 3_000_000, "x")
    assert "table trop longue" in found


def test_a_field_without_an_end_is_told_even_where_others_lifted_the_limit() -> None:
    before = csv.field_size_limit(2**31 - 1)
    try:
        (found,) = refused_csv(b"x\n" + b"a" * (limits.FIELD + 1), "x")
        assert csv.field_size_limit() == 2**31 - 1
    finally:
        csv.field_size_limit(before)
    assert found.startswith("a.csv:2:0: champ de plus de 131 072 caractères")


@pytest.mark.parametrize("raw", [b"\x01" * 3_000_000, b'["' + b"\\u202e" * 500_000 + b'"]'])
def test_a_line_of_unseen_characters_is_one_finding_at_its_first(raw: bytes) -> None:
    findings: list[Finding] = []
    tracemalloc.start()
    assert read_json("a.json", raw, findings) is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(findings) == 1
    assert peak < 10 * len(raw)


def test_a_csv_with_decomposed_accents_is_refused() -> None:
    (found,) = refused_csv("x\ne\u0301\n".encode(), "x")
    assert found.startswith("a.csv:2:1: caractère qu'Unicode écrit autrement")


@pytest.mark.parametrize(
    "text", ["2025-W52-3", "20251231", "2025-1-1", "2025-02-30", "２０２５-01-01", ""]
)
def test_only_one_form_is_a_day(text: str) -> None:
    assert day_of(text) is None


def test_a_day_is_read() -> None:
    day = day_of("1910-01-28")
    assert day is not None
    assert (day.year, day.month, day.day) == (1910, 1, 28)


def test_a_thousand_problems_of_one_kind_are_told_and_no_more_are_looked_for() -> None:
    found = refused_csv(b"x,y\n" + b"a\n" * 5000, "x", "y")
    assert len(found) == limits.FINDINGS + 1
    assert found[-1] == (
        "a.csv:1002:0: d'autres problèmes de cette sorte suivent — règle : au plus 1 000 problèmes d'une sorte"
        " par fichier — remède : corriger, puis relancer"
    )
    assert len(refused_csv(b"x,y\n" + b"a\n" * limits.FINDINGS, "x", "y")) == limits.FINDINGS
