"""Known faults of the packages that a build, its tests and its tools install, from the databases of PyPI and npm.

    python -m tools.audit

Asks pip-audit of each lock of Python, `npm audit` of each lock of npm: both lists, in Markdown. Exit code 1 when a package
needs a security fix, or when a list could not be had: nothing is then known.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import build

ROOT = Path(build.__file__).resolve().parent
LOCKS = ("site", "dev", "soak", "bootstrap", "audit", "signature")
FOLDERS = (".", "tools/lighthouse", "tools/gestion")
GOOD = "Aucun paquet ne demande de correctif de sécurité."
BAD = "**Correctif de sécurité à prendre, ou liste qui n'est pas venue : {}.** Changer la version dans pyproject.toml ou package.json, puis `make lock`."
Run = Callable[[Sequence[str]], tuple[int, str]]


def asked() -> Iterator[tuple[str, list[str]]]:
    """The name of each lock, and the command that asks about it; none installs anything."""
    bin_folder = ROOT / ".venv" / "bin"
    for name in LOCKS:
        path = f"requirements/{name}.txt"
        yield path, [str(bin_folder / "pip-audit"), "--disable-pip", "--require-hashes", "--progress-spinner", "off", "--requirement", path]  # fmt: skip
    for folder in FOLDERS:
        path = f"{folder}/package-lock.json".removeprefix("./")
        yield path, [str(bin_folder / "npm"), "--prefix", folder, "audit", "--package-lock-only"]


def report(run: Run) -> tuple[int, str]:
    """The exit code and the text, when `run` gives the code and the words of a command."""
    parts, failed = [], []
    for path, command in asked():
        code, words = run(command)
        parts.append(f"### {path}\n\n```text\n{words.strip() or 'rien'}\n```")
        if code:
            failed.append(path)
    head = BAD.format(", ".join(failed)) if failed else GOOD
    return int(bool(failed)), "\n\n".join(["## Failles connues des paquets", head, *parts]) + "\n"


def _run(command: Sequence[str]) -> tuple[int, str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    return done.returncode, done.stdout + done.stderr


def main() -> int:
    """Ask, print; the exit code."""
    code, text = report(_run)
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main())
