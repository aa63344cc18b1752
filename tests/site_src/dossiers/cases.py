"""Whole directories of data/, sound and broken, over the sound register of the risks' own cases."""

from __future__ import annotations

from pathlib import Path

from opendata.findings import Finding, read_yaml
from opendata.records.catalogue import read_catalogue
from site_src.dossiers.collection import Collection, collect, quoted, read_entries
from site_src.dossiers.pages import pages
from site_src.dossiers.translations import MAPS, Translations, read_translations
from site_src.frame.page import Page
from site_src.frame.rendering import TEMPLATES, templates_of
from site_src.preparation.records import KINDS
from site_src.risques.register import read_register
from site_src.risques.seine_reading import read_seine
from tests.builds import committed, record

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "dossiers"
REGISTER = ROOT / "tests" / "golden" / "risques" / "sain"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.name != "sain")


def files_of(case: str = "sain") -> dict[str, bytes]:
    """The sound directory, with the files of `case` in place of its own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in (REGISTER, GOLDEN / "sain", GOLDEN / case)
        for path in sorted((folder / "data").rglob("*"))
        if path.is_file()
    }


# The languages of the repository: the cases have records, not words of their own.
LANGUAGES = record(committed("data/langues/**/*.yaml"), "langues", dict)
Read = dict[str, Translations]


def read(files: dict[str, bytes]) -> tuple[Collection | None, Read | None, list[Finding]]:
    """Register, collection and translations of the files, and every finding in order."""
    findings: list[Finding] = []
    datasets = read_catalogue(files, None, [])  # what is wrong with one is said by its own reading
    register = read_register(files, read_seine(datasets, findings), findings)
    entries = read_entries(files, KINDS, findings)
    collection = None
    if register and entries:
        collection = collect(entries, register, quoted(entries, datasets), findings)
    maps = read_yaml(MAPS, files.get(MAPS, b""), [])
    traductions = read_translations(files, collection, LANGUAGES, maps, findings) if collection else None  # fmt: skip
    return collection, traductions, sorted(findings)


def sound(files: dict[str, bytes]) -> tuple[Collection, Read]:
    """The same, when nothing is wrong."""
    collection, traductions, findings = read(files)
    assert findings == []
    assert collection is not None
    assert traductions is not None
    return collection, traductions


def pages_of(files: dict[str, bytes]) -> list[Page]:
    """Every page of the files, in every language."""
    collection, translations = sound(files)
    return pages(collection, LANGUAGES, translations, templates())


def own_files() -> dict[str, bytes]:
    """The repository's own records."""
    return committed("data/**/*.yaml", "data/datasets/**/*")


def templates() -> dict[str, str]:
    """The site's templates, by name."""
    return templates_of(committed(TEMPLATES))
