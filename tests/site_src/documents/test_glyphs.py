"""What no font draws is told where it is written; what French needs is printed."""

from __future__ import annotations

import csv
import io
import sys

import pytest

from opendata.findings import FindingsError
from site_src.documents import glyphs
from site_src.documents.glyphs import _COMMON, glyph_findings, undrawn
from tests.builds import record
from tests.site_src.documents.conftest import Files, Made

SAID = "règle : un texte imprimé n'a que des caractères que les polices du document dessinent — remède : l'écrire en lettres latines, ou le retirer"


def test_common_characters_are_all_drawn() -> None:
    common = [chr(code) for code in range(sys.maxunicode) if _COMMON.fullmatch(chr(code))]
    assert len(common) > 350
    # All in one text: what one of them lacks, the whole lacks.
    assert glyphs._is_drawn("".join(sign for sign in common if sign.isprintable()))


def test_wave_signs_are_printed_and_chinese_is_not() -> None:
    assert undrawn("Crue 〰 ≈ ± œuvre № 1\u202f000\u00a0m² ☎ ✓") == []
    assert undrawn("Crue 漢字 🚒") == ["字", "漢", "🚒"]


def test_the_finding_stands_at_the_value_and_a_comment_is_free() -> None:
    raw = "# 漢\nnom: Crue\nnotes:\n  - {texte: Eau 漢 haute}\n".encode()
    assert [str(finding) for finding in glyph_findings({"data/risques/a.yaml": raw})] == [
        f"data/risques/a.yaml:4:13: caractère « 漢 » (U+6F22) impossible à imprimer — {SAID}"
    ]


def test_the_register_is_refused_before_anything_is_printed(files: Files) -> None:
    path = "data/risques/tempete.yaml"
    text = files[path].decode().replace("\nresume: ", "\nresume: 漢 ", 1)
    line = text.split("\n").index(
        next(row for row in text.split("\n") if row.startswith("resume:"))
    )
    with pytest.raises(FindingsError) as caught:
        record({**files, path: text.encode()}, "register", object)
    assert [str(finding) for finding in caught.value.findings] == [
        f"{path}:{line + 1}:9: caractère « 漢 » (U+6F22) impossible à imprimer — {SAID} — page : /risques/tempete/"
    ]


def test_a_character_of_a_table_is_told_with_its_text(files: Files, make: Made) -> None:
    path = "data/datasets/crues/crues.csv"
    rows = list(csv.DictReader(io.StringIO(files[path].decode(), newline="")))
    rows[0]["note"] = "Relevé 漢 sur le pont."
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    with pytest.raises(FindingsError) as caught:
        make({**files, path: text.getvalue().encode()})
    (finding, *_) = caught.value.findings
    assert finding.path == "site/documents/dicrim.pdf"
    assert finding.quoi.startswith("caractère « 漢 » (U+6F22) impossible à imprimer, dans « ")
    assert "Relevé 漢 sur le pont." in finding.quoi
