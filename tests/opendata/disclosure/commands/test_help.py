from __future__ import annotations

import re
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

README = (Path(__file__).resolve().parents[4] / "opendata/disclosure/README.md").read_text(
    encoding="utf-8"
)
COMMANDS = ("round", "audit-rounded", "perturb")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_place_in_the_readme(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main([command, "--help"]) == 0
    assert "--dimension" in capsys.readouterr().out
    assert f"`{command}" in README


def test_every_option_that_the_readme_names_exists(capsys: pytest.CaptureFixture[str]) -> None:
    start = README.index("## Other methods")
    section = README[start : README.index("## How", start)]
    helps = ""
    for command in (*COMMANDS, "protect"):
        main([command, "--help"])
        helps += capsys.readouterr().out
    named = set(re.findall(r"--[a-z][a-z-]+", section))
    assert named
    assert {option for option in named if option not in helps} == set()
