"""Every document of the site is valid HTML, by two checkers that know nothing of each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT
from tools import html_checkers
from tools.kinds import one_of_each

WRONG = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head>
<body><h1>Essai</h1><p><div>un bloc dans un paragraphe</div></p></body></html>
"""


@pytest.fixture(scope="module")
def folder(site: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of the site on disk, which both checkers read."""
    folder = tmp_path_factory.mktemp("html") / "site"
    for path, raw in site.items():
        if path.endswith(".html"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(raw)
    return folder


def documents(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


@pytest.mark.skipif(html_checkers.java() is None, reason="no Java: html-validate reads every page")
def test_the_nu_checker_finds_no_error_in_any_document(folder: Path) -> None:
    assert html_checkers.nu(folder, ROOT) == []


def test_html_validate_finds_no_error(folder: Path) -> None:
    """In one document of each kind; in all of them where the Nu checker cannot run."""
    paths = documents(folder)
    read = one_of_each(paths) if html_checkers.java() else paths
    assert html_checkers.html_validate([folder / path for path in read], folder, ROOT) == []


def test_a_block_in_a_paragraph_would_be_found_by_both(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(WRONG, encoding="utf-8")
    if html_checkers.java():
        assert html_checkers.nu(site, ROOT) == [
            "index.html:3: No “p” element in scope but a “p” end tag seen."
        ]
    assert html_checkers.html_validate([site / "index.html"], site, ROOT) == [
        "index.html:3: Stray end tag '</p>'"
    ]


def test_a_message_of_a_kind_that_nobody_has_read_is_an_error() -> None:
    said = [
        {"url": "file:/essai/site/style/index.html", "lastLine": 3, "message": "Something new."},
        {"url": "file:/essai/site/style/index.html", "lastLine": 4, "message": "Empty heading."},
    ]
    assert html_checkers.against(said, Path("/essai/site")) == [
        "style/index.html:3: Something new."
    ]
