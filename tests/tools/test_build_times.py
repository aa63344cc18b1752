"""A stage lasts from its announcement to the next one's; a command costs what all its processes do."""

import re
from pathlib import Path

import pytest
import yaml

from site_src.alertes.records import Alert
from tests.builds import ROOT
from tools.build_times import (
    ALERT,
    ALERT_TEXT,
    EDITS,
    LINES,
    Edit,
    durations,
    listen,
    said,
    units_done,
)

STAGES = {"Contrôle…": "check", "Cartes…": "maps", "Sceau…": "seal"}
BUSY = "import time\nwhile time.process_time() < 0.5: pass"


def test_a_stage_lasts_until_the_next_one_or_the_end() -> None:
    heard = [(1.0, "Contrôle…"), (3.0, "Cartes…"), (3.5, "Carte des rues…"), (8.0, "Sceau…"), (9.0, "")]  # fmt: skip
    assert durations(heard, STAGES) == {"check": 2.0, "maps": 5.0, "seal": 1.0}


def test_a_stage_that_did_not_run_is_absent() -> None:
    assert durations([(1.0, "Cartes…"), (4.0, "")], STAGES) == {"maps": 3.0}
    assert durations([(0.5, "")], STAGES) == {}


def test_the_readings_and_every_stage_are_recognised_by_what_they_announce() -> None:
    assert LINES["Contrôle des données…"] == "contrôle"
    assert LINES["Habillage (MkDocs)…"] == "html"


def test_each_stage_is_said_by_its_median() -> None:
    builds = [{"check": 1.0, "maps": 9.0}, {"check": 2.0, "maps": 7.0}, {"check": 9.0, "maps": 8.0}]
    assert said(builds) == "check 2.0, maps 8.0"


def test_the_units_done_are_those_that_the_build_prints() -> None:
    printed = "lu : register\nfait : documents, 1 unité(s) : dicrim\nfait : search, sans unité\nconstruit : site/\n"
    assert units_done(printed).split("\n") == [
        "       fait : documents, 1 unité(s) : dicrim",
        "       fait : search, sans unité",
    ]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.what)
def test_an_edit_has_something_to_change(edit: Edit) -> None:
    text = (ROOT / edit.path).read_text(encoding="utf-8")
    assert re.search(edit.pattern, text)


def test_the_alert_that_is_measured_is_one() -> None:
    alert = Alert.model_validate(yaml.safe_load(ALERT_TEXT))
    assert Path(ALERT).stem == alert.id
    assert (ROOT / f"data/risques/{alert.risque}.yaml").exists()


def test_lines_are_heard_in_order_and_the_end_is_last(tmp_path: Path) -> None:
    script = "import sys; sys.stderr.write('un…\\ndeux…\\n')"
    run = listen(["-c", script], tmp_path)
    assert [line for _, line in run.heard] == ["un…", "deux…", ""]
    assert [moment for moment, _ in run.heard] == sorted(moment for moment, _ in run.heard)
    assert run.seconds == run.heard[-1][0]


def test_what_a_command_prints_is_kept(tmp_path: Path) -> None:
    assert listen(["-c", "print('un'); print('deux')"], tmp_path).printed == "un\ndeux\n"


def test_what_a_command_waits_for_is_not_counted(tmp_path: Path) -> None:
    waiting = listen(["-c", "import time; time.sleep(0.5)"], tmp_path)
    busy = listen(["-c", BUSY], tmp_path)
    assert waiting.processor < 0.4 < busy.processor


def test_what_its_own_processes_do_is_counted(tmp_path: Path) -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
    assert listen(["-c", parent], tmp_path).processor > 0.4


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="raté"):
        listen(["-c", "import sys; sys.exit('raté')"], tmp_path)
