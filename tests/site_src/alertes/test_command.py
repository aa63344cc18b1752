"""`build.py alert` at the edge: one file, written where nothing was, or nothing at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from opendata.findings import FindingsError
from site_src import commands
from site_src.alertes.scope import Scope
from site_src.engine.build import Plan
from site_src.engine.readings import Given, Reading
from tests.site_src.alertes.cases import ORANGE, SCOPE, edited
from tests.site_src.alertes.test_dialogue import ANSWERS, NOW

FOLDER = "data/alertes"


def scope(given: Given) -> Scope:
    return SCOPE


PLAN = Plan(
    (
        Reading("alert_scope", f"{__name__}:scope"),
        Reading("alerts", "site_src.readings.alerts:alerts", (f"{FOLDER}/*.yaml",), needs=("alert_scope",)),
    ),
    (),
    FindingsError,
)  # fmt: skip


def run(root: Path, answers: Sequence[str], cancelled: str = "", now: datetime = NOW) -> int:
    """The command with these answers; when they are over, so is the input."""
    given = iter(answers)

    def ask(question: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    return commands.exit_code(lambda: commands.alert(PLAN, root, cancelled, ask, now))


def published(root: Path) -> list[str]:
    return sorted(path.name for path in (root / FOLDER).glob("*"))


def with_alert(root: Path, text: str = ORANGE) -> Path:
    file = root / FOLDER / "crue-essai.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_the_file_is_written_and_the_next_step_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, ANSWERS) == 0
    assert published(tmp_path) == ["2031-01-10-crue-seine.yaml"]
    said = capsys.readouterr().out.splitlines()[-1]
    assert said == (
        "écrit : data/alertes/2031-01-10-crue-seine.yaml ; pour publier : python build.py build --alerte"
    )


def test_a_second_alert_of_the_day_has_a_name_of_its_own(tmp_path: Path) -> None:
    run(tmp_path, ANSWERS)
    before = (tmp_path / FOLDER / "2031-01-10-crue-seine.yaml").read_bytes()
    later = NOW + timedelta(minutes=5)
    assert run(tmp_path, [ANSWERS[0], "1", *ANSWERS[1:]], now=later) == 0
    assert published(tmp_path) == ["2031-01-10-crue-seine-2.yaml", "2031-01-10-crue-seine.yaml"]
    assert (tmp_path / FOLDER / "2031-01-10-crue-seine.yaml").read_bytes() == before


def test_answers_that_stop_half_way_write_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, ANSWERS[:5]) == commands.USAGE
    assert "réponses incomplètes : rien n'est écrit" in capsys.readouterr().err
    assert not (tmp_path / FOLDER).exists()


def test_what_the_control_would_refuse_is_shown_and_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_alert(tmp_path, edited(ORANGE, ("niveau: .*", "niveau: vigilance rouge")))
    assert run(tmp_path, [ANSWERS[0], "", *ANSWERS[1:]]) == commands.FOUND
    said = capsys.readouterr().out
    assert "titre: La Seine monte\n" in said
    assert "deux alertes ne se contredisent pas" in said
    assert published(tmp_path) == ["crue-essai.yaml"]


def test_a_cancellation_is_written_beside_what_it_cancels(tmp_path: Path) -> None:
    file = with_alert(tmp_path)
    before = file.read_bytes()
    assert run(tmp_path, ["L'eau redescend.", "Préfecture d'essai"], "crue-essai") == 0
    assert published(tmp_path) == ["crue-essai-annulation.yaml", "crue-essai.yaml"]
    assert file.read_bytes() == before
