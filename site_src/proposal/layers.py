"""New originals → the layers and tables that they change, and the two files that describe them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from maps import derivation
from maps.derivation.changes import changes
from maps.streets import thresholds
from opendata.findings import Finding, FindingsError
from opendata.model import SOURCES_PATH, Source
from site_src.direct.originals import Original, recorded
from site_src.risques import radon
from site_src.territoires.derived_tables import GROUNDS, complements, derived_tables
from site_src.territoires.imprints import PATH as IMPRINTS
from site_src.territoires.imprints import imprints

# What is read of a checkout to know what changes.
READ = (
    SOURCES_PATH,
    "data/geo/*.geojson",
    "data/datasets/*/*.csv",
    "data/cartes.yaml",
    "data/parametres/*",
)
GROUND = tuple(f"data/geo/{name}.geojson" for name in sorted(GROUNDS))
EMPTIED_RULE = "une table dérivée ne se vide pas d'un millésime à l'autre"
EMPTIED_REMEDY = "lire l'original : son format ou son contenu a changé"


@dataclass(frozen=True)
class Renewed:
    """Files that change (path → bytes), and the sources whose new original they are made from."""

    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    taken: frozenset[str] = frozenset()


def renewed(
    tree: Mapping[str, bytes],
    sources: Mapping[str, Source],
    originals: Mapping[str, Original],
    day: date,
    progress: Callable[[str], None] = lambda _: None,
) -> Renewed:
    """What the `originals` in hand, by source id, change of `tree`; nothing when every published file stays the same.

    The digest and the `day` of a new original are recorded only when its layers are made again. Raises FindingsError
    on an original of another shape, a check of `derive` that does not hold, a layer or a table that is emptied.
    """
    new = {name for name, one in originals.items() if one.est_nouveau}
    taken = frozenset(new & (made_again(originals) | {radon.SOURCE}))
    if not taken:
        return Renewed()
    findings: list[Finding] = []
    if radon.SOURCE in taken:
        radon.categories(sources[radon.SOURCE], originals[radon.SOURCE].raw, findings)
    written = _written(tree, sources, originals, findings, progress)
    rules = thresholds.read_street_rules(tree.get(thresholds.PATH, b""), findings)
    changed = {path: raw for path, raw in written.items() if tree.get(path) != raw}
    after = {**tree, **changed}
    changes(_layers(tree), _layers(after), findings)
    findings.extend(_emptied(tree, changed))
    if findings or rules is None:
        raise FindingsError(findings)
    if not changed:
        return Renewed()
    described = recorded(tree[SOURCES_PATH].decode(), [originals[name] for name in sorted(taken)], day)  # fmt: skip
    files = {**changed, SOURCES_PATH: described.encode(), IMPRINTS: imprints(after, rules)}
    return Renewed(files, taken)


def made_again(held: Mapping[str, object]) -> set[str]:
    """The sources of the layers that can be made from the originals `held`, by source id."""
    layers = derivation.renewable(held.keys())
    return {source for layer in layers for source in derivation.LAYER_SOURCES[layer]}


def _written(
    tree: Mapping[str, bytes],
    sources: Mapping[str, Source],
    originals: Mapping[str, Original],
    findings: list[Finding],
    progress: Callable[[str], None],
) -> dict[str, bytes]:
    """Layers made again, and every table that follows from them and from those that stay."""
    raw = {name: one.raw for name, one in originals.items()}
    made = derivation.renew(raw, sources, _layers(tree), progress)
    declared = {
        path: content for path, content in tree.items() if not path.startswith("data/datasets/")
    }
    is_ground_the_same = all(tree.get(path) == made.files.get(path, tree.get(path)) for path in GROUND)  # fmt: skip
    tables = derived_tables({**declared, **made.files}, sources, findings, progress, are_places_alone=is_ground_the_same)  # fmt: skip
    return {**made.files, **tables, **complements(made.tables)}


def _layers(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: raw for path, raw in tree.items() if path.startswith("data/geo/")}


def _emptied(tree: Mapping[str, bytes], changed: Mapping[str, bytes]) -> Iterator[Finding]:
    """A finding for each table that had rows and has none."""
    for path, raw in changed.items():
        if path.endswith(".csv") and _rows(raw) == 0 and _rows(tree.get(path, b"")) > 0:
            yield Finding(path, 0, 0, f"{_rows(tree[path])} lignes → 0", EMPTIED_RULE, EMPTIED_REMEDY)  # fmt: skip


def _rows(raw: bytes) -> int:
    return max(len(raw.splitlines()) - 1, 0)
