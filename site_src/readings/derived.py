"""What `derive` wrote is as it wrote it."""

from __future__ import annotations

from maps.streets.thresholds import StreetRules
from opendata.findings import Finding, page_of
from site_src.engine.readings import Given
from site_src.territoires.imprints import altered


def derived(given: Given) -> bool:
    """Whether every derived file has the imprint that `derive` noted."""
    found: list[Finding] = []
    altered(given.files, given.maybe("thresholds", StreetRules), found)
    for finding in found:
        dataset = finding.path.removeprefix("data/datasets/").partition("/")[0]
        is_table = finding.path.startswith("data/datasets/")
        given.findings.extend(
            page_of([finding], f"/donnees/{dataset}/" if is_table else "/cartes/")
        )
    given.report("fichiers de derive : tels qu'il les a écrits")
    return True
