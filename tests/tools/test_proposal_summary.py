"""The published revision is set beside the checkout, then taken away; pictures are named and laid side by side."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from site_src.engine.outputs import write
from site_src.proposal.summary import ChangedPage
from tools import proposal_summary
from tools.proposal_summary import before, differing, picture, sheet, written

ORAGE = ChangedPage("risques/orage/index.html", "Orage <b>", "changée")


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-c", "user.name=e", "-c", "user.email=a@b.c", *words], cwd=root, check=True, capture_output=True, text=True)  # fmt: skip
    return done.stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout, changed since its last commit, with what a build leaves."""
    folder = tmp_path / "depot"
    write({"data/a.yaml": b"a: 1\n", ".gitignore": b"/site/\n/build/\n"}, folder)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "publie")
    page = b"<main><h1>Accueil</h1>%s</main>"
    write({"data/a.yaml": b"a: 2\n", "build/cache/x": b"", "site/index.html": page % b"deux"}, folder)  # fmt: skip
    return folder


def test_the_published_revision_stands_beside_the_checkout_then_goes(root: Path) -> None:
    with before(root, "HEAD") as published:
        assert (published / "data/a.yaml").read_bytes() == b"a: 1\n"
        assert (published / "build/cache/x").exists()
        place = published
    assert not place.exists()
    assert git(root, "worktree", "list").count("\n") == 1
    assert (root / "data/a.yaml").read_bytes() == b"a: 2\n"


def test_a_failure_leaves_no_second_checkout(root: Path) -> None:
    with pytest.raises(ZeroDivisionError), before(root, "HEAD"):
        raise ZeroDivisionError
    assert git(root, "worktree", "list").count("\n") == 1


def test_what_cannot_be_compared_says_so_and_still_says_how_to_see_the_site(
    root: Path, tmp_path: Path
) -> None:
    text = written(None, root, tmp_path / "resume")
    assert "ne se construit pas avec les outils de cette proposition : rien n'est comparé." in text
    assert "**site-a-ouvrir**" in text
    assert {path.name for path in (tmp_path / "resume").iterdir()} == {"resume.md", "index.html"}


def test_pictures_are_named_by_page_and_side_and_laid_side_by_side() -> None:
    names = [picture(ORAGE, side) for side in ("avant", "apres")]
    assert names == ["risques-orage-avant.jpg", "risques-orage-apres.jpg"]
    assert picture(ChangedPage("index.html", "", ""), "avant") == "accueil-avant.jpg"
    shown = sheet("## <Résumé>", [ORAGE])
    assert shown.index(names[0]) < shown.index(names[1])
    assert "&lt;Résumé&gt;" in shown
    assert "Orage &lt;b&gt;" in shown


def test_a_picture_begins_where_the_texts_of_a_page_first_differ() -> None:
    old = [("Orage", 100.0), ("Un pompier", 900.0), ("Sources", 990.0)]
    assert differing(old, old) == (0, 0)
    assert differing(old, [old[0], ("Un passant", 880.0), old[2]]) == (900, 880)
    assert differing(old, [*old, ("Une de plus", 1040.0)]) == (990, 1040)
    assert differing([], [("Orage", 100.0)]) == (0, 100)


def test_without_a_built_site_it_says_what_to_do(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "site/index.html").unlink()
    monkeypatch.setattr(proposal_summary, "ROOT", root)
    assert proposal_summary.main([]) == 1
    assert capsys.readouterr().err == "site/ absent : python build.py build d'abord\n"
