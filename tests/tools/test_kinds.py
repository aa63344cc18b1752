"""What is looked at has one document of each kind of page: a new section is never forgotten."""

from __future__ import annotations

from pathlib import Path

from tools.kinds import address, document, kinds_of, one_of_each


def test_one_document_of_each_section_and_depth_is_chosen() -> None:
    paths = ["index.html", "b/index.html", "b/c/index.html", "b/d/index.html", "e/index.html"]
    assert one_of_each(paths) == ["b/c/index.html", "b/index.html", "e/index.html", "index.html"]


def test_a_file_of_its_own_stands_for_no_page_beside_it() -> None:
    paths = ["en/crisis.html", "en/index.html", "en/now/index.html"]
    assert one_of_each(paths) == paths


def test_a_new_section_is_a_new_kind_and_the_page_that_is_not_found_none(tmp_path: Path) -> None:
    for name in ("index.html", "404.html", "neuf/index.html", "neuf/a/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert kinds_of(tmp_path) == ["index.html", "neuf/a/index.html", "neuf/index.html"]


def test_a_document_is_served_at_its_folder() -> None:
    assert [address(path) for path in ("index.html", "b/index.html")] == ["", "b/"]


def test_a_document_is_found_again_from_its_address() -> None:
    paths = ["index.html", "b/index.html", "crise.html"]
    assert [document(address(path)) for path in paths] == paths
