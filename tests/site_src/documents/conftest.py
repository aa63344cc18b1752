"""The documents of the real register, made once, with a small drawing in place of the map."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from site_src.risques.register import Register
from tests.builds import UNKNOWN, committed, outputs, record
from tests.site_src.donnees.packages import packages

TYPEFACE = "node_modules/@expo-google-fonts/atkinson-hyperlegible-next/"
READS = ("data/risques/*", "data/affiches.yaml", "data/sources.yaml", "data/datasets/crues/**/*",
         "data/datasets/hauteurs-effets/**/*", "data/datasets/maxima-annuels/**/*",
         "site_src/documents/templates/*.typ", "data/pictogrammes/**/*", f"{TYPEFACE}*/*.ttf")  # fmt: skip
MAP = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><title>Carte d&#39;essai</title>'
    b'<desc>Un rectangle de 2 km\xc2\xb2</desc><rect width="20" height="10"/></svg>'
)
OPTIONS = {"adresse": "", "depot": "", "epoch": "1763830000", "instant": "1763830000"}

Files = dict[str, bytes]
Made = Callable[[Files], tuple[Files, Files]]


@pytest.fixture(scope="session")
def files() -> Files:
    return committed(*READS) | UNKNOWN


def register_of(files: Files) -> Register:
    return record(files, "register", Register)


@pytest.fixture(scope="session")
def make() -> Made:
    """Files → (packages, documents)."""

    def made(files: Files) -> tuple[Files, Files]:
        published = packages(files)
        given = {"maps": {"site/cartes/inondation/carte.svg": MAP}, "packages": published}
        return published, outputs("documents", files, given, OPTIONS)

    return made


@pytest.fixture(scope="session")
def documents(files: Files, make: Made) -> Files:
    return make(files)[1]
