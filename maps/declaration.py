"""data/cartes.yaml: what each map shows, in which order, how it is drawn and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, RootModel, StringConstraints, model_validator

from maps.classes import Choroplethe
from maps.layers import POINTS
from maps.style import Precision, Slug, Style, Symbole, Text
from maps.vision import CONFUSABLE, confusions
from opendata.findings import Document, Finding, Record, broken, read_record, read_yaml

Key = str | int

LAYER_RULE = "une couche déclarée est un fichier de data/geo/"
PROPERTY_RULE = "une propriété citée existe sur toutes les entités de la couche"
SOURCE_RULE = "une source citée est décrite dans data/sources.yaml"
SHARED_RULE = "un identifiant est celui d'une seule couche : ses données sont publiées une fois pour toutes les cartes"
PATTERN_RULE = "deux couches de risque d'une carte se distinguent en noir et blanc"
SIGN_RULE = "une couche de points, et elle seule, est dessinée par un symbole"
HUE_RULE = f"deux couches de risque se distinguent sous les trois daltonismes (écart CIELAB d'au moins {CONFUSABLE:.0f})"


class Choix(Record):
    """Which features of the file are shown: a value among `valeurs`, or at least `minimum`."""

    propriete: Text
    valeurs: tuple[bool | str | int, ...] = ()
    minimum: float | None = None

    @model_validator(mode="after")
    def _one_criterion(self) -> Self:
        if bool(self.valeurs) == (self.minimum is not None):
            raise broken("choix sans critère, ou avec deux",
                         "un choix a soit « valeurs », soit « minimum »", "n'écrire que l'un des deux")  # fmt: skip
        return self

    def keeps(self, value: object) -> bool:
        """Whether a feature with this value of `propriete` is shown."""
        if self.minimum is None:
            return value in self.valeurs
        return isinstance(value, int | float) and value >= self.minimum


class Ligne(Record):
    """One line of a popup: a property of the feature under a French label."""

    propriete: Text
    libelle: Text


class Detail(Record):
    """All features of the file, without `choix`, from this zoom of the interactive map on."""

    zoom: Annotated[int, Field(ge=12, le=17)]
    ecran_m: Annotated[float, Field(gt=0, le=20)]


class Couche(Record):
    """One layer of a map. `est_fond`: part of the background, not a hazard."""

    id: Slug
    fichier: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    est_fond: bool = False
    libelle: Text
    legende: Text
    definition: str = ""
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    choix: Choix | None = None
    detail: Detail | None = None
    etiquette: Text | None = None
    infobulle: tuple[Ligne, ...] = ()
    style: Style
    precision: Precision

    @property
    def properties(self) -> tuple[str, ...]:
        """The properties that popups and labels show, in the order of the declaration."""
        shown = [line.propriete for line in self.infobulle]
        return tuple(dict.fromkeys([*shown, *([self.etiquette] if self.etiquette else [])]))

    def references(self) -> Iterator[tuple[tuple[Key, ...], str]]:
        """Every property named, with where in the declaration it is named."""
        if self.choix:
            yield ("choix", "propriete"), self.choix.propriete
        if self.etiquette:
            yield ("etiquette",), self.etiquette
        for number, line in enumerate(self.infobulle):
            yield ("infobulle", number, "propriete"), line.propriete


class ChiffrePublie(Record):
    """A figure published elsewhere about the same question, shown beside ours with its date.

    `est_a_confirmer` until the figure has been read in its first source.
    """

    texte: Text
    date: Text
    source: Text
    est_a_confirmer: bool = True
    adresse: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""


class Carte(Record):
    """One map. `resume` says in words what the picture shows; `limites` what it cannot, `avis` in a few words;
    `titre_liste` is the title of the page that lists its places.

    `texte` names the words that go with it, by arrondissement (`maps.words.TEXTS`). The classes of a
    `choroplethe` are drawn below `couches` (`maps.choropleth`); `est_fictif` is written across the map.
    """

    id: Slug
    titre: Text
    titre_court: Text
    description: Text
    resume: Text
    texte: Literal[
        "inondation", "carrieres", "tous-risques", "tranquillite", "fraicheur", "lieux-utiles"
    ]
    avis: str = ""
    titre_liste: str = ""
    limites: Annotated[tuple[Text, ...], Field(min_length=1)]
    couches: Annotated[tuple[Couche, ...], Field(min_length=1)]
    choroplethe: Choroplethe | None = None
    est_fictif: bool = False
    chiffres_publies: tuple[ChiffrePublie, ...] = ()

    @property
    def places(self) -> tuple[Couche, ...]:
        """The layers made of places that people go to, the one drawn on top first."""
        return tuple(couche for couche in reversed(self.couches) if couche.style.symbole)

    @property
    def legende(self) -> tuple[Couche, ...]:
        """All layers as a legend lists them: what the map is about, then its background."""
        zones = [couche for couche in self.hazards if not couche.style.symbole]
        return (*self.places, *zones, *(couche for couche in self.couches if couche.est_fond))

    @property
    def hazards(self) -> tuple[Couche, ...]:
        """The layers that are not background."""
        return tuple(couche for couche in self.couches if not couche.est_fond)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of all layers, hazards first, each once."""
        ordered = [*self.hazards, *(couche for couche in self.couches if couche.est_fond)]
        return tuple(dict.fromkeys(name for couche in ordered for name in couche.sources))


