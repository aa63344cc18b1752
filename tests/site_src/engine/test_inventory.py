"""What a folder holds: every file by its content, and all that is no published file."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from site_src.engine.inventory import Inventory, digest_of, inventory
from site_src.engine.outputs import write


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_files_are_told_by_their_digest(tmp_path: Path) -> None:
    files = {"a": b"", "é à/b.html": b"1", "é à/c/d": bytes(10**6)}
    write(files, tmp_path / "site")
    found = inventory(tmp_path / "site")
    assert found == Inventory({path: sha256(raw) for path, raw in files.items()})


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("nowhere", "file", "link"):
        assert inventory(tmp_path / name) == Inventory({})


def test_what_is_no_published_file_is_a_stray_and_is_not_read(tmp_path: Path) -> None:
    write({"plain": b"1", "closed/inside": b"2", "shut": b"3"}, tmp_path)
    (tmp_path / "closed").chmod(0o700)
    (tmp_path / "shut").chmod(0o755)
    (tmp_path / "empty").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to("plain")
    (tmp_path / "above").symlink_to("..")
    os.mkfifo(tmp_path / "fifo")
    found = inventory(tmp_path)
    assert found.digests == {"plain": sha256(b"1"), "closed/inside": sha256(b"2")}
    assert found.strays == {"closed", "shut", "empty/.", "link", "above", "fifo"}


def test_a_file_that_is_not_there_has_no_digest(tmp_path: Path) -> None:
    write({"a": b"1"}, tmp_path)
    assert digest_of(f"{tmp_path}/a") == sha256(b"1")
    assert (
        digest_of(f"{tmp_path}/b") == digest_of(f"{tmp_path}/a/b") == digest_of(str(tmp_path)) == ""
    )
