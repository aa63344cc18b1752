"""What stops a command for no fault of the data: one French line that says what to do.

Imports nothing that is not always there: it also tells what is missing.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from concurrent.futures import BrokenExecutor
from pathlib import Path
from types import TracebackType

HOME = Path(__file__).resolve().parents[2]
INTERRUPTED = "interrompu : rien n'a été changé"
ADVICE = {
    errno.ENOSPC: "plus de place sur le disque{at} : en libérer, puis relancer",
    errno.EDQUOT: "plus de place pour ce compte{at} : en libérer, puis relancer",
    errno.EFBIG: "fichier plus gros que ce compte ou ce disque n'en accepte{at} : lever la limite (ulimit -f)",
    errno.EACCES: "accès refusé{at} : donner le droit d'y lire et d'y écrire, ou choisir un autre dossier",
    errno.EPERM: "accès refusé{at} : donner le droit d'y lire et d'y écrire, ou choisir un autre dossier",
    errno.EROFS: "disque en lecture seule{at} : choisir un dossier où l'on peut écrire",
    errno.ENOENT: "fichier ou programme absent{at} : le remettre (git restore), ou relancer make site",
    errno.EBUSY: "dossier tenu par le système{at} (point de montage ?) : publier dans un dossier qu'il contient",
    errno.EMFILE: "trop de fichiers ouverts : lever la limite (ulimit -n), puis relancer",
    errno.ENOLCK: "ce disque ne sait pas poser de verrou{at} : construire sur un disque local",
    errno.EOPNOTSUPP: "ce disque ne sait pas le faire{at} : construire sur un disque local",
}


class FaultError(Exception):
    """What stops a command for no fault of the data; its message is the French line."""


def line(error: BaseException) -> str:
    """What `error` means and what to do. Never its own words, unless they are ours: they may quote a value."""
    match error:
        case FaultError():
            return str(error)
        case ModuleNotFoundError() if not (error.name or "").startswith("site_src"):
            return (
                f"il manque le module {error.name} : lancer make site, ou .venv/bin/python build.py"
            )
        case OSError():
            at = f" ({error.filename})" if error.filename else ""
            told = ADVICE.get(error.errno or 0, "le système refuse{at} : {why}")
            return told.format(at=at, why=error.strerror or type(error).__name__)
        case MemoryError():
            return "pas assez de mémoire : fermer d'autres programmes, puis relancer"
        case BrokenExecutor():
            return (
                "un processus de travail a été arrêté, sans doute faute de mémoire :"
                " fermer d'autres programmes, puis relancer"
            )
    return (
        f"faute du programme : {type(error).__name__}, {_place(error)} — la signaler avec cette ligne"
        " (python -X dev build.py … montre le reste)"
    )


def show(error: BaseException) -> None:
    """Write the line where messages go; what only a programmer reads, in Python's development mode alone."""
    if sys.flags.dev_mode:
        traceback.print_exception(error)
    sys.stderr.write(f"build.py : {line(error)}\n")


def speak_french() -> None:
    """From now on what nobody catches, imports that fail included, is told by its line."""
    sys.excepthook = _told
    for stream in (sys.stdout, sys.stderr):
        # A terminal without « é » shows something else, rather than stopping a build.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")


def _told(_kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        sys.stderr.write(f"{INTERRUPTED}\n")
    else:
        show(error)


def _place(error: BaseException) -> str:
    """The last line of ours that ran, of a worker's where one failed: `site_src/frame/page.py:12`."""
    # What a pool says of a failure in one of its processes: a text that ends with where it was.
    far = re.findall(r'File "([^"]+)", line (\d+)', str(error.__cause__ or ""))
    near = [
        (frame.filename, str(frame.lineno)) for frame in traceback.extract_tb(error.__traceback__)
    ]
    for file, number in [*far[::-1], *near[::-1]]:
        if Path(file).is_relative_to(HOME) and ".venv" not in file:
            return f"{os.path.relpath(file, HOME)}:{number}"
    return "?"
