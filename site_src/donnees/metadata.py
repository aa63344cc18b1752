"""What pages of the open data say to machines in their head: where the same is in other forms, and how it is shared."""

from __future__ import annotations

from collections.abc import Mapping

from opendata.packages.file_names import FORMATS
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.dataset import Dataset
from site_src.donnees.cards import HEIGHT, NAME, WIDTH, has_card
from site_src.frame.page import Form, Picture

JSON, JSON_LD, TURTLE = FORMATS["json"][1], "application/ld+json", "text/turtle"
CATALOGUE = (
    Form("alternate", JSON_LD, "Catalogue DCAT-AP (JSON-LD)", "donnees/catalogue.jsonld"),
    Form("alternate", TURTLE, "Catalogue DCAT-AP (Turtle)", "donnees/catalogue.ttl"),
)


def index_forms(datasets: Mapping[str, Dataset]) -> tuple[Form, ...]:
    """The catalogue, when there is something in it."""
    return CATALOGUE if any(map(_is_told, datasets.values())) else ()


def dataset_forms(identifier: str, dataset: Dataset) -> tuple[Form, ...]:
    """What describes a dataset, for who reads its page: none of what is fictitious or only shown."""
    if not _is_told(dataset):
        return ()
    place = f"donnees/{identifier}"
    return (
        Form("describedby", JSON, "Data Package", f"{place}/{DESCRIPTION}"),
        Form("describedby", JSON_LD, "Croissant", f"{place}/croissant.json"),
        *CATALOGUE,
    )


def picture(identifier: str, dataset: Dataset) -> Picture | None:
    """The picture that stands for a dataset's page where it is shared, and what it shows in words."""
    if not has_card(dataset):
        return None
    words = f"{dataset.titre}. Graphique : {dataset.graphiques[0].description}"
    return Picture(f"donnees/{identifier}/{NAME}", WIDTH, HEIGHT, words)


def _is_told(dataset: Dataset) -> bool:
    return dataset.est_telechargeable and not dataset.est_fictif
