"""The thresholds of the streets: read whole, or refused in the exact words."""

from pathlib import Path

import pytest

from maps.streets.thresholds import PATH, read_street_rules
from opendata.findings import Finding

ROOT = Path(__file__).resolve().parents[3]
GOOD = (ROOT / PATH).read_text(encoding="utf-8")


def said(old: str, new: str) -> list[str]:
    assert old in GOOD
    findings: list[Finding] = []
    assert read_street_rules(GOOD.replace(old, new, 1).encode(), findings) is None
    return [str(finding) for finding in findings]


def test_the_published_thresholds_are_read() -> None:
    findings: list[Finding] = []
    rules = read_street_rules(GOOD.encode(), findings)
    assert findings == []
    assert rules is not None
    assert rules.distances_m.valeurs == (10, 20, 30)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "valeurs: [10, 20, 30]",
            "valeurs: [10, 30, 20]",
            "distances qui ne croissent pas — règle : de la plus proche à la plus lointaine — remède : les mettre dans l'ordre",
        ),
        (
            "valeur: 90 ",
            "valeur: 0.5 ",
            "part_minimale_pct au-dessus de part_concernee_pct — règle : le minimum est le plus petit des deux — remède : échanger les deux valeurs",
        ),
    ],
)
def test_thresholds_that_contradict_each_other_are_refused(
    old: str, new: str, expected: str
) -> None:
    (finding,) = said(old, new)
    assert finding.startswith(f"{PATH}:")
    assert finding.endswith(expected)
