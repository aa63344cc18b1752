"""Findings as GitHub shows them: on the line, whatever their texts hold; and all of them in Markdown."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from opendata.findings import Finding
from site_src.proposal.annotations import WARNING, commands, verdict

YAML = Finding("data/risques/orage.yaml", 12, 5, "« 61,0 » : trop", "au plus 10 %", "corriger", "/risques/orage/")  # fmt: skip
CSV = Finding("data/datasets/crues/crues.csv", 3, 4, "vide", "un nombre", "le donner")
WHOLE = Finding("data/site.yaml", 0, 0, "fichier absent", "il existe", "le remettre")


def test_a_finding_is_an_error_at_its_line_and_column() -> None:
    (line,) = commands([YAML])
    assert line == (
        "::error file=data/risques/orage.yaml,line=12,col=5,title=« 61%2C0 » %3A trop::"
        "« 61,0 » : trop%0ARègle : au plus 10 %25%0ARemède : corriger%0APage : /risques/orage/"
    )


def test_the_field_of_a_table_is_no_column_and_a_whole_file_has_no_line() -> None:
    assert list(commands([CSV, WHOLE], WARNING)) == [
        "::warning file=data/datasets/crues/crues.csv,line=3,title=vide::vide%0ARègle : un nombre%0ARemède : le donner",
        "::warning file=data/site.yaml,title=fichier absent::fichier absent%0ARègle : il existe%0ARemède : le remettre",
    ]


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_text_ends_a_command_or_begins_another(path: str, quoi: str) -> None:
    (line,) = commands([Finding(path, 1, 1, quoi, "règle", "remède")])
    assert line.isprintable()
    properties, _, data = line.removeprefix("::error ").partition("::")
    assert [one.partition("=")[0] for one in properties.split(",")] == ["file", "line", "col", "title"]  # fmt: skip
    assert not re.search("%(?!25|0A|3A|2C)", line)
    assert data.endswith("%0ARègle : règle%0ARemède : remède")


def test_the_verdict_lists_faults_then_what_a_maintainer_does() -> None:
    assert verdict([], []) == "### Contrôle : aucun problème\n"
    assert verdict([CSV], [WHOLE]) == (
        "### Contrôle : 1 problème à corriger\n\n"
        "Rien n'est publié tant qu'il en reste. Chaque ligne dit le fichier, la ligne, ce qui ne va pas, la règle et le remède.\n\n"
        "- `data/datasets/crues/crues.csv:3:4: vide — règle : un nombre — remède : le donner`\n\n"
        "### À faire par un mainteneur avant de fusionner\n\n"
        "Rien à faire pour qui a écrit la proposition.\n\n"
        "- `data/site.yaml:0:0: fichier absent — règle : il existe — remède : le remettre`\n"
    )
    assert "2 problèmes à corriger" in verdict([CSV, WHOLE], [])


def test_nothing_of_a_finding_is_a_mark_in_the_verdict() -> None:
    hostile = Finding("a`b.yaml", 1, 1, "`<img src=x>` [x](y) \n# @qui", "r", "s")
    (line,) = [line for line in verdict([hostile], []).splitlines() if line.startswith("- ")]
    assert line.count("`") == 2
    assert line.startswith("- `")
    assert line.endswith("`")
