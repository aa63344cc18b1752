"""The register as tables that refer to each other: the files of the dataset `registre-dicrim`.

`build.py tabulate` writes them. They are a version of the register, kept as it was on a day:
the register may go on, and `late` says by which tables.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from opendata.findings import Finding
from opendata.records.dataset import FOLDER
from site_src.risques.phrases import quantite
from site_src.risques.register import Register
from site_src.risques.risque import PLACE as FIGURE
from site_src.risques.risque import Evenement, Fait, Risque
from site_src.risques.rules import walk
from site_src.risques.shared import CitedSource
from site_src.risques.words import IMPRIME, PHASES, SANS_DATE

ID = "registre-dicrim"
PLACE = f"{FOLDER}/{ID}/"
COMMAND = "python build.py tabulate"
# What, rule and remedy, to who would edit one of its tables.
BY_HAND = ("table écrite par tabulate", f"le jeu « {ID} » suit le registre des risques", f"corriger data/risques/, puis {COMMAND}")  # fmt: skip
Row = tuple[object, ...]
# Headings of a risk's facts: code of the table → where the record keeps them.
RUBRIQUES: Mapping[str, Callable[[Risque], tuple[Fait, ...]]] = {
    "description": lambda risque: risque.description,
    "consequences_personnes": lambda risque: risque.consequences.personnes,
    "consequences_biens": lambda risque: risque.consequences.biens,
    "consequences_environnement": lambda risque: risque.consequences.environnement,
    "ou_a_paris": lambda risque: risque.ou_a_paris.faits,
    "prevention": lambda risque: risque.actions.prevention,
    "protection": lambda risque: risque.actions.protection,
    "sauvegarde": lambda risque: risque.actions.sauvegarde,
    "alerte": lambda risque: risque.alerte,
    "indemnisation": lambda risque: risque.indemnisation,
}


def tables(register: Register) -> dict[str, bytes]:
    """Path below data/datasets/ → canonical CSV, for every table of the dataset."""
    written = {
        name: (columns, list(rows_of(register))) for name, (columns, rows_of) in TABLES.items()
    }
    cited = {str(row[columns.index(name)]) for columns, rows in written.values()
             for name in CITING if name in columns for row in rows if row[columns.index(name)]}  # fmt: skip
    written["sources"] = (SOURCES, [_source(register.sources[name]) for name in sorted(cited)])
    return {f"{PLACE}{name}.csv": _csv(columns, rows) for name, (columns, rows) in written.items()}


def late(register: Register, files: Mapping[str, bytes]) -> list[str]:
    """Committed tables, by path, that no longer say what the register says; sorted.

    Nothing where there is no such dataset: other registers than ours may be read.
    """
    if f"{PLACE}dataset.yaml" not in files:
        return []
    return sorted(path for path, raw in tables(register).items() if files.get(path) != raw)


def lateness(paths: Iterable[str]) -> Iterator[Finding]:
    """The same as findings, for who asks that nothing be late."""
    for path in paths:
        yield Finding(path, 0, 0, "ne dit plus ce que dit data/risques/", f"le jeu « {ID} » suit le registre des risques",
                      f"python build.py archive {ID}, puis {COMMAND}, puis une version de plus au journal",
                      f"/donnees/{ID}/")  # fmt: skip


def _csv(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_written(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _written(value: object) -> str:
    """A field as the canonical form has it; one line, plain spaces, empty for what is not known."""
    if value is None or value == SANS_DATE:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".")
    return " ".join(str(value).split())


def _families(register: Register) -> Iterator[Row]:
    for rank, famille in enumerate(register.familles, 1):
        yield famille.id, rank, famille.titre, famille.texte


def _risks(register: Register) -> Iterator[Row]:
    for rank, risque in enumerate(register.risques, 1):
        facts = [fact for _, fact in walk(risque) if isinstance(fact, Fait)]
        yield (risque.id, rank, risque.titre, risque.titre_court, risque.famille, risque.resume, risque.ou_a_paris.carte, risque.autorite.nom,
               risque.autorite.adresse, len(facts), sum(fact.statut == "a_confirmer" for fact in facts),
               sum(len(getattr(risque.consignes, phase)) for phase in PHASES), len(risque.manque))  # fmt: skip


def _facts(register: Register) -> Iterator[Row]:
    for risque in register.risques:
        for code, chosen in RUBRIQUES.items():
            for rank, fact in enumerate(chosen(risque), 1):
                yield (risque.id, code, rank, _sentence(fact), fact.valeur, fact.unite, fact.date, fact.source,
                       fact.statut)  # fmt: skip


def _sentence(fact: Fait) -> str:
    """The fact with its figure in its place."""
    if fact.valeur is None:
        return fact.texte
    return fact.texte.replace(FIGURE, quantite(fact.valeur, fact.unite))


def _others(register: Register) -> Iterator[Row]:
    for risque in register.risques:
        for code, chosen in RUBRIQUES.items():
            for rank, fact in enumerate(chosen(risque), 1):
                for number, other in enumerate(fact.autres, 1):
                    yield (risque.id, code, rank, number, other.valeur, other.unite, other.date, other.perimetre,
                           other.source, other.statut)  # fmt: skip


def _events(register: Register) -> Iterator[Row]:
    """Past events of the files; the Seine's floods are a dataset of their own."""
    floods = register.seine.crues if register.seine else ()
    for risque in register.risques:
        kept = [event for event in risque.evenements if event not in floods]
        for rank, event in enumerate(kept, 1):
            yield _event(risque, rank, event)


