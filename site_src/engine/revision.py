"""A folder as a git revision holds it: what the branch that is published has."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from site_src.engine.usage import UsageError


def read_revision(
    root: Path, name: str, folder: str, *, may_lack: bool = False
) -> dict[str, bytes]:
    """Files below `folder` by path from the root, at the revision `name`; none where it `may_lack` the folder.

    Raises `UsageError` when git or the revision is not there, or the folder is not and may not be lacking.
    """
    # A name is resolved first: what git gives back is a digest, never an option.
    commit = _git(root, name, folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")  # fmt: skip
    digest = commit.decode().strip()
    if may_lack and not _git(root, name, folder, "ls-tree", "--name-only", digest, "--", folder):
        return {}
    packed = _git(root, name, folder, "archive", "--format=tar", digest, folder)
    with tarfile.open(fileobj=io.BytesIO(packed)) as content:
        return {
            member.name: file.read()
            for member in content.getmembers()
            if (file := content.extractfile(member)) is not None
        }


def _git(root: Path, name: str, folder: str, *words: str) -> bytes:
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  (a name resolved first)
    except FileNotFoundError:
        raise UsageError("--depuis : git est nécessaire") from None
    if done.returncode:
        raise UsageError(f"--depuis {name} : révision sans {folder}/, ou inconnue de git (git fetch origin)")  # fmt: skip
    return done.stdout
