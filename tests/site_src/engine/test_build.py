"""One run: readings judged, then the stages whose inputs changed; the result is that of a clean build."""

from __future__ import annotations

import gc
import json
import shutil
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from site_src.engine import build
from site_src.engine.build import Outcome, Plan
from site_src.engine.faults import FaultError
from site_src.engine.stages import Inputs, Stage
from site_src.engine.store import Outputs
from site_src.engine.usage import UsageError
from tests.site_src.engine.test_store import DAMAGES, forge
from tests.site_src.engine.toys import DONE, PAGE, READINGS, SIZES, SPELLINGS, STAGES, RefusedError

PLAN = Plan(READINGS, STAGES, RefusedError, ("code/shared.py",))
OPTIONS = {"adresse": "https://exemple.fr/", "depot": ""}


def run(root: Path, plan: Plan = PLAN, **options: str) -> Outcome:
    DONE.clear()
    return build.run(plan, root, {**OPTIONS, **options}, lambda _: None, checking="Contrôle")


def files(outcome: Outcome) -> dict[str, dict[str, bytes]]:
    return {name: dict(result.outputs) for name, result in outcome.results.items()}


def ran(outcome: Outcome) -> list[str]:
    return [name for name, result in outcome.results.items() if result.est_neuf]


def test_stages_are_given_records_files_outputs_and_options(root: Path) -> None:
    outcome = run(root)
    page = "Titre (2)\nhttps://exemple.fr/\ntemplates/page.j2\ndeux.txt 7\nun.txt 3"
    assert files(outcome)["page"] == {"index.html": page.encode()}
    assert outcome.lines == ("mots : 2", "titre : lu")
    assert outcome["spellings"].done == ("un", "deux")


def test_each_reading_is_done_once_however_many_stages_take_it(root: Path) -> None:
    twice = Stage("twice", "", SPELLINGS.run, takes=("words",))
    run(root, Plan(READINGS, (*STAGES, twice), RefusedError))
    assert [name for name in DONE if name in ("words", "size", "title", "label")] == [
        "words", "size", "title", "label",
    ]  # fmt: skip


def test_nothing_is_done_when_nothing_changed(root: Path) -> None:
    first = run(root)
    (root / "data" / "a.txt").touch()
    again = run(root)
    assert files(again) == files(first)
    assert again.lines == first.lines
    assert ran(again) == []
    assert DONE == []


@pytest.mark.parametrize(
    ("changed", "text", "stages", "units"),
    [
        ("data/a.txt", "un deux trois", ["spellings", "sizes", "page"], ("trois",)),
        ("data/a.txt", "un  deux", ["spellings"], ()),
        ("data/title.yaml", "Autre", ["page"], ()),
        ("templates/page.j2", "autre", ["page"], ()),
        ("code/spellings.py", "x = 2", ["spellings"], ("un", "deux")),
        ("code/shared.py", "x = 1", ["spellings", "sizes", "page"], ("un", "deux")),
        ("requirements/site.txt", "x==1", ["spellings", "sizes", "page"], ("un", "deux")),
        ("undeclared.txt", "", [], ()),
    ],
)
def test_a_change_runs_what_is_given_something_else_and_the_result_is_that_of_a_clean_build(
    root: Path, changed: str, text: str, stages: list[str], units: tuple[str, ...]
) -> None:
    run(root)
    (root / changed).parent.mkdir(exist_ok=True)
    (root / changed).write_text(text)
    after = run(root)
    assert ran(after) == stages
    assert after["spellings"].done == units
    assert files(after) == files(clean(root))


def clean(root: Path) -> Outcome:
    """The outcome in a copy of the folder that nothing was built in."""
    copy = root.with_name("clean")
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("build"), dirs_exist_ok=True)
    return run(copy)


def test_a_stage_whose_needed_outputs_are_the_same_bytes_does_not_run(root: Path) -> None:
    """« do » is as long as « un »: lengths, hence the page, stay."""
    sizes = Stage("sizes", "Longueurs", f"{__name__}:lengths", needs=("spellings",))
    plan = Plan(READINGS, (SPELLINGS, sizes, PAGE), RefusedError)
    (root / "data" / "a.txt").write_text("un")
    run(root, plan)
    (root / "data" / "a.txt").write_text("do")
    assert ran(run(root, plan)) == ["spellings", "sizes"]


def lengths(inputs: Inputs) -> Outputs:
    return {"tailles": repr([len(raw) for raw in inputs.outputs["spellings"].values()]).encode()}


def test_an_option_that_changes_runs_the_stages_that_declare_it(root: Path) -> None:
    run(root)
    assert ran(run(root, depot="https://exemple.fr/depot/")) == []
    assert ran(run(root, adresse="https://autre.fr/")) == ["page"]


def test_a_stage_sees_nothing_that_it_does_not_declare(root: Path) -> None:
    undeclared = Stage("spellings", "", SPELLINGS.run)
    with pytest.raises(KeyError, match="not among the readings that the stage takes"):
        run(root, Plan(READINGS, (undeclared,), RefusedError))
    for missing in (Stage("page", "", PAGE.run, takes=("label",), needs=("sizes",)),
                    Stage("page", "", PAGE.run, takes=("label",), options=("adresse",))):  # fmt: skip
        with pytest.raises(KeyError):
            run(root, Plan(READINGS, (SPELLINGS, SIZES, missing), RefusedError))


def test_findings_of_all_readings_come_at_once_before_any_stage(root: Path) -> None:
    (root / "data" / "a.txt").write_text("quoi?")
    (root / "data" / "title.yaml").write_text("")
    with pytest.raises(RefusedError) as caught:
        run(root)
    assert set(caught.value.findings) == {"mot « quoi? »", "titre vide"}
    assert sorted(DONE) == ["title", "words"]


