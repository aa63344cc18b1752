"""A page as a Markdown file: front matter that the theme reads, then the text below the title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from html import unescape
from typing import Any

import yaml

from site_src.frame import anchors, navigation
from site_src.frame.drawings import drawing
from site_src.frame.page import Page
from site_src.frame.said_once import said_once
from site_src.frame.typography import typographie

_TITLE = re.compile(r"\s*# (.+?)[ \t]*(?:\n|\Z)")
# libyaml is ten times faster; PyYAML's own dumper stands in where it is missing.
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def markdown(page: Page) -> bytes:
    """The page as a Markdown file: front matter that the theme reads, then the text below the title."""
    shown, body = _titled(page)
    head = {
        "title": page.titre,
        "titre_affiche": shown,
        "description": page.description,
        "source": page.source,
        "section": page.section,
        "noindex": not page.est_indexee or page.est_fictive,
        "fictif": page.est_fictive,
        "part_reelle": page.part_reelle,
        "urgence": page.a_numeros_urgence,
        "langue": page.langue,
        **({} if page.originale is None else {"originale": page.originale}),
        **({"proche": page.proche} if page.proche else {}),
        **({"pictogramme": str(drawing(page.pictogramme))} if page.pictogramme else {}),
        **_trail(page),
        **_feeds(page),
        **_told_to_machines(page),
    }
    return b"---\n" + to_yaml(head) + b"---\n\n" + anchors.anchored(body).encode()


def _trail(page: Page) -> dict[str, Any]:
    """What the breadcrumb says of a page that says it itself."""
    steps = [{"nom": name, "adresse": address} for name, address in page.fil]
    return {"fil": steps, "fil_ici": navigation.label(page)} if steps else {}


def _feeds(page: Page) -> dict[str, Any]:
    """Feeds that browsers and readers of feeds find in the head of the page."""
    return {"flux": [{"titre": t, "adresse": a} for t, a in page.flux]} if page.flux else {}


def _told_to_machines(page: Page) -> dict[str, Any]:
    """Other forms of the page, and how it is shared."""
    forms = {"formes": list(map(asdict, page.formes))} if page.formes else {}
    shared = {"partage": asdict(page.image) if page.image else {}} if page.est_partagee else {}
    return {**forms, **shared}


def _titled(page: Page) -> tuple[str, str]:
    """The heading shown (the body's own « # … » line, else the page's title) and the rest."""
    heading = _TITLE.match(page.body)
    if heading is None:
        title = said_once(page.titre) if page.est_fictive else page.titre
        return typographie(title) if page.langue == "fr" else title, page.body
    return unescape(heading.group(1)), page.body[heading.end() :]


def to_yaml(value: Mapping[str, Any]) -> bytes:
    """YAML in the order given, one line a value."""
    text: str = yaml.dump(
        dict(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000
    )
    return text.encode()
