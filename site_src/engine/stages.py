"""The build as a table of stages: each a function from declared inputs to `{path: bytes}`.

A stage sees the files it declares and the outputs of the stages it needs, nothing else. Its
digest is taken over those contents, the locked dependencies and the code it names; while
the digest stays, its outputs are taken from the cache and its code is not even imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from opendata.findings.finding import FindingsError

Outputs = Mapping[str, bytes]
Progress = Callable[[str], None]
# What every stage depends on without saying so.
EVERYWHERE = (
    "requirements/site.txt", "site_src/__init__.py", "site_src/engine/*.py", "maps/__init__.py",
    "opendata/__init__.py", "opendata/findings/*.py", "opendata/model.py",
)  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """What a stage is given: its declared files, its needed stages' outputs, the build's options.

    `files` maps paths from the repository's root to contents, sorted. `options` are words
    that change the result (the site's address, SOURCE_DATE_EPOCH): part of the digest.
    """

    files: Mapping[str, bytes] = field(repr=False)
    outputs: Mapping[str, Outputs] = field(repr=False)
    options: Mapping[str, str]
    progress: Progress = field(repr=False)

    def under(self, folder: str) -> dict[str, bytes]:
        """The declared files below `folder`, which must be among the inputs."""
        return {path: raw for path, raw in self.files.items() if path.startswith(f"{folder}/")}


@dataclass(frozen=True)
class Stage:
    """One line of the build's table.

    `run` is `module:function`, imported only when the stage runs. `reads` are glob patterns
    from the root, `code` those of the Python it calls, `needs` the stages before it,
    `options` the build options it depends on.
    """

    name: str
    makes: str
    run: str
    reads: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """A stage that ran, or did not need to."""

    stage: Stage
    digest: str
    outputs: Outputs = field(repr=False)
    est_neuf: bool


def execute(
    stages: Sequence[Stage], root: Path, cache: Path, options: Mapping[str, str], progress: Progress
) -> dict[str, Result]:
    """Run the stages in the order of the table; returns results by name.

    Raises `FindingsError` with the findings of every stage that could run.
    """
    results: dict[str, Result] = {}
    findings: list[FindingsError] = []
    for stage in stages:
        if not all(need in results for need in stage.needs):
            continue
        try:
            results[stage.name] = _advance(stage, root, cache, options, results, progress)
        except FindingsError as error:
            findings.append(error)
    if findings:
        raise FindingsError(finding for error in findings for finding in error.findings)
    return results


def _advance(
    stage: Stage,
    root: Path,
    cache: Path,
    options: Mapping[str, str],
    results: Mapping[str, Result],
    progress: Progress,
) -> Result:
    files = read_files(root, stage.reads)
    chosen = {name: options[name] for name in stage.options}
    digest = _digest(stage, root, files, chosen, results)
    cached = load(cache / stage.name, digest)
    if cached is not None:
        return Result(stage, digest, cached, est_neuf=False)
    progress(stage.makes)
    given = {need: results[need].outputs for need in stage.needs}
    outputs = function_of(stage)(Inputs(files, given, chosen, progress))
    store(cache / stage.name, digest, outputs)
    return Result(stage, digest, outputs, est_neuf=True)


def function_of(stage: Stage) -> Callable[[Inputs], Outputs]:
    """The stage's function, imported now."""
    module, _, name = stage.run.partition(":")
    function: Callable[[Inputs], Outputs] = getattr(import_module(module), name)
    return function


def read_files(root: Path, patterns: Iterable[str]) -> dict[str, bytes]:
    """Every file that matches, sorted by its path from `root`; links and byte code left out."""
    found = {path for pattern in patterns for path in _matches(root, pattern)}
    return {path: (root / path).read_bytes() for path in sorted(found)}


def _matches(root: Path, pattern: str) -> Iterator[str]:
    for path in root.glob(pattern):
        if path.is_file() and not path.is_symlink() and path.suffix != ".pyc":
            yield path.relative_to(root).as_posix()


def _digest(
    stage: Stage,
    root: Path,
    files: Mapping[str, bytes],
    options: Mapping[str, str],
    results: Mapping[str, Result],
) -> str:
    digest = hashlib.sha256(repr((stage, sorted(options.items()))).encode())
    for path, raw in {**read_files(root, (*EVERYWHERE, *stage.code)), **files}.items():
        digest.update(f"\0{path}\0{len(raw)}\0".encode() + raw)
    for need in stage.needs:
        digest.update(f"\0{need}\0{results[need].digest}".encode())
    return digest.hexdigest()


def store(folder: Path, digest: str, outputs: Outputs) -> None:
    """Keep `outputs` as the folder's only entry; complete before its digest is written."""
    for old in folder.glob("*"):
        old.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    body = folder / "outputs"
    with body.open("wb") as file:
        index = []
        for path, raw in sorted(outputs.items()):
            file.write(raw)
            index.append(f"{len(raw)} {path}\n")
    (folder / "index").write_text("".join(index), encoding="utf-8")
    (folder / "digest").write_text(digest, encoding="utf-8")


def load(folder: Path, digest: str) -> dict[str, bytes] | None:
    """The outputs kept under `digest`; `None` when there are none or they are incomplete."""
    try:
        if (folder / "digest").read_text(encoding="utf-8") != digest:
            return None
        index = (folder / "index").read_text(encoding="utf-8").splitlines()
        body = (folder / "outputs").read_bytes()
    except FileNotFoundError:
        return None
    outputs, start = {}, 0
    for line in index:
        size, _, path = line.partition(" ")
        outputs[path] = body[start : start + int(size)]
        start += int(size)
    return outputs if start == len(body) else None
