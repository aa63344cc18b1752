"""A corrected dataset is given its version in one step, and what was published stays as it was."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

import build
from opendata.packages.version_guard import compare
from opendata.records.dataset import Release
from site_src import commands
from site_src.donnees.archiving import archive
from site_src.donnees.journal import with_version
from site_src.engine.outputs import write
from site_src.engine.tree import Tree
from site_src.engine.usage import UsageError
from tests.builds import UNKNOWN
from tests.opendata.cases import case, published

TABLE = "data/datasets/essai/mesures.csv"
DECLARATION = "data/datasets/essai/dataset.yaml"
KEPT = "data/datasets/essai/versions/1.0.0"


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=e", "-c", "user.email=a@b.c", *words], cwd=root, check=True)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout whose last commit is published."""
    write({**case("valide"), **UNKNOWN}, tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "publié")
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    return Tree(root).select(("data/**/*",))


def correct(root: Path, before: str, after: str, path: str = TABLE) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert before in text
    (root / path).write_text(text.replace(before, after), encoding="utf-8")


def version(root: Path, text: str = "Une hauteur est corrigée.", name: str = "essai") -> int:
    return commands.exit_code(lambda: commands.version(build.PLAN, root, name, text, "HEAD"))


def test_a_corrected_table_gets_its_version_after_the_change(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(root)
    correct(root, "6.10", "6.20")
    assert compare(before, files(root)).awaited
    assert version(root) == 0
    assert capsys.readouterr().out == (
        "essai : 1.0.0 → 1.0.1\n"
        "Mesures : 1 ligne modifiée.\n"
        f"gardé : {KEPT}/ (3 fichiers)\n"
        f"écrit : {DECLARATION}, journal\n"
    )
    after = files(root)
    assert compare(before, after).findings == ()
    made = published(after)  # raises with all that would be wrong
    for path, raw in published(before).items():
        if "/essai/1.0.0/" in path:
            assert made[path] == raw


def test_what_is_kept_is_what_archive_keeps_before_the_change(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "data", tmp_path / "autre/data")
    archive("essai", published(files(root)), tmp_path / "autre")
    correct(root, "6.10", "6.20")
    assert version(root) == 0
    kept = {path.name: path.read_bytes() for path in (root / KEPT).iterdir()}
    assert kept == {path.name: path.read_bytes() for path in (tmp_path / "autre" / KEPT).iterdir()}


def test_a_row_more_is_a_second_number(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct(root, "b\n", "b\nc\n", "data/datasets/essai/lieux.csv")
    assert version(root) == 0
    assert capsys.readouterr().out.startswith("essai : 1.0.0 → 1.1.0\n")


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("Rien.", "essai", "essai : aucune table n'a changé depuis la version 1.0.0, publiée : rien à faire"),
        ("Rien.", "rien", "jeu « rien » inconnu"),
        ("Rien.", "../../etc", "jeu « ../../etc » inconnu"),
    ],
)  # fmt: skip
def test_nothing_to_number_is_a_wrong_usage_and_writes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str], text: str, name: str, says: str
) -> None:
    before = files(root)
    assert version(root, text, name) == commands.USAGE
    assert f"build.py : {says} (aide" in capsys.readouterr().err
    assert files(root) == before


@pytest.mark.parametrize("text", ["", "  ", "x" * 301])
def test_what_changes_is_said_in_a_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    correct(root, "6.10", "6.20")
    before = files(root)
    assert version(root, text) == commands.USAGE
    assert "--texte : une phrase attendue" in capsys.readouterr().err
    assert files(root) == before


def test_a_number_is_given_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct(root, "6.10", "6.20")
    assert version(root) == 0
    held = files(root)
    assert version(root) == commands.USAGE
    assert "essai : le journal dit déjà 1.0.1, et 1.0.0 est publiée : rien à faire" in capsys.readouterr().err  # fmt: skip
    assert files(root) == held


def test_a_faulty_table_is_told_and_keeps_its_number(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(root, "6.10", "haut")
    before = files(root)
    assert version(root) == commands.FOUND
    assert capsys.readouterr().out.startswith(f"{TABLE}:")
    assert files(root) == before


def test_protected_tables_get_their_number_elsewhere(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "tranquillite"
    write(Tree(Path(build.__file__).parent).select(("data/datasets/tranquillite/**/*", "data/parametres/*", "data/sources.yaml")), root)  # fmt: skip
    git(root, "add", "-A")
    git(root, "commit", "-qm", "publié")
    assert version(root, name=name) == commands.USAGE
    assert f"{name} : ses tables protégées ne changent que par python build.py protect" in capsys.readouterr().err  # fmt: skip


NEW = Release(version="1.0.1", date=date(2027, 1, 15), texte='Un « mot » : "deux".')
DIGEST = "a" * 64
JOURNAL = re.compile(r"(?ms)^journal:\n(?:  .*?\n)+")
FORMS = {
    "en lignes": "journal:\n  # la plus récente\n  - version: 1.0.0\n    date: 2026-01-01\n    texte: Un.\n",
    "en accolades": "journal:\n  - {version: 1.0.0, date: 2026-01-01, texte: Un.}\n",
    "sur plusieurs lignes": "journal:\n- version: 1.0.0\n  date: 2026-01-01\n  texte: >-\n    Un\n    deux.\n\n",
    "avec un commentaire": "journal:\n    -   version: 1.0.0  # la première\n        date: 2026-01-01\n        texte: Un.  # fin\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_the_journal_is_continued_in_the_form_that_it_has(form: str) -> None:
    raw = JOURNAL.sub(FORMS[form], case("valide")[DECLARATION].decode()).encode()
    after = with_version("essai", raw, NEW, DIGEST)
    kept = set(raw.decode().splitlines()) - set(after.decode().splitlines())
    assert len(kept) <= (form == "en accolades")  # no other line of the file is touched
    assert with_version("essai", after, NEW.model_copy(update={"version": "1.0.2"}), "b" * 64)


def test_a_journal_of_another_form_is_left_alone() -> None:
    raw = JOURNAL.sub("journal: [{version: 1.0.0, date: 2026-01-01, texte: Un.}]\n", case("valide")[DECLARATION].decode())  # fmt: skip
    with pytest.raises(UsageError, match="forme que cette commande ne sait pas continuer"):
        with_version("essai", raw.encode(), NEW, DIGEST)