def test_findings_of_independent_stages_come_together_and_stop_what_needs_them(root: Path) -> None:
    (root / "data" / "a.txt").write_text("aïe! un")
    other = Stage("other", "", f"{__name__}:refuse")
    with pytest.raises(RefusedError) as caught:
        run(root, Plan(READINGS, (SPELLINGS, other, SIZES, PAGE), RefusedError))
    assert caught.value.findings == ("aïe! : ni !", "aïe! : ni cri", "autre")
    assert not {"sizes", "page"} & set(DONE)


def refuse(inputs: Inputs) -> Outputs:
    raise RefusedError(["autre"])


ONLY = build.Only(("title", "label"), ("page",), "--titre : autre chose a changé")


def only(root: Path) -> Outcome:
    return build.run(PLAN, root, OPTIONS, lambda _: None, checking="", only=ONLY)


def test_a_run_that_is_asked_for_one_change_makes_it_and_the_result_is_the_same(root: Path) -> None:
    run(root)
    (root / "data" / "title.yaml").write_text("Autre")
    after = only(root)
    assert ran(after) == ["page"]
    assert files(after) == files(clean(root))


@pytest.mark.parametrize(
    ("changed", "told"), [("data/a.txt", "words"), ("templates/page.j2", ""), ("code/spellings.py", "spellings")]
)  # fmt: skip
def test_a_run_that_is_asked_for_one_change_refuses_another(
    root: Path, changed: str, told: str
) -> None:
    run(root)
    (root / changed).parent.mkdir(exist_ok=True)
    (root / changed).write_text("x = 3")
    if not told:  # a file of the stage itself
        assert ran(only(root)) == ["page"]
        return
    with pytest.raises(
        UsageError, match=rf"--titre : autre chose a changé \({told}.*construire d'abord"
    ):
        only(root)


def test_a_plan_stops_where_it_is_told(root: Path) -> None:
    assert list(run(root, PLAN.until("sizes")).results) == ["spellings", "sizes"]


def test_who_waits_is_told_what_is_done_and_of_nothing_else(root: Path) -> None:
    said: list[str] = []
    build.run(PLAN, root, OPTIONS, said.append, checking="Contrôle")
    assert said == ["Contrôle", "Mots épelés", "Épelle un", "Épelle deux", "Longueurs", "Page"]
    said.clear()
    (root / "data" / "title.yaml").write_text("Autre")
    build.run(PLAN, root, OPTIONS, said.append, checking="Contrôle")
    assert said == ["Contrôle", "Page"]
    said.clear()
    build.run(PLAN, root, OPTIONS, said.append, checking="Contrôle")
    assert said == []


def cached(root: Path) -> Iterator[Path]:
    """Every file of the store, each as a whole build left it."""
    cache, sound = root / "build" / "cache", root.with_name("sound")
    shutil.copytree(cache, sound)
    for path in sorted(sound.rglob("*")):
        if path.is_file():
            shutil.rmtree(cache)
            shutil.copytree(sound, cache)
            yield cache / path.relative_to(sound)


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_is_damaged_in_the_store_the_result_is_that_of_a_clean_build(
    root: Path, damage: Callable[[Path], None], edited: bool
) -> None:
    run(root)
    if edited:
        (root / "data" / "a.txt").write_text("un trois")
    expected = files(clean(root))
    for path in cached(root):
        damage(path)
        assert files(run(root)) == expected, path


@pytest.mark.parametrize("name", ["etapes/page", "etapes/spellings", "spellings/un"])
def test_a_path_forged_in_the_store_is_never_an_output(root: Path, name: str) -> None:
    expected = files(run(root))
    path = root / "build" / "cache" / "manifests" / name
    body = json.loads(path.read_text().partition("\n")[2])
    forge(path, files={f"../../{path}": digest for path, digest in body["files"].items()})
    assert files(run(root)) == expected


def test_the_store_holds_nothing_that_the_last_build_does_not_name(root: Path) -> None:
    run(root)
    (root / "data" / "a.txt").write_text("trois")
    run(root)
    clean(root)
    kept = [
        {path.name for path in (folder / "build" / "cache" / "objects").iterdir()}
        for folder in (root, root.with_name("clean"))
    ]
    assert kept[0] == kept[1]


def test_the_code_of_a_stage_that_need_not_run_is_not_imported(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root)
    monkeypatch.setattr(build, "function_of", None)
    assert ran(run(root)) == []


def test_a_library_that_is_not_installed_stops_the_run_before_any_stage(root: Path) -> None:
    stages = (
        *STAGES[:-1],
        replace(STAGES[-1], files=(*STAGES[-1].files, "node_modules/carte/**/*")),
    )
    plan = replace(PLAN, stages=stages)
    with pytest.raises(
        FaultError, match="il manque node_modules/carte : lancer make site, qui l'installe"
    ):
        run(root, plan)
    (root / "node_modules" / "carte").mkdir(parents=True)
    (root / "node_modules" / "carte" / "carte.js").write_text("carte")
    assert ran(run(root, plan))


class Ring:
    """What only a search for circular garbage finds."""

    def __init__(self) -> None:
        self.itself = self


def test_what_a_run_made_is_not_walked_through_as_new_and_its_garbage_is_found_later() -> None:
    with build._records_kept():
        assert not gc.isenabled()
        lost = weakref.ref(Ring())
        kept = [Ring() for _ in range(1000)]
    new = gc.get_objects(generation=0)
    assert gc.isenabled()
    assert not {id(one) for one in kept} & {id(one) for one in new}
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert lost() is None
