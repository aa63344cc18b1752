"""Parallel records: data/langues/<code>/<…>.yaml translates data/<…>.yaml, sentence by sentence.

A translation says of which French text it is (`empreinte`, a SHA-256) and, for each sentence, the
French beside the other language. A sentence that changed in French has no translation any more: the page shows it in
French and says so, `check --strict` reports it. Nothing stale is ever shown as current.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, Field, StringConstraints, create_model, model_validator

from opendata.findings import Document, Finding, Record, broken, read_record, read_yaml
from opendata.findings.kept import Kept, read_now
from site_src.dossiers.collection import Collection
from site_src.frame.languages import FOLDER, MOTS, Language
from site_src.risques.border import FOLDER as RISQUES
from site_src.risques.border import (
    Identifiant,
    Register,
    Risque,
    Texte,
    calls_a_message_number,
    instructions,
    walk,
)

# Minutes « 00 » are not written in French (19 h, 19:00).
_FIGURES = re.compile(r"\d+")
NO_MINUTES = "00"
# What may not wait; « sans attendre d'avoir soif » says something else.
_URGENT = re.compile(
    r"sans attendre(?! d['’]| de\b)|tout de suite|immédiatement|aussitôt", re.IGNORECASE
)
ORIGINALS = "data"
CONTACTS = f"{RISQUES}/contacts.yaml"
HOUSEHOLD = f"{RISQUES}/foyer.yaml"
# The texts of a dataset are translated in one file, named as its folder.
MAPS, MAPS_FOLDER = "data/cartes.yaml", "data/cartes"
EFFECTS, CRESTS = "data/datasets/hauteurs-effets", "data/datasets/crues"
_YAML = ".yaml"
# Rubriques that have an English version; the risks and the contacts have one too.
TRANSLATED = ("se-preparer",)
# Fields of our records that a reader reads. Names of sources stay as they are published.
TEXT_FIELDS = frozenset(
    [
        "titre",
        "titre_court",
        "resume",
        "texte",
        "intro",
        "elements",
        "libelle",
        "nom",
        "usage",
        "horaires",
        "unite",
        "cas",
        "note",
        "notes",
        "perimetre",
        "manque",
    ]
)


class Phrase(Record):
    """A sentence of the French original and its translation, which holds the same figures and the same haste.

    In the file `said` bears the code of its language. `at_once` are that language's ways to say it.
    """

    at_once: ClassVar[tuple[str, ...]] = ()
    fr: Texte
    said: Texte

    @model_validator(mode="after")
    def _figures_and_haste_are_the_same(self) -> Self:
        if figures(self.fr) != figures(self.said):
            raise broken(f"chiffres différents dans « {self.said} »", "une traduction a les mêmes chiffres que l'original (heures écrites 19:00)",
                         "recopier les chiffres du français")  # fmt: skip
        if _URGENT.search(self.fr) and not self._is_urgent():
            raise broken(f"« {self.said:.40}… » ne dit pas de le faire tout de suite", "une consigne urgente le reste quand on la traduit",
                         f"écrire {' ou '.join(f'“{words}”' for words in self.at_once[:2])}")  # fmt: skip
        if calls_a_message_number(self.said):
            raise broken(f"« {self.said:.40}… » fait appeler le 114", "le 114 reçoit des messages écrits, pour qui ne peut ni parler ni entendre",
                         "écrire par exemple “or text 114”")  # fmt: skip
        return self

    def _is_urgent(self) -> bool:
        said = self.said.casefold()
        return not self.at_once or any(words.casefold() in said for words in self.at_once)


class Traduction(Record):
    """One translated file. `page` is its address below that of its language, when it is a page of its own.

    `relecteur` is the person who reviewed it, with the day; empty: not yet reviewed. `relu` is the
    SHA-256 of the sentences that this person read: one of them changed since is not reviewed any more.
    """

    page: Identifiant | None = None
    empreinte: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    relecteur: str = ""
    relu_le: datetime.date | None = None
    relu: str = ""
    phrases: tuple[Phrase, ...]

    @model_validator(mode="after")
    def _review_is_dated(self) -> Self:
        if bool(self.relecteur) != (self.relu_le is not None):
            raise broken("relecture incomplète", "une traduction relue nomme qui l'a relue et quel jour",
                         "donner « relecteur » et « relu_le », ou aucun des deux")  # fmt: skip
        read = digest(text for phrase in self.phrases for text in (phrase.fr, phrase.said))
        if self.relecteur and self.relu != read:
            raise broken("phrases changées depuis la relecture", "« relu » est l'empreinte des phrases que la personne a relues",
                         f"faire relire, puis écrire relu: {read} ; ou vider « relecteur » et « relu_le »")  # fmt: skip
        return self

    def est_relue(self, text: str) -> bool:
        """Whether the person named here has read the translation of that French sentence."""
        return bool(self.relecteur) and any(phrase.fr == text for phrase in self.phrases)


@lru_cache(maxsize=32)
def record_of(code: str, at_once: tuple[str, ...]) -> type[Traduction]:
    """The form of a translated file in one language, whose sentences stand beside the French under its code."""
    given: dict[str, Any] = {"said": (Texte, Field(alias=code))}
    phrase = create_model("Phrase", __base__=Phrase, __module__=__name__, **given)
    phrase.at_once = at_once
    phrases: Any = (Annotated[tuple[phrase, ...], Field(min_length=1)], ...)  # type: ignore[valid-type]
    return create_model("Traduction", __base__=Traduction, __module__=__name__, phrases=phrases)


def _plain(record: Traduction) -> Traduction:
    """The same without the form of one language, which no other process would know."""
    phrases = [Phrase.model_construct(fr=one.fr, said=one.said) for one in record.phrases]
    return Traduction.model_construct(**{**dict(record), "phrases": tuple(phrases)})


@dataclass(frozen=True)
class ReadTranslation:
    """A translation, its file, and the texts of its original as they are now, in order."""

    document: Document = field(repr=False)
    record: Traduction = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)

    @property
    def missing(self) -> list[str]:
        """Sentences of the original that have no translation here."""
        known = {phrase.fr for phrase in self.record.phrases}
        return [text for text in dict.fromkeys(self.texts) if text not in known]

    @property
    def is_current(self) -> bool:
        """Whether the French text is the one that was translated."""
        return self.record.empreinte == digest(self.texts) and not self.missing


@dataclass(frozen=True)
class Translations:
    """Translations into one language, by the path of their French original, and every sentence known."""

    langue: Language = field(repr=False)
    by_original: Mapping[str, ReadTranslation] = field(repr=False)
    phrases: Mapping[str, str] = field(repr=False)


def figures(text: str) -> frozenset[str]:
    """The figures of a sentence, each once (« 24 h sur 24 »), without minutes « 00 »; digits of any script are the same."""
    found = _FIGURES.findall(text)
    return frozenset("".join(str(int(digit)) for digit in one) for one in found) - {NO_MINUTES}


def essential_texts(risque: Risque) -> tuple[str, ...]:
    """What the translated page of a risk says: its name, what it is, and every instruction."""
    instructed = (
        text for _, item in instructions(risque) for text in (item.cas, item.texte) if text
    )
    return (risque.titre, risque.titre_court, risque.resume, *instructed)


def texts(record: BaseModel) -> Iterator[str]:
    """What a reader reads of a record, in order."""
    for _, item in walk(record):
        for name in type(item).model_fields:
            value = getattr(item, name)
            if name in TEXT_FIELDS:
                yield from (
                    part for part in ([value] if isinstance(value, str) else value or ()) if part
                )


def digest(texts: Iterable[str]) -> str:
    """SHA-256 of the texts of an original: layout, comments and sources of its file do not count."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def originals_of(collection: Collection) -> dict[str, tuple[str, ...]]:
    """Every file that has, or should have, a version in each language → its texts."""
    register = collection.register
    contacts = [text for contact in register.contacts.values() for text in texts(contact)]
    originals = {CONTACTS: tuple(contacts)}
    originals |= {
        f"{RISQUES}/{risque.id}.yaml": essential_texts(risque) for risque in register.risques
    }
    originals |= {
        entry.path: tuple(texts(entry.record))
        for entry in collection.entries
        if entry.rubrique in TRANSLATED
    }
    return originals | _heights(register)


