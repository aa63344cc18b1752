"""What is published for browsers beside the page: direct.json."""

from __future__ import annotations

from site_src.direct.published import NAME, Moment, published
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs


def run(inputs: Inputs) -> Outputs:
    """The stage: `site/direct.json`."""
    return {f"site/{NAME}": published(inputs.record("direct", Moment))}
