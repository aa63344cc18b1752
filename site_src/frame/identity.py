"""data/site.yaml: who publishes the site, where, and whether the DICRIM was adopted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from opendata.findings import Finding, Record, broken, read_record, read_yaml
from opendata.records.publisher import Publisher

PATH = "data/site.yaml"
A_COMPLETER = "à compléter"
# Said on every page and in every document until data/site.yaml says it was adopted.
NON_OFFICIEL = "Ce site n’est pas le DICRIM officiel arrêté par la Maire de Paris."

# No address holds these characters unless they are escaped (RFC 3986, 2; brackets are for IPv6 alone).
_WEB = re.compile(r"""[^\s"<>\\^`{|}\[\]]+""")
# Names that no public site has: kept for examples and tests (RFC 2606, 6761), and the machine itself.
_RESERVED = re.compile(r"(?:.+\.)?(?:localhost|invalid|test|example)|127(?:\.\d+){3}|::1")
_DEPOT = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+")
_COURRIEL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _adresse(value: str) -> str:
    """An absolute web address that ends with « / », or nothing."""
    if not value:
        return value
    parts = urlsplit(value) if _WEB.fullmatch(value) else urlsplit("")
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise broken(f"« {value} » : adresse attendue", "une adresse commence par https://",
                     "écrire l'adresse complète, ou laisser vide")  # fmt: skip
    return value if value.endswith("/") else f"{value}/"


def _courriel(value: str) -> str:
    if value and not _COURRIEL.fullmatch(value):
        raise broken(f"« {value} » n'est pas une adresse électronique", "forme nom@domaine.fr",
                     "corriger l'adresse, ou laisser vide")  # fmt: skip
    return value


def _siret(value: str) -> str:
    """Fourteen digits whose Luhn sum is a multiple of ten (INSEE, Sirene), or nothing."""
    digits = re.sub(r"\s", "", value)
    if digits and not (re.fullmatch(r"[0-9]{14}", digits) and _luhn(digits) % 10 == 0):
        raise broken(f"« {value} » n'est pas un numéro SIRET", "quatorze chiffres, clé de Luhn juste",
                     "recopier le numéro du répertoire Sirene, ou laisser vide")  # fmt: skip
    return digits


def _luhn(digits: str) -> int:
    doubled = (int(d) * (1 + index % 2) for index, d in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled)


def _depot(value: str) -> str:
    """« organisation/depot », or deeper groups (GitLab)."""
    if _DEPOT.fullmatch(value):
        return value
    raise broken(f"dépôt « {value} »", "un dépôt s'écrit organisation/depot, sans adresse", "recopier la fin de son adresse")  # fmt: skip


def _connexion(value: str) -> str:
    """An https address: what is typed there opens the repository."""
    if value.startswith("https://") and _adresse(value):
        return value.rstrip("/")
    raise broken(f"« {value} » : adresse https attendue", "une session s'ouvre à une adresse chiffrée",
                 "écrire l'adresse complète du service, https://…")  # fmt: skip


Texte = Annotated[str, StringConstraints(min_length=1)]
Adresse = Annotated[str, AfterValidator(_adresse)]


class Dicrim(Record):
    """Whether the Mayor of Paris adopted this document, and by which order."""

    adopte: bool
    arrete: str = ""

    @model_validator(mode="after")
    def _order_is_named(self) -> Dicrim:
        if self.adopte and not self.arrete:
            raise broken("DICRIM dit adopté sans référence d'arrêté",
                         "un document adopté l'est par un arrêté du maire",
                         "donner référence et date dans « arrete », ou remettre adopte: false")  # fmt: skip
        return self

    def mention_in(self, words: Mapping[str, str]) -> str:
        """The sentence on the document's legal standing, in the words of the frame of a language."""
        if self.adopte:
            return words["mention_adopte"].replace("{arrete}", self.arrete)
        return words["mention"]


