"""How a declared thing is drawn: colours of two themes, pattern, line; and the words of a declaration."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from opendata.findings import Record, broken

Text = Annotated[str, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Hue = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Symbole = Literal["disque", "carre", "triangle", "losange", "croix", "sautoir", "goutte", "etoile"]
Motif = Literal["plein", "hachures", "points", "verticales", "horizontales", "croix", "contour"]


class Couleur(Record):
    """One colour for the light theme, one for the dark."""

    clair: Hue
    sombre: Hue


class Style(Record):
    """How a layer is drawn: `fond` fills it, `trait` draws outline and pattern; a `contour` fills nothing.

    `epaisseur` and `tirets` (drawn, left out…) are in pixels of the screen. A layer of points has a
    `symbole` (`maps.drawing.symbol`), `taille` pixels across where all of Paris is seen.
    """

    fond: Couleur | None = None
    trait: Couleur
    epaisseur: Annotated[float, Field(gt=0, le=6)] = 1
    tirets: tuple[Annotated[int, Field(ge=1, le=40)], ...] = ()
    motif: Motif = "plein"
    symbole: Symbole | None = None
    taille: Annotated[float, Field(ge=4, le=16)] = 8

    @model_validator(mode="after")
    def _contour_fills_nothing(self) -> Self:
        if self.motif == "contour" and self.fond is not None:
            raise broken("contour avec un fond", "un contour ne remplit rien : ce qui est dessous reste lisible",
                         "retirer « fond », ou choisir un autre motif")  # fmt: skip
        return self


class Precision(Record):
    """How far a drawn line may stand from the layer's, in metres of ground: screen and picture."""

    ecran_m: Annotated[float, Field(gt=0, le=20)]
    image_m: Annotated[float, Field(gt=0, le=50)]
