"""Whatever befalls a build, the site is the old one or the new one, whole; the next build gives the clean bytes."""

from __future__ import annotations

import os
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from site_src.engine.destination import MARK
from tests.site_src.small import NOBODY, WELL, WORDS, Ill, context, edit, start

ROOT = Path(__file__).resolve().parents[2]
DISK_IS_FULL = "build.py : plus de place sur le disque"
Site = dict[str, bytes]


def tree(folder: Path) -> Site:
    """The files of a site; their modes and those of the folders are the web's."""
    found = {}
    for path in sorted(folder.rglob("*")):
        assert stat.S_IMODE(path.lstat().st_mode) == (0o755 if path.is_dir() else 0o644), path
        if path.is_file() and path.name != MARK:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def expected(version: str) -> Site:
    made = {}
    for page, word in enumerate(WORDS):
        for number in range(3):
            made[f"docs/{page}/{number}/index.html"] = f"# {word} {version}\n".encode() * 200
            made[f"docs/{page}/même {number}.txt"] = b"-" * 3000
    return made


OLD, NEW = expected("ancien"), expected("récent")


@pytest.fixture(autouse=True)
def epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234")


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """One that another account may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory(prefix="prm-essai-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def published(open_folder: Path) -> Path:
    """A checkout whose old site is published."""
    root = open_folder / "dépôt à nous"
    edit(root, "ancien")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1234")
        assert ended([start(root, open_folder / "dit")]) == [0]
    assert tree(root / "site") == OLD
    return root


@pytest.fixture
def root(published: Path, open_folder: Path) -> Iterator[Path]:
    """A checkout whose old site is published, and whose data are the new ones."""
    with tempfile.TemporaryDirectory(prefix="essai é ", dir=open_folder) as name:
        Path(name).chmod(0o777)
        root = Path(name) / published.name
        shutil.copytree(published, root, symlinks=True)
        edit(root, "récent")
        yield root


def ended(processes: Sequence[BaseProcess]) -> list[int | None]:
    """The exit codes of processes, once all have ended."""
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def built(root: Path, ill: Ill = WELL, site: Path | None = None) -> tuple[int | None, str]:
    """The exit code of a build, and what it said."""
    said = root.parent / "dit"
    (code,) = ended([start(root, said, ill, site)])
    return code, said.read_text(encoding="utf-8")


def is_put_right(root: Path) -> bool:
    """Whether the next build gives the clean bytes, and leaves nothing of what befell the one before."""
    code, said = built(root)
    assert code == 0, said
    assert tree(root / "site") == NEW
    assert sorted(path.name for path in root.iterdir()) == ["build", "data", "site"]
    assert sorted(path.name for path in (root / "build").iterdir()) == ["cache", "mkdocs"]
    assert built(root)[1].startswith("déjà à jour : ")
    return True


@pytest.fixture(scope="module")
def calls(published: Path) -> int:
    """How many calls a build of the new data takes, those into the system included."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1234")
        root = Path(name) / "dépôt"
        shutil.copytree(published, root)
        edit(root, "récent")
        code, said = built(root, Ill(calls=-1))
        assert code == 0
        return int(said.splitlines()[-1])


@pytest.mark.parametrize("seed", range(25))
def test_a_build_killed_anywhere_leaves_a_whole_site(root: Path, calls: int, seed: int) -> None:
    number = random.Random(seed).randrange(1, calls)
    code, _ = built(root, Ill(calls=number))
    assert code in (-9, 0)
    assert tree(root / "site") in (OLD, NEW)
    assert is_put_right(root)


