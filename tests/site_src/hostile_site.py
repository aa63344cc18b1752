"""The real data with a hostile text in every text field that takes one, and the site made of them."""

from __future__ import annotations

import copy
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from pydantic import BaseModel

import build
from opendata.findings import Document, Finding, FindingsError, read_record, read_yaml
from site_src.engine.build import run
from site_src.engine.readings import LastRead
from site_src.publishing import laying
from tests.builds import ROOT, committed, library
from tests.hostile import TEXTS, Key, Place, places
from tests.site_src.gestion.asked import GITHUB, IDENTITY

Files = dict[str, bytes]
Field = tuple[str, str]
Pair = tuple[Field, str]
OPTIONS = {"adresse": "https://exemple.invalid/depot/", "depot": "https://exemple.invalid/source/", "epoch": "1763830000", "instant": "1763830000"}  # fmt: skip
# Printed on one page or two: one text each, where others take many.
POSTERS = "data/affiches.yaml"
SHORT = (POSTERS, "data/risques/", "data/site.yaml")
# Of those, what has few places: they say all texts at once in one rank, in which posters give theirs back.
ROOMY, ROOMY_RANK = (
    ("data/risques/document.yaml", "data/risques/familles.yaml", "data/site.yaml"),
    1,
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROUNDS = 12
# Records that hold a French text and its English: under which key that is written, in which field it is read.
TRANSLATED = {"Phrase": ("en", "said"), "Said": ("titre", "titre")}


@dataclass(frozen=True)
class HostileData:
    """Files of the repository, the record that each is read as, and what is said instead in their places."""

    files: Files = field(repr=False)
    records: Mapping[str, type[BaseModel]] = field(repr=False)
    parsed: Mapping[str, Any] = field(repr=False)
    said: dict[Place, str] = field(default_factory=dict, repr=False)

    @cached_property
    def groups(self) -> dict[Field, list[Place]]:
        """Places by record and field; a value that an alias repeats is one place."""
        found: dict[Field, list[Place]] = defaultdict(list)
        seen: set[tuple[str, int, Key]] = set()
        for path, kind in self.records.items():
            for place in places(path, kind, self.parsed[path]):
                holder = (path, id(_holder(self.parsed[path], place.keys)), place.keys[-1])
                if holder not in seen:
                    seen.add(holder)
                    found[place.record, place.field].append(place)
        return dict(found)

    @cached_property
    def marks(self) -> dict[Field, str]:
        """A word for each field: whatever is published tells which field it came from."""
        return {name: f"q{LETTERS[rank // 26]}{LETTERS[rank % 26]}" for rank, name in enumerate(sorted(self.groups))}  # fmt: skip

    @cached_property
    def at(self) -> dict[str, dict[tuple[int, int], list[Place]]]:
        """By file as `written` gives it: the places at each line and column, those inside the group there included."""
        every = [place for found in self.groups.values() for place in found]
        return {
            path: _placed(dumped(data).decode(), [place for place in every if place.path == path])
            for path, data in self.parsed.items()
        }

    def saying(self, said: Mapping[Place, str]) -> HostileData:
        """The same data, saying this; what was worked out of the files is not worked out again."""
        made = replace(self, said=dict(said))
        made.__dict__.update(groups=self.groups, marks=self.marks, at=self.at)
        return made

    def smallest(self, name: Field) -> Place:
        """The place of a field in the smallest file."""
        return min(self.groups[name], key=lambda place: len(self.files[place.path]))

    def value(self, place: Place) -> str:
        """What the repository says there."""
        text: str = _holder(self.parsed[place.path], place.keys)[place.keys[-1]]
        return text

    def with_texts(self, place: Place, texts: Iterable[str]) -> str:
        """Its own value, then texts, each after the word of its field."""
        mark = self.marks[place.record, place.field]
        return " ".join([self.value(place), *(f"{mark} {text}" for text in texts)]).strip()

    def pairs(self) -> set[Pair]:
        """The texts that stand in a field, whatever the place."""
        return {
            ((place.record, place.field), text)
            for place, said in {**self.translated(), **self.said}.items()
            for text in TEXTS
            if f"{self.marks[place.record, place.field]} {text}" in said
        }

    def translated(self) -> dict[Place, str]:
        """What data/langues/en/ translates whose French changed: the French of today, and its texts in the English too."""
        french = {self.value(place): (place, said) for place, said in self.said.items()}
        made: dict[Place, str] = {}
        for place in [place for name in TRANSLATED for place in self.groups.get((name, "fr"), ())]:
            key, name = TRANSLATED[place.record]
            if (changed := french.get(self.value(place))) is not None:
                original, said = changed
                mark = self.marks[original.record, original.field]
                english = Place(place.path, (*place.keys[:-1], key), place.record, name)
                made[place] = said
                made[english] = self.with_texts(
                    english, [text for text in TEXTS if f"{mark} {text}" in said]
                )
        return made

    def written(self, *, is_escaped: bool = False) -> Files:
        """The files with what is said in their places, one value a line."""
        said = {**self.translated(), **self.said}
        changed = {place.path for place in said}
        documents = {path: copy.deepcopy(self.parsed[path]) for path in changed}
        for place, text in said.items():
            _holder(documents[place.path], place.keys)[place.keys[-1]] = text
        return {
            **self.files,
            **{path: dumped(data, is_escaped=is_escaped) for path, data in documents.items()},
        }


def _holder(data: Any, keys: tuple[Key, ...]) -> Any:
    for key in keys[:-1]:
        data = data[key]
    return data


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def dumped(data: object, *, is_escaped: bool = False) -> bytes:
    """One value a line; what an alias repeated is written again. `is_escaped`: « \\u00e9 » for « é »."""
    text: str = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=not is_escaped, sort_keys=False, width=10**6
    )
    return text.encode()


