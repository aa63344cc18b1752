"""What other rooms may take from here: what a kind of page of their own starts from, and texts in another language."""

from site_src.dossiers.collection import Collection
from site_src.dossiers.dossier import AdressePage, Dossier, PageRecord
from site_src.dossiers.language import Langue, langue_of
from site_src.dossiers.spoken import Spoken, spoken
from site_src.dossiers.translated import addresses
from site_src.dossiers.translations import ReadTranslation, Traduction, Translations, record_of

__all__ = [
    "AdressePage",
    "Collection",
    "Dossier",
    "Langue",
    "PageRecord",
    "ReadTranslation",
    "Spoken",
    "Traduction",
    "Translations",
    "addresses",
    "langue_of",
    "record_of",
    "spoken",
]
