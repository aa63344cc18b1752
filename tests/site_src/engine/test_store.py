"""The store: the same bytes once, and nothing given out that is not what was kept."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from site_src.engine.paths import OutsideError
from site_src.engine.store import AlteredError, Store, Stored

FILES = {"é/a.txt": b"1\n2", "b.bin": bytes(range(256)), "vide": b""}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def stored_files(folder: Path, kind: str) -> list[Path]:
    return sorted(path for path in (folder / kind).rglob("*") if path.is_file())


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change_a_byte(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(bytes([raw[0] ^ 1]) + raw[1:])


def empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES = [truncate, change_a_byte, empty, Path.unlink]


def test_what_is_kept_is_given_back(store: Store, tmp_path: Path) -> None:
    kept = store.keep(FILES)
    assert dict(kept) == FILES
    store.remember("travail/é à b", "clé", kept, "une\nnote")
    memory = Store(tmp_path).recall("travail/é à b", "clé")
    assert memory
    assert dict(memory.outputs) == FILES
    assert memory.note == "une\nnote"
    assert memory.outputs.fingerprint == kept.fingerprint


def test_the_same_bytes_stand_on_disk_once(store: Store, tmp_path: Path) -> None:
    store.keep({"a": b"1", "b": b"1"})
    (only,) = stored_files(tmp_path, "objects")
    before = only.stat()
    store.keep({"c": b"1"})
    assert only.stat() == before


def test_work_that_was_given_something_else_is_not_remembered(store: Store) -> None:
    store.remember("travail", "clé", store.keep(FILES))
    assert store.recall("travail", "autre") is None
    assert store.recall("ailleurs", "clé") is None


@pytest.mark.parametrize(
    "names",
    [
        ("a/b", "a/c"), ("a/b", "b/b"), ("a/x/y", "a/x%2Fy"), ("a", "b"),
        ("a/..", "a/."), ("../a", "./a"), ("a/../../b", "a/b"), ("a/" + "é" * 300, "a/" + "é" * 301),
    ],
)  # fmt: skip
def test_works_of_different_names_do_not_meet(store: Store, names: tuple[str, str]) -> None:
    for name in names:
        store.remember(name, "clé", store.keep({"de": name.encode()}))
    for name in names:
        memory = store.recall(name, "clé")
        assert memory
        assert dict(memory.outputs) == {"de": name.encode()}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_object_is_never_given_out(
    store: Store, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    kept = store.keep({"a": b"abc"})
    (path,) = stored_files(tmp_path, "objects")
    damage(path)
    with pytest.raises(AlteredError):
        store.verify(kept.digests.values())
    with pytest.raises(AlteredError):
        kept["a"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_object_is_kept_anew_once_it_was_noticed(
    store: Store, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    kept = store.keep({"a": b"abc"})
    damage(stored_files(tmp_path, "objects")[0])
    with pytest.raises(AlteredError):
        kept["a"]
    assert store.keep({"a": b"abc"})["a"] == b"abc"


def test_work_that_lost_an_object_is_not_remembered(store: Store, tmp_path: Path) -> None:
    store.remember("travail", "clé", store.keep(FILES))
    stored_files(tmp_path, "objects")[0].unlink()
    assert store.recall("travail", "clé") is None


def rename_a_path(path: Path) -> None:
    path.write_text(path.read_text().replace("b.bin", "c.bin"))


def name_another_object(path: Path) -> None:
    text, (one, other, *_) = path.read_text(), digests_in(path)
    path.write_text(text.replace(one, other))


def change_the_note(path: Path) -> None:
    path.write_text(path.read_text().replace("une note", "autre"))


def write_no_manifest(path: Path) -> None:
    path.write_text("[]\n")


def digests_in(path: Path) -> list[str]:
    return list(json.loads(path.read_text().partition("\n")[2])["files"].values())


@pytest.mark.parametrize(
    "damage",
    [*DAMAGES, rename_a_path, name_another_object, change_the_note, write_no_manifest],
)
def test_a_damaged_manifest_is_no_memory_and_is_dropped(
    store: Store, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    store.remember("travail", "clé", store.keep(FILES), "une note")
    (path,) = stored_files(tmp_path, "manifests")
    before = path.read_bytes()
    damage(path)
    assert not path.exists() or path.read_bytes() != before
    assert store.recall("travail", "clé") is None
    store.prune()
    assert not path.exists()


def forge(path: Path, **changes: object) -> None:
    """A manifest that says its own digest, whatever it names."""
    body = json.dumps({**json.loads(path.read_text().partition("\n")[2]), **changes})
    path.write_text(f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}")


FORGED = [
    {"files": {path: hashlib.sha256(b"").hexdigest()}}
    for path in ("../a", "/a", "a/../../b", "a//b", "", ".", "a/.", "a\\b", "a\0b")
] + [
    {"files": {"a": digest}} for digest in ("../manifests/travail/travail", "", "a" * 63, 1, None)
] + [{"files": ["a"]}, {"files": None}, {"key": 1}, {"note": None}]  # fmt: skip


@pytest.mark.parametrize("changes", FORGED, ids=str)
def test_a_manifest_that_names_what_no_store_holds_is_no_memory_and_is_dropped(
    store: Store, tmp_path: Path, changes: dict[str, object]
) -> None:
    store.remember("travail", "clé", store.keep(FILES))
    (path,) = stored_files(tmp_path, "manifests")
    forge(path)
    assert store.recall("travail", "clé")
    forge(path, **changes)
    assert store.recall("travail", "clé") is None
    store.prune()
    assert not path.exists()


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b", "", "a\\b"])
def test_a_path_outside_is_not_kept(store: Store, tmp_path: Path, path: str) -> None:
    with pytest.raises(OutsideError):
        store.keep({"a": b"1", path: b"2"})
    assert stored_files(tmp_path, "objects") == []


def test_pruning_drops_what_no_manifest_names(store: Store, tmp_path: Path) -> None:
    kept = store.keep(FILES)
    store.remember("travail", "clé", kept)
    store.keep({"a": b"named by nothing"})
    (tmp_path / "objects" / ".ecrit-abc").write_bytes(b"interrupted")
    store.prune()
    assert {path.name for path in stored_files(tmp_path, "objects")} == set(kept.digests.values())


def test_forgetting_leaves_the_names_that_are_told(store: Store) -> None:
    for name in ("mots/un", "mots/deux", "pages/un"):
        store.remember(name, "clé", store.keep({}))
    store.forget_others("mots", ["deux"])
    assert store.recall("mots/un", "clé") is None
    assert store.recall("mots/deux", "clé")
    assert store.recall("pages/un", "clé")


def test_outputs_are_told_apart_by_paths_and_contents_alone(store: Store, tmp_path: Path) -> None:
    one = store.keep({"a": b"1", "b": b"2"})
    same = Store(tmp_path / "ailleurs").keep({"b": b"2", "a": b"1"})
    others: list[Stored] = [store.keep(files) for files in
              ({"a": b"2", "b": b"1"}, {"a": b"1"}, {"c": b"1", "b": b"2"}, {})]  # fmt: skip
    assert one.fingerprint == same.fingerprint
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == 5


def test_some_outputs_may_be_taken_or_renamed(store: Store) -> None:
    kept = store.keep({"a": b"1", "b": b"2"})
    assert dict(kept.some(["b"])) == {"b": b"2"}
    assert dict(kept.renamed({"a": "site/a"})) == {"site/a": b"1"}
    assert "a" in kept
    assert "site/a" not in kept


def test_an_interrupted_write_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.keep({"a": b"1"})
    assert stored_files(tmp_path, "objects") == []
