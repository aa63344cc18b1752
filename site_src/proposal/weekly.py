"""The whole proposal of a week: the files to change, and the text that says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from opendata.findings import Finding, FindingsError
from opendata.model import Source
from site_src.proposal import maxima, proposed, text
from site_src.proposal.asking import Received
from site_src.proposal.layers import Renewed, renewed
from site_src.proposal.proposed import Proposes

# In the folder of originals: what the pull request says, and who did not answer.
TEXT, SILENT = "proposition.md", "muettes.txt"


@dataclass(frozen=True)
class Proposal:
    """`files` to write in the checkout (none: nothing to propose); `silent`: a line for each who gave nothing."""

    files: Mapping[str, bytes] = field(repr=False)
    text: str
    silent: str


def proposal(
    tree: Mapping[str, bytes],
    sources: Mapping[str, Source],
    received: Received,
    before: Proposes,
    today: date,
    findings: list[Finding],
    progress: Callable[[str], None] = lambda _: None,
) -> Proposal:
    """What a week brings to `tree`. Raises FindingsError with `findings` and all those that originals give."""
    try:
        layers = renewed(tree, sources, received.originals, today, progress)
    except FindingsError as error:
        raise FindingsError([*findings, *error.findings]) from None
    if findings:
        raise FindingsError(findings)
    orders = before.new_orders(received.orders)
    levels = before.new_maxima(maxima.annual(received.crests, today.year))
    files = dict(layers.files)
    if orders or levels:
        files[proposed.PATH] = proposed.written(before.with_new(orders, levels))
    parts = [
        *_part(text.ORDERS_HEAD, text.orders(orders)),
        *_part(text.MAXIMA_HEAD, text.maxima(levels, before, maxima.published(tree)), text.MAXIMA_NOTE),
        *_part(text.SOURCES_HEAD, _sources(sources, received, layers)),
    ]  # fmt: skip
    opening = [] if files else [text.NOTHING]
    silent = "".join(f"{name} : {motif}\n" for name, motif in received.silent.items())
    return Proposal(files, "\n\n".join([*opening, *parts]) + "\n", silent)


def with_faults(found: Proposal, faults: Iterable[Finding]) -> Proposal:
    """The proposal that also says what has to follow it: `faults` of files that it does not write.

    Raises FindingsError on a fault of a file that it writes: that one is no work for whoever reads it.
    """
    faults = list(faults)
    ours = [one for one in faults if one.path in found.files]
    if ours:
        raise FindingsError(ours)
    part = _part(text.FAULTS_HEAD, text.faults(faults), text.FAULTS_NOTE)
    return replace(found, text="\n\n".join([*part, found.text]))


def _sources(sources: Mapping[str, Source], received: Received, layers: Renewed) -> list[str]:
    return [
        *text.services(received.silent, sources),
        *text.told(sources, received.originals, received.silent, layers.taken),
    ]


def _part(head: str, lines: Iterable[str], note: str = "") -> Iterator[str]:
    """A part with its lines, or nothing when it has none."""
    body = "\n".join(lines)
    if body:
        yield head
        yield from filter(None, [note])
        yield body
