"""What a proposal says, in Markdown: which sources were refreshed, which were not and why, what slow services add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from maps.derivation import LAYER_SOURCES
from opendata.findings import Finding
from opendata.french import number
from opendata.model import Source
from site_src.direct.originals import Original
from site_src.proposal.annotations import code
from site_src.proposal.layers import made_again
from site_src.proposal.proposed import ArretePropose, Maximum, Proposes

# Sources that make a layer; of another, what is published is only held against it.
LAYERED = frozenset(source for needed in LAYER_SOURCES.values() for source in needed)
NOTHING = "Rien de nouveau : ni original, ni arrêté, ni maximum annuel."
FAULTS_HEAD = "### À corriger dans cette proposition"
FAULTS_NOTE = "`python build.py check` trouve ce qui, écrit par quelqu'un, ne va plus avec les nouvelles tables :"
ORDERS_HEAD = "### Arrêtés de catastrophe naturelle pour Paris (Géorisques), pas encore relus"
MAXIMA_HEAD = (
    "### Plus hautes eaux annuelles à Paris-Austerlitz (Hub'Eau, HIXnJ), pas encore relues"
)
MAXIMA_NOTE = (
    "Aucune table n'est changée : qui relit décide des lignes de `maxima-annuels`. L'instrument n'est plus celui des "
    "lectures d'avant 1974 ; le niveau est celui que donne le service, converti des millimètres."
)
SOURCES_HEAD = "### Sources"


def told(
    sources: Mapping[str, Source],
    originals: Mapping[str, Original],
    silent: Mapping[str, str],
    taken: Iterable[str],
) -> Iterator[str]:
    """A line for each source that was refreshed or was not; those that share a reason share a line."""
    taken, again = set(taken), made_again(originals)
    same: list[str] = []
    unreached: dict[str, list[str]] = {}
    for name, source in sources.items():
        if name in taken:
            yield f"- `{name}` : nouvel original, sha256 `{originals[name].empreinte}`. Le millésime et les limites écrits dans `data/sources.yaml` sont à relire."
        elif name in silent:
            yield f"- `{name}` : non rafraîchi, le service n'a pas donné l'original ({silent[name]}). Ce qui en vient reste tel que publié."
        elif name not in originals:
            unreached.setdefault(source.sans_telechargement, []).append(name)
        elif not originals[name].est_nouveau:
            same.append(name)
        elif name in again or name not in LAYERED:
            yield f"- `{name}` : nouvel original, dont rien de ce qui est publié ne change."
        else:
            yield f"- `{name}` : nouvel original, non repris : {_parted(name, originals)}."
    for reason, names in unreached.items():
        yield f"- {_named(names)} : sans adresse pour machines, donc non rafraîchi : {reason}."
    if same:
        yield f"- Inchangé : {_named(same)}."


def _parted(name: str, originals: Mapping[str, Original]) -> str:
    """Why a new original cannot be taken alone."""
    needed = {
        source
        for sources in LAYER_SOURCES.values()
        if name in sources
        for source in sources
        if source not in originals
    }
    if needed:
        return f"il fait aussi une couche qui demande {_named(sorted(needed))}"
    return "ce qui est dessiné sur sa couche ne peut être refait avec elle"


def faults(found: Iterable[Finding]) -> Iterator[str]:
    """A line for each text that has to follow."""
    return (f"- {code(str(one))}" for one in found)


def services(silent: Mapping[str, str], sources: Mapping[str, Source]) -> Iterator[str]:
    """A line for each slow service that gave nothing."""
    for name, motif in silent.items():
        if name not in sources:
            yield f"- `{name}` : non lu ({motif})."


def orders(new: Iterable[ArretePropose]) -> Iterator[str]:
    """A line an order, from the newest published."""
    for one in sorted(new, key=lambda one: (one.journal_officiel, one.code, one.debut), reverse=True):  # fmt: skip
        yield (f"- {code(one.risque)}, du {one.debut} au {one.fin} : arrêté du {one.arrete} "
               f"({code(one.code)}), Journal officiel du {one.journal_officiel}.")  # fmt: skip


def maxima(new: Iterable[Maximum], before: Proposes, published: Mapping[int, str]) -> Iterator[str]:
    """A line a year: the level, and what was said of that year before."""
    earlier = {one.annee: one for one in before.maxima}
    for one in new:
        doubt = ", valeur qualifiée douteuse" if one.est_douteux else ""
        known = published.get(one.annee)
        table = (
            f"la table dit : {known}" if known else "ligne nouvelle, la table n'a pas cette année"
        )
        old = earlier.get(one.annee)
        revised = f" ; proposé auparavant : {_metres(old)}" if old else ""
        yield f"- {one.annee} : {_metres(one)} ({one.nb_jours} jours lus{doubt}) ; {table}{revised}."


def _metres(one: Maximum) -> str:
    return f"{number(one.maximum_m, 2)} m le {one.date_maximum}"


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
