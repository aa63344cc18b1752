"""The publications as whoever kept each of them reads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from opendata.disclosure.audit import audit
from opendata.disclosure.history.attack import FORGOTTEN, SEVERAL, audit_history
from opendata.tranquillite import public_files, release, release_tables
from opendata.tranquillite.divulgation import CHEMIN
from opendata.tranquillite.history import History, read_history
from opendata.tranquillite.kept_releases import kept_releases
from opendata.tranquillite.public_files import PublicFiles

ROOT = Path(__file__).resolve().parents[3]
PARAMETRES = (ROOT / CHEMIN).read_bytes()


@pytest.fixture(scope="module")
def history() -> History:
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes()
             for path in (ROOT / public_files.FOLDER).glob("*.csv")}  # fmt: skip
    plan = release_tables.plan_release(release._read(PARAMETRES))
    read = read_history(plan, PublicFiles(files), [])
    assert read is not None
    return read


def test_each_publication_says_which_quarters_it_counts(history: History) -> None:
    for one in kept_releases(history):
        year, number = [*one.name.split("-T"), "4"][:2]
        assert one.facts["trimestre"][-1] == f"{year}-T{number}"
        assert len(one.facts["trimestre"]) == 4


def test_both_readings_attack_the_same_counts_and_none_gives_way(history: History) -> None:
    small = history.plan.decisions.hidden_counts
    found, other = audit_history(kept_releases(history), small), audit(history.together, small)
    assert (found.safe, found.attacked) == (other.safe, other.attacked)
    assert found.safe


def test_a_count_that_is_hidden_and_shown_again_is_named(history: History) -> None:
    releases = kept_releases(history)
    year = releases[0].publication
    cell = int(np.flatnonzero(year.hidden)[0])
    shown, hidden = year.shown.copy(), year.hidden.copy()
    shown[cell], hidden[cell] = True, False
    told = replace(
        releases[0], name="reprise", publication=replace(year, shown=shown, hidden=hidden)
    )
    outcome = audit_history([*releases, told], history.plan.decisions.hidden_counts)
    assert {exposure.attack for _, exposure in outcome.exposures} >= {FORGOTTEN}
    assert SEVERAL not in {name for name, e in outcome.exposures if e.attack == FORGOTTEN}