def _event(risque: Risque, rank: int, event: Evenement) -> Row:
    return (risque.id, rank, event.debut, event.fin, event.titre, event.texte, event.source, event.statut)  # fmt: skip


def _instructions(register: Register) -> Iterator[Row]:
    for risque in register.risques:
        for phase in PHASES:
            for rank, item in enumerate(getattr(risque.consignes, phase), 1):
                yield (
                    risque.id,
                    phase,
                    rank,
                    item.cas,
                    item.texte,
                    item.source,
                    item.double,
                    item.fiabilite,
                )


def _responsible(register: Register) -> Iterator[Row]:
    for risque in register.risques:
        for rank, item in enumerate(risque.responsables, 1):
            yield risque.id, rank, item.qui, item.nom, item.texte, item.source, item.statut


def _contacts(register: Register) -> Iterator[Row]:
    for contact in register.contacts.values():
        yield (
            contact.id,
            contact.numero,
            contact.canal,
            contact.nom,
            contact.usage,
            contact.horaires,
            contact.est_urgence,
            contact.source,
            contact.statut,
        )


def _called(register: Register) -> Iterator[Row]:
    for risque in register.risques:
        for rank, name in enumerate(risque.contacts, 1):
            yield risque.id, rank, name


def _linked(register: Register) -> Iterator[Row]:
    for risque in register.risques:
        for rank, name in enumerate(risque.voir_aussi, 1):
            yield risque.id, rank, name


def _unknown(register: Register) -> Iterator[Row]:
    for risque in register.risques:
        for rank, text in enumerate(risque.manque, 1):
            yield risque.id, rank, text


def _sheets(register: Register) -> Iterator[Row]:
    for fiche in register.ddrm.fiches:
        for name in fiche.risques:
            yield fiche.numero, name, fiche.titre, register.ddrm.source


def _clock(register: Register) -> Iterator[Row]:
    """What the law asks of the document, and the dates that the service has given."""
    clock = register.document
    revised = max((day for day in (clock.adopte_le, clock.revise_le) if day), default=None)
    for code, day, delay in (("revision", revised, clock.revision), ("actions", clock.actions_le, clock.actions)):  # fmt: skip
        yield code, delay.texte, delay.ans, day, delay.source, delay.statut


def _source(source: CitedSource) -> Row:
    known = "" if source.adresse == IMPRIME else source.adresse
    return (
        source.id,
        source.titre,
        source.editeur,
        known,
        source.date,
        source.lu_le,
        source.nature,
        source.relaie,
        source.est_ailleurs,
        source.reserve,
    )


SOURCES = ("id_source", "titre", "editeur", "adresse", "date_source", "lu_le", "nature", "relaie",
           "est_ailleurs", "reserve")  # fmt: skip
CITING = ("source", "double")  # columns that hold the identifier of a source
_RANKED = ("id_risque", "rang")
TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[Register], Iterator[Row]]]] = {
    "risques": (("id_risque", "rang", "titre", "titre_court", "famille", "resume", "carte", "autorite",
                 "autorite_adresse", "nb_faits", "nb_faits_a_confirmer", "nb_consignes", "nb_manques"), _risks),
    "familles": (("id_famille", "rang", "titre", "texte"), _families),
    "faits": (("id_risque", "rubrique", "rang", "texte", "valeur", "unite", "date_fait", "source", "statut"), _facts),
    "autres-chiffres": (("id_risque", "rubrique", "rang", "rang_chiffre", "valeur", "unite", "date_chiffre", "perimetre",
                         "source", "statut"), _others),
    "evenements": ((*_RANKED, "date_debut", "date_fin", "titre", "texte", "source", "statut"), _events),
    "consignes": (("id_risque", "phase", "rang", "cas", "texte", "source", "double", "fiabilite"), _instructions),
    "responsables": ((*_RANKED, "qui", "nom", "texte", "source", "statut"), _responsible),
    "contacts": (("id_contact", "numero", "canal", "nom", "usage", "horaires", "est_urgence", "source", "statut"), _contacts),
    "risques-contacts": ((*_RANKED, "id_contact"), _called),
    "risques-lies": ((*_RANKED, "id_risque_lie"), _linked),
    "manques": ((*_RANKED, "texte"), _unknown),
    "fiches-ddrm": (("numero", "id_risque", "titre", "source"), _sheets),
    "echeances": (("id_echeance", "texte", "delai_ans", "date_dernier_acte", "source", "statut"), _clock),
}  # fmt: skip
