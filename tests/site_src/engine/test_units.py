"""Units of work: done again only when what they were given changed, on one core as on several."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from multiprocessing import connection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_src.engine import units as units_module
from site_src.engine.fingerprint import fingerprint
from site_src.engine.store import Outputs, Store
from site_src.engine.units import FILES_A_PROCESS, Batch, Unit, Work
from tests.site_src.engine.toys import DONE, RefusedError, spell, spelling

NAMES = ["un", "deux", "trois"]


class Steps(list[str]):
    """What is said to who waits."""


def work(folder: Path, cores: int = 1, code: str = "1", stage: str = "mots") -> Work:
    """That of another run over the same store."""
    DONE.clear()
    return Work(stage, code, Store(folder), Steps().append, RefusedError, cores)


def given_by(work: Work, names: Sequence[str]) -> dict[str, dict[str, bytes]]:
    return {name: dict(files) for name, files in work.each(spelling(names)).items()}


def test_every_unit_gives_its_files_in_the_order_of_the_units(tmp_path: Path) -> None:
    made = work(tmp_path).each(spelling(NAMES))
    assert list(made) == NAMES
    assert made["deux"]["deux.txt"] == b"d-e-u-x"
    assert made["un"]["long.bin"] == b"un" * 1000


def test_a_unit_that_was_done_is_not_done_again(tmp_path: Path) -> None:
    first = given_by(work(tmp_path), NAMES)
    again = work(tmp_path)
    assert given_by(again, NAMES) == first
    assert again.done == []
    assert DONE == []


def test_only_units_whose_values_changed_are_done(tmp_path: Path) -> None:
    units = {name: Unit(name, spell, (name,)) for name in NAMES}
    work(tmp_path).each(units.values())
    units["deux"] = Unit("deux", spell, ("douze",))
    again = work(tmp_path)
    assert list(again.each(units.values())["deux"]) == ["douze.txt", "long.bin"]
    assert again.done == ["deux"]
    assert DONE == ["spell douze"]


@dataclass(frozen=True)
class Word:
    text: str
    letters: tuple[str, ...]


@dataclass(frozen=True)
class Nonword(Word):
    """The same parts, another meaning."""


def write(word: Word) -> Outputs:
    return {f"{word.text}.txt": f"{type(word).__name__} {''.join(word.letters)}".encode()}


@pytest.mark.parametrize("change", [{"text": "deux"}, {"letters": ("d",)}, {}])
def test_a_record_changes_with_each_of_its_parts_and_with_its_kind(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    one = Word("un", ("u", "n"))
    other = replace(one, **change) if change else Nonword(one.text, one.letters)
    work(tmp_path).each([Unit("mot", write, (one,))])
    again = work(tmp_path)
    assert dict(again.each([Unit("mot", write, (other,))])["mot"]) == write(other)
    assert again.done == ["mot"]


def test_what_two_records_share_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, read = ("a", "b"), list[object]()

    def digested(value: object) -> str:
        read.append(value)
        return fingerprint(value)

    monkeypatch.setattr(units_module, "fingerprint", digested)
    units = [Unit(name, write, (Word(name, shared),)) for name in NAMES]
    work(tmp_path).each(units)
    assert read.count(shared) == 1


words = st.builds(Word, st.text(max_size=3), st.tuples(st.text(max_size=2)))
gathered = st.lists(words, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=2), words)


@given(gathered, gathered)
def test_what_gathers_records_changes_with_each_of_them_and_with_their_places(
    one: object, other: object
) -> None:
    digests = [Work("", "1", Store(Path()), print, RefusedError)._digest(each) for each in (one, other)]  # fmt: skip
    assert (digests[0] == digests[1]) == (one == other and type(one) is type(other))


def test_a_text_that_spells_a_digest_is_not_taken_for_what_has_it() -> None:
    work = Work("", "1", Store(Path()), print, RefusedError)
    letters = ("a", "b")
    spelt: Any = work._digest(letters)
    assert work._digest(Word("un", letters)) != work._digest(Word("un", spelt))


def test_a_record_that_two_lists_share_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, shared = list[object](), Word("un", ("u", "n"))

    def digested(value: object) -> str:
        read.append(value)
        return fingerprint(value)

    monkeypatch.setattr(units_module, "fingerprint", digested)
    work = Work("", "1", Store(Path()), print, RefusedError)
    for gathering in ((shared,), (shared, Word("deux", ())), {"un": shared}):
        work._digest(gathering)
    assert read.count(("u", "n")) == 1


def test_another_code_or_function_does_all_units_again(tmp_path: Path) -> None:
    work(tmp_path).each(spelling(NAMES))
    other = work(tmp_path, code="2")
    other.each(spelling(NAMES))
    assert other.done == NAMES
    shouted = work(tmp_path, code="2")
    made = shouted.each([Unit(name, shout, (name,)) for name in NAMES])
    assert shouted.done == NAMES
    assert dict(made["un"]) == {"un.txt": b"UN"}


def shout(word: str) -> Outputs:
    return {f"{word}.txt": word.upper().encode()}


def test_units_that_are_no_more_are_forgotten_and_all_those_of_the_run_are_kept(
    tmp_path: Path,
) -> None:
    work(tmp_path).each(spelling(NAMES))
    fewer = work(tmp_path)
    fewer.each(spelling(["un"]))
    fewer.each(spelling(["trois"]))
    fewer.forget_others()
    again = work(tmp_path)
    again.each(spelling(NAMES))
    assert again.done == ["deux"]


def test_units_of_one_name_in_two_stages_do_not_meet(tmp_path: Path) -> None:
    work(tmp_path).each(spelling(["un"]))
    other = work(tmp_path, stage="cris")
    made = other.each([Unit("un", shout, ("un",))])
    assert dict(made["un"]) == {"un.txt": b"UN"}


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1], NAMES[:1], []])
def test_one_core_and_two_give_the_same(tmp_path: Path, names: list[str]) -> None:
    one, two = work(tmp_path / "1"), work(tmp_path / "2", cores=2)
    assert given_by(one, names) == given_by(two, names)
    assert one.done == two.done == names


@given(st.permutations([*NAMES, "quatre", "cinq"]))
def test_units_give_the_same_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("magasin")
    assert given_by(work(folder / "a"), names) == given_by(work(folder / "b"), sorted(names))


@pytest.mark.parametrize("cores", [1, 2])
def test_every_unit_s_findings_are_gathered(tmp_path: Path, cores: int) -> None:
    with pytest.raises(RefusedError) as caught:
        work(tmp_path, cores).each(spelling(["aïe!", "un", "hé!"]))
    assert set(caught.value.findings) == {
        f"{word} : {fault}" for word in ("aïe!", "hé!") for fault in ("ni !", "ni cri")
    }


@pytest.mark.parametrize("cores", [1, 2])
def test_a_unit_that_was_done_beside_one_that_is_refused_is_not_done_again(
    tmp_path: Path, cores: int
) -> None:
    with pytest.raises(RefusedError):
        work(tmp_path, cores).each(spelling(["un", "aïe!", "deux"]))
    again = work(tmp_path)
    again.each(spelling(["un", "aïe", "deux"]))
    assert again.done == ["aïe"]
    assert DONE == ["spell aïe"]


@pytest.mark.parametrize("cores", [1, 2])
def test_a_refusal_that_names_nothing_is_raised_itself(tmp_path: Path, cores: int) -> None:
    with pytest.raises(RefusedError) as caught:
        work(tmp_path, cores).each([Unit("un", spell, ("un",)), Unit("muet", refuse, ())])
    assert list(caught.value.findings) == []


def refuse() -> Outputs:
    raise RefusedError([])


@pytest.mark.parametrize("cores", [1, 2])
def test_a_broken_function_is_no_finding(tmp_path: Path, cores: int) -> None:
    with pytest.raises(ZeroDivisionError):
        work(tmp_path, cores).each([Unit(name, divide, (0,)) for name in NAMES])


def test_no_worker_outlives_a_failure_not_even_one_that_does_not_hear_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One was asked before it could hear: it waited for ever for a lock of the other, and the build for it."""
    monkeypatch.setattr(units_module, "become_worker", deaf)
    with pytest.raises(ZeroDivisionError):
        work(tmp_path, 2).each([Unit("un", divide, (0,)), Unit("deux", wait, ())])
    left = multiprocessing.active_children()
    try:
        # Told by the system: the pool's own thread may be the one that takes its exit code.
        assert all(connection.wait([worker.sentinel], 20) for worker in left)
    finally:
        for worker in left:
            worker.kill()


