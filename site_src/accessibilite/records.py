"""What the statement is made from: page kinds, criteria of the RGAA, results of the checks, what nobody measures.

sortes.yaml       one page of each kind
rgaa.yaml         the checks, the 106 criteria of the RGAA 4.1.2 and which check says something of which
declaration.yaml  an audit when there is one, how long results hold, what is known
resultats.yaml    what `python -m tools.accessibilite` found, and when
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import Field, RootModel, StringConstraints, model_validator

from opendata.findings import Finding, FindingsError, Record, broken, read_record, read_yaml

FOLDER = "data/accessibilite/"
SORTES, RGAA = f"{FOLDER}sortes.yaml", f"{FOLDER}rgaa.yaml"
DECLARATION, RESULTATS = f"{FOLDER}declaration.yaml", f"{FOLDER}resultats.yaml"
CRITERIA = 106  # RGAA 4.1.2
COMMAND = "make accessibilite"

Texte = Annotated[str, StringConstraints(min_length=1)]
Textes = Annotated[tuple[Texte, ...], Field(min_length=1)]
Nom = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
Compte = Annotated[int, Field(ge=0)]
R = TypeVar("R", bound=Record)
Etat = Literal["totalement conforme", "partiellement conforme", "non conforme"]


class Sorte(Record):
    """A kind of page, by one of its pages: address below the site's root. `document`: one without the site's frame."""

    id: Nom
    nom: Texte
    adresse: str
    document: bool = False
    absente: bool = False

    @property
    def fichier(self) -> str:
        """The file that answers, below the site's root."""
        if self.absente:
            return "404.html"
        return self.adresse if self.adresse.endswith(".html") else f"{self.adresse}index.html"


class _Sortes(RootModel[Annotated[tuple[Sorte, ...], Field(min_length=1)]]):
    """The whole file."""


class Controle(Record):
    """What a program asks of every kind of page."""

    id: Nom
    nom: Texte
    comment: Texte
    en: Texte


class Critere(Record):
    """A criterion: the checks that say something of it, a fact that can be read, what neither judges, or why nothing here is concerned."""

    n: str
    titre: Texte
    par: tuple[Nom, ...] = ()
    fait: str = ""
    reste: str = ""
    sans_objet: str = ""

    @property
    def groupe(self) -> int:
        """The number of what it belongs to: a theme of the RGAA, a family of the RGESN."""
        return int(self.n.partition(".")[0])


class CritereRgaa(Critere):
    """A criterion of the RGAA, in one of 13 themes."""

    n: Annotated[str, StringConstraints(pattern=r"^\d{1,2}\.\d{1,2}$")]


class CritereRgesn(Critere):
    """A criterion of the RGESN, in one of 9 families."""

    n: Annotated[str, StringConstraints(pattern=r"^\d\.\d{1,2}$")]


class Rgaa(Record):
    """Checks, themes and criteria."""

    controles: Annotated[tuple[Controle, ...], Field(min_length=1)]
    themes: dict[int, Texte]
    criteres: tuple[CritereRgaa, ...]

    @model_validator(mode="after")
    def _every_criterion_once_by_known_checks(self) -> Rgaa:
        if len({one.n for one in self.criteres}) != CRITERIA or len(self.criteres) != CRITERIA:
            raise broken(f"{len(self.criteres)} critères", f"les {CRITERIA} critères du RGAA 4.1.2, une fois chacun",
                         "compléter ou retirer un critère")  # fmt: skip
        known = {one.id for one in self.controles}
        for critere in self.criteres:
            unknown = sorted(set(critere.par) - known)
            if unknown or critere.groupe not in self.themes:
                raise broken(f"critère {critere.n} : {', '.join(unknown) or 'thème'} inconnu",
                             "un critère nomme des contrôles et un thème de ce fichier", "corriger le nom")  # fmt: skip
        return self


class Audit(Record):
    """An audit of conformity made by a person: criteria respected, of those that apply."""

    date: date
    realise_par: Texte
    respectes: Compte
    applicables: Annotated[int, Field(ge=1, le=CRITERIA)]


class Limite(Record):
    """What is known and no check measures."""

    fr: Texte
    en: Texte


class Declaration(Record):
    """What a person decides or knows."""

    audit: Audit | None
    duree_jours: Annotated[int, Field(ge=1, le=3 * 366)]
    technologies: Textes
    limites: Annotated[tuple[Limite, ...], Field(min_length=1)]

    @property
    def etat(self) -> Etat:
        """The legal state: without a valid audit, « non conforme » (decree 2019-768; RGAA, « Mentions obligatoires »)."""
        if self.audit is None or 2 * self.audit.respectes < self.audit.applicables:
            return "non conforme"
        full = self.audit.respectes == self.audit.applicables
        return "totalement conforme" if full else "partiellement conforme"


