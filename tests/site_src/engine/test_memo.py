"""What a stage's code keeps of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_src.engine.fingerprint import fingerprint
from site_src.engine.memo import Memo
from site_src.engine.store import AlteredError, Store


def test_what_was_kept_is_there_for_the_next_run_of_the_same_code(tmp_path: Path) -> None:
    Memo(Store(tmp_path), "mots", "1").keep("un", b"uno")
    assert Memo(Store(tmp_path), "mots", "1").recall("un") == b"uno"
    assert Memo(Store(tmp_path), "mots", "1").recall("deux") is None


def test_other_code_finds_nothing(tmp_path: Path) -> None:
    Memo(Store(tmp_path), "mots", "1").keep("un", b"uno")
    assert Memo(Store(tmp_path), "mots", "2").recall("un") is None


def test_bytes_that_were_altered_on_disk_are_never_given(tmp_path: Path) -> None:
    Memo(Store(tmp_path), "mots", "1").keep("un", b"uno")
    for path in (tmp_path / "objects").iterdir():
        path.write_bytes(b"two")
    with pytest.raises(AlteredError):
        Memo(Store(tmp_path), "mots", "1").recall("un")


def test_what_was_made_of_something_else_is_not_found(tmp_path: Path) -> None:
    Memo(Store(tmp_path), "mots", "1").keep("un", b"uno", of=("a", 1))
    assert Memo(Store(tmp_path), "mots", "1").recall("un", of=("a", 1)) == b"uno"
    assert Memo(Store(tmp_path), "mots", "1").recall("un", of=("a", 2)) is None


def test_what_is_kept_is_no_part_of_a_unit_s_key(tmp_path: Path) -> None:
    memo = Memo(Store(tmp_path / "un"), "mots", "1")
    assert fingerprint(memo) == fingerprint(Memo(Store(tmp_path / "deux"), "autres", "1"))
    assert fingerprint(memo) != fingerprint(Memo(Store(tmp_path / "un"), "mots", "2"))
