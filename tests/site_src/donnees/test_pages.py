"""Pages of the datasets: what a reader must find on them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from opendata.findings import FindingsError
from opendata.records import catalogue
from opendata.records.digest import sha256
from opendata.records.schema import Column
from opendata.tranquillite.audit_outcome import ReleaseAudit
from site_src.donnees import downloads, previews
from site_src.donnees import pages as donnees
from site_src.frame.identity import Identite
from site_src.frame.page import Page
from site_src.frame.rendering import Templates
from tests.builds import ROOT, UNKNOWN, committed, record
from tests.site_src.donnees.packages import case, datasets, packages


def identite() -> Identite:
    return record(UNKNOWN, "identite", Identite)


def made(files: dict[str, bytes], adresse: str = "") -> tuple[Page, Page]:
    """The index and the only dataset's page."""
    index, _, page, *_ = every(files, adresse)
    return index, page


def every(
    files: dict[str, bytes], adresse: str = "", audit: ReleaseAudit | None = None
) -> list[Page]:
    """All pages: index, explorer, the dataset's, its versions'."""
    known = identite().model_copy(update={"adresse": adresse})
    return donnees.pages(datasets(files).declarations, packages(files, audit), templates(), known)


def templates() -> dict[str, str]:
    folder = ROOT / "site_src/donnees/templates"
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("donnees*")}


