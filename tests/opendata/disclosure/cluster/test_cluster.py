from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dask
import duckdb
import numpy as np
import pytest
from distributed import Client, LocalCluster

from opendata.disclosure.__main__ import main
from opendata.disclosure.audit import audit
from opendata.disclosure.cluster import connection
from opendata.disclosure.cluster.across import here
from opendata.disclosure.cluster.connection import ClusterError, check_address, connected
from opendata.disclosure.cluster.facts import FactsPart, count_facts
from opendata.disclosure.program import SolverError
from tests.opendata.disclosure.cases import matrix

# A cluster that is stopped leaves sockets to the collector of garbage.
pytestmark = pytest.mark.filterwarnings("default")
IN_MEMORY = {"distributed.worker.memory.target": False, "distributed.worker.memory.spill": False,
             "distributed.scheduler.allowed-failures": 1}  # fmt: skip
QUIET = {
    "silence_logs": logging.CRITICAL,
    "dashboard_address": ":0",
    "scheduler_kwargs": {"dashboard": False},
}
KEYS = {"lieu": "lieu", "sorte": "sorte"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with dask.config.set(IN_MEMORY), LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, **QUIET
    ) as made:  # fmt: skip
        yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    for part in range(5):
        query = (f"SELECT 'L' || (i * 7 + {part}) % 11 AS lieu, 'S' || (i + {part}) % 4 AS sorte "
                 f"FROM range({300 + part}) t(i)")  # fmt: skip
        duckdb.execute(f"COPY ({query}) TO '{tmp_path}/part-{part}.parquet' (FORMAT parquet)")
    return tmp_path


FACTS = [f"part-{part}.parquet" for part in range(5)]
COUNT = ["count", *FACTS, "--dimension", "lieu", "--dimension", "sorte", "--out"]


def test_a_cluster_counts_the_same_bytes_as_this_machine(
    folder: Path, cluster: LocalCluster, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COUNT, "here.csv"]) == 0
    assert main([*COUNT, "there.csv", "--dask", cluster.scheduler_address]) == 0
    assert (folder / "there.csv").read_bytes() == (folder / "here.csv").read_bytes()
    assert (folder / "there.csv").stat().st_mode & 0o777 == 0o600
    assert "1510 faits comptés, 44 combinaisons de codes" in capsys.readouterr().out


def test_what_is_counted_is_what_protect_reads_of_the_facts(folder: Path) -> None:
    duckdb.execute(
        f"COPY (SELECT * FROM read_parquet('{folder}/part-*.parquet')) TO '{folder}/facts.csv'"
    )
    names = ["--dimension", "lieu", "--dimension", "sorte"]
    assert main([*COUNT, "counts.csv"]) == 0
    for number in ("one", "two"):
        (folder / number).mkdir()
    assert main(["protect", "facts.csv", *names, "--out", "one/out.csv"]) == 0
    assert main(["protect", "counts.csv", "--count", "n", *names, "--out", "two/out.csv"]) == 0
    assert (folder / "one/out.csv").read_bytes() == (folder / "two/out.csv").read_bytes()


def test_a_cluster_audits_blocks_as_this_machine(cluster: LocalCluster) -> None:
    case = matrix([[9, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9]])
    hidden = [(f"r{i}", f"c{j}") for i, j in ((1, 1), (1, 2), (2, 1), (2, 2), (3, 3))]
    release = case.hide(*hidden)
    with connected(cluster.scheduler_address) as across:
        there = audit(release, (1, 4), across=across)
    found = audit(release, (1, 4))
    assert there.exposures == found.exposures
    assert len(there.exposures) == 1
    for ours, theirs in zip(found.witnesses, there.witnesses, strict=True):
        assert np.array_equal(ours.tables, theirs.tables)


def test_contradicting_totals_are_told_alike(cluster: LocalCluster) -> None:
    case = matrix([[9, 9], [9, 9]])
    case.values[case.cube.cell(("Total", "c1"))] = 3
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    with connected(cluster.scheduler_address) as across:
        assert audit(release, (1, 4), across=across) == audit(release, (1, 4))


