"""One plain folder that a site engine can dress: Markdown, a theme, a configuration.

No MkDocs plug-in, no hook: front matter, templates and a `mkdocs.yml` that Zensical reads too. Nothing but this module and the theme change with the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import PurePosixPath
from typing import Any

import yaml

from site_src.frame import anchors, navigation
from site_src.frame.identity import Identite
from site_src.frame.page import Page
from site_src.frame.typography import long_date
from site_src.risques.border import Contact

THEME = "site_src/publishing/theme/"
# Each room keeps its style sheet and its scripts.
ROOM_STYLES, ROOM_SCRIPTS = "site_src/*/*.css", "site_src/*/*.js"
SITE_STYLES = ("assets/site.css", "assets/texte.css")
_TITLE = re.compile(r"\s*# (.+?)[ \t]*(?:\n|\Z)")


@dataclass(frozen=True)
class Site:
    """What the folder is made from. `files` holds the theme and browser files, by path from the root."""

    identite: Identite
    pages: Sequence[Page] = field(repr=False)
    urgences: Sequence[Contact] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    epoch: int


def assemble(site: Site) -> dict[str, bytes]:
    """What surrounds the pages' Markdown in the folder: `mkdocs.yml`, `theme/**`."""
    theme = _theme(site.files)
    return {
        "mkdocs.yml": _yaml(configuration(site, _styles(theme))),
        **{f"theme/{path}": raw for path, raw in theme.items()},
    }


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
        **_trail(page),
        **_feeds(page),
    }
    return b"---\n" + _yaml(head) + b"---\n\n" + anchors.anchored(body).encode()


def _trail(page: Page) -> dict[str, Any]:
    """What the breadcrumb says of a page that says it itself."""
    steps = [{"nom": name, "adresse": address} for name, address in page.fil]
    return {"fil": steps, "fil_ici": navigation.label(page)} if steps else {}


def _feeds(page: Page) -> dict[str, Any]:
    """Feeds that browsers and readers of feeds find in the head of the page."""
    return {"flux": [{"titre": t, "adresse": a} for t, a in page.flux]} if page.flux else {}


def _titled(page: Page) -> tuple[str, str]:
    """The heading shown (the body's own « # … » line, else the page's title) and the rest."""
    heading = _TITLE.match(page.body)
    if heading is None:
        return page.titre, page.body
    return unescape(heading.group(1)), page.body[heading.end() :]


def _theme(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Our templates and assets; the rooms' style sheets go to assets/, their scripts to assets/navigateur/."""
    own = {path.removeprefix(THEME): raw for path, raw in files.items() if path.startswith(THEME)}
    return {
        **own,
        **_by_name(files, ROOM_STYLES, "assets"),
        **_by_name(files, ROOM_SCRIPTS, "assets/navigateur"),
    }


def _by_name(files: Mapping[str, bytes], pattern: str, folder: str) -> dict[str, bytes]:
    """The files that match `pattern`, under their own names in `folder`."""
    chosen = ((PurePosixPath(path), raw) for path, raw in files.items())
    return {f"{folder}/{path.name}": raw for path, raw in chosen if path.match(pattern)}


def _styles(theme: Iterable[str]) -> list[str]:
    """Style sheets in the order they are linked: the site's, its type, then those of page kinds."""
    rooms = (path for path in theme if path.startswith("assets/") and path.endswith(".css"))
    return [*SITE_STYLES, *sorted(set(rooms) - set(SITE_STYLES))]


def configuration(site: Site, styles: Sequence[str]) -> dict[str, Any]:
    """`mkdocs.yml`. Links are judged by `site_src.publishing.links`, in French and on the finished documents."""
    identite = site.identite
    return {
        "site_name": identite.titre,
        "site_description": identite.description,
        **({"site_url": identite.adresse} if identite.adresse else {}),
        "docs_dir": "docs",
        "use_directory_urls": True,
        # Nothing of Material is published: our templates take the place of all of its own.
        "theme": {"name": "material", "custom_dir": "theme"},
        "plugins": [],
        "markdown_extensions": ["attr_list", "md_in_html", "tables", {"toc": {"toc_depth": "2-3"}}],
        "validation": {
            "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "ignore"),
            "links": dict.fromkeys(
                ("not_found", "absolute_links", "unrecognized_links", "anchors"), "ignore"
            ),
        },
        "nav": navigation.mkdocs_nav(site.pages),
        "extra": _extra(site, styles),
    }


def _extra(site: Site, styles: Sequence[str]) -> dict[str, Any]:
    """What our templates print on every page."""
    day = datetime.fromtimestamp(site.epoch, UTC).date()
    return {
        "titre_court": site.identite.titre_court,
        "mention": site.identite.mention,
        "editeur": site.identite.editeur,
        "depot": site.identite.depot,
        "version": {"iso": day.isoformat(), "longue": long_date(day)},
        "sections": dict(navigation.SECTIONS),
        "styles": list(styles),
        "urgences": [
            {
                "numero": contact.numero,
                "tel": contact.tel,
                "nom": contact.nom,
                "usage": contact.usage,
            }
            for contact in site.urgences
        ],
    }


def _yaml(value: Mapping[str, Any]) -> bytes:
    text: str = yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=1000)
    return text.encode()
