from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

FOLDER = Path(__file__).resolve().parents[3] / "opendata" / "disclosure"
README, LISEZMOI = FOLDER / "README.md", FOLDER / "LISEZMOI.md"


def session(readme: Path = README) -> list[tuple[str, str]]:
    """(command, its output) of a README's console session."""
    block = re.search(r"```console\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    parts = re.split(r"^\$ (.*)\n", block[1], flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("readme", [README, LISEZMOI], ids=lambda path: path.stem)
def test_the_session_of_the_readme_is_real(
    readme: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for command, output in session(readme):
        words = shlex.split(command)
        if words[0] == "cat":
            Path(words[1]).write_text(output, encoding="utf-8")
            continue
        assert words[:3] == ["python", "-m", "opendata.disclosure"]
        assert main(words[3:]) == 0
        assert capsys.readouterr().out == output
        ran += 1
    assert ran == 2


@pytest.mark.parametrize("readme", [README, LISEZMOI], ids=lambda path: path.stem)
def test_the_python_session_of_the_readme_is_real(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    block = "".join(re.findall(r"```pycon\n(.*?)```", text, re.DOTALL))
    parsed = doctest.DocTestParser().get_doctest(block, {}, readme.name, str(readme), 0)
    failed = doctest.DocTestRunner(verbose=False).run(parsed)
    assert failed.attempted > 25
    assert failed.failed == 0


def test_both_readmes_show_the_same_sessions() -> None:
    english, french = (path.read_text(encoding="utf-8") for path in (README, LISEZMOI))
    assert session(README) == session(LISEZMOI)
    blocks = [re.findall(r"```pycon\n(.*?)```", text, re.DOTALL) for text in (english, french)]
    assert blocks[0] == blocks[1]


def test_links_of_the_library_lead_somewhere() -> None:
    for page in sorted(FOLDER.glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (FOLDER / target).exists(), f"{page.name}: {target}"


def test_every_option_of_the_tool_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("protect", "audit"):
        assert main([command, "--help"]) == 0
        text = capsys.readouterr().out
        for option in ("--dimension", "--hide", "--protection", "--report"):
            assert option in text
