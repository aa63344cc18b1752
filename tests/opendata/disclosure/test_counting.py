from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from opendata.disclosure.counting import CountingError, count, private_folder

ROOT = Path(__file__).resolve().parents[3]


def test_facts_of_a_csv_are_counted_by_keys(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("place,kind\nA,x\nB,x\nA,x\nA,y\n", encoding="utf-8")
    found = count(path, {"place": "place", "kind": "upper(kind)"}, base=tmp_path)
    assert found == [(("A", "X"), 2), (("A", "Y"), 1), (("B", "X"), 1)]


def test_a_column_of_counts_is_added_up(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("place,n\nA,2\nB,0\nA,5\n", encoding="utf-8")
    assert count(path, {"place": "place"}, "n", base=tmp_path) == [(("A",), 7), (("B",), 0)]


def test_parquet_is_counted_alike(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    facts = "SELECT * FROM (VALUES ('A'), ('B'), ('A')) AS t(place)"
    duckdb.execute(f"COPY ({facts}) TO '{path}' (FORMAT parquet)")
    assert count(path, {"place": "place"}, base=tmp_path) == [(("A",), 2), (("B",), 1)]


def test_an_unreadable_file_shows_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("place,n\nA,CANARI\n", encoding="utf-8")
    with pytest.raises(CountingError) as error:
        count(path, {"place": "place"}, "n", base=tmp_path)
    assert "CANARI" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_private_folder_is_for_its_owner_alone_and_wiped(tmp_path: Path) -> None:
    with private_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        (folder / "spill").write_text("data", encoding="utf-8")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_all_stays_while_another_process_works_there(tmp_path: Path) -> None:
    with private_folder(tmp_path) as first:
        with private_folder(tmp_path) as second:
            assert second.parent == first.parent
        assert first.exists()
    assert not first.parent.exists()


def test_what_a_dead_process_left_is_wiped_and_the_living_kept(tmp_path: Path) -> None:
    with private_folder(tmp_path) as mine:
        dead = subprocess.Popen(["true"])
        dead.wait()
        left = mine.parent / f"{dead.pid}-left"
        left.mkdir()
        (left / "spill").write_text("data", encoding="utf-8")
        with private_folder(tmp_path):
            assert not left.exists()
            assert mine.exists()


def test_folder_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"divulgation-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CountingError), private_folder(tmp_path):
        pass


def test_a_kill_leaves_no_readable_data(tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    query = "SELECT 'CANARI-' || i AS id, 'x' AS kind FROM range(3000000) t(i)"
    duckdb.execute(f"COPY ({query}) TO '{facts}' (FORMAT csv, HEADER)")
    base = tmp_path / "base"
    base.mkdir()
    code = ("import sys, pathlib; from opendata.disclosure.counting import count; "
            "count(pathlib.Path(sys.argv[1]), {'id': 'id', 'kind': 'kind'}, "
            "base=pathlib.Path(sys.argv[2]), memory='150MB')")  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", code, str(facts), str(base)], cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    spilled = _wait_for_spill(base, process)
    process.send_signal(signal.SIGKILL)
    output, _ = process.communicate()
    assert spilled, output.decode()
    left = [path for path in base.rglob("*") if path.is_file()]
    assert left, "nothing was spilled when the process was killed"
    assert not any(b"CANARI" in path.read_bytes() for path in left)
    with private_folder(base):
        assert not [path for path in base.rglob("*") if path.is_file()]


def _wait_for_spill(base: Path, process: subprocess.Popen[bytes]) -> bool:
    for _ in range(3000):
        if any(path.is_file() and path.stat().st_size > 100_000 for path in base.rglob("*")):
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.01)
    return False