class Echec(Record):
    """What a check found wrong with a page kind."""

    sorte: Nom
    quoi: Texte


class Resultat(Record):
    """What a check found; `pages`: how many documents it was asked of."""

    id: Nom
    pages: Compte
    echecs: tuple[Echec, ...]


class Poids(Record):
    """What a first visit of a page kind asks for: requests, bytes (gzip), other hosts, fonts."""

    sorte: Nom
    requetes: Compte
    octets: Compte
    tiers: Compte
    polices: Compte


class Resultats(Record):
    """What was measured, when, of which revision; `empreinte` is the SHA-256 of the documents that were opened."""

    mesure_le: date
    revision: Texte
    empreinte: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    navigateur: Texte
    outils: Textes
    sortes: Annotated[tuple[Nom, ...], Field(min_length=1)]
    controles: Annotated[tuple[Resultat, ...], Field(min_length=1)]
    poids: tuple[Poids, ...]


@dataclass(frozen=True)
class Preuves:
    """Everything that the statement says."""

    sortes: tuple[Sorte, ...]
    rgaa: Rgaa
    declaration: Declaration
    resultats: Resultats


def read_kinds(raw: bytes) -> tuple[Sorte, ...]:
    """The page kinds, in file order. Raises `FindingsError`."""
    findings: list[Finding] = []
    read = _kinds(raw, findings)
    if read is None:
        raise FindingsError(findings)
    return read


def _kinds(raw: bytes, findings: list[Finding]) -> tuple[Sorte, ...] | None:
    document = read_yaml(SORTES, raw, findings)
    read = read_record(document, _Sortes, findings) if document else None
    if read is None or document is None:
        return None
    twice = _twice(one.id for one in read.root)
    findings.extend(map(_written_twice, twice))
    return None if twice else read.root


def _written_twice(name: str) -> Finding:
    return Finding(SORTES, 0, 0, f"sorte « {name} » donnée deux fois", "une sorte de page n'a qu'une ligne",
                   "retirer l'une des deux")  # fmt: skip


def _twice(names: Iterable[str]) -> list[str]:
    every = list(names)
    return sorted({name for name in every if every.count(name) > 1})


def read_evidence(files: Mapping[str, bytes], findings: list[Finding]) -> Preuves | None:
    """Everything, from the four files; what is wrong goes to `findings`."""
    sortes = _kinds(files.get(SORTES, b""), findings)
    rgaa = _read(files, RGAA, Rgaa, findings)
    declaration = _read(files, DECLARATION, Declaration, findings)
    resultats = _read(files, RESULTATS, Resultats, findings)
    if sortes is None or rgaa is None or declaration is None or resultats is None:
        return None
    return Preuves(sortes, rgaa, declaration, resultats)


def _read(
    files: Mapping[str, bytes], path: str, kind: type[R], findings: list[Finding]
) -> R | None:
    document = read_yaml(path, files.get(path, b""), findings)
    return read_record(document, kind, findings) if document else None


def overdue(evidence: Preuves, day: date) -> list[Finding]:
    """What `check --strict` finds late on `day`: results too old, or other kinds of pages and checks than they know."""
    age, most = (day - evidence.resultats.mesure_le).days, evidence.declaration.duree_jours
    known, measured = [one.id for one in evidence.sortes], evidence.resultats.sortes
    described = [one.id for one in evidence.rgaa.controles]
    asked = [one.id for one in evidence.resultats.controles]
    old = [
        _late(
            f"contrôles d'accessibilité faits il y a {age} jours",
            f"au plus {most} jours ({DECLARATION})",
        )
    ]
    missing = (
        f"sorte de page « {name} » jamais contrôlée" for name in known if name not in measured
    )
    gone = (f"sorte de page « {name} » qui n'existe plus" for name in measured if name not in known)
    return [
        *(old if age > most else ()),
        *(_late(what, f"les contrôles portent sur les sortes de {SORTES}") for what in (*missing, *gone)),
        *(_late(f"contrôle « {name} » sans résultat", f"chaque contrôle de {RGAA} a été fait") for name in described if name not in asked),
    ]  # fmt: skip


def _late(what: str, rule: str) -> Finding:
    return Finding(RESULTATS, 0, 0, what, rule, f"relancer {COMMAND}", page="/accessibilite/")
