"""The journal of a dataset.yaml, with a version more: the text of the file is kept, comments included."""

from __future__ import annotations

import json
from datetime import date

import yaml

from opendata.findings import read_yaml
from opendata.records.catalogue import read_declarations
from opendata.records.dataset import FOLDER, Release
from site_src.engine.usage import UsageError

SHAPE = "journal de {} : forme que cette commande ne sait pas continuer ; l'écrire à la main (CONTRIBUTING, « Publier une nouvelle version »)"


def with_version(identifier: str, raw: bytes, new: Release, digest: str) -> bytes:
    """The file `raw` with `new` at the head of its journal, and `digest` under the version that was there.

    Raises `UsageError` when the journal has a form that cannot be continued.
    """
    path = f"{FOLDER}/{identifier}/dataset.yaml"
    document = read_yaml(path, raw, [])
    before = read_declarations({path: raw}, []).get(identifier)
    item = _first_item(document.text) if document else None
    if document is None or before is None or item is None:
        raise UsageError(SHAPE.format(identifier))
    lines = document.text.split("\n")
    _seal(lines, item, digest)
    dash = lines[item.start_mark.line].index("-")
    lines[item.start_mark.line : item.start_mark.line] = _entry(new, " " * dash)
    after = "\n".join(lines).encode()
    # Whatever the form was, what was written is what was meant, or nothing is written.
    held, *rest = before.journal
    meant = (new, held.model_copy(update={"empreinte": digest}), *rest)
    written = read_declarations({path: after}, []).get(identifier)
    if written is None or written != before.model_copy(update={"journal": meant}):
        raise UsageError(SHAPE.format(identifier))
    return after


def _first_item(text: str) -> yaml.MappingNode | None:
    """The newest entry; `None` when the journal is not a list of one line or more an entry."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return None
    journal = next((value for key, value in root.value if key.value == "journal"), None)
    if not isinstance(journal, yaml.SequenceNode) or journal.flow_style or not journal.value:
        return None
    first = journal.value[0]
    return first if isinstance(first, yaml.MappingNode) else None


def _seal(lines: list[str], item: yaml.MappingNode, digest: str) -> None:
    """Write the digest of a version at the end of its entry."""
    if item.flow_style:
        line, end = item.end_mark.line, item.end_mark.column - 1
        lines[line] = f"{lines[line][:end]}, empreinte: {digest}{lines[line][end:]}"
        return
    _, last = item.value[-1]
    after = last.end_mark.line + (last.end_mark.column > 0)
    while not lines[after - 1].strip():
        after -= 1
    lines.insert(after, f"{' ' * item.start_mark.column}empreinte: {digest}")


def _entry(new: Release, indent: str) -> list[str]:
    """Texts are quoted as JSON, which YAML reads."""
    told = json.dumps(new.texte, ensure_ascii=False)
    return [f"{indent}- version: {new.version}", f"{indent}  date: {_day(new.date)}", f"{indent}  texte: {told}"]  # fmt: skip


def _day(day: date) -> str:
    return day.isoformat()