SMALL, ENGINE = "tests.site_src.small", "site_src.engine"
POINTS = {
    "as a stage begins": (Ill(f"{SMALL}:pages"), OLD),
    "in the last stage": (Ill(f"{SMALL}:seal", after=True), OLD),
    "in the middle stage": (Ill(f"{SMALL}:folder", after=True), OLD),
    "by a unit": (Ill(f"{SMALL}:page", who="parent"), OLD),
    "by a unit with temporary files": (Ill(f"{SMALL}:written", who="parent"), OLD),
    "as an object is written": (Ill(f"{ENGINE}.store:_write"), OLD),
    "as a manifest is written": (Ill(f"{ENGINE}.store:Store.remember"), OLD),
    "as the last manifest was written": (Ill(f"{ENGINE}.store:Store.remember", after=True, nth=12), OLD),
    "before units are forgotten": (Ill(f"{ENGINE}.store:Store.forget_others"), OLD),
    "before the store is verified": (Ill(f"{ENGINE}.store:Store.verify"), OLD),
    "as the store was pruned": (Ill(f"{ENGINE}.store:Store.prune", after=True), OLD),
    "as the Markdown was published": (Ill(f"{ENGINE}.outputs:publish", after=True), OLD),
    "before files are shared": (Ill(f"{ENGINE}.outputs:_share", nth=2), OLD),
    "before files are written": (Ill(f"{ENGINE}.outputs:lay", nth=2), OLD),
    "before the swap": (Ill(f"{ENGINE}.outputs:swap", nth=2), OLD),
    "after the swap": (Ill(f"{ENGINE}.outputs:swap", nth=2, after=True), NEW),
    "as the old site was removed": (Ill(f"{ENGINE}.outputs:publish", nth=2, after=True), NEW),
}  # fmt: skip
# Where the file system cannot exchange two folders.
WITHOUT = (f"{ENGINE}.swap:_exchange",)


@pytest.mark.parametrize("point", POINTS)
def test_a_build_killed_at_a_point_leaves_the_site_of_before_or_after(
    root: Path, point: str
) -> None:
    ill, left = POINTS[point]
    assert built(root, ill)[0] == -9
    assert tree(root / "site") == left
    assert is_put_right(root)


def test_a_build_killed_between_two_renames_leaves_the_old_site_to_the_next_command(
    root: Path,
) -> None:
    between = Ill("pathlib:Path.rename", after=True, nth=3, without=WITHOUT)
    assert built(root, between)[0] == -9
    assert not (root / "site").exists()
    assert tree(root / ".site.ancien") == OLD
    assert is_put_right(root)


def test_a_worker_that_is_killed_is_told_and_changes_nothing(root: Path) -> None:
    code, said = built(root, Ill(f"{SMALL}:page"))
    assert code == 1
    assert said.splitlines()[-1].startswith("build.py : un processus de travail a été arrêté")
    assert tree(root / "site") == OLD
    assert is_put_right(root)


def is_told_who(said: str, others: Sequence[int | None]) -> bool:
    found = re.fullmatch(
        r"build\.py : déjà en cours : .*, processus (\d+), depuis le .* \(verrou : .*\) — "
        r"attendre sa fin, ou l'arrêter \(kill \d+\), puis relancer",
        said.splitlines()[-1],
    )
    assert found, said
    return int(found[1]) in others


def at_once(roots: Sequence[Path], site: Path | None = None) -> list[int | None]:
    """The exit codes of builds that begin together; each that is refused is told by whom."""
    gate = context.Barrier(len(roots))
    said = [roots[0].parent / f"dit {number}" for number in range(len(roots))]
    processes = [
        start(root, text, site=site, gate=gate) for root, text in zip(roots, said, strict=True)
    ]
    codes = ended(processes)
    for process, code, text in zip(processes, codes, said, strict=True):
        if code:
            others = [one.pid for one in processes if one is not process]
            assert is_told_who(text.read_text(encoding="utf-8"), others)
    assert set(codes) <= {0, 1}
    assert 0 in codes
    return codes


@pytest.mark.parametrize(
    ("together", "_time"), [(2, n) for n in range(20)] + [(5, n) for n in range(3)]
)
def test_of_builds_at_once_one_builds_and_the_others_are_told_by_whom(
    root: Path, together: int, _time: int
) -> None:
    at_once([root] * together)
    assert tree(root / "site") == NEW
    assert is_put_right(root)


