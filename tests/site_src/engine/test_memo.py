"""What a stage's code keeps of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

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