def read(page: Page) -> str:
    """The words of a page as a reader sees them."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page.body)))


@pytest.fixture(scope="module")
def valide() -> tuple[Page, Page]:
    return made(case("valide"))


def test_the_index_leads_to_each_dataset(valide: tuple[Page, Page]) -> None:
    index, page = valide
    assert (index.address, page.address) == ("donnees/", "donnees/essai/")
    assert '<a href="essai/">' in index.body


def test_the_index_and_the_explorer_are_edited_in_files_that_exist() -> None:
    for page in every(case("valide"))[:2]:
        assert (ROOT / page.source).is_file(), page.source


def test_a_page_is_edited_where_its_dataset_is_declared(valide: tuple[Page, Page]) -> None:
    assert valide[1].source == "data/datasets/essai/dataset.yaml"


def test_downloads_show_size_and_digest_of_the_published_bytes(valide: tuple[Page, Page]) -> None:
    outputs = packages(case("valide"))
    raw = outputs["site/donnees/essai/lieux.csv"]
    text = read(valide[1])
    assert sha256(raw) in text
    assert f"{len(raw)} octets" in text


def test_every_column_is_explained_with_its_unit_codes_and_empty_cells(
    valide: tuple[Page, Page],
) -> None:
    text = read(valide[1])
    for words in (
        "Hauteur mesurée.",
        "unité : m",
        "Case vide : non mesurée",
        "douteux : mesure douteuse",
        "Fait partie de la clé.",
    ):
        assert words in text, words


def test_an_empty_cell_says_why_in_the_preview(valide: tuple[Page, Page]) -> None:
    assert 'class="donnees-vide">non mesurée<' in unescape(valide[1].body)


def test_the_chart_and_its_figures_need_no_script(valide: tuple[Page, Page]) -> None:
    body = valide[1].body
    assert "<svg role=" in body
    table = body.partition("</svg>")[2].partition("</details>")[0]
    assert [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", table)] == [
        "6,1",
        "non indiqué",
    ]
    assert "<script>" not in body


def test_a_single_year_is_said_once(valide: tuple[Page, Page]) -> None:
    path = "data/datasets/essai/dataset.yaml"
    files = case("valide")
    one = files[path].replace(b"{debut: 2020, fin: 2021}", b"{debut: 2021, fin: 2021}")
    index, page = made({**files, path: one})
    assert "Année couverte : 2021." in read(page)
    assert "· 2021" in read(index)
    assert "Années couvertes : 2020 à 2021." in read(valide[1])
    assert "· 2020–2021" in read(valide[0])


def test_the_citation_invents_no_publisher_and_no_address(valide: tuple[Page, Page]) -> None:
    text = read(valide[1])
    assert (
        "à compléter (2026). Mesures d’essai (version 1.0.0) [jeu de données]. Adresse du site à compléter"
        in text
    )
    assert "@misc{essai-1.0.0," in text
    assert "title = {Mesures d’essai}" in text


def test_the_citation_of_a_known_site_is_the_version_s_address() -> None:
    page = made(case("valide"), adresse="https://exemple.invalid/")[1]
    assert "https://exemple.invalid/donnees/essai/1.0.0/" in read(page)


def test_markup_in_a_value_stays_text() -> None:
    files = case("valide")
    path = "data/datasets/essai/dataset.yaml"
    files[path] = files[path].replace(
        b"Une mesure par ligne.", b'"<b>x</b> [y](javascript:z) {{ 1 }}"'
    )
    body = made(files)[1].body
    assert "<b>x" not in body
    assert "](javascript" not in body
    assert "{{" not in body


def test_a_dataset_that_is_only_shown_offers_no_file() -> None:
    page = made(case("affichage"))[1]
    assert "download" not in page.body
    assert '.csv"' not in page.body
    assert "à confirmer" in read(page)


def test_fictitious_data_are_marked_and_left_out_of_indexes() -> None:
    index, _, page, *_ = fictif()
    assert page.est_fictive
    assert not page.est_indexee
    assert index.est_indexee
    assert "7 effectifs masqués ont été attaqués" in read(page)
    svg = page.body[page.body.index("<svg") : page.body.index("</svg>")]
    assert "données fictives de démonstration" in unescape(re.sub(r"<[^>]*>", " ", svg))
    assert "données fictives de démonstration" in read(index)


def test_a_broken_declaration_stops_the_pages() -> None:
    with pytest.raises(FindingsError):
        every(case("metadonnees-absentes"))


@pytest.mark.parametrize(
    ("octets", "text"),
    [(999, "999 octets"), (1000, "1,0 ko"), (222_058, "222,1 ko"), (1_926_900, "1,9 Mo")],
)
def test_sizes_are_read_in_french(octets: int, text: str) -> None:
    assert downloads.size_in_words(octets) == text


def test_a_long_reason_for_an_empty_cell_is_left_to_the_dictionary() -> None:
    column = {"name": "c", "title": "C", "description": "Essai.", "type": "string"}
    reason = "la source ne dit pas ce que couvre chaque circonscription"
    long = Column.model_validate({**column, "missingValues": [{"value": "", "label": reason}]})
    short = Column.model_validate(
        {**column, "missingValues": [{"value": "", "label": "masqué : non publié"}]}
    )
    assert previews.cell(long, "") == ("vide", "donnees-vide")
    assert previews.cell(short, "") == ("masqué", "donnees-vide")


def test_a_long_sentence_has_a_wider_column() -> None:
    column = Column.model_validate({"name": "c", "title": "C", "description": "Essai.", "type": "string",
                                    "constraints": {"required": True}})  # fmt: skip
    assert previews.cell(column, "Court.") == ("Court.", "donnees-texte")
    assert previews.cell(column, "mot " * 30)[1] == "donnees-texte donnees-long"


def schema_org(page: Page) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.body)
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_page_says_when_its_origin_has_gone_on_since_the_version() -> None:
    files = case("valide")
    declared, outputs = datasets(files).declarations, packages(files)
    told = [donnees.pages(declared, outputs, templates(), identite(), names)[2] for names in ((), ("essai",))]  # fmt: skip
    words = "Le registre a changé depuis cette version."
    assert [words in read(page) for page in told] == [False, True]


def test_search_engines_are_told_of_the_dataset_and_its_files(valide: tuple[Page, Page]) -> None:
    told = schema_org(valide[1])
    assert (told["@type"], told["name"], told["version"]) == ("Dataset", "Mesures d’essai", "1.0.0")
    outputs = packages(case("valide"))
    assert len(told["distribution"]) == 7
    for one in told["distribution"]:
        assert one["sha256"] == sha256(outputs[f"site/donnees/essai/{one['contentUrl']}"])
    assert told["variableMeasured"] == [
        {
            "@type": "PropertyValue",
            "name": "hauteur_m",
            "description": "Hauteur mesurée.",
            "unitText": "m",
        }
    ]


def test_a_text_cannot_leave_the_description_for_search_engines() -> None:
    files = case("valide")
    path = "data/datasets/essai/dataset.yaml"
    files[path] = files[path].replace("titre: Mesures d’essai".encode(), b'titre: "</script><b>x"')
    page = made(files)[1]
    assert "</script><b>" not in page.body
    assert schema_org(page)["name"] == "</script><b>x"


def test_pages_name_the_feeds_that_tell_of_their_changes() -> None:
    everything = ("Données ouvertes : les versions publiées", "donnees/versions.atom")
    own = ("Mesures d’essai : les versions publiées", "donnees/essai/versions.atom")
    index, explorer, page, *_, version = every(case("valide"))
    assert (index.flux, explorer.flux) == ((everything,), (everything,))
    assert (page.flux, version.flux) == ((own, everything), (own, everything))
    assert made(case("affichage"))[1].flux == ()


def test_the_index_is_a_catalogue_for_search_engines(valide: tuple[Page, Page]) -> None:
    told = schema_org(valide[0])
    assert (told["@type"], [one["url"] for one in told["dataset"]]) == ("DataCatalog", ["essai/"])
    (one,) = told["dataset"]
    assert (one["name"], one["license"]) == (
        "Mesures d’essai",
        ["https://www.etalab.gouv.fr/licence-ouverte-open-licence/"],
    )
    assert "ld+json" not in made(case("affichage"))[0].body


def test_pages_say_where_machines_find_the_same(valide: tuple[Page, Page]) -> None:
    index, page = valide
    catalogue = ["donnees/catalogue.jsonld", "donnees/catalogue.ttl"]
    own = ["donnees/essai/datapackage.json", "donnees/essai/croissant.json"]
    assert [form.adresse for form in index.formes] == catalogue
    assert [form.adresse for form in page.formes] == own + catalogue
    assert {form.relation for form in page.formes} == {"describedby", "alternate"}
    assert made(case("affichage"))[1].formes == ()


def test_a_shared_page_shows_the_picture_of_its_chart(valide: tuple[Page, Page]) -> None:
    index, page = valide
    assert (index.est_partagee, index.image, page.est_partagee) == (True, None, True)
    assert page.image is not None
    assert page.image.adresse == "donnees/essai/partage.png"
    assert page.image.texte.startswith("Mesures d’essai. Graphique : ")
    shown = made(case("affichage"))[1]
    assert (shown.est_partagee, shown.image) == (True, None)


def fictif() -> list[Page]:
    """The pages of a fictitious dataset of a protected release."""
    files = case("fictif")
    path = "data/datasets/essai/dataset.yaml"
    files[path] = files[path].replace(b"nature: publique", b"nature: protegee")
    return every(files, audit=ReleaseAudit(7, (), (1, 2), (1, 2), est_fictif=True))


def test_fictitious_data_have_no_description_for_search_engines_and_no_feed() -> None:
    index, _, page, *_, version = fictif()
    assert "ld+json" not in page.body
    assert (index.flux, page.flux, version.flux) == ((), (), ())
    assert (index.formes, page.formes, page.est_partagee, page.image) == ((), (), False, None)
    assert "ld+json" not in index.body
    assert ".atom" not in page.body
    assert "CITATION.cff" not in page.body
    assert (version.est_fictive, version.est_indexee) == (True, False)


def test_each_version_has_its_page_and_its_files(valide: tuple[Page, Page]) -> None:
    *_, version = every(case("valide"))
    assert version.address == "donnees/essai/1.0.0/"
    body = unescape(version.body)
    assert '<a href="mesures.csv" download' in body  # for as long as the site stands
    for name in (
        "mesures.parquet",
        "essai.xlsx",
        "essai.zip",
        "datapackage.json",
        "sha256sums.txt",
    ):
        assert f'<a href="{name}" download' in body, name
    assert "sha256sum --check --ignore-missing sha256sums.txt" in body
    assert 'href="1.0.0/"' in unescape(valide[1].body)
    assert "C’est la version actuelle" in read(version)


def test_an_earlier_version_offers_the_formats_of_the_latest_at_its_own_address() -> None:
    files = case("valide")
    place, kept = "data/datasets/essai/", "site/donnees/essai/1.0.0/"
    before = packages(files)
    old = {
        name: before[f"{kept}{name}"] for name in ("datapackage.json", "lieux.csv", "mesures.csv")
    }
    files |= {f"{place}versions/1.0.0/{name}": raw for name, raw in old.items()}
    entry = b"  - {version: 1.0.0, date: 2026-01-01, texte: Premi\xc3\xa8re publication."
    told = b"  - {version: 1.0.1, date: 2026-02-01, texte: Une correction.}\n"
    seal = f", empreinte: {sha256(old['datapackage.json'])}".encode()
    declaration = files[f"{place}dataset.yaml"]
    assert entry in declaration
    files[f"{place}dataset.yaml"] = declaration.replace(entry, told + entry + seal)
    *_, version = every(files)
    body = unescape(version.body)
    assert version.address == "donnees/essai/1.0.0/"
    for name in ("essai.xlsx", "essai.zip", "mesures.csv", "mesures.parquet", "mesures.json", "sha256sums.txt"):  # fmt: skip
        assert f'<a href="{name}" download' in body, name
    assert 'href="../mesures' not in body
    assert "Les autres formats en sont refaits." in read(version)


def test_a_withdrawn_version_keeps_its_address_and_says_why_it_has_no_file() -> None:
    dataset = datasets(case("valide")).declarations["essai"]
    gone = dataset.journal[0].model_copy(update={"version": "0.9.0", "retiree": "Elle révélait trop."})  # fmt: skip
    page = donnees.version_page("essai", dataset, gone, {}, identite(), Templates(templates()))
    assert page.address == "donnees/essai/0.9.0/"
    assert "La version actuelle est la 1.0.0" in read(page)
    assert "Elle révélait trop." in read(page)
    assert "download" not in page.body


def test_a_version_that_the_current_one_takes_up_says_where_to_read_it() -> None:
    dataset = datasets(case("valide")).declarations["essai"]
    before = dataset.journal[0].model_copy(update={"version": "0.9.0", "reprise": "Ses lignes sont les premières."})  # fmt: skip
    page = donnees.version_page("essai", dataset, before, {}, identite(), Templates(templates()))
    assert page.address == "donnees/essai/0.9.0/"
    assert "sont dans la version actuelle, la 1.0.0" in read(page)
    assert "Ses lignes sont les premières." in read(page)
    assert "retirée" not in read(page) + page.description
    assert "download" not in page.body


def test_the_explorer_offers_every_table_that_may_be_downloaded() -> None:
    explorer = every(case("valide"))[1]
    assert explorer.body.count("data-fichier=") == 2
    assert every(case("affichage"))[1].body.count("data-fichier=") == 0


def test_a_rate_is_computed_row_by_row_with_its_parts() -> None:
    files = case("valide")
    path = "data/datasets/essai/dataset.yaml"
    declaration, _, _ = files[path].decode().partition("\ntaux: ")
    rate = """taux:
  texte: Une part d’essai.
  calcul: {titre: Part, ressource: mesures, ligne: etat, numerateur: hauteur_m, denominateur: hauteur_m}
