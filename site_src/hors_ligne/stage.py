"""The last stage: the sealed site with the service worker that keeps a copy of it on devices, or that erases it."""

from __future__ import annotations

from datetime import UTC, datetime

from opendata.findings import Finding, FindingsError
from site_src.alertes.blocks import blocks_of
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.hors_ligne.kept import kept
from site_src.hors_ligne.records import Choice
from site_src.hors_ligne.worker import removal, worker


def run(inputs: Inputs) -> Outputs:
    """Everything that is published, and the worker. Raises `FindingsError` on a copy that lacks a page or is too heavy.

    While an alert stands its band is in every page: it is never refused for what it weighs.
    """
    site = inputs.work.join([inputs.outputs["seal"]])
    choice = inputs.record("hors_ligne", Choice)
    if not choice.is_active:
        return inputs.work.join([site, removal(inputs.files)])
    findings: list[Finding] = []
    has_alert = bool(blocks_of(inputs.outputs["alertes"]).bands)
    chosen = kept(site, choice, findings, is_weighed=not has_alert)
    if findings:
        raise FindingsError(findings)
    instant = datetime.fromtimestamp(int(inputs.options["instant"]), UTC)
    return inputs.work.join(
        [site, worker(inputs.files, chosen, inputs.record("langues", dict), instant)]
    )
