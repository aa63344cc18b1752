"""A compressed form says what its file says, always: a reader of the form reads the page of today or none."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from opendata.findings import FindingsError
from site_src import commands
from site_src.engine.build import Plan
from site_src.engine.stages import Inputs, Stage
from site_src.engine.store import Outputs
from site_src.publishing import compression
from tests.builds import outputs

LONG = b"La Seine monte. " * 200
FORMS = {compression.BROTLI: brotli.decompress, compression.GZIP: gzip.decompress}


def stale(site: Mapping[str, bytes]) -> list[str]:
    """The compressed forms that do not say what their file says, or have none."""
    return [path for path, raw in site.items() for form, read in FORMS.items()
            if path.endswith(form) and read(raw) != site.get(path.removesuffix(form))]  # fmt: skip


def compressed(site: dict[str, bytes]) -> dict[str, bytes]:
    return outputs("compression", {}, {build.STAGES[-1].name: site})


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from(["a.html", "a/b.json", "c.csv", "d.png", "e.svg"]),
                       st.one_of(st.binary(max_size=3000), st.text(min_size=400).map(str.encode), st.just(LONG))))  # fmt: skip
def test_every_form_decompresses_to_its_file_and_is_smaller(site: dict[str, bytes]) -> None:
    made = compressed(site)
    assert {path: made[path] for path in site} == site
    assert stale(made) == []
    for path in made.keys() - site.keys():
        assert len(made[path]) < len(site[path.rpartition(".")[0]])


def test_texts_have_both_forms_and_nothing_else_has_any() -> None:
    files = {"a.html": LONG, "b.txt": b"court", "c.parquet": LONG, "d.png": LONG, "LISEZ": LONG}
    assert compressed(files).keys() - files.keys() == {"a.html.br", "a.html.gz"}


def test_a_form_that_is_not_smaller_is_not_published() -> None:
    noise = b"".join(hashlib.sha512(bytes([number])).digest() for number in range(20))
    assert compression.forms({"a.txt": noise}) == {}


def test_the_same_file_has_the_same_forms_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compression.forms({"a.html": LONG})
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert compression.forms({"a.html": LONG}) == before


def seal(inputs: Inputs) -> Outputs:
    """A site of one page, which an alert may change."""
    return {"index.html": LONG + b"".join(inputs.files.values()), "libre.txt": LONG}


PLAN = Plan(
    (),
    (
        Stage("pages", "Pages", f"{__name__}:nothing"),
        Stage("folder", "Dossier", f"{__name__}:nothing"),
        Stage("seal", "Scellés", f"{__name__}:seal", files=("data/alertes/*",)),
    ),
    FindingsError,
)


def nothing(inputs: Inputs) -> Outputs:
    return {}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234")
    (tmp_path / "data" / "alertes").mkdir(parents=True)
    return tmp_path


def built(root: Path, *, comprime: bool) -> dict[str, bytes]:
    """What stands below site/ after the build that the command line asks for."""
    plan = (
        replace(PLAN, stages=(*PLAN.stages, replace(build.COMPRESSION, needs=("seal",))))
        if comprime
        else PLAN
    )
    commands.build(plan, root, root / "site", {"adresse": "", "depot": ""})
    site = root / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}  # fmt: skip


def test_an_alert_changes_the_forms_of_the_pages_that_it_changes(root: Path) -> None:
    before = built(root, comprime=True)
    (root / "data/alertes/essai.yaml").write_text("Ne sortez pas.", encoding="utf-8")
    after = built(root, comprime=True)
    assert stale(after) == []
    assert b"Ne sortez pas." in brotli.decompress(after["index.html.br"])
    assert {path for path in after if before[path] != after[path]} == {
        "index.html", "index.html.br", "index.html.gz", ".empreinte"}  # fmt: skip


def test_a_build_that_is_not_asked_for_forms_leaves_none_of_an_earlier_one(root: Path) -> None:
    assert "index.html.br" in built(root, comprime=True)
    (root / "data/alertes/essai.yaml").write_text("Ne sortez pas.", encoding="utf-8")
    assert not [path for path in built(root, comprime=False) if path.endswith(tuple(FORMS))]
    assert stale(built(root, comprime=True)) == []
