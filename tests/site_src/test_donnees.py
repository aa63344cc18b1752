"""Pages of the datasets: what a reader must find on them."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from opendata import packages
from opendata.digest import sha256
from opendata.findings import FindingsError
from opendata.release import ReleaseAudit
from opendata.schema import Column
from site_src import donnees
from site_src.identity import read_identity
from site_src.page import Page

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden/datasets"
SITE = "data/site.yaml"


def tree(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def made(files: dict[str, bytes]) -> tuple[Page, Page]:
    """The index and the only dataset's page."""
    outputs = packages.run(SimpleNamespace(files=files, progress=lambda _text: None))
    identite = read_identity((ROOT / SITE).read_bytes(), [])
    assert identite is not None
    index, page = donnees.pages(files, outputs, templates(), identite)
    return index, page


def templates() -> dict[str, str]:
    folder = ROOT / "site_src/templates"
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("donnees*")}


def case(name: str) -> dict[str, bytes]:
    return tree(GOLDEN / "commun") | tree(GOLDEN / name)


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


def test_a_page_is_edited_where_its_dataset_is_declared(valide: tuple[Page, Page]) -> None:
    assert valide[1].source == "data/datasets/essai/dataset.yaml"


def test_downloads_show_size_and_digest_of_the_published_bytes(valide: tuple[Page, Page]) -> None:
    outputs = packages.run(SimpleNamespace(files=case("valide"), progress=lambda _text: None))
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
    assert '<th scope="row">a</th><td class="prm-nombre">6&#44;1</td>' in body or "6,1" in read(
        valide[1]
    )
    assert "<script" not in body


def test_the_citation_invents_no_publisher_and_no_address(valide: tuple[Page, Page]) -> None:
    expected = (
        "Éditeur : à compléter. « Mesures d’essai », version 1.0.0, 1er janvier 2026. "
        "Adresse du site à compléter. Licence Ouverte 2.0 (Etalab)."
    )
    assert expected in read(valide[1])


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


def test_fictitious_data_are_marked_and_left_out_of_indexes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = case("fictif")
    path = "data/datasets/essai/dataset.yaml"
    files[path] = files[path].replace(b"nature: publique", b"nature: protegee")
    monkeypatch.setattr(
        "opendata.release.audit",
        lambda _files: ReleaseAudit(7, (), (1, 2), (1, 2), est_fictif=True),
    )
    index, page = made(files)
    assert page.est_fictive
    assert not page.est_indexee
    assert index.est_indexee
    assert "7 effectifs masqués ont été attaqués" in read(page)
    svg = page.body[page.body.index("<svg") : page.body.index("</svg>")]
    assert "données fictives de démonstration" in unescape(re.sub(r"<[^>]*>", " ", svg))
    assert "données fictives de démonstration" in read(index)


def test_a_broken_declaration_stops_the_pages() -> None:
    with pytest.raises(FindingsError):
        donnees.pages(case("metadonnees-absentes"), {}, {}, SimpleNamespace())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("octets", "text"), [(999, "999 octets"), (1000, "1,0 ko"), (222_058, "222,1 ko")]
)
def test_sizes_are_read_in_french(octets: int, text: str) -> None:
    assert donnees.taille(octets) == text


def test_a_long_reason_for_an_empty_cell_is_left_to_the_dictionary() -> None:
    column = {"name": "c", "title": "C", "description": "Essai.", "type": "string"}
    reason = "la source ne dit pas ce que couvre chaque circonscription"
    long = Column.model_validate({**column, "missingValues": [{"value": "", "label": reason}]})
    short = Column.model_validate(
        {**column, "missingValues": [{"value": "", "label": "masqué : non publié"}]}
    )
    assert donnees.cell(long, "") == ("vide", "donnees-vide")
    assert donnees.cell(short, "") == ("masqué", "donnees-vide")