# Alerts are rare: the repository most often has none. Nothing here ever happened.
ALERT = """\
id: {id}
emise_le: 2025-11-20 17:30
risque: crue-seine
niveau: vigilance orange
titre: Essai de la crue
texte: Le niveau monte encore demain.
secteurs: [paris]
consignes:
  - texte: Restez loin des quais bas.
    source: {{nom: Ville d'essai, adresse: https://exemple.invalid/quais}}
    en: Keep away from the lower quays.
emetteur: Ville d'essai
debut: 2025-11-20 18:00
fin: 2025-11-23 20:00
liens:
  - {{texte: Niveau de la Seine, adresse: https://exemple.invalid/niveau}}
en:
  titre: A flood, as a test
  texte: The level rises until tomorrow.
"""
CANCELLATION = """\
id: fin-{id}
emise_le: 2025-11-21 12:00
annule: {id}
texte: L'eau se retire.
emetteur: Ville d'essai
en: The water goes down.
"""


def alerts() -> Files:
    """Alerts that hold at the moment of `OPTIONS`, and as many that are cancelled."""
    made = {}
    for number in "un", "deux", "trois", "quatre":
        made[f"data/alertes/vit-{number}.yaml"] = ALERT.format(id=f"vit-{number}").encode()
        made[f"data/alertes/finie-{number}.yaml"] = ALERT.format(id=f"finie-{number}").encode()
        made[f"data/alertes/fin-finie-{number}.yaml"] = CANCELLATION.format(id=f"finie-{number}").encode()  # fmt: skip
    return made


def read() -> HostileData:
    """The repository's files and alerts, each with the record that its reading makes of it."""
    patterns = [*(item for one in build.READINGS for item in one.files), *(item for one in build.STAGES for item in one.files)]  # fmt: skip
    files = committed(*dict.fromkeys(patterns)) | alerts()
    files[IDENTITY] += GITHUB  # the site of an editor: its forms say the words of their own
    with _validated() as seen:
        assert (
            library(files, last=LastRead()).check()[1] == ()
        )  # read now: what is on one is not validated
    parsed = {
        path: yaml.load(raw, Loader=yaml.CSafeLoader)
        for path, raw in files.items()
        if path.endswith(".yaml")
    }
    records = {path: kind for path, data in parsed.items() for kind, given in seen if given == data}
    return HostileData(files, records, {path: parsed[path] for path in records})


