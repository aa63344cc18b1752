"""A dataset as `data/datasets/<id>/dataset.yaml` declares it, once, for package and page alike."""

from __future__ import annotations

import datetime
import math
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from opendata.findings import Record, broken
from opendata.records.resource import Resource
from opendata.records.schema import Name, Slug, Text

# Data themes of the EU Publications Office: environment, justice, regions, transport, government.
Theme = Literal["ENVI", "JUST", "REGI", "TRAN", "GOVE"]
Frequency = Literal["annuelle", "trimestrielle", "irreguliere", "ponctuelle"]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]

FOLDER = "data/datasets"


def page(identifier: str) -> str:
    """The address of a dataset's page, from the site's root."""
    return f"/donnees/{identifier}/"


class ContactPoint(Record):
    """Who answers questions; an empty e-mail reads « à compléter »."""

    nom: Text
    courriel: str = ""


class Period(Record):
    """Years covered, both included."""

    debut: int
    fin: int

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.fin < self.debut:
            raise broken(f"période {self.debut}–{self.fin}", "la fin ne précède pas le début",
                         "échanger les deux années")  # fmt: skip
        return self


class Territory(Record):
    """The place covered, by name and Insee code."""

    libelle: Text
    code_insee: Annotated[str, StringConstraints(pattern=r"^[0-9AB]{5}$")]


class Break(Record):
    """A date from which figures are no longer comparable with those before, and why."""

    date: datetime.date
    texte: Text


class Release(Record):
    """One published version: what changed, for a reader.

    `empreinte`, of every version but the current one: SHA-256 of its archived datapackage.json. `retiree`: why the
    files of a version of protected tables are no longer published; its number and its page stay. `reprise`: where its
    counts stand in the current version, when every one of them does and its files are not kept twice. `doi`: what an
    archive gave when it took this version (10.5281/zenodo.…).
    """

    version: Version
    date: datetime.date
    texte: Text
    empreinte: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    retiree: Text | None = None
    doi: Annotated[str, StringConstraints(pattern=r"^(10\.[0-9]{4,9}/[!-~]+)?$")] = ""
    reprise: Text | None = None

    @property
    def est_sans_fichiers(self) -> bool:
        """Whether no file of its own is kept."""
        return self.retiree is not None or self.reprise is not None


class Paper(Record):
    """A document that rows come from, when it is no dataset of sources.yaml.

    An empty `adresse` means that we know of no public address for it.
    """

    id: Slug
    titre: Text
    editeur: Text
    annee: int
    adresse: Annotated[str, StringConstraints(pattern=r"^(https://\S+)?$")]
    lu_le: datetime.date


