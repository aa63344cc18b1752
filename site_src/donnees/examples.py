"""What the page of the API gives to copy: each runs as it stands, and the tests run it against the built site.

`base` is where the site stands; without an address, where `make serve` shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LOCAL = "http://localhost:8000/"
# What the examples read: an arrondissement, a street (its N_SQ_VO), and tables by their dataset.
ZONES, STREETS = "exposition", "voies-risques"
ARRONDISSEMENT, RIVOLI = "75104", "750005604"


@dataclass(frozen=True)
class Example:
    """Lines to copy, for who uses `outil`."""

    titre: str
    outil: str
    code: str


def examples(base: str, version: str) -> Iterator[Example]:
    """`version` is the current one of `ZONES`."""
    place = f"{base}donnees/"
    yield Example("Trouver un jeu", "Terminal", f"curl --silent --fail {place}index.json\n")
    yield Example("Un arrondissement", "Python", f"""\
import json
from urllib.request import urlopen

with urlopen("{place}{ZONES}/par/arrondissement/{ARRONDISSEMENT}.json") as reponse:
    lieu = json.load(reponse)
for ligne in lieu["lieux"]["{ARRONDISSEMENT}"]["{ZONES}"]:
    print(ligne["zone"], ligne["part_vides_ouverts_pct"], "% de la surface")
print("Source :", lieu["citation"])
""")  # fmt: skip
    yield Example("Une rue", "JavaScript", f"""\
const voie = "{RIVOLI}"; // N_SQ_VO de la rue de Rivoli
const adresse = `{place}{STREETS}/par/voie/${{voie.slice(-2)}}.json`;
const reponse = await fetch(adresse);
const {{ lieux }} = await reponse.json();
for (const ligne of lieux[voie].verdicts) console.log(ligne.zone, ligne.verdict);
""")  # fmt: skip
    yield Example("Une table entière", "Python (pandas)", f"""\
import pandas as pd

table = pd.read_parquet("{place}{ZONES}/{ZONES}.parquet")
print(table.groupby(["niveau", "zone"]).size())
""")  # fmt: skip
    yield Example("Les chiffres d’un graphique", "R", f"""\
chiffres <- read.csv("{place}{ZONES}/graphique.csv", encoding = "UTF-8")
print(chiffres)
""")  # fmt: skip
    yield Example("Garder une version, et la vérifier", "Terminal", f"""\
curl --silent --fail --remote-name {place}{ZONES}/{version}/{ZONES}.csv
curl --silent --fail --remote-name {place}{ZONES}/{version}/sha256sums.txt
sha256sum --check --ignore-missing sha256sums.txt
""")  # fmt: skip
