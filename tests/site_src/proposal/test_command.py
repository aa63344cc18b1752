"""`build.py propose`: all of it, from the answers to the files of the checkout, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from build import PLAN
from opendata.findings import Finding
from opendata.model import SOURCES_PATH
from site_src import commands
from site_src.direct.answers import FeedError
from site_src.direct.services import PATH as SERVICES
from site_src.proposal import proposed, weekly
from tests.site_src.direct.test_originals import NO_DIGEST, text
from tests.site_src.proposal.sample import ROOT
from tests.site_src.proposal.test_weekly import answering


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one source that no layer is made from."""
    root = tmp_path / "depot"
    for path, raw in {
        SOURCES_PATH: text(("a", "a.json", NO_DIGEST)).encode(),
        SERVICES: (ROOT / SERVICES).read_bytes(),
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(raw)
    monkeypatch.setattr(commands, "_faults", lambda *_: ())
    return root


def run(root: Path, folder: Path, **answers: bytes | FeedError) -> int:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("site_src.direct.session.transport", lambda *_: answering(**answers))
        return commands.exit_code(lambda: commands.propose(PLAN, root, folder))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_week_writes_what_is_new_and_the_text_that_says_it(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "originaux"
    assert run(root, folder, a=b'[{"b": 1}]') == 0
    assert files(folder) == ["a.json", weekly.SILENT, weekly.TEXT]
    assert (root / proposed.PATH).is_file()
    told = (folder / weekly.TEXT).read_text(encoding="utf-8")
    assert capsys.readouterr().out == told
    assert "- `a` : nouvel original, dont rien de ce qui est publié ne change." in told
    assert NO_DIGEST in (root / SOURCES_PATH).read_text(encoding="utf-8")


def test_the_week_after_there_is_nothing_to_write(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "originaux"
    assert run(root, folder, a=b'[{"b": 1}]') == 0
    before = (root / proposed.PATH).stat().st_mtime_ns
    assert run(root, folder, a=FeedError("injoignable", "il ne répond pas à temps")) == 0
    assert (root / proposed.PATH).stat().st_mtime_ns == before
    assert (folder / weekly.SILENT).read_text(encoding="utf-8") == "a : il ne répond pas à temps\n"


def test_an_answer_of_another_shape_writes_nothing(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "originaux"
    assert run(root, folder, a=b'{"error_code": "ODSQLError", "message": "x"}') == commands.FOUND
    assert not folder.exists()
    assert not (root / proposed.PATH).exists()
    assert "a.json:0:0: a : sa réponse est un message d'erreur" in capsys.readouterr().out


def test_a_fault_of_what_was_written_leaves_no_text_to_propose(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Finding(proposed.PATH, 1, 1, "illisible", "r", "m")
    monkeypatch.setattr(commands, "_faults", lambda *_: [fault])
    folder = tmp_path / "originaux"
    assert run(root, folder, a=b'[{"b": 1}]') == commands.FOUND
    assert not (folder / weekly.TEXT).exists()


def test_originals_never_enter_the_repository(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, root / "originaux") == commands.USAGE
    assert "à placer hors du dépôt" in capsys.readouterr().err
