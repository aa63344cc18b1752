"""What nobody sees is refused where it stands; what French, other scripts and emoji need is kept."""

from __future__ import annotations

import unicodedata

import pytest

from opendata.findings import Finding, Record, decode, read_record, read_yaml
from opendata.findings.characters import json_without_refused, refused, without_refused

RULE = (
    "règle : un texte n'a que des caractères qui se voient, dans l'ordre où ils se lisent (Unicode)"
)
REMEDY = "remède : effacer ce caractère, ou retaper le mot"


def said(path: str, text: str) -> list[str]:
    findings: list[Finding] = []
    decode(path, text.encode(), findings)
    return [str(finding) for finding in findings]


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        ("\x00", "de commande (U+0000)"),
        ("\x07", "de commande (U+0007)"),
        ("\x0b", "de commande (U+000B)"),
        ("\x85", "de commande (U+0085)"),
        ("\r", "de commande (U+000D)"),
        ("\u202e", "qui change le sens de lecture (U+202E)"),
        ("\u2066", "qui change le sens de lecture (U+2066)"),
        ("\u200f", "qui change le sens de lecture (U+200F)"),
        ("\u2028", "qui coupe la ligne sans se voir (U+2028)"),
        ("\u200b", "invisible (U+200B)"),
        ("\u00ad", "invisible (U+00AD)"),
        ("\u2060", "invisible (U+2060)"),
        ("\ufeff", "invisible (U+FEFF)"),
        ("\u3164", "invisible (U+3164)"),
        ("\U000e0041", "invisible (U+E0041)"),
        ("\ue000", "sans dessin commun (U+E000)"),
        ("\uf0b7", "sans dessin commun (U+F0B7)"),
        ("\ufffd", "perdu (U+FFFD)"),
        ("\uffff", "perdu (U+FFFF)"),
    ],
)
def test_what_nobody_sees_is_refused_where_it_stands(sign: str, kind: str) -> None:
    line = f"data/a.yaml:2:8: caractère {kind} — {RULE} — {REMEDY}"
    assert said("data/a.yaml", f"a: 1\ntexte: {sign}crue\n") == [line]


def test_a_return_stands_before_a_line_feed_and_nowhere_else() -> None:
    assert said("data/a.csv", "a,b\r\nc,d\r\n") == []
    assert said("data/a.csv", 'a,b\nc,"d\r\re"\n') == [
        f"data/a.csv:2:2: caractère de commande (U+000D) — {RULE} — {REMEDY}"
    ]
    assert said("data/a.csv", "a,b\r\nc,d\re\r\n")[0].startswith("data/a.csv:2:2: ")


def test_half_of_a_character_is_refused() -> None:
    assert list(refused("a\ud83dz")) == [(1, "caractère coupé en deux (U+D83D)")]


def test_a_csv_is_told_by_field() -> None:
    (line,) = said("data/a.csv", 'a,b,c\n1,"x, y",cr\u200bue\n')
    assert line.startswith("data/a.csv:2:3: caractère invisible (U+200B)")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (r'{"a": "x\u202ey"}', "caractère qui change le sens de lecture (U+202E)"),
        (r'{"a": "x\ud83dy"}', "caractère coupé en deux (U+D83D)"),
        (r'{"a": "x\u0000y"}', "caractère de commande (U+0000)"),
    ],
)
def test_what_json_escapes_is_found(text: str, kind: str) -> None:
    assert said("data/geo/a.geojson", text) == [
        f"data/geo/a.geojson:1:9: {kind} — {RULE} — {REMEDY}"
    ]


@pytest.mark.parametrize("text", [r'"\ud83d\ude92 \u00e9 \n \"', r'"\\u202e"', r'"👩\u200d🚒"'])
def test_what_json_escapes_without_hiding_anything_is_kept(text: str) -> None:
    assert said("a.json", text) == []


def test_what_yaml_escapes_is_found_at_its_value() -> None:
    class Fiche(Record):
        noms: tuple[str, ...]

    raw = rb"""noms: ["a", "Cr\u202eue", '\u202e', "\a"]"""
    findings: list[Finding] = []
    document = read_yaml("data/a.yaml", raw, findings)
    assert document is not None
    assert read_record(document, Fiche, findings) is None
    assert [str(finding) for finding in findings] == [
        f"data/a.yaml:1:13: caractère qui change le sens de lecture (U+202E) — {RULE} — {REMEDY}",
        f"data/a.yaml:1:37: caractère de commande (U+0007) — {RULE} — {REMEDY}",
    ]


def test_an_official_text_loses_what_nobody_sees_and_nothing_else() -> None:
    text = "Gare\u200b de\u00a0Lyon \u202eRER\x07 👩\u200d🚒"
    assert without_refused(text) == "Gare de\u00a0Lyon RER 👩\u200d🚒"


def test_an_official_json_loses_what_it_escapes_too() -> None:
    text = r'{"a": "Gare\u200b\u00e9\n\\u200b", "b": "\ud83d\ude92"}'
    assert json_without_refused(text) == r'{"a": "Gare\u00e9\n\\u200b", "b": "\ud83d\ude92"}'


def test_each_line_is_told_once() -> None:
    lines = said("data/a.yaml", "a: \u200b\u200b\nb: 1\nc: \u202e\n")
    assert [line.split(": ")[0] for line in lines] == ["data/a.yaml:1:4", "data/a.yaml:3:4"]


@pytest.mark.parametrize(
    "text",
    [
        "640\u202f000 habitants\u00a0: l’Île-Saint-Louis, « œuvre »\tÇa",
        "ligne\r\nsuivante\n",
        "水 〰 ≈ ± № ☎",
        "☎\ufe0f 1\ufe0f\u20e3",  # a sign shown as an emoji, a keycap
        "👩\u200d🚒 👨🏽\u200d🚒 ❤\ufe0f\u200d🔥",  # emoji joined by ZWJ
        "می\u200cخواهم",  # Persian: ZWNJ between letters
        "क्\u200dष",  # Devanagari: ZWJ after a virama
    ],
)
def test_what_people_write_is_kept(text: str) -> None:
    assert list(refused(text)) == []


@pytest.mark.parametrize(
    "text", ["cr\u200due", "\u200dcrue", "crue\u200c", "a\ufe0fb", "crue \ufe0f"]
)
def test_joiners_and_variants_are_refused_where_they_join_nothing(text: str) -> None:
    assert len(list(refused(text))) == 1


def test_every_control_and_every_direction_of_unicode_is_refused() -> None:
    for code in range(0x110000):
        sign = chr(code)
        hidden = (
            unicodedata.category(sign) in ("Cc", "Cs", "Co", "Zl", "Zp") and sign not in "\t\n\r"
        )
        turns = unicodedata.bidirectional(sign) in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )
        if hidden or turns:
            assert list(refused(f"a{sign}a")), f"{code:04X}"
