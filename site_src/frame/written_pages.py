"""Pages written by hand: site_src/pages/**/*.md, YAML front matter and Jinja in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from traceback import extract_tb
from typing import Annotated

from jinja2 import Environment, TemplateError
from markupsafe import Markup
from pydantic import StringConstraints

from opendata.findings import Finding, FindingsError, Record, decode, read_record, read_yaml
from site_src.frame import anchors, identity, navigation, site_map
from site_src.frame.drawings import drawing
from site_src.frame.handlers import Handler, handlers
from site_src.frame.languages import Languages
from site_src.frame.page import Page, PageJob, address_of
from site_src.frame.rendering import environment, literal
from site_src.frame.typography import written_date

FOLDER = "site_src/pages"
# Fenced blocks and spans between backticks.
_CODE = re.compile(r"^(```|~~~).*?^\1|(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)

Texte = Annotated[str, StringConstraints(min_length=1)]


class FrontMatter(Record):
    """The front matter of a page: what `Page` says of each word."""

    titre: Texte
    description: Texte
    section: str = ""
    rang: int = 0
    titre_court: str = ""
    est_indexee: bool = True
    numeros_urgence: bool = False


def pages(
    files: Mapping[str, bytes],
    context: Mapping[str, object],
    others: Sequence[Page],
    languages: Languages,
    findings: list[Finding],
) -> list[Page]:
    """Every hand-written page that can be, as `jobs` says; what is wrong in the others goes to `findings`."""
    written = []
    for job in jobs(files, context, others, languages, findings):
        try:
            written.append(job.written())
        except FindingsError as error:
            findings.extend(error.findings)
    return written


def jobs(
    files: Mapping[str, bytes],
    context: Mapping[str, object],
    others: Sequence[Page],
    languages: Languages,
    findings: list[Finding],
) -> Iterator[PageJob]:
    """Every hand-written page whose front matter is right; bad front matter is a located finding.

    `context` holds the values that texts may name (`identite`, `sources`, …). Texts also
    call `sommaire(section, resume=…)` and `toutes()`: lists of links to the pages that exist, their own and
    `others`. A page that names what is not there, or whose Jinja is broken, raises `FindingsError` when it is written.
    """
    drafts = [draft for path, raw in _texts(files) if (draft := _draft(path, raw, findings))]
    every = [replace(page, body="") for page in (*drafts, *others)]
    for draft in drafts:
        spoken = languages if "toutes(" in draft.body else {}
        given = (draft, _named(draft, context), _listed(draft, every), spoken)
        yield PageJob(draft.path, "ecrites", rendered, given)


def _named(draft: Page, context: Mapping[str, object]) -> dict[str, object]:
    """Of the context, what the text names."""
    return {name: value for name, value in context.items() if name in draft.body}


def _listed(draft: Page, every: Sequence[Page]) -> Sequence[Page]:
    """The pages that the text may list: all, or none when it lists none."""
    return every if "sommaire(" in draft.body or "toutes(" in draft.body else ()


def _texts(files: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    return ((path, raw) for path, raw in files.items() if path.startswith(f"{FOLDER}/"))


def _draft(path: str, raw: bytes, findings: list[Finding]) -> Page | None:
    """The page with its text not yet rendered."""
    text = decode(path, raw, findings)
    if text is None:
        return None
    split = _FRONT_MATTER.match(text)
    if split is None:
        findings.append(Finding(path, 1, 1, "en-tête absent", "une page commence par « --- », titre et description, « --- »",
                                "recopier l'en-tête d'une autre page"))  # fmt: skip
        return None
    live = _scripts(path, text, split.end())
    findings.extend(live)
    document = read_yaml(path, f"\n{split.group(1)}".encode(), findings)
    head = read_record(document, FrontMatter, findings) if document else None
    return _page(path, head, text[split.end() :]) if head and not live else None


def _scripts(path: str, text: str, start: int) -> list[Finding]:
    """Scripts of the text that begins at `start`; what it quotes as code is shown, not run."""
    first = text.count("\n", 0, start) + 1
    address = address_of(str(PurePosixPath(path).relative_to(FOLDER)))
    return [one.finding(path, first, address) for one in _live(text[start:])]


def _live(body: str) -> tuple[Handler, ...]:
    shown = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), body)
    return handlers(shown, with_scripts=True)


def _page(path: str, head: FrontMatter, body: str) -> Page:
    return Page(
        path=str(PurePosixPath(path).relative_to(FOLDER)),
        titre=head.titre,
        description=head.description,
        body=body,
        source=path,
        section=head.section,
        rank=head.rang,
        titre_court=head.titre_court,
        est_indexee=head.est_indexee,
        a_numeros_urgence=head.numeros_urgence,
    )


def rendered(
    draft: Page, context: Mapping[str, object], every: Sequence[Page], languages: Languages
) -> Page:
    """The page with its text rendered. Raises `FindingsError` on an unknown name, broken Jinja or a script that it writes."""
    env = _environment(draft, every, languages)
    try:
        body = env.get_template("page").render(context)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        line = _line(error)
        raise FindingsError([Finding(draft.source, 0, 0, f"gabarit : {error}" + (f" (ligne {line} du texte)" if line else ""),
                                     "syntaxe Jinja, noms connus de site_src/frame/written_pages.py", "corriger le nom ou les accolades",
                                     page=draft.address)]) from None  # fmt: skip
    live = _live(body)
    if live:
        raise FindingsError(
            replace(one.finding(draft.source, page=draft.address), line=0, field=0) for one in live
        )
    return replace(draft, body=body)


def _line(error: Exception) -> int | None:
    """The line of the text where it stopped: jinja2 writes it in the traceback."""
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]  # fmt: skip
    return getattr(error, "lineno", None) or (lines[-1] if lines else None)


def _environment(draft: Page, every: Sequence[Page], languages: Languages) -> Environment:
    filters = {
        "complete": identity.or_to_complete,
        "jour": written_date,
        "ancre": _anchor,
        "pictogramme": drawing,
    }
    env = environment({"page": draft.body}, filters)
    env.globals |= {
        "racine": Markup(draft.root),  # noqa: S704  (dots and slashes)
        "sommaire": lambda section, resume=True: _links(
            draft, navigation.of_section(every, section), has_summaries=resume
        ),
        "toutes": lambda: site_map.every(draft.root, every, languages),
    }
    return env


def _anchor(name: str) -> Markup:
    """A name as the address of a heading: `{ #{{ source.id | ancre }} }`."""
    return Markup(anchors.slug(name))  # noqa: S704  (letters, digits, hyphens)


def _links(draft: Page, chosen: Iterable[Page], *, has_summaries: bool) -> Markup:
    """Links to the section's pages, its index and the page itself left out; "" when none is left."""
    items = [
        _card(draft, page, has_summary=has_summaries)
        for page in chosen
        if page.path != draft.path and not page.path.endswith("index.md")
    ]
    kind = "prm-liste" if has_summaries else "prm-liste prm-liste--courte"
    return (
        Markup('<ul class="{}">{}</ul>').format(kind, Markup("").join(items))
        if items
        else Markup("")
    )


def _card(draft: Page, page: Page, *, has_summary: bool) -> Markup:
    summary = Markup("<span>{}</span>").format(literal(page.description)) if has_summary else ""
    link = Markup('<a href="{}{}">{}</a>').format(
        draft.root, page.address, literal(navigation.label(page))
    )
    return Markup("<li>{}{}</li>").format(link, summary)
