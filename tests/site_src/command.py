"""build.py as people run it, in a process of its own: to its end, or killed on the way."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from site_src.engine.destination import MARK

PROGRAM = ("build.py",)


def run(
    root: Path, *words: str, umask: int = -1, program: tuple[str, ...] = PROGRAM, **environment: str
) -> str:
    """What the command says when it is done."""
    done = subprocess.run(
        [sys.executable, *program, *words], cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, **environment}, umask=umask,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def kill(root: Path, step: str, *words: str, **environment: str) -> None:
    """Begin it, and kill it as it says `step`."""
    with subprocess.Popen(
        [sys.executable, *PROGRAM, *words], cwd=root, env={**os.environ, **environment, "LC_ALL": "C"},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stderr
        assert any(line.startswith(step) for line in process.stderr)
        process.kill()


def digests(site: Path) -> dict[str, str]:
    """SHA-256 of every file that is published, by its path."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != MARK
    }
