"""The review clock is a finding only when a date that is known is too old."""

from __future__ import annotations

from datetime import date

from site_src.risques.review import PATH, overdue

CLOCK = """adopte_le: {adopte}
revise_le: {revise}
actions_le: {actions}
redige_le: 2026-11-22
revision: {{ans: 5, texte: Révision tous les 5 ans., source: loi, statut: a_confirmer}}
actions: {{ans: 2, texte: Action tous les 2 ans., source: loi, statut: a_confirmer}}
"""


def late(day: str, adopte: str = "inconnue", revise: str = "inconnue", actions: str = "inconnue") -> list[str]:  # fmt: skip
    raw = CLOCK.format(adopte=adopte, revise=revise, actions=actions).encode()
    return [str(finding) for finding in overdue({PATH: raw}, date.fromisoformat(day))]


def test_dates_not_supplied_are_never_late() -> None:
    assert late("2099-01-01") == []


def test_a_document_is_late_the_day_after_its_fifth_year() -> None:
    assert late("2025-03-10", adopte="2020-03-10") == []
    assert late("2025-03-11", adopte="2020-03-10") == [
        "data/risques/document.yaml:1:12: à refaire depuis le 2025-03-10 — règle : Révision tous les 5 ans — remède : donner la date du nouvel acte dans « adopte_le »"
    ]


def test_a_revision_starts_the_clock_again() -> None:
    assert late("2026-01-01", adopte="2015-01-01", revise="2024-06-01") == []
    assert len(late("2030-01-01", adopte="2015-01-01", revise="2024-06-01")) == 1


def test_public_actions_are_late_after_two_years() -> None:
    (found,) = late("2026-11-22", actions="2024-02-29")
    assert found.startswith("data/risques/document.yaml:3:13: à refaire depuis le 2026-03-01")


def test_an_unreadable_file_is_left_to_the_register() -> None:
    assert overdue({}, date(2026, 1, 1)) == []
    assert overdue({PATH: b"adopte_le: [\n"}, date(2026, 1, 1)) == []