def test_nothing_of_a_pool_outlives_a_failure(tmp_path: Path) -> None:
    """Its thread did, and said an error of its own on the way out, after what the build had to say."""
    before = threading.enumerate()
    with pytest.raises(ZeroDivisionError):
        work(tmp_path, 2).each([Unit("un", divide, (0,)), Unit("deux", wait, ())])
    assert threading.enumerate() == before
    assert multiprocessing.active_children() == []


def deaf(_: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def wait() -> Outputs:
    signal.pause()
    raise AssertionError


def divide(number: int) -> Outputs:
    return {"a": bytes(1 // number)}


def test_what_comes_first_is_done_once_and_only_when_a_unit_is_to_be_done(tmp_path: Path) -> None:
    calls: list[str] = []
    for _ in range(2):
        work(tmp_path, 2).each(spelling(NAMES), lambda: calls.append("first"))
    assert calls == ["first"]


@pytest.mark.parametrize("cores", [1, 2])
def test_units_are_announced_as_they_start(tmp_path: Path, cores: int) -> None:
    said = Steps()
    Work("mots", "", Store(tmp_path), said.append, RefusedError, cores).each(
        [*spelling(NAMES), Unit("muet", spell, ("muet",))]
    )
    assert said == ["Épelle un", "Épelle deux", "Épelle trois"]


def batch_of(
    calls: list[Sequence[str]],
) -> Callable[[Sequence[str]], AbstractContextManager[Batch]]:
    """What is prepared notes so, then each call its names."""

    def make(names: Sequence[str]) -> dict[str, bytes]:
        calls.append(names)
        return {name: name.upper().encode() for name in names}

    @contextmanager
    def prepared(names: Sequence[str]) -> Iterator[Batch]:
        calls.append([f"prepared for {len(names)}"])
        yield make

    return prepared


def test_a_batch_makes_together_what_changed_and_nothing_else(tmp_path: Path) -> None:
    calls: list[Sequence[str]] = []
    given: dict[str, object] = dict.fromkeys(NAMES, 1)
    first = work(tmp_path).batch(given, batch_of(calls))
    again = work(tmp_path)
    second = again.batch({**given, "deux": 2}, batch_of(calls))
    assert calls == [["prepared for 3"], NAMES, ["prepared for 1"], ["deux"]]
    assert again.done == ["deux"]
    assert dict(first["deux"]) == {"deux": b"DEUX"}
    assert {name: dict(files) for name, files in first.items()} == {
        name: dict(files) for name, files in second.items()
    }


def test_a_batch_with_nothing_to_do_is_neither_prepared_nor_called(tmp_path: Path) -> None:
    calls: list[Sequence[str]] = []
    for _ in range(2):
        work(tmp_path).batch(dict.fromkeys(NAMES, 1), batch_of(calls))
    assert calls == [["prepared for 3"], NAMES]


@pytest.mark.parametrize("count", [1, FILES_A_PROCESS, 2 * FILES_A_PROCESS + 1])
def test_a_long_batch_is_shared_out_to_several_processes(tmp_path: Path, count: int) -> None:
    given = {f"page-{number}": number for number in range(count)}
    made = [
        {
            name: dict(files)
            for name, files in work(tmp_path / str(cores), cores)
            .batch(given, lambda _: nullcontext(company))
            .items()
        }
        for cores in (1, 2)
    ]
    assert [list(files) for files in made] == [list(given)] * 2
    shares = {raw for files in made[1].values() for raw in files.values()}
    assert len(shares) == (2 if count > FILES_A_PROCESS * 2 else 1)


def company(names: Sequence[str]) -> dict[str, bytes]:
    """Each file says which others were made by the same call."""
    return {name: " ".join(names).encode() for name in names}


def test_what_is_long_begins_first_and_stands_where_it_stood(tmp_path: Path) -> None:
    made = work(tmp_path).each(
        [Unit(name, spell, (name,), weight=weight) for weight, name in enumerate(NAMES)]
    )
    assert [f"spell {name}" for name in reversed(NAMES)] == DONE
    assert list(made) == NAMES


def test_parts_are_joined_unless_two_give_one_path(tmp_path: Path) -> None:
    one = work(tmp_path)
    assert dict(one.join([{"a": b"1"}, {"b": b"2"}, {}])) == {"a": b"1", "b": b"2"}
    with pytest.raises(ValueError, match="mots: a given twice"):
        one.join([{"a": b"1", "c": b"1"}, {"a": b"1"}])
