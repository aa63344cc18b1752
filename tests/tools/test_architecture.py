"""The page on the architecture says what the contracts and the two tables say."""

from __future__ import annotations

from dataclasses import replace

import pytest

import build
from tools.architecture import COMMAND, PAGE, contracts, written

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_that_of_the_code() -> None:
    assert written(TEXT, build.PLAN, contracts()) == TEXT, (
        f"{PAGE.name} is not what the code says any more; to write it again: {COMMAND}"
    )


@pytest.mark.parametrize("part", ["layers", "walls", "readings", "stages"])
def test_every_part_has_its_place(part: str) -> None:
    assert TEXT.count(f"<!-- generated: {part} -->\n") == 1


@pytest.mark.parametrize("name", [item.name for item in (*build.READINGS, *build.STAGES)])
def test_every_reading_and_stage_has_its_row(name: str) -> None:
    assert f"\n| {name} | `" in TEXT


@pytest.mark.parametrize("rule", contracts(), ids=lambda rule: str(rule["name"]))
def test_every_contract_is_told(rule: dict[str, object]) -> None:
    assert str(rule["name"]) in TEXT


def test_a_changed_reading_stage_or_contract_changes_the_page() -> None:
    plan, rules = build.PLAN, contracts()
    reading = replace(plan.readings[0], files=("data/autre.yaml",))
    stage = replace(plan.stages[0], takes=("sources",))
    assert written(TEXT, replace(plan, readings=(reading, *plan.readings[1:])), rules) != TEXT
    assert written(TEXT, replace(plan, stages=(stage, *plan.stages[1:])), rules) != TEXT
    for number in range(len(rules)):
        others = [*rules[:number], *rules[number + 1 :]]
        assert written(TEXT, plan, others) != TEXT, rules[number]["name"]


def test_a_part_of_another_name_is_refused() -> None:
    with pytest.raises(KeyError, match="rooms"):
        written("<!-- generated: rooms -->\n<!-- end -->", build.PLAN, contracts())
