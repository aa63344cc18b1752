"""data/risques/** becomes a register, or every problem is said with its place and remedy."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.findings import Finding
from site_src.risques.register import FOLDER, Register
from tests.site_src.risques.cases import register_in

GOLDEN = Path(__file__).parents[2] / "golden" / "risques"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.name != "sain")


def files_of(case: str) -> dict[str, bytes]:
    """The sound register, with the files of `case` in place of its own."""
    folders = (GOLDEN / "sain", GOLDEN / case)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*.yaml"))
    }


def read(files: dict[str, bytes]) -> tuple[Register | None, list[Finding]]:
    findings: list[Finding] = []
    return register_in(files, findings), sorted(findings)


@pytest.mark.parametrize("case", CASES)
def test_a_broken_register_is_told_in_these_words_and_not_read(case: str) -> None:
    register, findings = read(files_of(case))
    said = "".join(f"{finding}\n" for finding in findings)
    assert said == (GOLDEN / case / "attendu.txt").read_text(encoding="utf-8")
    assert register is None


def test_every_golden_case_expects_a_finding() -> None:
    assert CASES
    assert all((GOLDEN / case / "attendu.txt").stat().st_size for case in CASES)


def test_a_sound_register_is_read_without_findings() -> None:
    register, findings = read(files_of("sain"))
    assert findings == []
    assert register is not None
    assert [risque.id for risque in register.risques] == ["crue-essai"]
    assert [contact.numero for contact in register.urgences] == ["15"]
    assert register.document.adopte_le is None


def test_an_absent_shared_file_is_a_finding() -> None:
    files = files_of("sain")
    del files[f"{FOLDER}/contacts.yaml"]
    register, findings = read(files)
    assert register is None
    assert [str(finding) for finding in findings] == [
        "data/risques/contacts.yaml:0:0: fichier absent — règle : le registre des risques a ce fichier — remède : remettre le fichier"
    ]


def test_risks_are_in_the_order_of_families_then_rank() -> None:
    files = files_of("sain")
    first = files[f"{FOLDER}/crue-essai.yaml"].decode()
    for name, famille, rang in (("gaz-essai", "technologiques", 1), ("vent-essai", "naturels", 0)):
        other = first.replace("id: crue-essai", f"id: {name}")
        other = other.replace("famille: naturels", f"famille: {famille}")
        other = other.replace("rang: 1", f"rang: {rang}").replace("sac", f"sac ({name})")
        files[f"{FOLDER}/{name}.yaml"] = other.replace("à la cave", f"là ({name})").encode()
    register, findings = read(files)
    assert findings == []
    assert register is not None
    assert [risque.id for risque in register.risques] == ["vent-essai", "crue-essai", "gaz-essai"]


SAMPLE = yaml.safe_load(files_of("sain")[f"{FOLDER}/crue-essai.yaml"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def places(value: object, keys: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every way to a value inside a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()  # fmt: skip
    return [keys, *(place for key, inner in items for place in places(inner, (*keys, key)))]


@settings(max_examples=60, deadline=None)
@given(place=st.sampled_from(places(SAMPLE)[1:]), value=ANYTHING)
def test_whatever_stands_in_a_file_it_is_read_or_told_never_a_crash(
    place: tuple[str | int, ...], value: object
) -> None:
    document = copy.deepcopy(SAMPLE)
    parent = document
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = value
    files = files_of("sain")
    files[f"{FOLDER}/crue-essai.yaml"] = yaml.safe_dump(document, allow_unicode=True).encode()
    register, findings = read(files)
    assert (register is None) == bool(findings)
    assert all(finding.line >= 1 for finding in findings)


@settings(deadline=None)
@given(raw=st.binary(max_size=60))
def test_any_bytes_are_read_or_told(raw: bytes) -> None:
    files = files_of("sain") | {f"{FOLDER}/crue-essai.yaml": raw}
    register, findings = read(files)
    assert register is None
    assert findings
