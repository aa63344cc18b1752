"""What is laid into the pages when the site is sealed: the band of all, a block on those that an alert touches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

# Where the stage leaves them.
PATH = "alertes/blocs.json"
# With what their addresses begin: sealing puts in its place the way from the document to the site's root. No
# contributed text may hold that character.
ROOT = "\ue000"
HOME = "index.html"


@dataclass(frozen=True)
class Blocks:
    """`bands` by language (none while no alert stands), `pages` by document; `is_crisis`: the home page's block has its title.

    `wholes`, by document: every alert that stands, whole, below what the page has to say of now. `files`, by path: what
    the file for a crisis says of alerts, standing or not, as HTML or as text.
    """

    bands: Mapping[str, str] = field(default_factory=dict, repr=False)
    pages: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_crisis: bool = False
    wholes: Mapping[str, str] = field(default_factory=dict, repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)


def written(blocks: Blocks) -> dict[str, bytes]:
    """As an output of the stage."""
    return {PATH: json.dumps(asdict(blocks), ensure_ascii=False).encode()}


def blocks_of(outputs: Mapping[str, bytes]) -> Blocks:
    """What `written` wrote; nothing where nothing was."""
    return Blocks(**json.loads(outputs[PATH])) if PATH in outputs else Blocks()
