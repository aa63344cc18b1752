from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

README = Path(__file__).resolve().parents[3] / "opendata" / "disclosure" / "README.md"


def session() -> list[tuple[str, str]]:
    """(command, its output) of the README's console session."""
    block = re.search(r"```console\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    parts = re.split(r"^\$ (.*)\n", block[1], flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_the_session_of_the_readme_is_real(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for command, output in session():
        words = shlex.split(command)
        if words[0] == "cat":
            Path(words[1]).write_text(output, encoding="utf-8")
            continue
        assert words[:3] == ["python", "-m", "opendata.disclosure"]
        assert main(words[3:]) == 0
        assert capsys.readouterr().out == output
        ran += 1
    assert ran == 2


def test_every_option_of_the_tool_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("protect", "audit"):
        assert main([command, "--help"]) == 0
        text = capsys.readouterr().out
        for option in ("--dimension", "--hide", "--protection", "--report"):
            assert option in text
