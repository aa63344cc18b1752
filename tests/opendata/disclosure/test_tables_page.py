from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

PAGE = Path(__file__).resolve().parents[3] / "opendata" / "disclosure" / "TABLES.md"
SESSIONS = re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_of_the_page_is_real(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    session: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    parts = re.split(r"^\$ (.*)\n", session, flags=re.MULTILINE)[1:]
    ran = 0
    for command, output in zip(parts[::2], parts[1::2], strict=True):
        words = shlex.split(command)
        if words[0] == "cat":
            Path(words[1]).write_text(output, encoding="utf-8")
            continue
        assert words[:3] == ["python", "-m", "opendata.disclosure"]
        assert main(words[3:]) == 0
        assert capsys.readouterr().out == output
        ran += 1
    assert ran == 2
