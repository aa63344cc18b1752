"""What a field of a form may name: each choice under the words that a person knows it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from site_src.alertes.scope import Scope
from site_src.dossiers.border import Collection

Option = Mapping[str, str]
# Names of fields that hold the identifier of something else, whatever the record.
BY_FIELD = {
    "risque": "risques",
    "source": "sources",
    "double": "sources",
    "contacts": "contacts",
    "geste": "gestes",
    "foyer": "situations",
}
# And those of one record alone.
BY_RECORD = {
    ("Alert", "secteurs"): "lieux",
    ("Ligne", "registre"): "consignes",
    ("Risque", "voir_aussi"): "risques",
    ("FicheDdrm", "risques"): "risques",
    ("CriseFile", "risques"): "risques",
}


@dataclass(frozen=True)
class Choices:
    """The choices by name of their list."""

    lists: Mapping[str, list[Option]] = field(repr=False)

    def of(self, record: str, name: str) -> list[Option]:
        """The choices of a field; none where anything may be written."""
        chosen = BY_RECORD.get((record, name)) or BY_FIELD.get(name)
        return self.lists[chosen] if chosen else []


def choices_of(collection: Collection, scope: Scope) -> Choices:
    """Risks, sources, numbers, situations, gestures, instructions and places, as they are written now."""
    register = collection.register
    return Choices({
        "risques": [_option(one.titre, one.id) for one in register.risques],
        "sources": [_option(f"{one.editeur} : {one.titre} ({one.date})", one.id)
                    for one in sorted(collection.sources.values(), key=lambda one: (one.editeur.casefold(), one.id))],
        "contacts": [_option(f"{one.numero} {one.nom}", one.id) for one in register.contacts.values()],
        "gestes": [_option(one.fr, one.id) for one in register.gestes],
        "situations": [_option(one.libelle, one.id) for one in register.situations],
        "consignes": list({text: _option(f"{risk.titre} : {text}", text)
                           for risk in scope.risques.values() for text in risk.instructions}.values()),
        "lieux": [_option(one.libelle or one.nom, one.nom) for one in scope.lieux.values()],
    })  # fmt: skip


def _option(label: str, value: str) -> Option:
    return {"label": label, "value": value}
