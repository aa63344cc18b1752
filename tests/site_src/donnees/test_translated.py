"""The titles of datasets in another language: what is refused, what is late, and the page that lists them."""

from __future__ import annotations

from html import unescape

from opendata.findings import Finding
from opendata.records.dataset import Dataset
from site_src.donnees.translated import (
    FILE,
    Said,
    Titles,
    jobs,
    overdue,
    read_titles,
    translations,
)
from site_src.frame.languages import Languages
from site_src.frame.rendering import templates_of
from tests.builds import committed, library

PATH = f"data/langues/en/{FILE}"
GOOD = "bancs:\n  fr: Les bancs de 2026\n  titre: Benches of 2026\n  phrase: Where one can sit.\n"
FRENCH = {"bancs": "Les bancs de 2026"}


def read(text: str) -> tuple[Titles | None, list[str]]:
    found: list[Finding] = []
    return read_titles({PATH: text.encode()}, FRENCH, found), [str(one) for one in found]


def test_a_title_is_read_with_its_language() -> None:
    said = Said(fr="Les bancs de 2026", titre="Benches of 2026", phrase="Where one can sit.")
    assert read(GOOD) == ({"en": {"bancs": said}}, [])


def test_a_title_of_no_dataset_or_with_other_figures_is_a_finding() -> None:
    assert read(GOOD.replace("bancs:", "bancs-publics:"))[1] == [
        f"{PATH}:2:3: jeu « bancs-publics » inconnu — règle : un titre traduit est celui d'un jeu de data/datasets/ — remède : corriger l'identifiant, ou retirer l'entrée"
    ]
    assert read(GOOD.replace("of 2026", "of 2025"))[1] == [
        f"{PATH}:3:10: chiffres différents dans « Benches of 2025 » — règle : une traduction a les mêmes chiffres que l'original — remède : recopier les chiffres du français"
    ]


def own() -> tuple[Languages, Titles, dict[str, Dataset]]:
    shelf = library(committed("data/**/*.yaml", "data/datasets/**/*"))
    return (
        shelf.record("langues", dict),
        shelf.record("jeux_traduits", dict),
        shelf.record("declarations", dict),
    )


def test_what_is_missing_or_older_than_the_french_title_is_late() -> None:
    languages, _, _ = own()
    titles, _ = read(GOOD)
    assert titles is not None
    assert list(overdue(titles, FRENCH, languages)) == []
    late = overdue(titles, {"bancs": "Les bancs", "arbres": "Les arbres"}, languages)
    assert [str(one) for one in late] == [
        f"{PATH}:0:0: titre de « bancs » plus ancien que l'original — règle : « fr » est le titre français d'aujourd'hui : Les bancs — remède : relire titre et phrase, puis recopier « fr »",
        f"{PATH}:0:0: jeu « arbres » sans titre traduit — règle : chaque jeu a un titre et une phrase dans chaque langue publiée — remède : ajouter fr, titre et phrase sous son identifiant",
    ]


def test_the_page_lists_every_dataset_and_shows_french_where_the_title_is_late() -> None:
    languages, titles, datasets = own()
    changed = next(one for one in datasets if one in titles["en"])
    late = titles["en"][changed].model_copy(update={"fr": "Autre chose"})
    templates = templates_of(committed("site_src/donnees/templates/*.j2"))
    (job,) = jobs(languages, {"en": {**titles["en"], changed: late}}, datasets, {}, templates)
    page = job.written()
    assert (page.path, page.langue, page.originale) == ("en/data.md", "en", "donnees/")
    body = unescape(page.body)
    for one in datasets:
        assert f'href="../../donnees/{one}/" hreflang="fr"' in body, one
    assert f'href="../../donnees/{changed}/" hreflang="fr" lang="fr"' in body
    assert body.count("title not translated yet") == 1


def test_the_catalogue_says_a_title_in_the_languages_where_it_is_up_to_date() -> None:
    languages, _, _ = own()
    titles, _ = read(GOOD)
    assert titles is not None
    (said,) = translations(languages, titles, FRENCH).of("bancs")
    assert (said.langue, said.titre, said.phrase) == ("en", "Benches of 2026", "Where one can sit.")
    assert translations(languages, titles, {"bancs": "Les bancs de 2027"}).of("bancs") == ()
