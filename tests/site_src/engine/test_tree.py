"""Files by pattern: what is read, once, and the digest that tells two contents apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_src.engine.outputs import write
from site_src.engine.tree import Tree, below

FILES = {"data/b.txt": b"b", "data/a.txt": b"a", "data/x/c.txt": b"c", "code/d.py": b"d"}
ALL = ("**/*",)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(FILES, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (("data/*",), ["data/a.txt", "data/b.txt"]),
        (("data/**/*",), ["data/a.txt", "data/b.txt", "data/x/c.txt"]),
        (("data/b.txt", "code/*", "**/*.py"), ["code/d.py", "data/b.txt"]),
        (("absent/*",), []),
        ((), []),
    ],
)
def test_files_are_those_of_any_pattern_once_sorted_by_path(
    root: Path, patterns: tuple[str, ...], expected: list[str]
) -> None:
    found = Tree(root).select(patterns)
    assert list(found) == expected
    assert found == {path: FILES[path] for path in expected}


def test_links_folders_and_byte_code_are_left_out(root: Path) -> None:
    (root / "data" / "secret.txt").symlink_to("/etc/hostname")
    (root / "linked").symlink_to(root / "data", target_is_directory=True)
    (root / "code" / "d.pyc").write_bytes(b"x")
    assert set(Tree(root).select(ALL)) == set(FILES)


def test_a_file_is_read_once(root: Path) -> None:
    tree = Tree(root)
    before = tree.digest(ALL)
    (root / "data" / "a.txt").unlink()
    (root / "data" / "b.txt").write_bytes(b"changed under way")
    assert tree.select(ALL) == FILES
    assert tree.digest(ALL) == before


def test_a_digest_hangs_on_paths_and_contents_not_on_dates(root: Path) -> None:
    before = Tree(root).digest(ALL)
    (root / "data" / "a.txt").touch()
    assert Tree(root).digest(ALL) == before
    (root / "data" / "a.txt").rename(root / "data" / "e.txt")
    renamed = Tree(root).digest(ALL)
    (root / "data" / "e.txt").write_bytes(b"e")
    assert len({before, renamed, Tree(root).digest(ALL)}) == 3


def test_a_tree_is_read_as_if_other_contents_were_written(root: Path) -> None:
    other = {"data/a.txt": b"changed", "nowhere.txt": b"no file"}
    tree = Tree(root, other)
    assert tree.select(ALL) == {**FILES, "data/a.txt": b"changed"}
    before = tree.digest(ALL)
    assert Tree(root).select(ALL) == FILES
    (root / "data" / "a.txt").write_bytes(b"changed")
    assert Tree(root).digest(ALL) == before


def test_a_digest_does_not_hang_on_how_patterns_are_written(root: Path) -> None:
    assert Tree(root).digest(("data/*.txt", "data/a.txt")) == Tree(root).digest(("data/?.txt",))


def test_below_a_folder_stand_its_files_not_those_of_a_longer_name() -> None:
    files = {"data/a": b"", "data/x/b": b"", "data2/c": b"", "data": b""}
    assert list(below(files, "data")) == ["data/a", "data/x/b"]
