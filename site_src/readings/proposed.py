"""What slow services said and was proposed, as `propose` wrote it."""

from __future__ import annotations

from site_src.engine.readings import Given
from site_src.proposal.proposed import PATH, Proposes, read_proposes


def proposed(given: Given) -> Proposes | None:
    """What slow services said and was proposed; nothing while nothing was."""
    found = read_proposes(given.files.get(PATH), given.findings)
    if found is not None:
        given.report(
            f"proposés à la relecture : {len(found.arretes)} arrêtés, {len(found.maxima)} maxima annuels"
        )
    return found
