"""The stage: the file for a crisis in both forms and languages, with the place where its alerts are laid in."""

from __future__ import annotations

from opendata.findings import Finding, FindingsError
from site_src.crise.contents import Writer
from site_src.crise.page import page, styled
from site_src.crise.plain import plain
from site_src.crise.texts import Texts
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.frame.crisis_file import CRISIS_FILES
from site_src.frame.identity import Identite, identity_at
from site_src.risques.border import Chosen, Langue, Register

STYLE = "site_src/crise/templates/fichier.css"
TOKENS = "site_src/publishing/theme/assets/jetons.css"
LANGUAGES: tuple[Langue, ...] = ("fr", "en")


def run(inputs: Inputs) -> Outputs:
    """`site/crise.html`, `site/crise.txt` and their English versions. Raises `FindingsError` on an address that is none."""
    findings: list[Finding] = []
    identite = identity_at(inputs.record("identite", Identite), inputs.options, findings)
    if identite is None:
        raise FindingsError(findings)
    style = styled(inputs.files[STYLE].decode(), inputs.files[TOKENS].decode())
    register, chosen = inputs.record("register", Register), inputs.record("crise", Chosen)
    texts = inputs.record("crisis_texts", Texts)
    start = identite.adresse
    addresses: dict[str, str] = {
        langue: f"{start}{CRISIS_FILES[langue][0]}" for langue in LANGUAGES if start
    }
    made: dict[str, bytes] = {}
    for langue in LANGUAGES:
        sheet = Writer(register, chosen, texts, identite, langue).sheet()
        document, text = CRISIS_FILES[langue]
        made[f"site/{document}"] = page(sheet, style, addresses).encode()
        made[f"site/{text}"] = plain(sheet).encode()
    return made
