"""The stage: ten risks in each published language but French → `documents/<language>/what-to-do.pdf`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from opendata.findings import Finding, FindingsError
from site_src.documents.composition import Typesetter
from site_src.documents.dicrim import PrintedEdition
from site_src.documents.stage import (
    PUBLISHED,
    needed,
    printed_pictograms,
    signs_found,
    templates,
    typeface,
)
from site_src.documents.ten_risks import PATH, WORDS, ten_risks, told
from site_src.dossiers.border import Translations, langue_of
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Unit
from site_src.frame import identity
from site_src.frame.identity import Identite
from site_src.frame.languages import Language, published
from site_src.risques.border import FOLDER as RISKS
from site_src.risques.border import Chosen, Register


def run(inputs: Inputs) -> Outputs:
    """One PDF a language in which every of the ten is translated; raises FindingsError."""
    findings: list[Finding] = []
    identite = identity.identity_at(inputs.record("identite", Identite), inputs.options, findings)
    if identite is None:
        raise FindingsError(findings)
    register = inputs.record("register", Register)
    edition = PrintedEdition(register, identite, int(inputs.options["epoch"]), {})
    drawn = printed_pictograms(inputs.record("pictogrammes", dict), inputs.record("gestes", dict))
    files = {**templates(inputs.files), **typeface(inputs.files), **drawn}
    typesetter = Typesetter(files, edition.epoch)
    read: Mapping[str, Translations] = inputs.record("translations", dict)
    chosen = inputs.record("crise", Chosen)
    units = [
        _unit(one, read[code], chosen, edition, typesetter)
        for code, one in published(inputs.record("langues", dict)).items()
        if code in read and has_all(chosen.ids, read[code])
    ]
    return inputs.work.join(inputs.work.each(units).values())


def has_all(ids: Iterable[str], read: Translations) -> bool:
    """Whether each of these risks was translated, if only in part."""
    return all(f"{RISKS}/{one}.yaml" in read.by_original for one in ids)


def _unit(
    language: Language,
    read: Translations,
    chosen: Chosen,
    edition: PrintedEdition,
    typesetter: Typesetter,
) -> Unit:
    what = told(chosen, edition.register, langue_of(language, read.phrases), read)
    data = ten_risks(what, language.words(WORDS), edition)
    path = f"{PUBLISHED}/{PATH.format(code=language.code)}"
    given = (needed(typesetter, data), data, path)
    return Unit(f"dix-risques-{language.code}", composed, given)


def composed(typesetter: Typesetter, data: Mapping[str, Any], path: str) -> dict[str, bytes]:
    """The document at `path`; a character that no font draws is a finding."""
    with signs_found(data, path):
        return {path: typesetter.compose("dix-risques.typ", data)}