class _Cartes(RootModel[tuple[Carte, ...]]):
    """The whole file: a list of maps."""


def read_cartes(
    path: str,
    raw: bytes,
    properties: Mapping[str, frozenset[str]],
    sources: frozenset[str],
    findings: list[Finding],
) -> tuple[Carte, ...] | None:
    """The declared maps; `None` with every finding when one of them is broken.

    `properties` are those that every feature of a layer has, by name of the layer;
    `sources` the ids of data/sources.yaml.
    """
    document = read_yaml(path, raw, findings)
    if document is None:
        return None
    record = read_record(document, _Cartes, findings)
    if record is None:
        return None
    found = [
        *_repeated(document, (), [carte.id for carte in record.root]),
        *(finding for number, carte in enumerate(record.root)
          for finding in _carte_findings(document, number, carte, properties, sources)),
        *_homonyms(document, record.root),
    ]  # fmt: skip
    # A layer that several maps share by a YAML alias is wrong once, where it is written.
    findings.extend(dict.fromkeys(found))
    return None if found else record.root


def _carte_findings(
    document: Document,
    number: int,
    carte: Carte,
    properties: Mapping[str, frozenset[str]],
    sources: frozenset[str],
) -> Iterator[Finding]:
    where = (number, "couches")
    yield from _repeated(document, where, [couche.id for couche in carte.couches])
    for index, couche in enumerate(carte.couches):
        yield from _couche_findings(document, (*where, index), couche, properties, sources)
    yield from _likeness(document, number, carte)


def _couche_findings(
    document: Document,
    where: tuple[Key, ...],
    couche: Couche,
    properties: Mapping[str, frozenset[str]],
    sources: frozenset[str],
) -> Iterator[Finding]:
    for index, name in enumerate(couche.sources):
        if name not in sources:
            yield document.finding((*where, "sources", index), f"source « {name} » inconnue", SOURCE_RULE,
                                   "corriger l'identifiant ou décrire la source")  # fmt: skip
    if couche.fichier not in properties:
        yield document.finding((*where, "fichier"), f"couche « {couche.fichier} » inconnue", LAYER_RULE,
                               f"choisir parmi {', '.join(sorted(properties))}")  # fmt: skip
        return
    if couche.fichier in POINTS and not couche.style.symbole:
        yield document.finding((*where, "style"), "couche de points sans symbole", SIGN_RULE,
                               f"ajouter « symbole » : {', '.join(get_args(Symbole))}")  # fmt: skip
    if couche.style.symbole and couche.fichier not in POINTS:
        yield document.finding((*where, "style", "symbole"), f"symbole sur « {couche.fichier} », qui n'a pas de points",
                               SIGN_RULE, "retirer « symbole »")  # fmt: skip
    known = properties[couche.fichier]
    for keys, name in couche.references():
        if name not in known:
            yield document.finding((*where, *keys), f"propriété « {name} » inconnue de {couche.fichier}", PROPERTY_RULE,
                                   f"choisir parmi {', '.join(sorted(known))}")  # fmt: skip


def _repeated(document: Document, where: tuple[Key, ...], ids: list[str]) -> Iterator[Finding]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield document.finding((*where, index, "id"), f"identifiant « {name} » déjà pris",
                                   "un identifiant n'est donné qu'une fois", "en choisir un autre")  # fmt: skip


def _homonyms(document: Document, cartes: tuple[Carte, ...]) -> Iterator[Finding]:
    """Layers of two maps under one id that are not the same layer."""
    first: dict[str, tuple[Carte, Couche]] = {}
    for number, carte in enumerate(cartes):
        for index, couche in enumerate(carte.couches):
            owner, same = first.setdefault(couche.id, (carte, couche))
            if couche != same and owner is not carte:
                yield document.finding((number, "couches", index, "id"),
                                       f"couche « {couche.id} » autre que celle de la carte « {owner.id} »", SHARED_RULE,
                                       "reprendre la couche par son ancre YAML, ou changer d'identifiant")  # fmt: skip


def _likeness(document: Document, number: int, carte: Carte) -> Iterator[Finding]:
    """Hazards that a reader could take for one another: same pattern, or hues that merge."""
    places = {couche.id: index for index, couche in enumerate(carte.couches)}
    for index, couche in enumerate(carte.hazards):
        where = (number, "couches", places[couche.id], "style")
        for other in carte.hazards[:index]:
            key, shape = _shape(couche)
            if (key, shape) == _shape(other):
                yield document.finding((*where, key), f"{key} « {shape} » déjà celui de « {other.id} »",
                                       PATTERN_RULE, f"choisir un autre {key}")  # fmt: skip
            for theme in ("clair", "sombre"):
                merged = confusions(_hue(couche, theme), _hue(other, theme))
                if merged:
                    yield document.finding((*where, "trait", theme),
                                           f"teinte proche de celle de « {other.id} » ({', '.join(merged)})", HUE_RULE,
                                           "écarter davantage les deux teintes")  # fmt: skip


def _shape(couche: Couche) -> tuple[str, str]:
    """What tells a layer apart without colour: the sign of its places, or the pattern of its ground."""
    style = couche.style
    return ("symbole", style.symbole) if style.symbole else ("motif", style.motif)


def _hue(couche: Couche, theme: str) -> str:
    hue: str = getattr(couche.style.trait, theme)
    return hue