class Lineage(Record):
    """Where the data come from: ids of sources.yaml, and documents described here."""

    sources: tuple[Slug, ...] = ()
    documents: tuple[Paper, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Every id that a resource may derive from."""
        return frozenset((*self.sources, *(paper.id for paper in self.documents)))


class ChartDeclaration(Record):
    """A static chart of one resource, with the rows `filtre` keeps.

    `description` says the chart in words to who does not see it, `legende` its source to who does.

    `barres`: one bar for each value of `ligne`; `colonnes`: the same, upright and narrow, for a
    long series; `frise`: the same, each at its year on a scale of time. `matrice`: `ligne` × `colonne`. `multiples`: for
    each `ligne` a small chart of its own scale, with an upright bar for each `colonne`. Without `valeur` rows are counted, and `unite`
    says of what. `exclut` leaves codes out of `ligne` or `colonne` (totals, for one). `unite`
    stands in for the column's. Of `colonnes`, those whose column `evide` is true are hollow, and
    those of `nomme_des` or more carry their name.
    """

    nom: Slug
    titre: Text
    description: Text
    legende: Text
    ressource: Slug
    forme: Literal["barres", "colonnes", "frise", "matrice", "multiples"]
    ligne: Name
    colonne: Name | None = None
    valeur: Name | None = None
    unite: Text | None = None
    filtre: dict[Name, Text] = Field(default_factory=dict)
    exclut: tuple[Text, ...] = ()
    evide: Name | None = None
    nomme_des: float = math.inf

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the resource that the chart names."""
        named = (self.ligne, self.colonne, self.valeur, self.evide, *self.filtre)
        return tuple(name for name in named if name)

    @model_validator(mode="after")
    def _matrix_has_columns(self) -> ChartDeclaration:
        if (self.forme in ("matrice", "multiples")) != (self.colonne is not None):
            raise broken(f"graphique « {self.nom} » : « colonne » va avec les formes « matrice » et « multiples »",
                         "une matrice et des multiples ont des lignes et des colonnes, des barres ont des lignes",
                         "ajouter ou retirer « colonne »")  # fmt: skip
        return self

    @model_validator(mode="after")
    def _upright_bars_are_told_apart(self) -> ChartDeclaration:
        if self.forme != "colonnes" and (self.evide is not None or self.nomme_des < math.inf):
            raise broken(f"graphique « {self.nom} » : « evide » et « nomme_des » vont avec la forme « colonnes »",
                         "seules des barres debout sont évidées ou nommées une à une", "les retirer, ou changer « forme »")  # fmt: skip
        return self

    @model_validator(mode="after")
    def _timeline_has_lengths(self) -> ChartDeclaration:
        if self.forme == "frise" and self.valeur is None:
            raise broken(f"graphique « {self.nom} » : « frise » sans « valeur »",
                         "une frise montre une valeur à chaque année", "ajouter « valeur », ou changer « forme »")  # fmt: skip
        return self

    @model_validator(mode="after")
    def _count_has_a_unit(self) -> ChartDeclaration:
        if self.valeur is None and self.unite is None:
            raise broken(f"graphique « {self.nom} » : ni « valeur » ni « unite »",
                         "un graphique montre une colonne, ou compte des lignes et dit de quoi",
                         "ajouter « valeur », ou « unite » pour compter les lignes")  # fmt: skip
        return self


class Rate(Record):
    """A share or a rate of one resource: `numerateur` for each `pour` of `denominateur`, row by row."""

    titre: Text
    ressource: Slug
    ligne: Name
    numerateur: Name
    denominateur: Name
    pour: Annotated[int, Field(gt=0)] = 100
    filtre: dict[Name, Text] = Field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the resource that the rate names."""
        return (self.ligne, self.numerateur, self.denominateur, *self.filtre)


class Rates(Record):
    """Figures per inhabitant, or the reason why there is none; `texte` explains either."""

    texte: Text
    calcul: Rate | None = None


class KnownError(Record):
    """What is wrong in the tables as they are published, until a version puts it right; `date`: when it was known."""

    date: datetime.date
    texte: Text


class Dataset(Record):
    """The whole of dataset.yaml; its folder's name is its identifier and its address.

    `diffusion: affichage` is for what derives from a source whose licence is to confirm: pages
    show it with attribution, no file of it is published. `sans_graphique`: why it has no chart.
    """

    titre: Text
    titre_court: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    description: Annotated[str, StringConstraints(min_length=40)]
    mots_cles: Annotated[tuple[Text, ...], Field(min_length=1)]
    theme: Theme
    contact: ContactPoint
    frequence: Frequency
    couverture_temporelle: Period
    couverture_spatiale: Territory
    diffusion: Literal["telechargement", "affichage"] = "telechargement"
    methode: Text
    protection: Text
    limites: Annotated[tuple[Text, ...], Field(min_length=1)]
    ruptures: tuple[Break, ...]
    erreurs: tuple[KnownError, ...] = ()
    taux: Rates
    lignee: Lineage
    est_fictif: bool
    journal: Annotated[tuple[Release, ...], Field(min_length=1)]
    ressources: Annotated[tuple[Resource, ...], Field(min_length=1)]
    graphiques: tuple[ChartDeclaration, ...]
    sans_graphique: Text | None = None

    @model_validator(mode="after")
    def _has_a_chart_or_says_why(self) -> Dataset:
        if self.graphiques and self.sans_graphique:
            raise broken("« graphiques » et « sans_graphique » à la fois", "une chose est là, ou la raison de son absence",
                         "retirer l'une des deux clés")  # fmt: skip
        if not self.graphiques and not self.sans_graphique:
            raise broken("ni graphique, ni la raison de son absence", "la page d'un jeu montre un graphique, ou dit pourquoi il n'y en a pas",
                         "ajouter un graphique sous « graphiques », ou « sans_graphique » avec la raison")  # fmt: skip
        return self

    @property
    def est_telechargeable(self) -> bool:
        """Whether its files may be published."""
        return self.diffusion == "telechargement"

    @property
    def version(self) -> str:
        """The version published now: the journal's first."""
        return self.journal[0].version

    def resource(self, name: str) -> Resource:
        """The resource called `name`; KeyError if there is none."""
        return {resource.nom: resource for resource in self.ressources}[name]
