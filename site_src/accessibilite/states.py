"""What may be said of a criterion, from the results: never more than what was tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from site_src.accessibilite.records import Critere, Preuves, Resultat


class State(StrEnum):
    """What is known of a criterion. A person alone can say that one is respected, unless nothing is left to judge."""

    FAILED = "échec trouvé"
    PASSED = "contrôlé, aucun échec"
    PARTLY = "contrôlé en partie, aucun échec"
    HUMAN = "demande une personne"
    WITHOUT_OBJECT = "sans objet"


def state_of(critere: Critere, failed: frozenset[str], measured: frozenset[str]) -> State:
    """The state of a criterion; `failed` are the measures that found something, of those that were made.

    A failed one may speak of several criteria: each of them is said failed, until somebody looks.
    A fact that the repository shows counts as a measure.
    """
    if failed.intersection(critere.par):
        return State.FAILED
    if critere.sans_objet:
        return State.WITHOUT_OBJECT
    if not measured.intersection(critere.par) and not critere.fait:
        return State.HUMAN
    is_whole = not critere.reste and measured.issuperset(critere.par)
    return State.PASSED if is_whole else State.PARTLY


def failed_checks(results: Iterable[Resultat]) -> frozenset[str]:
    """The checks that found something."""
    return frozenset(one.id for one in results if one.echecs)


def states(evidence: Preuves) -> dict[str, State]:
    """The state of every criterion of the RGAA, by its number."""
    results = evidence.resultats.controles
    failed, measured = failed_checks(results), frozenset(one.id for one in results)
    return {one.n: state_of(one, failed, measured) for one in evidence.rgaa.criteres}


def counted(found: Iterable[State]) -> list[tuple[State, int]]:
    """How many criteria are in each state, in the order of the states; no rate can be made of it."""
    counts = Counter(found)
    return [(state, counts[state]) for state in State]
