"""A file among many is read, or taken as it was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from opendata.findings import Finding
from opendata.findings.kept import read_file, read_now

T = TypeVar("T")
FAULT = Finding("un.yaml", 1, 1, "faute", "règle", "remède")


def _length(path: str, raw: bytes, findings: list[Finding]) -> int:
    findings.append(Finding(path, 1, 1, "faute", "règle", "remède"))
    return len(raw)


def test_a_file_that_nobody_kept_is_read_and_its_findings_follow_those_before() -> None:
    findings = [FAULT]
    assert read_file("deux.yaml", b"abc", _length, read_now, findings) == 3
    assert [one.path for one in findings] == ["un.yaml", "deux.yaml"]


def test_a_file_that_was_kept_is_not_read() -> None:
    kept: dict[tuple[str, object], object] = {("un.yaml", b"abc"): 7}

    def known(
        name: str, given: object, read: Callable[[list[Finding]], T], /
    ) -> tuple[T, list[Finding]]:
        return kept[name, given], []  # type: ignore[return-value]  # what the test put there

    findings: list[Finding] = []
    assert read_file("un.yaml", b"abc", _length, known, findings) == 7
    assert findings == []
