"""The comparison with other tools: the same figures in both languages, and from where they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import comparison
from tools.cubes import Compared, Linked, Outcome


def block(language: str) -> str:
    text = comparison.PAGES[language].read_text(encoding="utf-8")
    return text.split(comparison.BEGIN)[1].split(comparison.END)[0]


def test_both_languages_show_the_figures_of_one_run() -> None:
    lines = {language: block(language).splitlines() for language in ("en", "fr")}
    figures = [
        [re.findall(r"[\d.]+", line) for line in lines[language] if re.match(r"\| (\d|z\d)", line)]
        for language in ("en", "fr")
    ]
    assert figures[0] == figures[1]
    assert len(figures[0]) >= 3


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_run_says_its_day_and_versions(language: str) -> None:
    assert re.search(r"20\d\d-\d\d-\d\d", block(language))
    assert re.search(r"HiGHS [\d.]+, pytauargus [\d.]+", block(language))


def test_a_run_replaces_the_figures_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {language: tmp_path / f"{language}.md" for language in ("en", "fr")}
    for page in pages.values():
        page.write_text(
            f"before\n{comparison.BEGIN}\nold\n{comparison.END}\nafter\n", encoding="utf-8"
        )
    monkeypatch.setattr(comparison, "PAGES", pages)
    monkeypatch.setattr(comparison, "kept", lambda: iter(()))
    comparison.write(
        [
            Compared(
                "12",
                Outcome(12, 3, 1.25),
                Outcome(12, 4, 2.5),
                Outcome(12, 5, 0.5, 0, 1, 8),
                Outcome(12, 6, 0.75),
            )
        ],
        [
            Linked(
                "15",
                interval=Outcome(15, 6, 1.5),
                wide=Outcome(15, 9, 4.5, 0, 1),
                peer=Outcome(15, 7, 2.5, 0, 2),
                apart=Outcome(15, 8, 3.5, 0, 4),
            )
        ],
    )
    text = pages["fr"].read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- measured -->\nMesuré le ")
    assert "| 12 | 3 | 1.2 | 4 | 2.5 | 5 | 8 | 0.5 | 6 | 0.8 |\n\nLes mêmes cubes" in text
    assert (
        "| 15 | 6 | 1.5 | 9 | 1 | 4.5 | 7 | 2 | 2.5 | 8 | 4 | 3.5 |\n<!-- end -->\nafter\n" in text
    )
