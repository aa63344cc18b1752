"""A map of classes as it is declared: which table, which bounds and colours, and three looks that are no class.

    zero      a published zero
    cachee    statistical secrecy: there is a figure, and it is not given
    absente   no figure: no row, or a status that says neither « published » nor « hidden »

Bounds follow one another: a class holds its `minimum`, the next one its `maximum`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from maps.records.style import Couleur, Precision, Slug, Style, Text
from maps.records.vision import CONFUSABLE, confusions, contrast
from opendata.findings import Document, Finding, Record

Key = str | int
Where = tuple[Key, ...]

ZERO, CACHEE, ABSENTE = "zero", "cachee", "absente"
CLASSE = "classe-"  # before a rank from 1
# Two classes side by side on a black-and-white print: their contrast ratio (WCAG 2.1).
GREY_CONTRAST = 1.3
BOUNDS_RULE = "des classes se suivent sans se recouvrir ni laisser de vide"
GREY_RULE = (
    "des classes vont du plus proche au plus éloigné du papier, et se distinguent en noir et blanc"
)
HUE_RULE = f"deux classes se distinguent sous les trois daltonismes (écart CIELAB d'au moins {CONFUSABLE:.0f})"
LOOK_RULE = "une valeur cachée, un zéro et une absence ont chacun leur motif, qu'aucune classe n'a"


class Classe(Record):
    """Values from `minimum` (held) to `maximum` (not held; none for the last class)."""

    nom: Text
    minimum: Annotated[float, Field(ge=0)]
    maximum: float | None = None
    couleur: Couleur

    def holds(self, value: float) -> bool:
        """Whether the value is of this class."""
        return self.minimum <= value and (self.maximum is None or value < self.maximum)


class Etat(Record):
    """How a territory without class is drawn, and what the legend says of it."""

    libelle: Text
    legende: Text
    style: Style


class Statuts(Record):
    """The column of statuses (SDMX `obs_status`) and its codes: published, hidden."""

    colonne: Text
    publie: Annotated[tuple[Text, ...], Field(min_length=1)]
    masque: Annotated[tuple[Text, ...], Field(min_length=1)]


class Tableau(Record):
    """Which rows of a published table: one a territory, by the codes of `colonne`, once `filtre` has chosen.

    `total` is the code of the row for all the territories together.
    """

    jeu: Slug
    ressource: Slug
    colonne: Text
    total: Text
    filtre: dict[Text, Text]
    valeur: Text
    statut: Statuts

    def of(self, colonne: str, code: str) -> Tableau:
        """The same rows for another code of a column of the filter."""
        return self.model_copy(update={"filtre": {**self.filtre, colonne: code}})

    @property
    def columns(self) -> Iterator[tuple[Where, str]]:
        """Every column named, with where in the declaration it is named."""
        yield ("colonne",), self.colonne
        yield ("valeur",), self.valeur
        yield ("statut", "colonne"), self.statut.colonne
        for name in self.filtre:
            yield ("filtre", name), name


class Taux(Record):
    """Figures for each `pour` of a whole-number property; `reserve` says why a rate, and where it misleads."""

    propriete: Text
    pour: Annotated[int, Field(gt=0)]
    libelle: Text
    reserve: Text


class Multiples(Record):
    """The same map, small, for other codes of one column of the filter; `codes` says what each is called."""

    titre: Text
    colonne: Text
    codes: Annotated[dict[Text, Text], Field(min_length=1)]


class Choroplethe(Record):
    """A layer whose features are coloured by a published table; `methode` says why these bounds."""

    fichier: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    cle: Text
    nom: Text
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    precision: Precision
    table: Tableau
    effectif: Text
    taux: Taux
    methode: Text
    contour: Couleur
    classes: Annotated[tuple[Classe, ...], Field(min_length=2, max_length=7)]
    zero: Etat
    cachee: Etat
    absente: Etat
    multiples: Multiples | None = None

    @property
    def etats(self) -> Mapping[str, Etat]:
        """The three looks that are no class."""
        return {ZERO: self.zero, CACHEE: self.cachee, ABSENTE: self.absente}

    @property
    def properties(self) -> Iterator[tuple[Where, str]]:
        """Every property of the layer named, with where in the declaration it is named."""
        yield ("cle",), self.cle
        yield ("nom",), self.nom
        yield ("taux", "propriete"), self.taux.propriete

    def class_of(self, rate: float) -> str | None:
        """`classe-1`… of a rate; None when no class holds it."""
        ranks = (rank for rank, classe in enumerate(self.classes, 1) if classe.holds(rate))
        return next((f"{CLASSE}{rank}" for rank in ranks), None)


def class_findings(document: Document, where: Where, declared: Choroplethe) -> Iterator[Finding]:
    """Bounds that overlap or leave a gap, classes or looks that a reader could take for one another."""
    yield from _bounds(document, where, declared)
    yield from _hues(document, where, declared)
    yield from _greys(document, where, declared)
    yield from _looks(document, where, declared)


def _bounds(document: Document, where: Where, declared: Choroplethe) -> Iterator[Finding]:
    for index, classe in enumerate(declared.classes):
        here = (*where, "classes", index)
        is_last = index == len(declared.classes) - 1
        if classe.maximum is None and not is_last:
            yield document.finding(here, f"« {classe.nom} » n'a pas de maximum et n'est pas la dernière classe",
                                   BOUNDS_RULE, f"écrire maximum: {declared.classes[index + 1].minimum:g}")  # fmt: skip
        if classe.maximum is not None and classe.maximum <= classe.minimum:
            yield document.finding((*here, "maximum"), f"« {classe.nom} » finit à {classe.maximum:g}, où elle commence ou avant",
                                   BOUNDS_RULE, "corriger l'une des deux bornes")  # fmt: skip
        if index:
            yield from _junction(document, here, declared.classes[index - 1], classe)


def _junction(document: Document, here: Where, before: Classe, after: Classe) -> Iterator[Finding]:
    if before.maximum is None or before.maximum == after.minimum:
        return
    verb = "recouvre" if after.minimum < before.maximum else "laisse un vide après"
    yield document.finding((*here, "minimum"),
                           f"« {after.nom} » commence à {after.minimum:g} et {verb} « {before.nom} », qui finit à {before.maximum:g}",
                           BOUNDS_RULE, f"écrire minimum: {before.maximum:g}")  # fmt: skip


def _hues(document: Document, where: Where, declared: Choroplethe) -> Iterator[Finding]:
    for index, classe in enumerate(declared.classes):
        for theme in ("clair", "sombre"):
            for other in declared.classes[:index]:
                merged = confusions(getattr(classe.couleur, theme), getattr(other.couleur, theme))
                if merged:
                    yield document.finding((*where, "classes", index, "couleur", theme),
                                           f"teinte de « {classe.nom} » proche de celle de « {other.nom} » ({', '.join(merged)})",
                                           HUE_RULE, "écarter davantage les deux teintes")  # fmt: skip


def _greys(document: Document, where: Where, declared: Choroplethe) -> Iterator[Finding]:
    """Each class further from the paper than the one before: darker by day, lighter by night."""
    for theme, paper in (("clair", "#ffffff"), ("sombre", "#000000")):
        hues = [getattr(classe.couleur, theme) for classe in declared.classes]
        for index in range(1, len(hues)):
            before, after = contrast(hues[index - 1], paper), contrast(hues[index], paper)
            if after < before * GREY_CONTRAST:
                yield document.finding((*where, "classes", index, "couleur", theme),
                                       f"gris de « {declared.classes[index].nom} » trop proche de celui de « {declared.classes[index - 1].nom} »",
                                       GREY_RULE, "éloigner davantage la teinte du papier")  # fmt: skip


def _looks(document: Document, where: Where, declared: Choroplethe) -> Iterator[Finding]:
    seen = {"plein": "les classes"}
    for name, etat in declared.etats.items():
        motif = etat.style.motif
        if motif in seen:
            yield document.finding((*where, name, "style", "motif"), f"motif « {motif} » déjà pris par {seen[motif]}",
                                   LOOK_RULE, "choisir un autre motif")  # fmt: skip
        seen.setdefault(motif, f"« {name} »")
