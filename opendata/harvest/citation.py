"""How a dataset is cited: one line (APA, 7th edition), BibTeX, and CITATION.cff (1.2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

NO_ADDRESS = "Adresse du site à compléter"
# Characters that BibTeX or TeX read as syntax, and what prints them. BibTeX counts braces, escaped or not.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "%#$&_"},
}


@dataclass(frozen=True)
class Citation:
    """What identifies one version of a dataset; `adresse` is empty while the site has none, `doi` while no archive gave one."""

    identifiant: str
    titre: str
    version: str
    date: str
    editeur: str
    adresse: str
    licences: tuple[str, ...]
    resume: str
    mots_cles: tuple[str, ...]
    doi: str = ""

    @property
    def folder(self) -> str:
        """The address of the dataset, where its latest version is; "" while the site has none."""
        return f"{self.adresse}donnees/{self.identifiant}/" if self.adresse else ""

    @property
    def place(self) -> str:
        """The address of this version, which stays when others come."""
        return f"{self.folder}{self.version}/" if self.adresse else ""

    @property
    def lien(self) -> str:
        """Where this version is found for the longest: its DOI, else its address; "" while it has neither."""
        return f"https://doi.org/{self.doi}" if self.doi else self.place


def citation(package: Mapping[str, Any], editeur: str, adresse: str, doi: str = "") -> Citation:
    """From a datapackage.json; `doi` when that description is older than it."""
    log = {entry["version"]: entry for entry in package.get("changelog", ())}
    return Citation(
        identifiant=package["name"],
        titre=package["title"],
        version=package["version"],
        date=package["created"][:10],
        editeur=editeur,
        adresse=adresse,
        licences=tuple(item["name"] for item in package["licenses"]),
        resume=package["description"],
        mots_cles=tuple(package["keywords"]),
        doi=doi or log.get(package["version"], {}).get("doi", ""),
    )


def apa(reference: Citation) -> str:
    """Author (year). Title (version) [Data set]. Address."""
    return (
        f"{reference.editeur} ({reference.date[:4]}). {reference.titre} (version {reference.version}) "
        f"[jeu de données]. {reference.lien or NO_ADDRESS}"
    )


def bibtex(reference: Citation) -> str:
    """A @misc entry, which every BibTeX style knows."""
    fields = {
        "author": f"{{{_tex(reference.editeur)}}}",
        "title": _tex(reference.titre),
        "year": reference.date[:4],
        "version": reference.version,
        "note": "Jeu de données",
        **({"doi": reference.doi} if reference.doi else {}),
        "url": reference.lien or NO_ADDRESS,
    }
    key = f"{reference.identifiant}-{reference.version}"
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{body}}}\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


def cff(reference: Citation) -> bytes:
    """CITATION.cff, which GitHub, Zenodo and Zotero read."""
    document = {
        "cff-version": "1.2.0",
        "message": "Pour citer ce jeu de données, reprendre ces éléments.",
        "type": "dataset",
        "title": reference.titre,
        "version": reference.version,
        "date-released": reference.date,
        "authors": [{"name": reference.editeur}],
        "license": list(reference.licences)
        if len(reference.licences) > 1
        else reference.licences[0],
        "abstract": reference.resume,
        "keywords": list(reference.mots_cles),
        **({"doi": reference.doi} if reference.doi else {}),
        **({"url": reference.place} if reference.place else {}),
    }
    text: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    return text.encode()
