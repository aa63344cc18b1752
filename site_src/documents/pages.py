"""The page of the documents to print: every file of the stage, with its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_src.documents.posters import FORMATS, PATH, RESERVE
from site_src.documents.stage import PUBLISHED
from site_src.documents.ten_risks import PATH as PRINTED_IN
from site_src.documents.ten_risks import WORDS
from site_src.frame.languages import Language
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import NO_BREAK_SPACE, locale_of, number, number_as_written
from site_src.risques.border import Register, RiskLink, link_to


@dataclass(frozen=True)
class PrintedFile:
    """A published file: its address below documents/, and its size in words."""

    adresse: str
    taille: str


@dataclass(frozen=True)
class PrintedForms:
    """One risk and its printed forms; a risk without a poster has none."""

    risque: RiskLink
    fiche: PrintedFile
    affiches: tuple[tuple[str, PrintedFile], ...]


def translated(
    languages: Iterable[Language], made: Mapping[str, bytes]
) -> dict[str, tuple[str, str]]:
    """Code of a language → address from the site's root, and name with its size, of what `made` prints in it."""
    found: dict[str, tuple[str, str]] = {}
    for one in languages:
        path, words = PRINTED_IN.format(code=one.code), one.words(WORDS)
        raw = made.get(f"{PUBLISHED}/{path}")
        if raw is not None:
            size = number_as_written(round(len(raw) / 1000), locale_of(one.code))
            name = words["dix_pdf"].replace("{titre}", words["dix_titre"]).replace("{taille}", size)
            found[one.code] = (f"documents/{path}", name)
    return found


def pages(
    register: Register, documents: Mapping[str, bytes], templates: Mapping[str, str]
) -> list[Page]:
    """The page at /documents/, as `jobs` says."""
    return [job.written() for job in jobs(register, documents, Templates(templates))]


def jobs(
    register: Register,
    documents: Mapping[str, bytes],
    templates: Templates,
    others: Mapping[str, tuple[str, str]] | None = None,
) -> Iterator[PageJob]:
    """The page at /documents/; `documents` are the outputs of the stage of that name, `others` what `translated` gives."""
    links = tuple(map(link_to, register.risques))
    given = (links, documents, others or {}, templates.only("documents.md.j2"))
    yield PageJob("documents", "documents", page, given)


def page(
    links: Sequence[RiskLink],
    documents: Mapping[str, bytes],
    others: Mapping[str, tuple[str, str]],
    templates: Templates,
) -> Page:
    """Every file of the stage, with its size; `links` are all the risks."""
    path = "documents/index.md"
    body = environment(templates, dialect="documents").get_template("documents.md.j2").render(
        root=root_of(path),
        dicrim=_file("dicrim.pdf", documents),
        registre=_file("registre.json", documents),
        lignes=[_line(risque, documents) for risque in links],
        reserve=RESERVE,
        autres=others,
    )  # fmt: skip
    return Page(
        path=path,
        titre="Les documents à imprimer",
        titre_court="Documents à imprimer",
        description="Le document entier, une fiche par risque, des affiches : des PDF tirés des mêmes données que les pages.",
        body=body,
        source=PATH,
        section="risques",
        rank=len(links) + 2,
    )


def _line(risque: RiskLink, documents: Mapping[str, bytes]) -> PrintedForms:
    posters = ((papier, f"affiches/{risque.id}-{papier}.pdf") for papier in FORMATS)
    return PrintedForms(
        risque=risque,
        fiche=_file(f"fiches/{risque.id}.pdf", documents),
        affiches=tuple((papier.upper(), _file(name, documents)) for papier, name in posters
                       if f"{PUBLISHED}/{name}" in documents),
    )  # fmt: skip


def _file(name: str, documents: Mapping[str, bytes]) -> PrintedFile:
    return PrintedFile(
        name, f"{number(len(documents[f'{PUBLISHED}/{name}']) / 1000)}{NO_BREAK_SPACE}ko"
    )
