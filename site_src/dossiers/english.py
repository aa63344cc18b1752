"""The English pages: records of « se préparer » whole, risks in short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_src.dossiers.collection import INDEX, Fiche
from site_src.dossiers.dossier import Entete
from site_src.dossiers.translations import CONTACTS, Lue, Traductions
from site_src.dossiers.workbench import Atelier, Listed, body, cited
from site_src.frame.page import Page
from site_src.risques.border import FOLDER as RISQUES
from site_src.risques.border import PHASES, Risque, by_case, walk

SECTION = "en"
# Risks come after the pages on being ready, in the order of the register.
RISKS_AFTER = 100


def addresses(traductions: Traductions, fiches: Iterable[Fiche]) -> dict[str, str]:
    """Address of a French page → that of its English version."""
    french = {fiche.path: fiche.adresse for fiche in fiches}
    return {
        french.get(path, _risk_address(path)): _english(item.record.page)
        for path, item in traductions.par_original.items()
        if item.record.page
    }


def _risk_address(path: str) -> str:
    return f"risques/{path.removeprefix(f'{RISQUES}/').removesuffix('.yaml')}/"


def _english(name: str) -> str:
    return f"{SECTION}/" if name == INDEX else f"{SECTION}/{name}/"


def pages(atelier: Atelier, traductions: Traductions) -> list[Page]:
    """Every page that has a translation with an address of its own."""
    fonds = atelier.fonds
    whole = [
        _page(fiche, item, atelier, traductions)
        for fiche in fonds.fiches
        if (item := traductions.par_original.get(fiche.path)) and item.record.page
    ]
    short = [
        _risk(risque, rank, item, atelier, traductions)
        for rank, risque in enumerate(fonds.register.risques, RISKS_AFTER)
        if (item := traductions.par_original.get(f"{RISQUES}/{risque.id}.yaml"))
        and item.record.page
    ]
    return [*whole, *short]


def _page(fiche: Fiche, item: Lue, atelier: Atelier, traductions: Traductions) -> Page:
    entete = fiche.entete
    shows_contacts = entete.numeros_urgence or any(
        getattr(part, "contacts", ()) for _, part in walk(entete)
    )
    context = {
        "traduction": item.record,
        "est_trouee": not _is_current(item, traductions, with_contacts=shows_contacts),
        # The theme's band of numbers is in French: the English page prints its own.
        "urgences": atelier.fonds.register.urgences if entete.numeros_urgence else (),
        "risques": list(_risks(atelier)) if entete.id == INDEX else (),
    }
    written = body(fiche, _path(item), atelier, context)
    return _dressed(written, entete, entete.rang, item, atelier)


def _path(item: Lue) -> str:
    return f"{SECTION}/{item.record.page}.md"


def _dressed(body: str, said: Entete | Risque, rank: int, item: Lue, atelier: Atelier) -> Page:
    """An English page: names and summary of the French record, translated."""
    nu = atelier.langue.nu
    return Page(
        path=_path(item),
        titre=nu(said.titre),
        titre_court=nu(said.titre_court),
        description=nu(said.resume),
        body=body,
        source=item.document.path,
        section=SECTION,
        rank=rank,
        langue=SECTION,
    )


def _is_current(item: Lue, traductions: Traductions, *, with_contacts: bool) -> bool:
    contacts = traductions.par_original.get(CONTACTS)
    are_contacts_current = contacts is not None and contacts.est_a_jour
    return item.est_a_jour and (are_contacts_current or not with_contacts)


def _risks(atelier: Atelier) -> Iterator[Listed]:
    for risque in atelier.fonds.register.risques:
        here = atelier.here(f"risques/{risque.id}/")
        if here:
            yield here, risque.titre, risque.resume


def _risk(risque: Risque, rank: int, item: Lue, atelier: Atelier, traductions: Traductions) -> Page:
    langue, fonds = atelier.langue, atelier.fonds
    context = {
        "traduction": item.record,
        "est_trouee": not _is_current(item, traductions, with_contacts=True),
        "urgences": fonds.register.urgences,
        "page": {"resume": risque.resume, "etat_en": None, "manque": ()},
        "risque": risque,
        "phases": [
            (langue.mots[phase], by_case(getattr(risque.consignes, phase))) for phase in PHASES
        ],
        "citees": cited([risque.consignes], fonds),
    }
    adresse = f"risques/{risque.id}/"
    written = atelier.render("risque_bref.md.j2", _path(item), adresse, context)
    return _dressed(written, risque, rank, item, atelier)