def map_originals(document: Document | None) -> dict[str, tuple[str, ...]]:
    """What data/cartes.yaml says of each map: all that a page of another language shows.

    Whether the file is right is judged elsewhere: nothing of one that cannot be read.
    """
    declared = document.data if document and isinstance(document.data, list) else []
    cartes = [one for one in declared if isinstance(one, dict) and not one.get("est_fictif")]
    return {f"{MAPS_FOLDER}/{one.get('id')}": tuple(_map_texts(one)) for one in cartes}


def _map_texts(carte: Mapping[str, Any]) -> Iterator[str]:
    """What the page of a map, its list of places and its interactive document say, each text once."""
    zone: Mapping[str, Any] = (carte.get("paroles") or {}).get("zone") or {}
    layers = [one for one in carte.get("couches") or () if isinstance(one, dict)]
    said = [
        *(carte.get(name) for name in ("titre", "titre_court", "description", "titre_liste")),
        *(carte.get("avis"), *(carte.get("limites") or ())),
        *(layer.get(name) for layer in layers for name in ("legende", "definition")),
        *_spoken_texts(zone, layers),
    ]
    yield from dict.fromkeys(text for text in said if isinstance(text, str))


def _spoken_texts(zone: Mapping[str, Any], layers: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
    """Names of layers, bubbles, how sentences name the zone of the map, if it is of one."""
    yield from (zone.get("nom"), zone.get("aucune"), (zone.get("enveloppe") or {}).get("nom"))
    for layer in layers:
        yield layer.get("libelle")
        yield from (line.get("libelle") for line in layer.get("infobulle") or ())
        bubble = layer.get("bulle") or {}
        yield from (bubble.get(name) for name in ("texte", "faire", "lien"))


def _heights(register: Register) -> dict[str, tuple[str, ...]]:
    """What the page of the Seine's heights says, beside instructions; nothing of what the register does not have."""
    seine = register.seine
    shown: Mapping[str, Iterable[BaseModel]] = {
        HOUSEHOLD: register.situations,
        EFFECTS: seine.effets if seine else (),
        CRESTS: seine.crues if seine else (),
    }
    return {
        path: tuple(text for one in records for text in texts(one))
        for path, records in shown.items()
        if records
    }


def read_translations(
    files: Mapping[str, bytes],
    collection: Collection,
    languages: Mapping[str, Language],
    maps: Document | None,
    findings: list[Finding],
    kept: Kept = read_now,
) -> dict[str, Translations] | None:
    """Every translated record, by the code of its language; `None` with findings when one is broken (being late is no fault here).

    `maps` is data/cartes.yaml, where it could be read. `kept` may give a file that was read before, as long as
    it and its language are the same.
    """
    before = len(findings)
    originals = originals_of(collection) | map_originals(maps)
    others = [one for one in languages.values() if not one.is_source]
    read = {one.code: _read(files, one, originals, findings, kept) for one in others}
    return None if len(findings) > before else read


def _read(
    files: Mapping[str, bytes],
    langue: Language,
    originals: Mapping[str, tuple[str, ...]],
    findings: list[Finding],
    kept: Kept,
) -> Translations:
    read: dict[str, ReadTranslation] = {}
    folder = folder_of(langue.code)
    for path in sorted(path for path in files if _is_record(path, folder)):
        given = (files[path], langue.code, langue.at_once)
        (document, record), found = kept(path, given, partial(_located, path, *given))
        findings.extend(found)
        original = _original(path, folder, originals)
        if document and original not in originals:
            findings.append(document.finding((), f"traduction de « {original} », qui n'existe pas", f"{folder}/ a les mêmes dossiers et fichiers que data/",
                                             "renommer ou retirer le fichier"))  # fmt: skip
        elif document and record:
            read[original] = ReadTranslation(document, record, originals[original])
    findings.extend(_one_page_each(read.values()))
    return Translations(langue, read, _phrases(langue.code, read.values(), findings))


def _located(
    path: str, raw: bytes, code: str, at_once: tuple[str, ...], findings: list[Finding]
) -> tuple[Document | None, Traduction | None]:
    document = read_yaml(path, raw, findings)
    record = read_record(document, record_of(code, at_once), findings) if document else None
    return document, record and _plain(record)


def _original(path: str, folder: str, originals: Container[str]) -> str:
    """The French file, or folder of a dataset, that a translated file says."""
    same = ORIGINALS + path.removeprefix(folder)
    dataset = same.removesuffix(_YAML)
    return dataset if dataset in originals else same


def _file_of(original: str, code: str) -> str:
    """Where a translation of that original is written."""
    return f"{folder_of(code)}{original.removeprefix(ORIGINALS).removesuffix(_YAML)}{_YAML}"


def folder_of(code: str) -> str:
    """Where the translated records of a language are."""
    return f"{FOLDER}/{code}"


def _is_record(path: str, folder: str) -> bool:
    """Whether the file below a language's folder is a record, not the language itself or its words."""
    name = path.removeprefix(f"{folder}/")
    return name != path and "/" in name and not name.startswith(f"{MOTS}/")


def _one_page_each(read: Iterable[ReadTranslation]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for item in read:
        name = item.record.page
        if name and name in seen:
            yield item.document.finding(("page",), f"page « {name} » déjà prise par {seen[name]}", "une adresse n'a qu'une page",
                                        "changer l'une des deux")  # fmt: skip
        if name:
            seen.setdefault(name, item.document.path)


def _phrases(code: str, read: Iterable[ReadTranslation], findings: list[Finding]) -> dict[str, str]:
    """French → the other language over all files; one French sentence is said one way."""
    known: dict[str, tuple[str, str]] = {}
    for item in read:
        for number, phrase in enumerate(item.record.phrases):
            said, where = known.setdefault(phrase.fr, (phrase.said, item.document.path))
            if said != phrase.said:
                findings.append(item.document.finding(("phrases", number, code), f"« {phrase.fr} » traduit autrement dans {where}", "une phrase a une seule traduction",
                                                      "garder l'une des deux"))  # fmt: skip
    return {french: said for french, (said, _) in known.items()}


def overdue(
    translations: Mapping[str, Translations], collection: Collection, maps: bytes = b""
) -> list[Finding]:
    """What `check --strict` reports of published languages: translations that are missing, older, or of a sentence that is gone.

    `maps` is data/cartes.yaml.
    """
    shown = [one for one in translations.values() if one.langue.is_published]
    originals = originals_of(collection) | map_originals(read_yaml(MAPS, maps, []))
    return [finding for one in shown for finding in _overdue(one, originals)]


def _overdue(translations: Translations, originals: Iterable[str]) -> Iterator[Finding]:
    code = translations.langue.code
    for original in originals:
        item = translations.by_original.get(original)
        if item is None:
            yield Finding(original, 0, 0, f"traduction « {code} » absente", "risques, « se préparer », numéros, hauteurs de la Seine et cartes ont une version dans chaque langue publiée",
                          f"écrire {_file_of(original, code)}")  # fmt: skip
        else:
            yield from _late(item, original, code)


def _late(item: ReadTranslation, original: str, code: str) -> Iterator[Finding]:
    for text in item.missing:
        yield item.document.finding(("phrases",), f"phrase sans traduction : « {text} »", f"chaque phrase de {original} est traduite",
                                    f"ajouter fr et {code} sous « phrases »")  # fmt: skip
    now = Counter(item.texts)
    for number, phrase in enumerate(item.record.phrases):
        if phrase.fr not in now:
            yield item.document.finding(("phrases", number, "fr"), f"phrase qui n'est plus dans l'original : « {phrase.fr} »", f"une traduction suit {original}",
                                        "la corriger d'après l'original, ou la retirer")  # fmt: skip
    current = digest(item.texts)
    if item.record.empreinte != current:
        yield item.document.finding(("empreinte",), "traduction plus ancienne que l'original", f"l'empreinte est celle des textes de {original}",
                                    f"relire la traduction, puis écrire empreinte: {current}")  # fmt: skip
