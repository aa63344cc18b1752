"""Where a site may be published: never over what is somebody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_src.engine.destination import MARK, destination
from site_src.engine.outputs import write
from site_src.engine.usage import UsageError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "ici" / "dépôt à nous"
    write({"data/site.yaml": b"", "build/cache/objects/a": b"", ".git/HEAD": b""}, root)
    (root / "vide").mkdir()
    (root.parent / "lien").symlink_to(root)
    return root


@pytest.mark.parametrize("asked", ["site", "build/essai", "vide", "../ailleurs", "../a/b/c"])
def test_a_new_folder_or_an_empty_one_is_taken(root: Path, asked: str) -> None:
    assert destination(root / asked, root) == (root / asked).resolve()


def test_a_site_that_was_published_before_is_taken(root: Path) -> None:
    write({MARK: b"", "index.html": b""}, root / "site")
    assert destination(root / "site", root) == root / "site"


def test_the_folder_site_of_the_checkout_is_ours_one_that_it_leads_to_is_not(root: Path) -> None:
    write({"index.html": b""}, root / "site")
    assert destination(root / "site", root) == root / "site"
    assert destination(root.parent / "lien" / "site", root) == root / "site"
    (root / "site").rename(root.parent / "servi")
    (root / "site").symlink_to(root.parent / "servi")
    with pytest.raises(UsageError, match="ni vide"):
        destination(root / "site", root)


@pytest.mark.parametrize("asked", [".", "..", "../..", "/", "../lien", "../lien/.."])
def test_a_folder_that_holds_the_checkout_is_refused(root: Path, asked: str) -> None:
    write({MARK: b""}, root)
    with pytest.raises(UsageError, match="ce dossier contient le dépôt"):
        destination(root / asked, root)


@pytest.mark.parametrize(
    "asked", ["data/nouveau", "../lien/data/nouveau", "build/cache/site", ".git/site", "site/a"]
)
def test_a_folder_among_the_files_of_the_checkout_is_refused(root: Path, asked: str) -> None:
    with pytest.raises(UsageError, match="parmi les fichiers du dépôt"):
        destination(root / asked, root)


@pytest.mark.parametrize("asked", ["data", "build", ".git", "../lien/data", "build/cache"])
def test_a_folder_that_holds_anything_else_is_refused(root: Path, asked: str) -> None:
    with pytest.raises(UsageError, match=r"ni vide, ni un site construit ici \(\.empreinte manque"):
        destination(root / asked, root)


def test_a_file_is_refused(root: Path) -> None:
    (root / "fichier").write_text("")
    with pytest.raises(UsageError, match="pas un dossier"):
        destination(root / "fichier", root)