"""
    files[path] = f"{declaration}\n{rate}".encode()
    text = read(made(files)[1])
    assert "Une part d’essai." in text
    assert "bonne mesure 6 6 100,0" in text  # and no row for what was not measured
    assert "mesure douteuse 0" not in text


def test_every_committed_dataset_says_its_rates_or_why_there_are_none() -> None:
    declared = catalogue.read_declarations(committed("data/datasets/*/dataset.yaml"), [])
    assert len(declared) >= 10
    reasons = [one.taux.texte for one in declared.values() if not one.taux.calcul]
    assert all(len(reason) > 50 for reason in reasons)


def test_a_map_that_computes_a_rate_is_led_to_with_its_caveat() -> None:
    files = case("valide")
    declared, outputs = datasets(files).declarations, packages(files)
    carte = {
        "adresse": "cartes/essai-fictif/",
        "titre": "Carte <b>",
        "reserve": "On vient d'ailleurs.",
    }
    page = donnees.pages(declared, outputs, templates(), identite(), (), {"essai": [carte]})[2]
    assert 'href="../../cartes/essai-fictif/"' in unescape(page.body)
    assert "Carte <b>" not in page.body
    assert "calcule pourtant un taux : Carte " in read(page)
    assert "On vient d’ailleurs." in read(page)
    assert "calcule pourtant un taux" not in read(made(files)[1])


def test_the_image_of_a_dataset_that_is_only_shown_is_not_led_to(valide: tuple[Page, Page]) -> None:
    """None of its files is published: its chart stands in the page."""
    assert "Image seule (SVG)" in read(valide[1])
    _, page = made(case("affichage"))
    assert "<svg role=" in page.body
    assert "Image seule (SVG)" not in read(page)


def test_a_dataset_that_grows_by_itself_offers_its_files_and_explains_its_columns() -> None:
    files = case("valide")
    declared = datasets(files).declarations
    (dataset,) = declared.values()
    told = {"suite": (dataset, [("Ce qui le dit", "ailleurs/")])}
    made = donnees.pages(declared, packages(files), templates(), identite(), suites=told)
    index, page = made[0], next(page for page in made if page.path == "donnees/suite.md")
    assert '<a href="suite/">' in index.body
    assert {"suite.xlsx", "suite.zip", "datapackage.json"} <= set(re.findall(r'href="([^"/]+)" download', unescape(page.body)))  # fmt: skip
    assert all(column.title in read(page) for column in dataset.ressources[0].schema_.fields_[:2])
    assert '<a href="../../ailleurs/">' in page.body


def test_a_page_without_a_chart_says_why(valide: tuple[Page, Page]) -> None:
    path = "data/datasets/essai/dataset.yaml"
    files = case("valide")
    head, _, tail = files[path].decode().partition("graphiques:")
    rest = "ressources:" + tail.partition("\nressources:")[2]
    without = head + "graphiques: []\nsans_graphique: Rien d'autre à voir.\n" + rest
    _, page = made({**files, path: without.encode()})
    assert "Graphique : aucun ici. Rien d’autre à voir." in read(page)
    assert "Graphique : aucun" not in read(valide[1])
