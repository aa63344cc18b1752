"""YAML and JSON documents whose every value knows its line and column.

Positions cost far more than values on a layer of a megabyte, so they are computed only
when a finding asks for one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from opendata.findings import limits
from opendata.findings.finding import Finding, first_findings
from opendata.findings.json_places import JsonPlaces
from opendata.findings.json_shape import json_findings
from opendata.findings.scalars import malformed, misread
from opendata.findings.text import decode, place
from opendata.findings.yaml_nodes import Loader, read_nodes, twice

Key = str | int


@dataclass(frozen=True)
class Document:
    """A parsed YAML or JSON file: its values, and where each one stands."""

    path: str
    text: str = field(repr=False)
    data: Any = field(repr=False)
    is_json: bool = False

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file that it was read from."""
        return hashlib.sha256(f"{self.path}\0{self.text}".encode()).hexdigest()

    @cached_property
    def _root(self) -> yaml.Node | None:
        node: yaml.Node | None = yaml.compose(self.text, Loader=Loader)
        return node

    @cached_property
    def _places(self) -> JsonPlaces:
        return JsonPlaces(self.text)

    def place(self, keys: Sequence[Key]) -> tuple[int, int]:
        """(line, column) from 1 of the value at `keys`, or of the nearest parent that exists."""
        if self.is_json:
            return self._places.place(keys)
        node = self._root
        for key in keys:
            child = _child(node, key)
            if child is None:
                break
            node = child
        return (1, 1) if node is None else (node.start_mark.line + 1, node.start_mark.column + 1)

    def finding(self, keys: Sequence[Key], quoi: str, regle: str, remede: str) -> Finding:
        """A finding at the value that `keys` leads to."""
        line, column = self.place(keys)
        return Finding(self.path, line, column, quoi, regle, remede)


def _child(node: yaml.Node | None, key: Key) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item: yaml.Node = node.value[key]
        return item
    return None


def read_yaml(path: str, raw: bytes, findings: list[Finding]) -> Document | None:
    """One YAML document; `None` with findings where it is not text, not YAML, or beyond `limits`.

    Refused too: a key written twice, a number, a date or a text in a form that YAML turns into another one.
    """
    text = decode(path, raw, findings)
    if text is None:
        return None
    found: list[Finding] = []
    try:
        loader = Loader(text)
        root = read_nodes(path, loader, found)
        found = found or misread(path, text, root)
        if not found:
            return Document(path, text, root and loader.construct_document(root))
    except yaml.MarkedYAMLError as error:
        found = [malformed(path, text, error.problem_mark)]
    except yaml.reader.ReaderError:
        unseen = yaml.reader.Reader.NON_PRINTABLE.search(text)
        found = [Finding(path, *place(text, unseen.start() if unseen else 0), "caractère de commande", "syntaxe YAML",
                         "effacer ce caractère, qui ne se voit pas")]  # fmt: skip
    findings.extend(found)
    return None


def read_json(
    path: str,
    raw: bytes,
    findings: list[Finding],
    digits: int = limits.DIGITS,
    most: int = limits.BYTES,
    nodes: int = limits.NODES,
) -> Document | None:
    """One JSON document; `None` with findings where it is not text, not JSON, or beyond `limits`.

    Refused too: a key written twice, NaN and infinity, half of a character, a number of more than `digits`
    significant digits. `most` bytes and `nodes` values are those of a contributed file unless said otherwise.
    """
    text = decode(path, raw, findings, most)
    if text is None:
        return None
    found = json_findings(path, raw, text, digits, nodes)
    findings.extend(found)
    if found:
        return None
    repeated: list[bool] = []
    try:
        data = json.loads(text, object_pairs_hook=_object_hook(repeated))
    except json.JSONDecodeError as error:
        findings.append(Finding(path, error.lineno, error.colno, "JSON mal formé", "syntaxe JSON (RFC 8259)",
                                "vérifier virgules, crochets et guillemets à cet endroit"))  # fmt: skip
        return None
    if repeated:
        places = JsonPlaces(text)
        again = places.repeated_keys()
        found = [Finding(path, *places.line_column(offset), *twice(name)) for name, offset in again]
        findings.extend(first_findings(found))
        return None
    return Document(path, text, data, is_json=True)


def _object_hook(repeated: list[bool]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """How json makes an object; `repeated` is told of each in which a key comes again."""

    def make(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) < len(pairs):
            repeated.append(True)
        return mapping

    return make
