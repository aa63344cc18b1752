"""The distribution of its own: its wheel, used far from this repository."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from tests.opendata.disclosure.test_readme import session

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "opendata" / "disclosure"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder of its own."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel: make .venv/.dev")
    folder = tmp_path_factory.mktemp("wheel")
    build = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", build], cwd=FOLDER, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(folder / done.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def libraries(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel declares, what that requires, and nothing else: as in an empty environment."""
    (file,) = installed.glob("opendata_disclosure-*.dist-info/METADATA")
    declared = message_from_string(file.read_text(encoding="utf-8")).get_all("Requires-Dist", [])
    folder = tmp_path_factory.mktemp("libraries")
    left, found = [name_of(one) for one in declared if "extra ==" not in one], set[str]()
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        try:
            library = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system or another Python
        left += [name_of(one) for one in library.requires or () if "extra ==" not in one]
        for top in {file.parts[0] for file in library.files or ()} - {"..", "__pycache__"}:
            (folder / top).symlink_to(str(library.locate_file(top)))
    return folder


def name_of(requirement: str) -> str:
    matched = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert matched is not None
    return re.sub(r"[-_.]+", "-", matched[0]).lower()


def run(paths: tuple[Path, Path], *arguments: str, cwd: Path) -> str:
    """The output of Python where nothing but these folders and the standard library is importable."""
    done = subprocess.run(
        [sys.executable, "-B", "-S", *arguments], cwd=cwd, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(map(str, paths)), "TMPDIR": str(cwd)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_session_of_the_readme_runs_from_the_wheel_and_its_requirements_alone(
    installed: Path, libraries: Path, tmp_path: Path
) -> None:
    for command, output in session():
        words = command.split()
        if words[0] == "cat":
            (tmp_path / words[1]).write_text(output, encoding="utf-8")
        else:
            assert run((installed, libraries), *words[1:], cwd=tmp_path) == output


def test_the_functions_need_no_other_library(
    installed: Path, libraries: Path, tmp_path: Path
) -> None:
    program = """
import opendata.disclosure as d
release = d.protect({'a': ['x', 'y', 'z'], 'n': [1, 7, 9]}, hierarchies={'a': None}, count='n')
assert d.audit(d.read_release(release.to_arrow(), hierarchies={'a': None})).safe
print(release.intervals()['x',], release.to_sdmx_csv(d.Dataset('A:B(1.0)'))[:9])
try:
    release.to_pandas()
except ImportError as error:
    print(error.name)
"""
    answer = run((installed, libraries), "-c", program, cwd=tmp_path).splitlines()
    assert answer == ["Bounds(lower=0.0, upper=8.0, lower_int=0, upper_int=8) b'STRUCTURE'", "pandas"]  # fmt: skip


def test_the_wheel_holds_the_package_its_types_and_its_licence(installed: Path) -> None:
    held = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}  # fmt: skip
    ours = {f"opendata/disclosure/{path.relative_to(FOLDER).as_posix()}" for path in FOLDER.rglob("*.py*")
            if path.suffix in (".py", ".pyi")}  # fmt: skip
    code = {name for name in held if name.startswith("opendata/")}
    assert code == ours | {"opendata/disclosure/py.typed"}
    assert [name for name in held if name.endswith("licenses/LICENSE")]


def test_the_licence_is_that_of_the_repository() -> None:
    assert (FOLDER / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
