"""Where confidential files are written: outside any repository, for their owner alone, whole or not at all.

They are written beside the place asked for, in a folder that only this user enters, then swapped in. What a killed
process left there is wiped by the next run that writes in the same folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from opendata.disclosure.counting import CountingError, private_folder
from opendata.findings import Finding, FindingsError
from site_src.engine.interruption import too_late
from site_src.engine.swap import swap

MARK = ".bilan-confidentiel"
FILE_MODE, FOLDER_MODE = 0o600, 0o700


def is_in_repository(path: Path) -> bool:
    """Whether `path` is a git working tree or stands in one, whatever links lead there."""
    place = path.resolve()
    return any((folder / ".git").exists() for folder in (place, *place.parents))


def place_findings(out: Path) -> list[Finding]:
    """Why nothing can be written at `out`: what stands there is replaced only where this command made it."""
    name = "--out"
    if is_in_repository(out):
        return [Finding(name, 0, 0, "bilan confidentiel dans un dépôt", "des effectifs non protégés restent hors de tout dépôt",
                        "choisir un dossier hors du dépôt")]  # fmt: skip
    if not out.resolve().parent.is_dir():
        return [Finding(name, 0, 0, "dossier parent absent", "le dossier est créé dans un dossier qui existe",
                        "créer le dossier parent, ou corriger le chemin")]  # fmt: skip
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / MARK).is_file())):
        return [Finding(name, 0, 0, "ni vide, ni un bilan fait ici", "ce qui est à quelqu'un d'autre n'est pas effacé",
                        "choisir un dossier nouveau ou vide")]  # fmt: skip
    return []


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """A folder beside `out` that only this user enters, gone at the end; wipes what a killed run left there.

    Raises FindingsError where somebody else owns that place.
    """
    with ExitStack() as after:
        try:
            folder = after.enter_context(private_folder(out.resolve().parent))
        except CountingError as error:
            raise FindingsError([Finding("--out", 0, 0, str(error), "ce qui est confidentiel s'écrit chez soi",
                                         "choisir un dossier à soi")]) from None  # fmt: skip
        try:
            yield folder
        finally:
            after.close()
            with suppress(OSError):  # another run may be at work there
                folder.parent.rmdir()


def deliver(files: Mapping[str, bytes], work: Path, out: Path) -> None:
    """Make `out` hold exactly `files`, by name, in one step; `work` is of `workplace(out)`."""
    fresh = work / "neuf"
    fresh.mkdir(mode=FOLDER_MODE)
    for name, raw in {**files, MARK: b""}.items():
        descriptor = os.open(fresh / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), FILE_MODE)
            file.write(raw)
    fresh.chmod(FOLDER_MODE)
    with too_late():
        swap(fresh, out.resolve(), work / "ancien")
