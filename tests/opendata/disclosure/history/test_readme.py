"""The session of the README's section on histories is real."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

FOLDER = Path(__file__).resolve().parents[4] / "opendata" / "disclosure"


@pytest.mark.parametrize(
    ("readme", "title"), [("README", "A history"), ("LISEZMOI", "Une histoire")]
)
def test_the_history_of_the_readme_is_real(
    readme: str,
    title: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (FOLDER / f"{readme}.md").read_text(encoding="utf-8")
    section = text.partition(f"## {title}\n")[2]
    block = re.search(r"```console\n(.*?)```", section, re.DOTALL)
    assert block is not None
    parts = re.split(r"^\$ (.*)\n", block[1], flags=re.MULTILINE)[1:]
    ran = 0
    for command, output in zip(parts[::2], parts[1::2], strict=True):
        name, *words = shlex.split(command)
        if name == "mkdir":
            for folder in words:
                Path(folder).mkdir()
        elif name == "cat":
            Path(words[0]).write_text(output, encoding="utf-8")
        else:
            assert main(words[2:]) == 0
            assert capsys.readouterr().out == output
            ran += 1
    assert ran == 3
