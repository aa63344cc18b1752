"""The index of the open data in another language: titles and a sentence, from data/langues/<code>/jeux.yaml.

Each says which French title it translates: when that has changed, the page shows the French title and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import RootModel

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from opendata.harvest.translations import Said as SaidToMachines
from opendata.harvest.translations import Translations
from opendata.packages.file_names import FORMATS
from opendata.records.dataset import Dataset
from opendata.records.licences import licence
from opendata.records.schema import Text
from site_src.frame.languages import FOLDER, SOURCE, Language, Languages, published, typeset
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import typographie

FILE = "jeux.yaml"
TEMPLATE, WORDS, ORIGINAL, PAGE = "donnees_langue.md.j2", "donnees", "donnees/", "data"
_FIGURES = re.compile(r"\d+")


class Said(Record):
    """A dataset in another language: its title there and one sentence; `fr` is the French title that was translated."""

    fr: Text
    titre: Text
    phrase: Text


class _Titles(RootModel[dict[str, Said]]):
    """The whole file: identifier → what is said of it."""


# Code of a language → identifier of a dataset → what is said of it.
Titles = Mapping[str, Mapping[str, Said]]


def read_titles(
    files: Mapping[str, bytes], titles: Mapping[str, str], findings: list[Finding]
) -> dict[str, dict[str, Said]] | None:
    """Every language's titles of datasets; `titles` are the French ones by identifier. `None` with findings."""
    before = len(findings)
    found: dict[str, dict[str, Said]] = {}
    for path in sorted(path for path in files if path.endswith(f"/{FILE}")):
        document = read_yaml(path, files[path], findings)
        read = read_record(document, _Titles, findings) if document else None
        if document and read:
            findings.extend(_faults(document, read.root, titles))
            found[path.removeprefix(f"{FOLDER}/").partition("/")[0]] = read.root
    return None if len(findings) > before else found


def _faults(
    document: Document, said: Mapping[str, Said], titles: Mapping[str, str]
) -> Iterator[Finding]:
    for name, one in said.items():
        if name not in titles:
            yield document.finding((name,), f"jeu « {name} » inconnu", "un titre traduit est celui d'un jeu de data/datasets/",
                                   "corriger l'identifiant, ou retirer l'entrée")  # fmt: skip
        if set(_FIGURES.findall(one.fr)) != set(_FIGURES.findall(one.titre)):
            yield document.finding((name, "titre"), f"chiffres différents dans « {one.titre} »", "une traduction a les mêmes chiffres que l'original",
                                   "recopier les chiffres du français")  # fmt: skip


def overdue(titles: Titles, french: Mapping[str, str], languages: Languages) -> Iterator[Finding]:
    """What `check --strict` reports: a dataset without a title in a published language, or whose French title has changed."""
    for code in published(languages):
        path, said = f"{FOLDER}/{code}/{FILE}", titles.get(code, {})
        for name, title in french.items() if code != SOURCE else ():
            if name not in said:
                yield Finding(path, 0, 0, f"jeu « {name} » sans titre traduit", "chaque jeu a un titre et une phrase dans chaque langue publiée",
                              "ajouter fr, titre et phrase sous son identifiant")  # fmt: skip
            elif not _is_of(said[name], title):
                yield Finding(path, 0, 0, f"titre de « {name} » plus ancien que l'original", f"« fr » est le titre français d'aujourd'hui : {title}",
                              "relire titre et phrase, puis recopier « fr »")  # fmt: skip


def translations(languages: Languages, titles: Titles, french: Mapping[str, str]) -> Translations:
    """What the catalogue says in the published languages; `french` are the French titles of today, by identifier."""
    others = {code: one for code, one in published(languages).items() if code != SOURCE}
    words = {code: one.words(WORDS) for code, one in others.items()}
    return Translations(
        tuple(
            SaidToMachines(code, one["titre"], one["description"]) for code, one in words.items()
        ),
        {
            name: tuple(
                SaidToMachines(code, said.titre, said.phrase)
                for code in others
                if (said := titles.get(code, {}).get(name)) and _is_of(said, title)
            )
            for name, title in french.items()
        },
    )


def _is_of(said: Said, title: str) -> bool:
    return typographie(said.fr) == typographie(title)


@dataclass(frozen=True)
class Listed:
    """A dataset in the index: `est_traduit` when title and sentence are in the page's language, else they are French."""

    id: str
    titre: str
    phrase: str
    est_traduit: bool
    version: str
    debut: str
    fin: str
    licences: tuple[str, ...]
    formats: str
    est_fictif: bool


def jobs(
    languages: Languages,
    titles: Titles,
    datasets: Mapping[str, Dataset],
    packages: Mapping[str, bytes],
    templates: Templates,
) -> Iterator[PageJob]:
    """/<code>/data/ of each published language that has titles of datasets. `packages` are the outputs of their stage."""
    of_index = templates.only(TEMPLATE)
    for code, language in published(languages).items():
        if code != SOURCE and titles.get(code):
            listed = tuple(_listed(name, one, language, titles[code].get(name), packages) for name, one in datasets.items())  # fmt: skip
            yield PageJob(f"{code}/{PAGE}", "donnees", index_page, (language, listed, of_index))


def _listed(
    name: str,
    dataset: Dataset,
    language: Language,
    said: Said | None,
    packages: Mapping[str, bytes],
) -> Listed:
    current = said if said and _is_of(said, dataset.titre) else None
    period = dataset.couverture_temporelle
    licences = dict.fromkeys(resource.licence for resource in dataset.ressources)
    return Listed(
        id=name,
        titre=typeset(current.titre, language.code) if current else typographie(dataset.titre),
        phrase=typeset(current.phrase, language.code) if current else typographie(dataset.description),
        est_traduit=current is not None,
        version=dataset.version,
        debut=str(period.debut),
        fin=str(period.fin),
        licences=tuple(licence(one).titre for one in licences),
        formats=", ".join(_formats(name, packages)),
        est_fictif=dataset.est_fictif,
    )  # fmt: skip


def _formats(name: str, packages: Mapping[str, bytes]) -> Iterator[str]:
    """Names of the formats in which the dataset is published."""
    own = [path for path in packages if path.startswith(f"site/donnees/{name}/")]
    for suffix, (label, _) in FORMATS.items():
        if any(path.endswith(f".{suffix}") for path in own):
            yield label


def index_page(language: Language, listed: tuple[Listed, ...], templates: Templates) -> Page:
    """Every dataset: its title and a sentence, its licence and formats; its page is in French."""
    words, path = language.words(WORDS), f"{language.code}/{PAGE}.md"
    body = environment(templates, dialect="donnees-langue").get_template(TEMPLATE).render(
        root=root_of(path), mots=words, jeux=listed
    )  # fmt: skip
    return Page(
        path=path,
        titre=words["titre"],
        titre_court=words["titre_court"],
        description=words["description"],
        body=body,
        source=f"{FOLDER}/{language.code}/{FILE}",
        section=language.code,
        langue=language.code,
        originale=ORIGINAL,
    )