@contextmanager
def _validated() -> Iterator[list[tuple[type[BaseModel], object]]]:
    """What pydantic is given to make records of, and which records."""
    seen: list[tuple[type[BaseModel], object]] = []
    original = BaseModel.model_validate.__func__  # type: ignore[attr-defined]  # a class method has one

    def spy(kind: type[BaseModel], /, given: object, **options: Any) -> BaseModel:
        seen.append((kind, given))
        made: BaseModel = original(kind, given, **options)
        return made

    with mock.patch.object(BaseModel, "model_validate", classmethod(spy)):
        yield seen


def refused_by_records(data: HostileData) -> dict[Pair, tuple[Place, list[Finding]]]:
    """Every text in every field, alone: the pairs that the field's own record refuses, and what it says."""
    documents = {
        path: Document(path, dumped(data.parsed[path]).decode(), copy.deepcopy(data.parsed[path]))
        for path in data.records
    }
    found: dict[Pair, tuple[Place, list[Finding]]] = {}
    for name in data.groups:
        place = data.smallest(name)
        document = documents[place.path]
        holder, key = _holder(document.data, place.keys), place.keys[-1]
        for text in TEXTS:
            holder[key] = data.with_texts(place, [text])
            findings: list[Finding] = []
            read_record(document, data.records[place.path], findings)
            if findings:
                found[name, text] = place, findings
        holder[key] = data.value(place)
    return found


def refused_by_readings(data: HostileData, place: Place, text: str) -> list[Finding]:
    """What all readings say of one text in one place; those that do not read its file are not asked again."""
    made = data.saying({place: data.with_texts(place, [text])})
    return list(library(made.written()).check()[1])


def fill(data: HostileData, allowed: Mapping[Field, Sequence[str]], rank: int = 0) -> None:
    """Say in every field the texts that it allows, and take back what `check` refuses at its place.

    All of them stand in each field, over its places, others in each place at each rank: a place may be shown
    nowhere, or have room for one text alone.
    """
    alone: dict[Place, str] = {}
    for name, texts in allowed.items():
        found = data.groups[name]
        for number, place in enumerate(found):
            alone[place] = data.with_texts(
                place, [texts[(number + rank * len(found)) % len(texts)]]
            )
            many = [texts[(n + rank) % len(texts)] for n in range(number, max(len(texts), number + 1), len(found))]  # fmt: skip
            has_room = rank == ROOMY_RANK and place.path in ROOMY
            is_short = place.path.startswith(SHORT) and not has_room
            data.said[place] = alone[place] if is_short else data.with_texts(place, many)
    # What records refuse by themselves, file by file; then what readings refuse of all of them together.
    judges: list[Callable[[HostileData], Sequence[Finding]]] = [_alone, _together]
    for judge in judges:
        for _ in range(ROUNDS):
            findings = judge(data)
            if not findings:
                break
            _take_back(data, told_at(data, findings, data.said), alone)
    assert not findings, [str(finding) for finding in findings[:5]]


def _alone(data: HostileData) -> Sequence[Finding]:
    findings: list[Finding] = []
    files = data.written()
    for path, kind in data.records.items():
        document = read_yaml(path, files[path], findings)
        assert document is not None
        read_record(document, kind, findings)
    return findings


def _together(data: HostileData) -> Sequence[Finding]:
    """What all readings say; from one time to the next, those that read no file that changed are not asked again."""
    return library(data.written()).check()[1]


