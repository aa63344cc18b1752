"""The assembler: records and results of every kind → pages → the folder that MkDocs dresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opendata.findings import Finding, FindingsError
from opendata.model import Source
from opendata.records.sources import read_sources
from site_src.cartes import pages as cartes
from site_src.crues import pages as crues
from site_src.documents import pages as documents
from site_src.donnees import pages as donnees
from site_src.dossiers import pages as dossiers
from site_src.dossiers.collection import read_fonds
from site_src.dossiers.english import addresses
from site_src.dossiers.translations import read_traductions
from site_src.engine.stages import Inputs
from site_src.frame import identity, navigation, readability, written_pages
from site_src.frame.identity import Identite
from site_src.frame.page import Page
from site_src.frame.rendering import templates_of
from site_src.preparation.records import KINDS
from site_src.protection import pages as protection
from site_src.publishing.mkdocs_folder import Site, assemble
from site_src.risques import pages as risques
from site_src.risques import tables
from site_src.risques.border import Register, read_register
from site_src.territoires import pages as ma_rue

SOURCES = "data/sources.yaml"


def run(inputs: Inputs) -> dict[str, bytes]:
    """The stage: `mkdocs.yml`, `docs/**.md`, `theme/**`. Raises `FindingsError`."""
    findings: list[Finding] = []
    identite = identity.identity_at(inputs.files, inputs.options, findings)
    sources = read_sources(SOURCES, inputs.files.get(SOURCES, b""), findings)
    register = read_register(inputs.files, findings)
    if identite is None or sources is None or register is None:
        raise FindingsError(findings)
    pages = _pages(inputs, identite, sources, register, findings)
    findings += navigation.faults(pages)
    if findings:
        raise FindingsError(findings)
    told = "".join(f"{line}\n" for line in readability.rapport(pages))
    return {readability.RAPPORT: told.encode()} | assemble(
        Site(identite, pages, register.urgences, inputs.files, int(inputs.options["epoch"]))
    )


def _pages(
    inputs: Inputs,
    identite: Identite,
    sources: Mapping[str, Source],
    register: Register,
    findings: list[Finding],
) -> Sequence[Page]:
    templates = templates_of(inputs.files)
    fonds = read_fonds(inputs.files, register, KINDS, findings)
    english = read_traductions(inputs.files, fonds, findings) if fonds else None
    anglaises = addresses(english, fonds.fiches) if fonds and english else {}
    made = [
        *risques.pages(register, templates, anglaises),
        *(dossiers.pages(fonds, english, templates) if fonds and english else ()),
        *crues.pages(register, templates),
        *documents.pages(register, inputs.outputs["documents"], templates),
        *cartes.pages(inputs.outputs["maps"], templates, identite.adresse),
        *ma_rue.pages(
            inputs.outputs["rues"], register, sources, templates, ma_rue.contracts_of(inputs.files)
        ),
        *donnees.pages(
            inputs.files,
            inputs.outputs["packages"],
            templates,
            identite,
            {tables.ID} if tables.late(register, inputs.files) else (),
            cartes.drawn_from(inputs.outputs["maps"]),
        ),
        *protection.pages(inputs.files, templates),
    ]
    context = {"identite": identite, "sources": list(sources.values())}
    return [*written_pages.pages(inputs.files, context, made, findings), *made]
