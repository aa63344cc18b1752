from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from opendata.disclosure import (
    ApartError,
    Published,
    Release,
    UsageError,
    audit_history,
    protect,
    read_history,
)
from opendata.disclosure.__main__ import main
from tests.opendata.disclosure.api.tables import released

HEADER = "release,date,table,sha256,dimensions,facts,status\n"


def counted(*numbers: int) -> Release:
    return protect({"lieu": ["A", "B"], "n": list(numbers)}, hierarchies={"lieu": None}, count="n")


MARCH, JUNE = counted(10, 20), counted(13, 29)
HISTORY = [
    Published("mars", MARCH.publication, {"trimestre": ("T1",)}),
    Published("juin", JUNE.publication, {"trimestre": ("T1", "T2")}),
]


def test_function_says_what_the_command_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = []
    for name, release, quarters in (("mars", MARCH, "T1"), ("juin", JUNE, "T1|T2")):
        raw = release.to_csv()
        Path(f"{name}.csv").write_bytes(raw)
        lines.append(f"{name},2026-04-15,{name}.csv,{hashlib.sha256(raw).hexdigest()},lieu,trimestre={quarters},published\n")  # fmt: skip
    Path("histoire.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    assert main(["audit-history", "histoire.csv"]) == 1
    said = capsys.readouterr().out.splitlines()
    for history in ("histoire.csv", Path("histoire.csv"), read_history("histoire.csv"), HISTORY):
        verdict = audit_history(history)
        assert list(verdict.sentences()) == said
        assert not verdict.safe
    assert said[0] == "plusieurs publications : (A, T2) = 3 : différence de publications"


def test_a_verdict_names_what_gives_way_and_the_cheapest_way_out() -> None:
    verdict = audit_history(HISTORY)
    assert [exposure.labels for _, exposure in verdict.exposures] == [("A", "T2")]
    assert verdict.recovered
    assert verdict.advice.startswith("issue la moins chère : ")
    costs = [way.cost for way in verdict.ways]
    assert costs == sorted(costs)
    assert verdict.ways


def test_releases_of_the_same_facts_need_no_name() -> None:
    verdict = audit_history([released(), released()])
    assert verdict.safe
    assert (verdict.newest, verdict.releases, verdict.advice) == ("publication 2", 2, "")


def test_what_was_published_before_is_what_protect_goes_on_from() -> None:
    table = {
        "lieu": ["A", "B", "A", "B"],
        "trimestre": ["T1", "T1", "T2", "T2"],
        "n": [10, 20, 3, 9],
    }
    axes = {"lieu": None, "trimestre": None}
    june = protect(table, hierarchies=axes, count="n", margins=[["lieu"], []], after=HISTORY[:1])
    assert audit_history([HISTORY[0], Published("juin", june.publication, HISTORY[1].facts)]).safe


def test_an_empty_history_and_releases_apart_are_no_pass() -> None:
    with pytest.raises(UsageError, match="une publication au moins"):
        audit_history([])
    with pytest.raises(ApartError):
        audit_history([counted(10, 20), counted(10, 21), Published("c", MARCH.publication, {"trimestre": ("T1",)})])  # fmt: skip