def _take_back(data: HostileData, told: Iterable[Place], alone: Mapping[Place, str]) -> None:
    """One text instead of many, or none instead of one."""
    for place in told:
        if data.said[place] != alone[place]:
            data.said[place] = alone[place]
        else:
            del data.said[place]


def told_at(
    data: HostileData, findings: Iterable[Finding], said: Mapping[Place, str]
) -> set[Place]:
    """The places that findings are about: where they stand, or whose text they quote from elsewhere."""
    found: set[Place] = set()
    for finding in findings:
        if not finding.line:
            found |= {place for place in said if place.path == finding.path}
            continue
        here = [place for place in data.at.get(finding.path, {}).get((finding.line, finding.field), ()) if place in said]  # fmt: skip
        text = str(finding)
        found |= set(here or [place for place in said if said[place] in text])
    return found


def _placed(text: str, own: list[Place]) -> dict[tuple[int, int], list[Place]]:
    """The places at each line and column: the value's own, and those of the groups that it is in."""
    inside: dict[tuple[Key, ...], list[Place]] = defaultdict(list)
    for place in own:
        for depth in range(1, len(place.keys) + 1):
            inside[place.keys[:depth]].append(place)
    found: dict[tuple[int, int], list[Place]] = {}
    root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    pending: list[tuple[tuple[Key, ...], Any]] = [((), root)]
    while pending:
        keys, node = pending.pop()
        mark = (node.start_mark.line + 1, node.start_mark.column + 1)
        # The innermost value at a place is what is meant.
        if keys in inside and len(inside[keys]) <= len(found.get(mark, inside[keys])):
            found[mark] = inside[keys]
        if isinstance(node, yaml.SequenceNode):
            pending += [((*keys, rank), item) for rank, item in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            pending += [((*keys, _key(name)), item) for name, item in node.value]
    return found


def _key(name: yaml.ScalarNode) -> Key:
    return int(name.value) if name.tag.endswith(":int") else str(name.value)


def built(data: HostileData, folder: Path) -> Files:
    """The site of the data, made in `folder`; a file whose texts no longer fit in print has its own again."""
    for name in ("opendata", "maps", "node_modules", "tools"):
        if not (folder / name).exists():
            (folder / name).symlink_to((ROOT / name).resolve())
    if not (folder / "site_src").exists():  # copied: the words of forms are written in it
        shutil.copytree(ROOT / "site_src", folder / "site_src", ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
    for _ in range(ROUNDS):
        _write({path: raw for path, raw in data.written().items() if path.startswith("data/") or path in data.records}, folder)  # fmt: skip
        try:
            with mock.patch.object(laying, "LIMIT", 10**6):  # as many texts as this are heavier
                outcome = run(build.PLAN, folder, OPTIONS, lambda _: None, checking="")
        except FindingsError as error:
            long = {place for finding in error.findings for place in _too_long(data, finding)}
            if not long:
                raise
            for place in long:
                del data.said[place]
            continue
        return dict(outcome["seal"].outputs)
    raise AssertionError("the site of hostile data cannot be built")


def _too_long(data: HostileData, finding: Finding) -> Sequence[Place]:
    """The places whose texts take too much room: a poster's instructions are its risk's, then its title is its own."""
    poster = re.match("affiche « (.*?) »", finding.quoi)
    if finding.line:
        return list(told_at(data, [finding], data.said))
    if poster is None:
        return [place for place in data.said if place.path == finding.path]
    number = next(rank for rank, one in enumerate(data.parsed[POSTERS]["affiches"]) if one["risque"] == poster[1])  # fmt: skip
    risk = [place for place in data.said if place.path == f"data/risques/{poster[1]}.yaml"]
    return risk or [
        place for place in data.said if place.path == POSTERS and place.keys[1] == number
    ]


def _write(files: Files, folder: Path) -> None:
    for path, raw in files.items():
        place = (folder / path).resolve()
        assert place.is_relative_to(folder.resolve()), "a link leads into the repository"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
