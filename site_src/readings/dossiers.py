"""Organisation, preparation, prevention, and their translations."""

from __future__ import annotations

from opendata.findings import Document, Finding, page_of
from opendata.records.dataset import page
from site_src.crise.texts import Signal, Texts
from site_src.direct.published import Moment
from site_src.dossiers.collection import Collection, Entries, Quoted, collect, read_entries
from site_src.dossiers.collection import quoted as quoted_of
from site_src.dossiers.dossier import Dossier
from site_src.dossiers.sources_alike import described_otherwise
from site_src.dossiers.translations import Translations, read_translations
from site_src.engine.readings import Given
from site_src.preparation.records import KINDS
from site_src.risques.register import Register


def entries(given: Given) -> Entries | None:
    """The pages as they are written."""
    return read_entries(given.files, KINDS, given.findings, given.parts.kept)


def quoted(given: Given) -> Quoted:
    """What the pages may quote of the datasets that they name."""
    from opendata.records.catalogue import Datasets  # tables: only for who changes one

    return quoted_of(given.record("entries", Entries), given.record("datasets", Datasets))


def collection(given: Given) -> Collection | None:
    """The pages with what their texts refer to."""
    return collect(
        given.record("entries", Entries),
        given.record("register", Register),
        given.record("quoted", Quoted),
        given.findings,
    )


def alike(given: Given) -> bool:
    """Whether sources that datasets and texts share are described alike."""
    sources = given.record("collection", Collection).sources
    for name, table in given.record("described", dict).items():
        given.findings.extend(page_of(described_otherwise(table, sources), page(name)))
    return True


ALERT = "se-preparer/alerte/"


def crisis_texts(given: Given) -> Texts | None:
    """What the file for a crisis says besides the register of risks."""
    pages = given.record("collection", Collection)
    english: Translations = given.record("translations", dict)["en"]
    services = given.record("direct", Moment).parametres.services
    told = next((one.record for one in pages.entries if one.adresse == ALERT), None)
    if not isinstance(told, Dossier):
        given.findings.append(Finding("data/se-preparer/alerte.yaml", 0, 0, "page « L'alerte » absente", "le fichier de crise en reprend les signaux",
                                      "remettre ce fichier"))  # fmt: skip
        return None
    return Texts(
        tuple(Signal(one.titre, one.consignes, one.faits) for one in told.sections),
        pages.sources,
        english.phrases,
        frozenset(path for path, item in english.by_original.items() if item.record.relecteur),
        tuple((one.editeur, one.page) for one in (services.vigicrues, services.meteo_france)),
    )


def translations(given: Given) -> dict[str, Translations] | None:
    """Every sentence beside the French one, by the code of its language."""
    pages = given.record("collection", Collection)
    read = read_translations(
        given.files,
        pages,
        given.record("langues", dict),
        given.maybe("map_document", Document),
        given.findings,
        given.parts.kept,
    )
    told = sum(len(one.by_original) for one in (read or {}).values())
    given.report(f"organisation, préparation, prévention : {len(pages.entries)}, traductions : {told}")  # fmt: skip
    return read
