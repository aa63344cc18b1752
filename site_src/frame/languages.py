"""data/langues/<code>/: the languages of the site, and the words that surround its texts in each of them.

    langue.yaml        what the language is called, which way it is read, the mark of its pages
    mots/<room>.yaml   key → words of one room; French is the source: its keys are those of every language
    <subject>/…        translated records, which `site_src.dossiers.translations` reads

A language is shown once it is said to be published; then nothing of it may be missing, and each of its pages bears its
mark. No translation is official: the French text alone is what the Mayor adopts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, Self

from pydantic import RootModel, StringConstraints, model_validator

from opendata.findings import Document, Finding, Record, broken, read_record, read_yaml
from site_src.frame.typography import typographie

FOLDER = "data/langues"
SOURCE = "fr"
MENU = "menu"
MOTS = "mots"
_PLACED = re.compile(rf"{FOLDER}/([^/]+)/(?:(langue)|{MOTS}/([^/]+))\.yaml")
# ISO 639 and, where it takes one, a region or a script (BCP 47), in small letters: an address has no others.
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,4})?")
_PLACE = re.compile(r"\{[a-z_]+\}")
Text = Annotated[str, StringConstraints(min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9à-ÿ_-]+$")]


class Langue(Record):
    """langue.yaml: `nom` in the language itself; `urgence` are ways to say at once, one of which an urgent instruction keeps.

    `noms_francais` are names that stay in French inside its sentences: pages mark them for screen readers.
    """

    nom: Text
    sens: Literal["ltr", "rtl"] = "ltr"
    publiee: bool
    officielle: bool = False
    marque: str = ""
    urgence: tuple[Text, ...] = ()
    noms_francais: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _nothing_is_shown_as_the_city_s_own(self) -> Self:
        if self.officielle:
            raise broken("traduction dite officielle", "seul le texte français est celui que la Maire arrête ; une traduction, de machine ou de personne, ne l'est pas",
                         "retirer « officielle »")  # fmt: skip
        return self


class _Words(RootModel[dict[Key, str]]):
    """One file of words: key → text; a text may be empty where a language needs none."""


@dataclass(frozen=True)
class Language:
    """One language: its code, `dir` of its pages, and its words by room and key.

    `mark` is said on each of its pages: that the translation is not official; "" for French. `french_names` stand in its
    sentences as they are, the longest first.
    """

    code: str
    name: str
    direction: str
    is_published: bool
    mark: str
    at_once: tuple[str, ...]
    rooms: Mapping[str, Mapping[str, str]] = field(repr=False)
    french_names: tuple[str, ...] = ()

    @property
    def is_source(self) -> bool:
        """Whether texts are shown as written."""
        return self.code == SOURCE

    def words(self, room: str) -> Mapping[str, str]:
        """The words of one room, by key. Raises `KeyError` on a room that French does not have."""
        return self.rooms[room]

    def gathered(self, rooms: Iterable[str]) -> dict[str, str]:
        """The words of several rooms for the scripts of one page.

        Raises `ValueError` on a key of two rooms: one would speak with the words of the other.
        """
        words: dict[str, str] = {}
        for room in rooms:
            twice = sorted(words.keys() & self.rooms[room].keys())
            if twice:
                raise ValueError(f"{room}: {', '.join(twice)} of two rooms")
            words |= self.rooms[room]
        return words


Languages = Mapping[str, Language]


def published(languages: Languages) -> dict[str, Language]:
    """Those whose pages are shown: French first, the others by code."""
    return {code: one for code, one in languages.items() if one.is_published}


def read_languages(
    files: Mapping[str, bytes], findings: list[Finding]
) -> dict[str, Language] | None:
    """Every language, French first, the others by code; `None` with findings."""
    before = len(findings)
    heads: dict[str, tuple[Document, Langue]] = {}
    rooms: dict[str, dict[str, tuple[Document, Mapping[str, str]]]] = {}
    for path in sorted(files):
        placed = _PLACED.fullmatch(path)
        document = read_yaml(path, files[path], findings) if placed else None
        if placed is None or document is None:
            continue
        code, is_head, room = placed.groups()
        if is_head and (head := read_record(document, Langue, findings)):
            heads[code] = document, head
        elif room and (words := read_record(document, _Words, findings)):
            rooms.setdefault(code, {})[room] = document, words.root
    if len(findings) == before:
        findings.extend(_faults(heads, rooms))
    if len(findings) > before:
        return None
    codes = sorted(heads, key=lambda code: (code != SOURCE, code))
    return {code: _language(code, heads[code][1], rooms) for code in codes}


Rooms = Mapping[str, Mapping[str, tuple[Document, Mapping[str, str]]]]


def _language(code: str, head: Langue, rooms: Rooms) -> Language:
    said = {
        room: {key: typeset(text, code) for key, text in words.items()}
        for room, (_, words) in rooms.get(code, {}).items()
    }
    names = sorted(
        (typeset(name, code) for name in head.noms_francais), key=lambda name: (-len(name), name)
    )
    return Language(code, head.nom, head.sens, head.publiee, typeset(head.marque, code), head.urgence, said, tuple(names))  # fmt: skip


def typeset(text: str, code: str) -> str:
    """The text with the spaces and apostrophes of its language."""
    return typographie(text) if code == SOURCE else text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")  # fmt: skip


def _faults(heads: Mapping[str, tuple[Document, Langue]], rooms: Rooms) -> Iterator[Finding]:
    for code in sorted({SOURCE, *heads, *rooms}):
        if not _CODE.fullmatch(code):
            yield Finding(f"{FOLDER}/{code}/langue.yaml", 0, 0, f"« {code} » n'est pas un code de langue", "un dossier porte le code de sa langue (ISO 639), en minuscules",
                          "renommer le dossier : en, ar, pt-br")  # fmt: skip
        elif code not in heads:
            yield Finding(f"{FOLDER}/{code}/langue.yaml", 0, 0, "langue sans fichier langue.yaml", f"chaque dossier de {FOLDER}/ dit son nom, son sens et sa marque",
                          "l'écrire d'après celui d'une autre langue")  # fmt: skip
        elif code != SOURCE:
            yield from _unmarked(*heads[code])
            yield from _unlike(code, rooms, is_published=heads[code][1].publiee)


def _unmarked(document: Document, head: Langue) -> Iterator[Finding]:
    if head.publiee and not head.marque:
        yield document.finding(("publiee",), "langue publiée sans sa marque", "chaque page traduite dit, dans sa langue, que la traduction n'est pas officielle",
                               "écrire « marque », ou publiee: false")  # fmt: skip


def _unlike(code: str, rooms: Rooms, *, is_published: bool) -> Iterator[Finding]:
    """What the words of a language lack, or have beyond the French ones."""
    french, own = rooms.get(SOURCE, {}), rooms.get(code, {})
    for room, (source, words) in french.items():
        path = f"{FOLDER}/{code}/{MOTS}/{room}.yaml"
        document, said = own.get(room, (None, {}))
        if is_published:
            yield from _missing(path, document, room, words, said)
        if document:
            yield from _strange(document, source, words, said)
    for room in sorted(own.keys() - french.keys()):
        document, _ = own[room]
        yield document.finding((), f"mots de « {room} », que le français n'a pas", "le français est la langue de départ",
                               f"écrire {FOLDER}/{SOURCE}/{MOTS}/{room}.yaml, ou retirer ce fichier")  # fmt: skip


def _missing(
    path: str,
    document: Document | None,
    room: str,
    words: Mapping[str, str],
    said: Mapping[str, str],
) -> Iterator[Finding]:
    kind = "entrée de menu" if room == MENU else "mot"
    for key, text in words.items():
        if key not in said or (text and not said[key]):
            line, column = document.place((key,)) if document else (0, 0)
            yield Finding(path, line, column, f"{kind} sans traduction : « {key} » (« {text} »)", "une langue publiée a tous les mots du français",
                          f"écrire « {key}: … »")  # fmt: skip


def _strange(
    document: Document, source: Document, words: Mapping[str, str], said: Mapping[str, str]
) -> Iterator[Finding]:
    for key, text in said.items():
        if key not in words:
            yield document.finding((key,), f"mot inconnu : « {key} »", f"les mots sont ceux de {source.path}",
                                   "corriger le nom du mot, l'ajouter en français ou le retirer")  # fmt: skip
        elif text and places(text) != places(words[key]):
            yield document.finding((key,), f"places différentes : {_listed(text)} au lieu de {_listed(words[key])}", "une traduction a les mêmes {places} que le français",
                                   f"recopier les places de « {words[key]} »")  # fmt: skip


def places(text: str) -> list[str]:
    """What a text leaves to be filled in, `{n}`, sorted."""
    return sorted(_PLACE.findall(text))


def _listed(text: str) -> str:
    return ", ".join(places(text)) or "aucune"
