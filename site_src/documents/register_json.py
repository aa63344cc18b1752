"""The register as JSON: every record as it was read, sources and numbers included."""

from __future__ import annotations

from pydantic_core import to_json

from site_src.frame.identity import Identite
from site_src.risques.border import Register


def json_of(register: Register, identite: Identite, edition: str) -> bytes:
    """`registre.json`: UTF-8, keys in the order of the records; `edition` is AAAA-MM-JJ.

    Ids of `sources`, `contacts` and `gestes` are those that the risks refer to. Dates that the service
    has not supplied are null.
    """
    content = {
        "titre": "Registre des risques majeurs à Paris",
        "mention": identite.mention,
        "edition": edition,
        "langue": "fr",
        "familles": [famille.model_dump(mode="json") for famille in register.familles],
        "risques": [risque.model_dump(mode="json") for risque in register.risques],
        "gestes": [geste.model_dump(mode="json") for geste in register.gestes],
        "contacts": [contact.model_dump(mode="json") for contact in register.contacts.values()],
        "sources": [source.model_dump(mode="json") for source in register.sources.values()],
        "ddrm": register.ddrm.model_dump(mode="json"),
        "document": register.document.model_dump(mode="json"),
    }
    return to_json(content, indent=1) + b"\n"
