"""Findings where a proposal is read: on its changed lines in GitHub, and listed in Markdown above them.

The commands are those of a workflow (GitHub, « Workflow commands for GitHub Actions »): `::error file=…,line=…::…`. GitHub
shows ten of a kind for a step at most: the list in Markdown has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opendata.findings import Finding

ERROR, WARNING = "error", "warning"
GOOD = "### Contrôle : aucun problème"
FAULTS = "### Contrôle : {} à corriger"
FAULTS_NOTE = "Rien n'est publié tant qu'il en reste. Chaque ligne dit le fichier, la ligne, ce qui ne va pas, la règle et le remède."
NOTES = "### À faire par un mainteneur avant de fusionner"
NOTES_NOTE = "Rien à faire pour qui a écrit la proposition."


def commands(findings: Iterable[Finding], kind: str = ERROR) -> Iterator[str]:
    """A line that GitHub shows at the place of each finding; `kind` is `ERROR` or `WARNING`."""
    for one in findings:
        shown = ",".join(f"{name}={_property(value)}" for name, value in _places(one))
        yield f"::{kind} {shown}::{_data(_said(one))}"


def _places(one: Finding) -> Iterator[tuple[str, str]]:
    yield "file", one.path
    if one.line:
        yield "line", str(one.line)
        # In a table `field` counts the fields of a row, which is no column of the text.
        if one.field and not one.path.endswith(".csv"):
            yield "col", str(one.field)
    yield "title", one.quoi


def _said(one: Finding) -> str:
    """The finding without its place, in lines of their own."""
    parts = [one.quoi, f"Règle : {one.regle}", f"Remède : {one.remede}"]
    return "\n".join([*parts, *([f"Page : {one.page}"] if one.page else [])])


def _data(text: str) -> str:
    """A value of a file may hold line breaks or control characters: none but ours ends a line."""
    shown = "".join(
        c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return shown.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def verdict(findings: Sequence[Finding], notes: Sequence[Finding]) -> str:
    """What `check` found, in Markdown: faults, then `notes` that ask nothing of the author."""
    parts = [GOOD]
    if findings:
        count = f"{len(findings)} {'problèmes' if len(findings) > 1 else 'problème'}"
        parts = [FAULTS.format(count), FAULTS_NOTE, _listed(findings)]
    if notes:
        parts += [NOTES, NOTES_NOTE, _listed(notes)]
    return "\n\n".join(parts) + "\n"


def _listed(findings: Iterable[Finding]) -> str:
    return "\n".join(f"- {code(str(one))}" for one in findings)


def code(words: str) -> str:
    """Words of somebody else, shown as they are: nothing in them is a link, a mention or a mark."""
    return f"`{words.replace('`', chr(39))}`"
