"""What a machine wrote is told when it cannot be read, and never stops the site; what a person wrote may."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import build
from site_src.direct.published import Moment
from site_src.direct.records import Direct
from tests.builds import committed, library

PARAMETRES = committed("data/parametres/direct.yaml")
ROOT = Path(build.__file__).resolve().parent


def test_without_a_file_nothing_is_known_and_nothing_is_wrong() -> None:
    shelf = library(PARAMETRES)
    assert shelf.record("direct", Moment).direct == Direct()
    assert shelf.check()[0][0:0] == ()
    assert not [one for one in shelf.findings if "direct" in one.path]


def test_a_broken_file_is_told_and_does_not_stop_the_site() -> None:
    shelf = library({**PARAMETRES, "data/direct/niveau.json": b"<html>"})
    assert shelf.record("direct", Moment).direct == Direct()
    lines, findings = shelf.check()
    assert not [one for one in findings if "direct" in one.path]
    assert (
        "laissé de côté : data/direct/niveau.json:1:1: JSON mal formé — règle : syntaxe JSON (RFC 8259) — "
        "remède : vérifier virgules, crochets et guillemets à cet endroit"
    ) in lines


def test_a_file_that_no_feed_writes_is_a_finding() -> None:
    shelf = library({**PARAMETRES, "data/direct/niveaux.json": b"{}"})
    shelf.check()
    (found,) = (one for one in shelf.findings if "direct" in one.path)
    assert str(found) == (
        "data/direct/niveaux.json:0:0: fichier que rien ne lit — règle : les fichiers de data/direct/ sont ceux "
        "qu'écrit python build.py fetch — remède : le retirer — page : /en-ce-moment/"
    )


def test_parameters_are_a_person_s_file() -> None:
    raw = PARAMETRES["data/parametres/direct.yaml"].replace(
        b"cachee_apres_h: 12", b"cachee_apres_h: jamais"
    )
    shelf = library({"data/parametres/direct.yaml": raw})
    shelf.check()
    (found,) = (one for one in shelf.findings if "direct" in one.path)
    assert "« jamais » : nombre attendu" in str(found)


def test_a_build_does_not_load_the_network() -> None:
    """httpx is for the command that fetches: a sentence that changed does not wait for it."""
    script = (
        "import sys, build; import site_src.publishing.assembly, site_src.readings.direct, site_src.direct.stage\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('httpx', 'httpcore', 'ssl', 'anyio')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "httpx" not in done.stdout
