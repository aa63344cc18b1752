"""What is published holds in what is proposed: the same number, the same tables.

A build sees one state of `data/datasets/` and cannot know what was published before it. Here
two states are compared, that of the branch which is published and the proposed one: a table
changed under its number, a number that goes back, a dataset or a version that disappears, an
identifier given to another dataset. Texts of a description may be corrected under a number.

Protection passes before permanence: two versions of a table about people can be subtracted, so
that an earlier one may have to be withdrawn (`opendata.records.archived_versions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from opendata.findings import Finding, page_of, read_yaml
from opendata.records import promise
from opendata.records.archived_versions import FOLDER as VERSIONS
from opendata.records.archived_versions import FROZEN, REMEDY, parts
from opendata.records.catalogue import CheckedDataset, read_datasets, read_declarations
from opendata.records.dataset import FOLDER, Dataset, page
from opendata.records.resource import Resource
from opendata.records.table import TypedTable, read_table, written

Files = Mapping[str, bytes]
CHANGED = "table changée"
STAYS = "l'adresse d'un jeu publié ne disparaît pas : qui l'a cité doit le retrouver"


@dataclass(frozen=True)
class Comparison:
    """What does not hold, and the ids of the datasets that could and could not be compared.

    `awaited`, some of the findings: right corrections of a table, to which a number has yet to be given. Nobody
    publishes them before; who wrote them has nothing to do.
    """

    findings: tuple[Finding, ...]
    awaited: tuple[Finding, ...]
    compared: tuple[str, ...]
    unreadable: tuple[str, ...]

    @property
    def line(self) -> str:
        """What was compared, in French: a dataset that is left out is named."""
        left_out = f" ; non comparés, illisibles aujourd'hui : {', '.join(self.unreadable)}"
        count = len(self.compared)
        text = f"versions publiées : {count} {'jeux comparés' if count > 1 else 'jeu comparé'}"
        return text + (left_out if self.unreadable else "")


def compare(published: Files, proposed: Files) -> Comparison:
    """Every promise of `published` that `proposed` does not keep; both are files by path.

    A published dataset that the checks of today refuse cannot be compared; a proposed one with
    a fault is left to its own check.
    """
    findings: list[Finding] = []
    awaited: list[Finding] = []
    declarations = read_declarations(proposed, [])
    datasets = read_datasets(published, None, [])
    for before in datasets:
        found = page_of(_breaches(before, declarations, published, proposed), page(before.id))
        findings += found
        after = declarations.get(before.id)
        awaited += (one for one in found if after and _is_awaited(one, before, after))
    named = tuple(dataset.id for dataset in datasets)
    folders = {path.split("/")[2] for path in published if path.startswith(f"{FOLDER}/")}
    left_out = tuple(sorted(folders - set(named)))
    return Comparison(tuple(sorted(findings)), tuple(sorted(awaited)), named, left_out)


def _is_awaited(finding: Finding, before: CheckedDataset, after: Dataset) -> bool:
    """Whether the finding is of an open table of a dataset that has no new number yet, and says that its rows changed."""
    tables = {f"{FOLDER}/{before.id}/{one.fichier}" for one in before.dataset.ressources if not _is_withdrawable(one)}  # fmt: skip
    is_same = after.version == before.dataset.version
    return is_same and finding.path in tables and finding.quoi.startswith(CHANGED)


def _breaches(
    before: CheckedDataset, declarations: Mapping[str, Dataset], published: Files, proposed: Files
) -> Iterator[Finding]:
    place = f"{FOLDER}/{before.id}/"
    if not any(path.startswith(place) for path in proposed):
        yield Finding(f"{place}dataset.yaml", 0, 0, f"jeu « {before.id} » retiré", STAYS,
                      "le remettre ; le journal peut dire qu'il n'est plus tenu à jour")  # fmt: skip
    elif before.id in declarations:
        after = declarations[before.id]
        yield from _number(before, after, proposed)
        yield from _identity(before, after, proposed)
        yield from _earlier(before, published, proposed)
        yield from _tables(before, after, published, proposed)
        yield from _promises(before, after, proposed)


def _promises(before: CheckedDataset, after: Dataset, proposed: Files) -> Iterator[Finding]:
    """What programs call: tables by their own module, and the charts, which no kept version tells of."""
    path = f"{FOLDER}/{before.id}/dataset.yaml"
    document = read_yaml(path, proposed[path], [])
    number = before.dataset.version
    if document is None or parts(number)[0] != parts(after.version)[0]:
        return
    yield from promise.broken(document, after, number, promise.of_dataset(before.dataset))
    remedy = f"le remettre, ou publier sous le numéro {parts(number)[0] + 1}.0.0"
    for where, what in _charts(before.dataset, after):
        yield document.finding(where, f"{what} de la version {number}", promise.RULE, remedy)


def _charts(before: Dataset, after: Dataset) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each chart has an address by its name; the first has that of the dataset's chart too."""
    names = [chart.nom for chart in after.graphiques]
    gone = [chart.nom for chart in before.graphiques if chart.nom not in names]
    yield from ((("graphiques",), f"absence du graphique « {name} »") for name in gone)
    first = before.graphiques[0].nom if before.graphiques else ""
    if first in names[1:]:
        yield ("graphiques", 0, "nom"), f"« {names[0]} » avant « {first} », le graphique"


