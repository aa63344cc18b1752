"""Readings: each done once, its faults stopping only those that need it, and not done again to be judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from site_src.engine.readings import LAST, LastRead, Library, Parts, Reading
from site_src.engine.store import AlteredError, Store
from site_src.engine.tree import Tree
from tests.site_src.engine.toys import DONE, LABEL, READINGS, SIZE, TITLE, WORDS, RefusedError


def library(
    root: Path,
    *readings: Reading,
    store: Path | None = None,
    last: LastRead | None = None,
    day: date | None = None,
) -> Library:
    """That of another process over the same folder; of the same process where it has a last."""
    DONE.clear()
    kept = Store(store) if store else None
    shared = ("code/shared.py",)
    return Library(readings or READINGS, Tree(root), RefusedError, kept, shared, day, last)


@pytest.fixture
def store(root: Path, tmp_path: Path) -> Path:
    """Where every reading has passed."""
    assert library(root, store=tmp_path / "cache").check()[1] == ()
    return tmp_path / "cache"


def test_a_reading_is_done_once_however_many_ask(root: Path) -> None:
    read = library(root)
    assert read.record("label", str) == "Titre (2)"
    assert read.record("words", tuple) == ("un", "deux")
    read.check()
    assert sorted(DONE) == ["label", "size", "title", "words"]


def test_only_what_is_asked_for_is_read(root: Path) -> None:
    read = library(root)
    read.record("size", int)
    assert set(read.read) == {"words", "size"}
    assert DONE == ["words", "size"]


def test_a_record_of_another_kind_is_an_error(root: Path) -> None:
    with pytest.raises(TypeError, match="size: str expected, int given"):
        library(root).record("size", str)


def test_a_failing_reading_stops_those_that_need_it_and_no_other(root: Path) -> None:
    (root / "data" / "a.txt").write_text("un quoi?")
    read = library(root)
    _, findings = read.check()
    assert findings == ("mot « quoi? »",)
    assert sorted(DONE) == ["title", "words"]
    assert read.record("title", str) == "Titre"
    for name in ("words", "size", "label"):
        with pytest.raises(RefusedError) as caught:
            read.record(name, object)
        assert caught.value.findings == ("mot « quoi? »",)


def test_those_that_use_a_failing_reading_go_without(root: Path) -> None:
    (root / "data" / "title.yaml").write_text("")
    read = library(root)
    assert read.record("label", str) == "sans titre (2)"
    assert read.check()[1] == ("titre vide",)


def test_the_findings_of_all_readings_come_at_once(root: Path) -> None:
    (root / "data" / "a.txt").write_text("qui? un quoi?")
    (root / "data" / "title.yaml").write_text("")
    assert set(library(root).check()[1]) == {"mot « qui? »", "mot « quoi? »", "titre vide"}


def test_what_passed_is_not_read_again_to_be_judged(root: Path, store: Path) -> None:
    again = library(root, store=store)
    assert again.has_passed()
    assert again.check() == (("mots : 2", "titre : lu"), ())
    assert again.read == ()
    assert DONE == []


@pytest.mark.parametrize(
    ("changed", "text", "read"),
    [
        ("data/a.txt", "un deux trois", ["label", "size", "title", "words"]),
        ("data/b.txt", "trois", ["label", "size", "title", "words"]),
        ("code/words.py", "x = 2", ["size", "words"]),
        ("code/shared.py", "y = 1", ["label", "size", "title", "words"]),
        ("data/title.yaml", "Autre", ["label", "size", "title", "words"]),
        ("undeclared.txt", "", []),
    ],
)
def test_what_changed_is_read_again_with_those_that_take_it_and_what_these_are_given(
    root: Path, store: Path, changed: str, text: str, read: list[str]
) -> None:
    (root / changed).write_text(text)
    again = library(root, store=store)
    assert again.has_passed() == (not read)
    again.check()
    assert sorted(DONE) == read


def test_a_reading_of_the_table_that_changes_is_read_again(root: Path, store: Path) -> None:
    moved = replace(TITLE, files=("data/title.yaml", "data/none"))
    library(root, WORDS, SIZE, moved, store=store).check()
    assert DONE == ["title"]


def test_faults_are_found_again_until_they_are_mended(root: Path, store: Path) -> None:
    (root / "data" / "title.yaml").write_text("")
    for _ in range(2):
        again = library(root, store=store)
        assert not again.has_passed()
        assert again.check()[1] == ("titre vide",)
    (root / "data" / "title.yaml").write_text("Titre")
    assert library(root, store=store).check() == (("mots : 2", "titre : lu"), ())


def test_what_went_without_a_failing_reading_has_not_passed(root: Path, tmp_path: Path) -> None:
    (root / "data" / "title.yaml").write_text("")
    for _ in range(2):
        library(root, store=tmp_path / "cache").check()
        assert "label" in DONE


def test_a_reading_by_content_keeps_its_key_while_its_record_stays_equal(
    root: Path, store: Path
) -> None:
    before = library(root, store=store)
    keys = {name: before.key(name) for name in ("words", "size", "label")}
    (root / "data" / "a.txt").write_text("deux  un")
    after = library(root, store=store)
    after.check()
    assert sorted(DONE) == ["size", "words"]
    assert after.key("words") != keys["words"]
    assert {name: after.key(name) for name in ("size", "label")} == {
        name: keys[name] for name in ("size", "label")
    }


def test_a_reading_that_is_not_by_content_changes_with_its_files(
    root: Path, tmp_path: Path
) -> None:
    readings = (WORDS, replace(SIZE, by_content=False), TITLE, LABEL)
    library(root, *readings, store=tmp_path / "cache").check()
    (root / "data" / "a.txt").write_text("deux un")
    library(root, *readings, store=tmp_path / "cache").check()
    assert "label" in DONE


KEPT = (replace(WORDS, is_kept=True), SIZE)


def test_a_kept_record_is_given_back_without_reading(root: Path, tmp_path: Path) -> None:
    first = library(root, *KEPT, store=tmp_path / "cache").record("words", tuple)
    assert library(root, *KEPT, store=tmp_path / "cache").record("words", tuple) == first
    assert DONE == []


def test_a_kept_record_follows_its_files(root: Path, tmp_path: Path) -> None:
    library(root, *KEPT, store=tmp_path / "cache").record("words", tuple)
    (root / "data" / "a.txt").write_text("trois")
    assert library(root, *KEPT, store=tmp_path / "cache").record("words", tuple) == ("trois",)


def test_a_kept_record_that_was_altered_is_not_given_out(root: Path, tmp_path: Path) -> None:
    library(root, *KEPT, store=tmp_path / "cache").record("words", tuple)
    (kept,) = (tmp_path / "cache" / "objects").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"deux", b"doux"))
    with pytest.raises(AlteredError):
        library(root, *KEPT, store=tmp_path / "cache").record("words", tuple)


def test_faults_are_not_kept(root: Path, tmp_path: Path) -> None:
    (root / "data" / "a.txt").write_text("quoi?")
    for _ in range(2):
        assert library(root, *KEPT, store=tmp_path / "cache").check()[1] == ("mot « quoi? »",)
        assert DONE == ["words"]


@pytest.fixture
def last(root: Path) -> LastRead:
    """With every reading in it."""
    made = LastRead()
    assert library(root, last=made).check()[1] == ()
    return made


def test_what_another_library_read_of_the_same_is_not_read_again(
    root: Path, last: LastRead
) -> None:
    again = library(root, last=last)
    assert again.record("label", str) == "Titre (2)"
    assert again.check() == (("mots : 2", "titre : lu"), ())
    assert DONE == []


@pytest.mark.parametrize(
    ("changed", "text", "read"),
    [
        ("data/a.txt", "un deux trois", ["label", "size", "words"]),
        ("data/a.txt", "deux  un", ["size", "words"]),
        ("code/words.py", "x = 2", ["size", "words"]),
        ("code/shared.py", "y = 1", ["label", "size", "title", "words"]),
        ("data/title.yaml", "Autre", ["label", "title"]),
    ],
)
def test_what_changed_is_read_again(
    root: Path, last: LastRead, changed: str, text: str, read: list[str]
) -> None:
    (root / changed).write_text(text)
    library(root, last=last).check()
    assert sorted(DONE) == read


def test_on_another_day_everything_is_read_again(root: Path, last: LastRead) -> None:
    library(root, last=last, day=date(2026, 1, 1)).check()
    assert sorted(DONE) == ["label", "size", "title", "words"]


def test_what_was_read_and_refused_is_told_by_each_who_asks(root: Path) -> None:
    (root / "data" / "a.txt").write_text("quoi?")
    (root / "data" / "title.yaml").write_text("")
    last = LastRead()
    library(root, last=last).check()
    for _ in range(2):
        with pytest.raises(RefusedError) as caught:
            library(root, last=last).record("label", str)
        assert caught.value.findings == ("mot « quoi? »", "titre vide")
        assert library(root, last=last).check()[1] == ("mot « quoi? »", "titre vide")
        assert DONE == []


def test_what_is_not_read_again_is_kept_in_a_store(
    root: Path, last: LastRead, tmp_path: Path
) -> None:
    library(root, store=tmp_path / "cache", last=last).check()
    assert library(root, store=tmp_path / "cache").has_passed()
    assert DONE == []


def test_the_last_few_of_each_name_are_remembered(root: Path, last: LastRead) -> None:
    for rank in range(LAST):
        (root / "data" / "title.yaml").write_text(f"Titre {rank}")
        library(root, last=last).check()
    library(root, last=last).check()
    assert DONE == []
    (root / "data" / "title.yaml").write_text("Titre")
    library(root, last=last).check()
    assert "title" in DONE
    assert "words" not in DONE


READ: list[str] = []  # the parts that were read, in order


def parts(store: Path, code: str = "code") -> Parts:
    """The parts of one reading in another process."""
    READ.clear()
    return Parts(Store(store), "mots", code)


def part(text: str, findings: list[str]) -> str:
    READ.append(text)
    if "?" in text:
        findings.append(f"mot « {text} »")
    return text.upper()


def kept(of: Parts, name: str, text: str) -> tuple[str, list[str]]:
    return of.kept(name, text, lambda findings: part(text, findings))


def test_a_part_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    first = parts(tmp_path)
    assert [kept(first, "a", "un"), kept(first, "b", "deux")] == [("UN", []), ("DEUX", [])]
    second = parts(tmp_path)
    assert [kept(second, "a", "un"), kept(second, "b", "trois")] == [("UN", []), ("TROIS", [])]
    assert READ == ["trois"]


def test_a_part_follows_the_code_that_reads_it(tmp_path: Path) -> None:
    kept(parts(tmp_path), "a", "un")
    kept(parts(tmp_path, "other code"), "a", "un")
    assert READ == ["un"]


def test_a_faulty_part_is_read_until_it_is_mended(tmp_path: Path) -> None:
    faulty = ("QUOI?", ["mot « quoi? »"])
    assert kept(parts(tmp_path), "a", "quoi?") == faulty
    assert kept(parts(tmp_path), "a", "quoi?") == faulty
    assert READ == ["quoi?"]


def test_a_part_that_is_no_more_leaves_nothing_in_the_store(tmp_path: Path) -> None:
    first = parts(tmp_path)
    kept(first, "a", "un")
    kept(first, "b", "deux")
    second = parts(tmp_path)
    kept(second, "a", "un")
    second.forget_others()
    Store(tmp_path).prune()
    kept(parts(tmp_path), "b", "deux")
    assert READ == ["deux"]
    assert len(list((tmp_path / "objects").iterdir())) == 2


def test_a_part_that_was_last_read_is_not_read_again_and_its_faults_are_told() -> None:
    READ.clear()
    last = LastRead()
    for _ in range(2):
        of = Parts(name="mots", last=last)
        assert kept(of, "a", "un") == ("UN", [])
        _, told = kept(of, "b", "quoi?")
        assert told == ["mot « quoi? »"]
        told.clear()  # whoever is told has a list of their own
    assert READ == ["un", "quoi?"]
    kept(Parts(name="mots", last=last), "a", "deux")
    kept(Parts(name="autres", last=last), "a", "un")
    assert READ == ["un", "quoi?", "deux", "un"]


def test_without_a_store_every_part_is_read() -> None:
    READ.clear()
    assert kept(Parts(), "a", "un") == ("UN", [])
    assert kept(Parts(), "a", "un") == ("UN", [])
    assert READ == ["un", "un"]
