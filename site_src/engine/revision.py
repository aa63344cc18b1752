"""The datasets as a git revision holds them: what the branch that is published has."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from opendata.records.catalogue import FOLDER
from site_src.commands import UsageError


def read_revision(root: Path, name: str) -> dict[str, bytes]:
    """Files of data/datasets/ by path, at the revision `name`.

    Raises `UsageError` when git, the revision or the folder is not there.
    """
    # A name is resolved first: what git gives back is a digest, never an option.
    commit = _git(root, name, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")  # fmt: skip
    packed = _git(root, name, "archive", "--format=tar", commit.decode().strip(), FOLDER)
    with tarfile.open(fileobj=io.BytesIO(packed)) as content:
        return {
            member.name: file.read()
            for member in content.getmembers()
            if (file := content.extractfile(member)) is not None
        }


def _git(root: Path, name: str, *words: str) -> bytes:
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  (a name resolved first)
    except FileNotFoundError:
        raise UsageError("--depuis : git est nécessaire") from None
    if done.returncode:
        raise UsageError(f"--depuis {name} : révision sans {FOLDER}/, ou inconnue de git (git fetch origin)")  # fmt: skip
    return done.stdout
