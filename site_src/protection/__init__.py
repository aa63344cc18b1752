"""« Comment nous protégeons les données »: the method, an example to attack, a note for the AIPD.

decisions.py  data/parametres/protection.yaml → a frozen record, or located findings
example.py    the record's two invented tables, attacked and protected by the engine
pages.py      the page and the note
"""

from site_src.protection.decisions import ADRESSE, CHEMIN, TITRE, Protection, read_protection
from site_src.protection.example import Attaque, mal_protegee, protegee
from site_src.protection.pages import pages

__all__ = [
    "ADRESSE",
    "CHEMIN",
    "TITRE",
    "Attaque",
    "Protection",
    "mal_protegee",
    "pages",
    "protegee",
    "read_protection",
]