def test_a_file_that_cannot_be_counted_stops_all_and_shows_nothing(
    folder: Path, cluster: LocalCluster, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.csv").write_text('lieu,sorte\nL1,S1\nL1,"CANARI\n', encoding="utf-8")
    arguments = ["count", FACTS[0], "bad.csv", *COUNT[len(FACTS) + 1 :], "out.csv"]
    assert main([*arguments, "--dask", cluster.scheduler_address]) == 1
    assert capsys.readouterr().err == (
        "rien n'est écrit : le fichier de faits n'a pas pu être compté\n"
    )
    assert not (folder / "out.csv").exists()


def test_nothing_of_the_facts_stays_with_the_workers(folder: Path, cluster: LocalCluster) -> None:
    query = "SELECT 'CANARI-' || i AS lieu, 'S' AS sorte FROM range(20000) t(i)"
    duckdb.execute(f"COPY ({query}) TO '{folder}/marked.parquet' (FORMAT parquet)")
    with connected(cluster.scheduler_address) as across:
        counted = count_facts([FactsPart(folder / "marked.parquet", KEYS, spills=False)], across)
    assert len(counted) == 20_000
    with Client(cluster.scheduler_address) as client:
        assert not any(client.has_what().values())
        places = client.run(lambda dask_worker: dask_worker.local_directory)
        logs = client.get_worker_logs()
    assert "CANARI" not in str(logs)
    for place in places.values():
        files = [path for path in Path(place).rglob("*") if path.is_file()]
        assert not any(b"CANARI" in path.read_bytes() for path in files)


def die_once(mark: str) -> str:
    """Kills the worker that does it first; the next one does it."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die(_part: str) -> None:
    """Kills every worker that tries."""
    os.kill(os.getpid(), signal.SIGKILL)


def give_up(_part: str) -> None:
    """What a solver without an answer does."""
    raise SolverError("borne")


def test_a_solver_without_an_answer_is_told_as_here(cluster: LocalCluster) -> None:
    with connected(cluster.scheduler_address) as across, pytest.raises(SolverError, match="borne"):
        list(across(give_up, ["x"]))


def test_a_worker_that_dies_is_replaced_by_another(tmp_path: Path, cluster: LocalCluster) -> None:
    with connected(cluster.scheduler_address) as across:
        assert list(across(die_once, [str(tmp_path / "mark")])) == ["done"]


def test_a_part_that_kills_every_worker_ends_the_run(cluster: LocalCluster) -> None:
    message = r"des ouvriers sont morts ou n'ont pas pu faire une part \(KilledWorker\)"
    with connected(cluster.scheduler_address) as across, pytest.raises(ClusterError, match=message):
        list(across(die, ["x"]))


def test_a_cluster_without_a_worker_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 1)
    with LocalCluster(
        n_workers=0, processes=False, protocol="tcp", **QUIET
    ) as empty, pytest.raises(ClusterError, match="la grappe n'a plus d'ouvrier"), connected(
        empty.scheduler_address
    ):  # fmt: skip
        pass


def test_workers_that_write_to_disk_are_refused() -> None:
    with dask.config.set({"distributed.worker.memory.spill": 0.7}), LocalCluster(
        n_workers=1, processes=False, protocol="tcp", memory_limit="1GB", **QUIET
    ) as spilling, pytest.raises(ClusterError, match="écrivent leur mémoire sur disque"), connected(
        spilling.scheduler_address
    ):  # fmt: skip
        pass


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://10.1.2.3:8786", "se joint par tls://"),
        ("grappe", "s'écrit tls://machine:port"),
        ("tcp://127.0.0.1", "s'écrit tls://machine:port"),
        ("inproc://1/2/3", "s'écrit tls://machine:port"),
    ],
)
def test_an_address_in_clear_or_of_another_kind_is_refused(address: str, message: str) -> None:
    with pytest.raises(ClusterError, match=message):
        check_address(address)


def test_without_the_library_the_tool_works_and_says_what_is_missing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*COUNT, "out.csv", "--dask", "tcp://127.0.0.1:8786"]) == 1
    assert capsys.readouterr().err == (
        "rien n'est écrit : --dask demande la bibliothèque distributed : pip install distributed\n"
    )
    code = "import sys, opendata.disclosure.__main__; assert 'distributed' not in sys.modules"
    root = Path(__file__).resolve().parents[4]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


def test_parts_are_done_here_in_their_order() -> None:
    assert list(here(str.upper, ["a", "b"])) == ["A", "B"]