@pytest.mark.parametrize("time", range(5))
def test_two_checkouts_that_publish_in_one_place_leave_the_site_of_one(
    root: Path, published: Path, tmp_path: Path, time: int
) -> None:
    other = tmp_path / "autre"
    shutil.copytree(published, other)
    site = tmp_path / "servi"
    at_once([root, other], site)
    assert tree(site) in (OLD, NEW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["autre", "servi"]
    assert built(root, site=site)[0] == 0
    assert tree(site) == NEW


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of `size` kilobytes, where this account may have one."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "essai", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("ce compte ne peut pas monter de disque")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("left", [0, 8, 40, 56])
def test_a_full_disk_is_told_and_changes_nothing(root: Path, tmp_path: Path, left: int) -> None:
    """`left` kilobytes are free: not one, some for the lock, for the store, for a part of the site."""
    with small_disk(tmp_path / "disque", 2000) as disk:
        there = disk / root.name
        shutil.copytree(root, there)
        fill(disk, left)
        said = tmp_path / "dit"
        assert ended([start(there, said)]) == [1]
        assert said.read_text().splitlines()[-1].startswith(DISK_IS_FULL)
        assert tree(there / "site") == OLD
        (disk / "plein").unlink()
        assert ended([start(there, said)]) == [0]
        assert tree(there / "site") == NEW


def fill(disk: Path, left: int) -> None:
    """Leave so many kilobytes."""
    free = shutil.disk_usage(disk).free - left * 1024
    (disk / "plein").write_bytes(bytes(free))
    assert shutil.disk_usage(disk).free == left * 1024


@pytest.mark.parametrize("size", [20, 1000, 2900])
def test_a_limit_on_files_is_told_and_changes_nothing(root: Path, size: int) -> None:
    code, said = built(root, Ill(size=size))
    assert code == 1
    assert tree(root / "site") == OLD
    # A limit of twenty bytes also cuts what is said.
    assert "fichier plus gros que ce compte" in said or size == 20
    assert is_put_right(root)


def another_account() -> int | None:
    """Rights do not hold root: it becomes somebody else."""
    return NOBODY if os.geteuid() == 0 else None


def test_an_output_that_cannot_be_written_is_told_and_changes_nothing(
    root: Path, open_folder: Path
) -> None:
    own(root)
    closed = open_folder / "fermé"
    shutil.copytree(root / "site", closed / "site")
    closed.chmod(0o555)
    code, said = built(root, Ill(user=another_account()), closed / "site")
    assert code == 1
    assert said.splitlines()[-1].startswith("build.py : accès refusé (")
    assert tree(closed / "site") == OLD
    closed.chmod(0o755)
    shutil.rmtree(closed)


def test_a_site_that_is_another_account_s_is_told_and_changes_nothing(root: Path) -> None:
    (root / "site" / "docs").chmod(0o700)
    (root / "site").chmod(0o500)
    own(root / "build")
    own(root / "data")
    root.chmod(0o555)
    code, said = built(root, Ill(user=another_account()))
    assert code == 1
    assert said.splitlines()[-1].startswith("build.py : accès refusé (")
    root.chmod(0o755)
    (root / "site").chmod(0o755)
    (root / "site" / "docs").chmod(0o755)
    assert tree(root / "site") == OLD


def test_an_account_that_is_not_root_builds(root: Path) -> None:
    own(root)
    code, said = built(root, Ill(user=another_account()))
    assert code == 0, said
    assert tree(root / "site") == NEW


def own(folder: Path) -> None:
    """Give it all to the account that will build."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


@pytest.mark.parametrize("second", [0, 2**32])
def test_a_clock_that_went_back_or_forth_changes_nothing(root: Path, second: int) -> None:
    """Files that are older, or newer, than what was made of them."""
    for path in root.rglob("*"):
        os.utime(path, (second, second))
    assert built(root)[0] == 0
    assert is_put_right(root)


@pytest.mark.parametrize(
    ("umask", "environment"),
    [
        (0o077, {"LC_ALL": "C"}),
        (0o777 if os.geteuid() == 0 else 0o027, {"LC_ALL": "POSIX"}),
        (0o000, {"PYTHONIOENCODING": "ascii", "TZ": "Pacific/Kiritimati", "HOME": "/nonexistent"}),
        (0o022, {"PATH": "", "SOURCE_DATE_EPOCH": ""}),
    ],
    ids=["closed umask and C", "no mode at all and POSIX", "no accents, no home", "no git history"],
)  # fmt: skip
def test_odd_places_give_the_same_site(root: Path, umask: int, environment: dict[str, str]) -> None:
    (root / ".git_archival.txt").write_text("date: 1234\n")
    done = subprocess.run(
        [sys.executable, "-m", SMALL, str(root)], cwd=ROOT, umask=umask, check=False,
        env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("construit : ")
    assert tree(root / "site") == NEW
    (root / ".git_archival.txt").unlink()
    assert is_put_right(root)
