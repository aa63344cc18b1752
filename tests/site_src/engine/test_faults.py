"""What the machine refuses, and what nobody foresaw: one French line that says what to do."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from site_src.engine import faults
from site_src.engine.paths import OutsideError
from site_src.engine.store import AlteredError, Outputs, Store
from site_src.engine.units import Unit, Work

ROOT = Path(__file__).resolve().parents[3]


def refused(code: int, path: str | None = "/a/b") -> OSError:
    return OSError(code, os.strerror(code), path)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (refused(errno.ENOSPC), "plus de place sur le disque (/a/b) : en libérer, puis relancer"),
        (refused(errno.ENOSPC, None), "plus de place sur le disque : en libérer, puis relancer"),
        (refused(errno.EROFS),
         "disque en lecture seule (/a/b) : choisir un dossier où l'on peut écrire"),
        (refused(errno.EACCES),
         "accès refusé (/a/b) : donner le droit d'y lire et d'y écrire, ou choisir un autre dossier"),
        (refused(errno.ELOOP), "le système refuse (/a/b) : Too many levels of symbolic links"),
        (TimeoutError(), "le système refuse : TimeoutError"),
        (MemoryError(), "pas assez de mémoire : fermer d'autres programmes, puis relancer"),
        (BrokenProcessPool("x"),
         "un processus de travail a été arrêté, sans doute faute de mémoire : fermer d'autres programmes, puis relancer"),
        (ModuleNotFoundError("No module", name="typer"),
         "il manque le module typer : lancer make site, ou .venv/bin/python build.py"),
        (AlteredError("abc"),
         "build/cache/ a été abîmé pendant la construction : le supprimer, puis relancer"),
        (OutsideError("déjà une phrase"), "déjà une phrase"),
    ],
)  # fmt: skip
def test_what_the_machine_refuses_is_said_with_what_to_do(error: Exception, line: str) -> None:
    assert faults.line(error) == line


def fail(value: str) -> Outputs:
    raise KeyError(value)


def work(folder: Path) -> Work:
    return Work("essai", "", Store(folder), lambda _: None, ValueError, cores=2)


def test_what_nobody_foresaw_says_where_and_quotes_no_value(tmp_path: Path) -> None:
    with pytest.raises(KeyError) as near:
        fail("secret")
    with pytest.raises(KeyError) as far:
        work(tmp_path).each([Unit("un", fail, ("secret",))])
    number = fail.__code__.co_firstlineno + 1
    for error in (near.value, far.value):
        assert faults.line(error) == (
            f"faute du programme : KeyError, tests/site_src/engine/test_faults.py:{number} — la signaler"
            " avec cette ligne (python -X dev build.py … montre le reste)"
        )


def run(code: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", f"from site_src.engine import faults\nfaults.speak_french()\n{code}"],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_a_module_that_is_missing_is_told_not_traced() -> None:
    done = run("import nullepart")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "build.py : il manque le module nullepart : lancer make site, ou .venv/bin/python build.py\n"
    )


def test_ctrl_c_before_a_command_has_begun_is_told_not_traced() -> None:
    done = run(
        "import os, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "os.kill(os.getpid(), signal.SIGINT)"
    )
    assert done.stderr == "interrompu : rien n'a été changé\n"
    assert done.returncode != 0


def test_a_programmer_may_ask_for_the_rest() -> None:
    assert "Traceback" not in run("1 / 0").stderr
    assert "ZeroDivisionError: division by zero" in run("1 / 0", "-X", "dev").stderr


def test_a_terminal_without_accents_stops_nothing() -> None:
    done = run(r"print('é … \udc80')", PYTHONIOENCODING="ascii")
    assert done.stdout == "\\xe9 \\u2026 \\udc80\n"
    assert done.returncode == 0
