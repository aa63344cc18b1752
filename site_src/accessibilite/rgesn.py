"""data/accessibilite/rgesn.yaml: the 78 criteria of eco-design, and the measured facts that say something of each.

Source: référentiel général d'écoconception de services numériques, May 2024 (Arcep, Arcom, ADEME and others).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import model_validator

from opendata.findings import Finding, Record, broken, read_record, read_yaml
from site_src.accessibilite.records import FOLDER, CritereRgesn, Poids, Resultats, Texte
from site_src.accessibilite.states import State, failed_checks, state_of

RGESN = f"{FOLDER}rgesn.yaml"
CRITERIA = 78
# RGESN 4.8: two typefaces a page at most.
MOST_FONTS = 2
WEIGHTS = ("poids", "tiers", "polices")


class Rgesn(Record):
    """Families and criteria."""

    familles: dict[int, Texte]
    criteres: tuple[CritereRgesn, ...]

    @model_validator(mode="after")
    def _every_criterion_once(self) -> Rgesn:
        if len({one.n for one in self.criteres}) != CRITERIA or len(self.criteres) != CRITERIA:
            raise broken(f"{len(self.criteres)} critères", f"les {CRITERIA} critères du RGESN, une fois chacun",
                         "compléter ou retirer un critère")  # fmt: skip
        return self


@dataclass(frozen=True)
class Weighed:
    """The lightest and the heaviest kind of page, by bytes, and what any page asks of other hosts and of typefaces."""

    lightest: Poids
    heaviest: Poids
    most_requests: int
    third_parties: int
    fonts: int


def read_rgesn(
    files: Mapping[str, bytes], checks: Iterable[str], findings: list[Finding]
) -> Rgesn | None:
    """The criteria, or None with findings; `checks` are the names that a criterion may give besides `WEIGHTS`."""
    document = read_yaml(RGESN, files.get(RGESN, b""), findings)
    read = read_record(document, Rgesn, findings) if document else None
    if read is None:
        return None
    known = {*WEIGHTS, *checks}
    unknown = [_unknown(one.n, name) for one in read.criteres for name in one.par if name not in known]  # fmt: skip
    findings.extend(unknown)
    return None if unknown else read


def _unknown(criterion: str, name: str) -> Finding:
    return Finding(RGESN, 0, 0, f"critère {criterion} : mesure « {name} » inconnue",
                   f"un critère nomme {', '.join(WEIGHTS)} ou un contrôle de rgaa.yaml", "corriger le nom")  # fmt: skip


def weighed(weights: Sequence[Poids]) -> Weighed | None:
    """What the first visits say together; None when none was weighed."""
    if not weights:
        return None
    by_bytes = sorted(weights, key=lambda one: one.octets)
    return Weighed(by_bytes[0], by_bytes[-1], max(one.requetes for one in weights),
                   sum(one.tiers for one in weights), max(one.polices for one in weights))  # fmt: skip


def failed_measures(results: Resultats) -> frozenset[str]:
    """The checks that found something, and the measures that are not what a criterion asks."""
    whole = weighed(results.poids)
    wrong = {} if whole is None else {"tiers": whole.third_parties > 0, "polices": whole.fonts > MOST_FONTS}  # fmt: skip
    return failed_checks(results.controles) | {name for name, is_wrong in wrong.items() if is_wrong}


def states(criteria: Iterable[CritereRgesn], results: Resultats) -> dict[str, State]:
    """The state of every criterion, by its number."""
    failed = failed_measures(results)
    measured = frozenset({*(WEIGHTS if results.poids else ()), *(one.id for one in results.controles)})  # fmt: skip
    return {one.n: state_of(one, failed, measured) for one in criteria}
