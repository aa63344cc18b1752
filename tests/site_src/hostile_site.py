"""The real data with a hostile text in every text field that takes one, and the site made of them."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from pydantic import BaseModel

import build
from opendata.findings import Finding, FindingsError, read_record, read_yaml
from site_src.engine.build import run
from tests.builds import ROOT, committed, library
from tests.hostile import TEXTS, Key, Place, places

Files = dict[str, bytes]
OPTIONS = {"adresse": "https://exemple.invalid/depot/", "depot": "https://exemple.invalid/source/", "epoch": "1763830000", "instant": "1763830000"}  # fmt: skip
# A code that other files repeat, not a text to be read, though some have a space.
CODES = {("Constraints", "pattern"), ("Category", "value"), ("Choix", "valeurs"), ("Multiples", "codes")}  # fmt: skip
# Printed on one page or two: one text each, where others take many.
SHORT = ("data/affiches.yaml", "data/risques/", "data/site.yaml")
ROUNDS = 8


@dataclass
class HostileData:
    """Files of the repository, the record that each is read as, and texts put in their places."""

    files: Files = field(repr=False)
    records: Mapping[str, type[BaseModel]] = field(repr=False)
    parsed: Mapping[str, Any] = field(repr=False)
    texts: dict[Place, str] = field(default_factory=dict, repr=False)
    refused: dict[Place, Finding] = field(default_factory=dict, repr=False)

    def value(self, place: Place) -> str:
        """What the repository says there."""
        text: str = _holder(self.parsed[place.path], place.keys)[place.keys[-1]]
        return text

    def written(self, *, is_escaped: bool = False) -> Files:
        """The files with the texts in their places."""
        changed = {place.path for place in self.texts}
        documents = {path: copy.deepcopy(self.parsed[path]) for path in changed}
        for place, text in self.texts.items():
            _holder(documents[place.path], place.keys)[place.keys[-1]] = text
        return {
            **self.files,
            **{path: dumped(data, is_escaped=is_escaped) for path, data in documents.items()},
        }

    def groups(self) -> dict[tuple[str, str], list[Place]]:
        """Places by record and field; a value that an alias repeats is one place."""
        found: dict[tuple[str, str], list[Place]] = defaultdict(list)
        seen: set[tuple[str, int, Key]] = set()
        for path, kind in self.records.items():
            for place in places(path, kind, self.parsed[path]):
                holder = (path, id(_holder(self.parsed[path], place.keys)), place.keys[-1])
                if holder not in seen:
                    seen.add(holder)
                    found[place.record, place.field].append(place)
        return found


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


def read() -> HostileData:
    """The repository's files, each with the record that its reading makes of it."""
    patterns = [*(item for one in build.READINGS for item in one.files), *(item for one in build.STAGES for item in one.files)]  # fmt: skip
    files = committed(*dict.fromkeys(patterns))
    with _validated() as seen:
        assert library(files).check()[1] == ()
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


def fill(data: HostileData) -> None:
    """Put every text in the fields of text, and take back what `check` refuses at its place.

    A place has one text, several where its field has few places; all are tried in fields that take figures.
    """
    for (kind, name), found in data.groups().items():
        if (kind, name) in CODES or not any(" " in data.value(place) for place in found):
            continue
        for rank, place in enumerate(found):
            many = 1 if place.path.startswith(SHORT) else len(TEXTS)
            chosen = [TEXTS[number % len(TEXTS)] for number in range(rank, max(many, rank + 1), len(found))]  # fmt: skip
            data.texts[place] = " ".join([data.value(place), *chosen])
    # What records refuse by themselves, file by file; then what readings refuse of all of them together.
    while _taken_back(data, _alone(data)):
        pass
    for _ in range(ROUNDS):
        if not _taken_back(data, library(data.written()).check()[1]):
            return
    raise AssertionError("texts are still refused")


def _alone(data: HostileData) -> list[Finding]:
    findings: list[Finding] = []
    files = data.written()
    for path, kind in data.records.items():
        document = read_yaml(path, files[path], findings)
        assert document is not None
        read_record(document, kind, findings)
    return findings


def _taken_back(data: HostileData, findings: Sequence[Finding]) -> bool:
    """Whether something was refused: the place then has texts without figures, or its own again."""
    files = data.written()
    at: dict[str, dict[tuple[int, int], list[Place]]] = {}
    for finding in findings:
        if finding.path not in data.records:
            # A table that says a thing otherwise than the text that the finding quotes.
            _give_back(
                data, [place for place in data.texts if data.texts[place] in str(finding)], finding
            )
            continue
        if finding.path not in at:
            own = [place for place in data.texts if place.path == finding.path]
            at[finding.path] = _placed(files[finding.path].decode(), own)
        refused = at[finding.path].get((finding.line, finding.field))
        if refused is None:  # a rule on several values together is told elsewhere
            _give_back(data, [place for place in data.texts if place.path == finding.path], finding)
        for place in refused or ():
            _shortened(data, place, finding)
    return bool(findings)


def _give_back(data: HostileData, own: list[Place], finding: Finding) -> None:
    for place in own:
        data.refused[place] = finding
        del data.texts[place]


def _shortened(data: HostileData, place: Place, finding: Finding) -> None:
    if place not in data.texts:
        return
    plain = [text for text in TEXTS if text in data.texts[place] and not re.search("[0-9]", text)]
    shorter = " ".join([data.value(place), *plain])
    if plain and shorter != data.texts[place]:
        data.texts[place] = shorter
    else:
        data.refused[place] = finding
        del data.texts[place]


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
    """The site of the hostile data, made in `folder`; a file whose texts no longer fit in print has its own again."""
    for name in ("site_src", "opendata", "maps", "node_modules"):
        (folder / name).symlink_to(ROOT / name)
    for _ in range(ROUNDS):
        _write(data.written(), folder)
        try:
            outcome = run(build.PLAN, folder, OPTIONS, lambda _: None, checking="")
        except FindingsError as error:
            long = {finding.path for finding in error.findings} & set(data.records)
            if not long:
                raise
            data.texts = {
                place: text for place, text in data.texts.items() if place.path not in long
            }
            continue
        return dict(outcome["seal"].outputs)
    raise AssertionError("the site of hostile data cannot be built")


def _write(files: Files, folder: Path) -> None:
    for path, raw in files.items():
        if path.startswith("data/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(raw)