class Gestion(Record):
    """The editor at /gestion/, built only where data/site.yaml asks for it: whose repository it proposes changes to.

    `connexion`: for GitHub, the service that signs people in for the editor (an OAuth proxy of one's own); for GitLab, the
    instance itself, where `application` is the identifier of the application that was declared there (PKCE, RFC 7636).
    """

    service: Literal["github", "gitlab"]
    depot: Annotated[str, AfterValidator(_depot)]
    branche: Texte = "main"
    connexion: Annotated[str, AfterValidator(_connexion)]
    application: str = Field(default="", validate_default=True)

    @field_validator("application")
    @classmethod
    def _gitlab_knows_the_application(cls, application: str, given: ValidationInfo) -> str:
        service = given.data.get("service")
        if service == "gitlab" and not application:
            raise broken("GitLab sans « application »", "GitLab n'ouvre une session que pour une application déclarée chez lui",
                         "écrire l'identifiant de l'application, ou retirer « gestion »")  # fmt: skip
        if service == "github" and application:
            raise broken("« application » écrite pour GitHub", "pour GitHub, l'application est connue du seul service de connexion",
                         "retirer « application »")  # fmt: skip
        return application


class Identite(Record):
    """Who publishes. Empty values are unknown ones: pages show them as « à compléter »."""

    titre: Texte
    titre_court: Texte
    description: Texte
    adresse: Adresse = ""
    depot: Adresse = ""
    editeur: str = ""
    directeur_de_publication: str = ""
    hebergeur: str = ""
    courriel: Annotated[str, AfterValidator(_courriel)] = ""
    siret: Annotated[str, AfterValidator(_siret)] = ""
    dicrim: Dicrim = Field()
    gestion: Gestion | None = None

    @property
    def mention(self) -> str:
        """The sentence on the document's legal standing that every page carries."""
        if self.dicrim.adopte:
            return f"DICRIM arrêté par la Maire de Paris : {self.dicrim.arrete}."
        return NON_OFFICIEL

    @property
    def publisher(self) -> Publisher:
        """What travels with the data of who publishes."""
        mention = "" if self.dicrim.adopte else NON_OFFICIEL
        return Publisher(or_to_complete(self.editeur), self.courriel, mention, self.adresse)

    @property
    def is_public(self) -> bool:
        """Whether the site stands at an address that anybody can reach."""
        host = urlsplit(self.adresse).hostname or ""
        return bool(host) and not _RESERVED.fullmatch(host)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What a public site says of its publisher, and this one does not: names of empty fields."""
        named = {"editeur": self.editeur, "courriel": self.courriel}
        return tuple(name for name, value in named.items() if self.is_public and not value)

    def at(self, options: Mapping[str, str]) -> Identite:
        """The same identity at the address and repository that the build's options name, if any.

        Raises `pydantic_core.PydanticCustomError` on an option that is no web address.
        """
        given = {
            name: _adresse(options[name]) for name in ("adresse", "depot") if options.get(name)
        }
        return self.model_copy(update=given)


def or_to_complete(value: str) -> str:
    """What a page prints for a value of the identity."""
    return value or A_COMPLETER


def read_identity(raw: bytes, findings: list[Finding]) -> Identite | None:
    """The identity, or `None` with located findings."""
    document = read_yaml(PATH, raw, findings)
    read = read_record(document, Identite, findings) if document else None
    if document is None or read is None:
        return None
    findings += (_unsaid(name, *document.place((name,))) for name in read.unsaid)
    return None if read.unsaid else read


def identity_at(
    identite: Identite, options: Mapping[str, str], findings: list[Finding]
) -> Identite | None:
    """The identity at the address and repository that the command line names; `None` with findings."""
    try:
        found = identite.at(options)
    except PydanticCustomError as error:
        words = error.context or {}
        findings.append(Finding("build.py", 0, 0, words["quoi"], words["regle"], words["remede"]))
        return None
    findings += (_unsaid(name, 0, 0) for name in found.unsaid)
    return None if found.unsaid else found


def _unsaid(name: str, line: int, column: int) -> Finding:
    """A public address, and nobody who answers for it: portals and readers would have nobody to write to."""
    return Finding(PATH, line, column, f"« {name} » vide pour un site public",
                   "un site à une adresse publique dit qui le publie et où lui écrire",
                   f"remplir {name}, ou construire sans adresse")  # fmt: skip
