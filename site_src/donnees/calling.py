"""The page of what programs call: the addresses, examples that run, and what is promised of them."""

from __future__ import annotations

from collections.abc import Mapping

from opendata.api.addresses import OPENAPI
from opendata.api.dataset import is_called
from opendata.records.dataset import Dataset
from site_src.donnees.examples import LOCAL, STREETS, ZONES, examples
from site_src.frame.identity import Identite
from site_src.frame.page import Form, Page
from site_src.frame.rendering import Templates, environment

PATH, TEMPLATE = "donnees/api", "donnees_api.md.j2"
GITHUB, ANY_REPOSITORY = "https://github.com/", "PROPRIETAIRE/DEPOT"
# The signature of the digests of all versions, as `make signature` lays it: from the workflow that publishes, on its main branch.
VERIFICATION = """\
sigstore verify identity sha256sums.txt --bundle provenance.sigstore.json \\
  --cert-oidc-issuer https://token.actions.githubusercontent.com \\
  --cert-identity https://github.com/{}/.github/workflows/site.yml@refs/heads/main"""


def read_by_examples(datasets: Mapping[str, Dataset]) -> str:
    """The version that the examples name; "" when what they read is not among what programs may call."""
    called = {name: one for name, one in datasets.items() if is_called(one)}
    return called[ZONES].version if {ZONES, STREETS} <= called.keys() else ""


def api_page(version: str, rank: int, identite: Identite, templates: Templates) -> Page:
    """What programs may call; `version` is that of `read_by_examples`, without which there are no examples."""
    repository = _on_github(identite.depot)
    shown = list(examples(identite.adresse or LOCAL, version)) if version else []
    body = environment(templates).get_template(TEMPLATE).render(
        exemples=shown, est_locale=not identite.adresse, est_sans_depot=not repository,
        verification=VERIFICATION.format(repository or ANY_REPOSITORY))  # fmt: skip
    return Page(
        path=f"{PATH}.md",
        titre="Lire les données dans un programme",
        titre_court="Pour les programmes (API)",
        description="Des adresses stables pour chaque table, chaque graphique et chaque lieu, avec des exemples qui marchent.",
        body=body,
        source=f"site_src/donnees/templates/{TEMPLATE}",
        section="donnees",
        rank=rank,
        formes=(Form("describedby", "application/json", "OpenAPI 3.1", f"donnees/{OPENAPI}"),),
    )  # fmt: skip


def _on_github(address: str) -> str:
    """« organisation/depot »; "" for any other host: only an action of GitHub signs."""
    return address.removeprefix(GITHUB).strip("/") if address.startswith(GITHUB) else ""
