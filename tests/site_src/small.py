"""A small site, built by the real commands in a process of its own that may be made to fail.

python -m tests.site_src.small FOLDER    builds FOLDER/site
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from opendata.findings import FindingsError
from site_src import commands
from site_src.engine import faults
from site_src.engine.build import Plan
from site_src.engine.readings import Given, Reading
from site_src.engine.stages import Inputs, Stage
from site_src.engine.store import Outputs
from site_src.engine.units import Unit

NOBODY = 65534
WORDS = ("crue", "canicule", "orage", "carrière", "séisme", "incendie", "grand froid", "pluie")
# Forked from a process that has already imported what a build needs: each starts in some milliseconds.
context = get_context("forkserver")
context.set_forkserver_preload([__name__])


def words(given: Given) -> tuple[str, ...]:
    return tuple(raw.decode() for raw in given.files.values())


def page(text: str) -> Outputs:
    """A unit: the page of a word, long enough to be cut by a limit; made in a temporary folder, as many are."""
    with tempfile.TemporaryDirectory() as name:
        return written(Path(name) / "page.md", f"# {text}\n")


def written(path: Path, line: str) -> Outputs:
    path.write_text(line * 200, encoding="utf-8")
    return {path.name: path.read_bytes()}


def pages(inputs: Inputs) -> Outputs:
    texts = inputs.record("words", tuple)
    made = inputs.work.each(Unit(text, page, (text,)) for text in texts)
    return inputs.work.join(
        files.renamed({"page.md": f"docs/{number}.md"})
        for number, files in enumerate(made.values())
    )


def folder(inputs: Inputs) -> Outputs:
    return {"mkdocs.yml": b"site_name: " + inputs.files["data/0.txt"]}


def seal(inputs: Inputs) -> Outputs:
    """Six files in two folders for each page; some are the same whatever the words."""
    return {
        f"{path.removesuffix('.md')}/{name}": content
        for path, raw in inputs.outputs["pages"].items()
        for number in range(3)
        for name, content in ((f"{number}/index.html", raw), (f"même {number}.txt", b"-" * 3000))
    }


PLAN = Plan(
    (Reading("words", f"{__name__}:words", ("data/*.txt",)),),
    (
        Stage("pages", "Pages", f"{__name__}:pages", takes=("words",)),
        Stage("folder", "Dossier", f"{__name__}:folder", files=("data/0.txt",)),
        Stage("seal", "Scellés", f"{__name__}:seal", needs=("pages",)),
    ),
    FindingsError,
)


def edit(root: Path, version: str) -> None:
    """Give the small site other words of the same length."""
    (root / "data").mkdir(parents=True, exist_ok=True)
    for number, word in enumerate(WORDS):
        (root / "data" / f"{number}.txt").write_text(f"{word} {version}", encoding="utf-8")


def build(root: Path, site: Path | None = None) -> int:
    """The command, as build.py runs it; its exit code."""
    return commands.exit_code(lambda: commands.build(PLAN, root, site or root / "site", {}))


@dataclass(frozen=True)
class Ill:
    """What goes wrong in a build.

    `at` is a function, `module:name`, before or after whose `nth` call the process is killed
    (`who`: "parent" of the process that calls it); `calls` kills it after so many calls of any
    function. `without` are functions that give nothing. `size` limits what a file may hold.
    """

    at: str = ""
    after: bool = False
    nth: int = 1
    who: str = "self"
    calls: int = 0
    without: Sequence[str] = ()
    size: int | None = None
    user: int | None = None


WELL = Ill()


def start(
    root: Path, said: Path, ill: Ill = WELL, site: Path | None = None, gate: Any = None
) -> ForkServerProcess:
    """A process that builds, and writes what it says in the file `said`; it waits for `gate`."""
    process = context.Process(target=_process, args=(root, said, ill, site, gate))
    process.start()
    return process


def _process(root: Path, said: Path, ill: Ill, site: Path | None, gate: Any) -> None:
    handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    _fall(ill)
    if gate:
        gate.wait()
    code = build(root, site)
    sys.setprofile(None)
    if ill.calls < 0:
        os.write(handle, f"\n{_counted[0]}".encode())
    sys.exit(code)


_counted = [0]


def _fall(ill: Ill) -> None:
    for name in ill.without:
        module, _, attribute = name.partition(":")
        setattr(import_module(module), attribute, lambda *_: None)
    if ill.at:
        _replace(ill)
    if ill.size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ill.size, ill.size))
    if ill.user is not None:
        _become(ill.user)
    if ill.calls:
        _count(ill.calls)


def _become(user: int) -> None:
    """Another account, once all that a build loads is there: Python may stand where that one cannot read."""
    with tempfile.TemporaryDirectory() as name:
        edit(Path(name), "essai")
        build(Path(name))
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


def _replace(ill: Ill) -> None:
    module, _, name = ill.at.partition(":")
    owner: Any = import_module(module)
    *above, last = name.split(".")
    for part in above:
        owner = getattr(owner, part)
    setattr(owner, last, _deadly(getattr(owner, last), ill))


def _deadly(function: Callable[..., Any], ill: Ill) -> Callable[..., Any]:
    left = ill.nth

    @wraps(function)
    def called(*values: Any, **words: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and not ill.after:
            _die(ill.who)
        result = function(*values, **words)
        if left == 0:
            _die(ill.who)
        return result

    return called


def _die(who: str) -> None:
    os.kill(os.getppid() if who == "parent" else os.getpid(), signal.SIGKILL)


def _count(calls: int) -> None:
    """Die after so many calls, those into the system included; below zero, count them."""
    this = os.getpid()

    def called(*_: object) -> None:
        if os.getpid() == this:
            _counted[0] += 1
            if _counted[0] == calls:
                _die("self")

    sys.setprofile(called)


if __name__ == "__main__":
    faults.speak_french()
    sys.exit(build(Path(sys.argv[1])))