def _number(before: CheckedDataset, after: Dataset, proposed: Files) -> Iterator[Finding]:
    if parts(after.version) < parts(before.dataset.version):
        yield _declared(before.id, proposed, ("journal", 0, "version"),
                        f"version {after.version} alors que la version {before.dataset.version} est publiée",
                        "un numéro de version ne recule pas et ne sert qu'une fois",
                        f"donner un numéro au-dessus de {before.dataset.version}")  # fmt: skip


def _identity(before: CheckedDataset, after: Dataset, proposed: Files) -> Iterator[Finding]:
    names = {resource.nom for resource in after.ressources}
    if not names & {resource.nom for resource in before.dataset.ressources}:
        yield _declared(before.id, proposed, ("ressources",),
                        f"aucune table commune avec la version {before.dataset.version}, publiée",
                        "un identifiant désigne un seul jeu, pour toujours", "donner au jeu un autre identifiant")  # fmt: skip


def _declared(
    identifier: str, files: Files, keys: tuple[str | int, ...], quoi: str, regle: str, remede: str
) -> Finding:
    path = f"{FOLDER}/{identifier}/dataset.yaml"
    document = read_yaml(path, files[path], [])
    if document is None:  # it was read a moment ago
        return Finding(path, 0, 0, quoi, regle, remede)
    return document.finding(keys, quoi, regle, remede)


def _earlier(before: CheckedDataset, published: Files, proposed: Files) -> Iterator[Finding]:
    """Files of versions/: the same bytes, whatever the journal says of them now."""
    place = f"{FOLDER}/{before.id}/{VERSIONS}"
    if any(_is_withdrawable(resource) for resource in before.dataset.ressources):
        return
    for path in sorted(path for path in published if path.startswith(place)):
        if proposed.get(path) != published[path]:
            change = "changé" if path in proposed else "retiré"
            yield Finding(
                path, 0, 0, f"fichier {change} d'une version déjà publiée", FROZEN, REMEDY
            )


def _is_withdrawable(resource: Resource) -> bool:
    return resource.nature == "protegee"


def _tables(
    before: CheckedDataset, after: Dataset, published: Files, proposed: Files
) -> Iterator[Finding]:
    """The tables of the published version: still the dataset's own, or kept in versions/."""
    number, place = before.dataset.version, f"{FOLDER}/{before.id}/"
    folder = "" if after.version == number else f"{VERSIONS}{number}/"
    remedy = (
        f'donner une version au changement : python build.py version {before.id} --texte "ce qui change" (sans terminal : '
        f"l'action « version »), qui garde la {number} telle qu'elle est publiée"
    )
    taken_up = any(entry.version == number and entry.reprise is not None for entry in after.journal)
    for resource in before.dataset.ressources:
        path = f"{place}{folder}{resource.fichier}"
        if folder and _is_withdrawable(resource):
            if taken_up and resource.statut is not None:
                yield from _lost(before, resource, f"{place}{resource.fichier}", proposed)
            continue
        if path not in proposed:
            yield Finding(path, 0, 0, f"table absente de la version {number}, déjà publiée", FROZEN, remedy)  # fmt: skip
        elif proposed[path] != published[f"{place}{resource.fichier}"]:
            line = _first_difference(before, resource, path, proposed[path])
            if line:
                yield Finding(path, line, 0, f"{CHANGED} sous la version {number}, déjà publiée", FROZEN, remedy)  # fmt: skip


def _lost(
    before: CheckedDataset, resource: Resource, path: str, proposed: Files
) -> Iterator[Finding]:
    """A version that the current one takes up: each of its counts, hidden or not, stands there unchanged."""
    table = read_table(path, proposed.get(path, b""), resource.schema_, [])
    lacking = set(_rows(before.tables[resource.nom])) - set(() if table is None else _rows(table))
    if lacking:
        yield Finding(path, 0, 0, f"{len(lacking)} ligne(s) de la version {before.dataset.version}, dite reprise, absente(s)",
                      "une version reprise est tout entière dans la version actuelle", "remettre ces lignes, ou retirer la version (« retiree »)")  # fmt: skip


def _first_difference(before: CheckedDataset, resource: Resource, path: str, raw: bytes) -> int:
    """The line of the first row that differs once values have their one written form; 0 when none does.

    Bytes that are no such table any more differ from their first line.
    """
    table = read_table(path, raw, resource.schema_, [])
    if table is None:
        return 1
    old_rows, new_rows = _rows(before.tables[resource.nom]), _rows(table)
    rank = next((rank for rank, (old, new) in enumerate(zip_longest(old_rows, new_rows)) if old != new), None)  # fmt: skip
    if rank is None:
        return 0
    lines = table.csv.lines or (1,)
    return lines[rank] if rank < len(new_rows) else lines[-1] + 1


def _rows(table: TypedTable) -> list[tuple[str, ...]]:
    columns = [[written(value) for value in table.frame[name]] for name in table.schema.columns]
    return list(zip(*columns, strict=True))
