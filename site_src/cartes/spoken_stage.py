"""The stage of interactive maps in other languages: a unit a document, of the maps whose every text is translated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from maps.records.document_place import TOLD
from maps.words.document_words import DocumentWords
from site_src.cartes import spoken, translated
from site_src.cartes.constats import constats, one_after_the_other, titles
from site_src.cartes.document_words import words_of
from site_src.cartes.pages import PREFIX
from site_src.cartes.spoken import PARIS
from site_src.cartes.translated import TRANSLATED, interactive
from site_src.dossiers.border import Collection, Translations, addresses
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Unit
from site_src.frame.identity import Identite
from site_src.frame.languages import SOURCE, Language, published


def run(inputs: Inputs) -> Outputs:
    """The interactive documents in other languages, of the maps whose every text is translated: `site/<code>/maps/<name>/interactive/`.

    They load the layers, the names and the scripts of the French one.
    """
    languages: dict[str, Language] = inputs.record("langues", dict)
    read: Mapping[str, Translations] = inputs.record("translations", dict)
    units = [
        unit
        for code, one in published(languages).items()
        if code in read
        for unit in _documents(inputs, one, languages[SOURCE], read[code])
    ]
    return inputs.work.join(inputs.work.each(units).values())


def _documents(
    inputs: Inputs, language: Language, french: Language, read: Translations
) -> Iterator[Unit]:
    maps, identite = inputs.outputs["maps"], inputs.record("identite", Identite)
    pages = {
        **addresses(read, inputs.record("collection", Collection).entries),
        **translated.addresses(language.code),
    }
    notes = [language.mark, identite.dicrim.mention_in(language.words("cadre"))]
    for name in TRANSLATED:
        if f"{PREFIX}{name}.json" not in maps:
            continue
        place = interactive(language.code, name)
        one = spoken.Speech(language, french, read.phrases, pages, place, notes)
        try:
            said = _said(maps, name, one)
        except spoken.UntranslatedError:
            continue
        yield Unit(f"{name}-{language.code}", document_files, (said, words_of(language), place))


def _said(maps: Outputs, name: str, one: spoken.Speech) -> dict[str, Any]:
    territories = json.loads(maps[f"{PREFIX}{name}.json"])["territoires"]
    by_map = constats(maps, name, one)
    short = titles(maps, list(by_map[PARIS]))
    told_there = {code: one_after_the_other(said, short, one) for code, said in by_map.items()}
    return spoken.said_in(json.loads(maps[f"{TOLD}{name}.json"]), territories, told_there, one)


def document_files(said: Mapping[str, Any], mots: DocumentWords, place: str) -> dict[str, bytes]:
    """One document, in the folder `place` of the site."""
    from maps.map_files import document  # Folium and pandas: only for who draws one again

    return {f"site/{place}index.html": document(said, mots, place)}
