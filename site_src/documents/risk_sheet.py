"""One risk → blocks, in the order and with the headings of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from site_src.documents.blocks import Bloc, Image, Liste, Paragraphe, Tableau, Titre
from site_src.frame.typography import typographie
from site_src.risques.border import (
    SANS_DATE,
    Consigne,
    Contact,
    Effet,
    Evenement,
    Fait,
    Register,
    Releve,
    Risque,
)
from site_src.risques.phrases import (
    PHASES,
    datation,
    date_dite,
    metres,
    periode,
    phrase,
    quantite,
)

QUI = {"etat": "État", "ville": "Ville de Paris", "autre": "Autre organisme"}
SANS_FAIT = "Aucun fait avec source n’a encore été réuni ici."
SANS_MESURE = "Aucune mesure avec source n’a encore été réunie ici."
SANS_ALERTE = "Aucun moyen d’alerte propre à ce risque n’a encore été réuni ici."
SANS_CARTE = "Pas de carte publiée ici pour ce risque."

# Images that a risk's text shows: key (« carte:inondation », « crues ») → block.
Images = Mapping[str, Image]


def blocs(risque: Risque, register: Register, images: Images) -> list[Bloc]:
    """The whole text of a risk."""
    return [
        Paragraphe(typographie(risque.resume)),
        *consignes(risque, register),
        Titre(1, "Ce que c’est"),
        *faits(risque.description, register),
        *_consequences(risque, register),
        *_lieux(risque, register, images),
        *_passe(risque, register, images),
        *_effets(risque.effets, register),
        *_mesures(risque, register),
        Titre(1, "Comment vous êtes alerté"),
        *faits(risque.alerte, register, SANS_ALERTE),
        *_indemnisation(risque, register),
        *responsables(risque, register),
        *_manque(risque),
    ]


def courts(risque: Risque, register: Register) -> list[Bloc]:
    """What a sheet of two pages holds: what to do first, then alert, places, who answers."""
    return [
        *consignes(risque, register),
        Titre(1, "Comment vous êtes alerté"),
        *faits(risque.alerte, register, SANS_ALERTE),
        Titre(1, "Où à Paris"),
        *faits(risque.ou_a_paris.faits, register, SANS_CARTE),
        *responsables(risque, register),
    ]


def origine(register: Register, source: str, date: str | None = None) -> str:
    """Who says it, of when: « Ville de Paris, 11 décembre 2023 »."""
    one = register.sources[source]
    said = f"{typographie(one.editeur)}, {date_dite(one.date)}"
    return (
        f"donnée {datation(date)} ; {said}" if date and date not in (SANS_DATE, one.date) else said
    )


def faits(liste: Iterable[Fait], register: Register, vide: str = "") -> Iterator[Bloc]:
    """Facts as paragraphs, each figure that others contradict with its table; `vide` when there is none."""
    est_vide = True
    for fait in liste:
        est_vide = False
        yield Paragraphe(
            phrase(fait), "", origine(register, fait.source, fait.date), fait.statut != "confirme"
        )
        if fait.autres:
            yield _chiffres(fait, register)
    if est_vide and vide:
        yield Paragraphe(vide)


def _chiffres(fait: Fait, register: Register) -> Tableau:
    first = (quantite(fait.valeur or 0, fait.unite), date_dite(fait.date or SANS_DATE),
             "celui de la phrase ci-dessus", origine(register, fait.source))  # fmt: skip
    others = ((quantite(one.valeur, one.unite), date_dite(one.date), typographie(one.perimetre or "non précisé"),
               origine(register, one.source)) for one in fait.autres)  # fmt: skip
    return Tableau("Chiffres publiés qui diffèrent", ("Chiffre", "Date", "Ce qui est compté", "Source"),
                   (2, 2, 3, 3), (first, *others))  # fmt: skip


def consignes(risque: Risque, register: Register) -> Iterator[Bloc]:
    """Before, during, after; an empty phase names the authority."""
    yield Titre(1, "Que faire")
    for name, titre in PHASES.items():
        liste: tuple[Consigne, ...] = getattr(risque.consignes, name)
        yield Titre(2, titre)
        for cas, group in groupby(liste, key=lambda one: one.cas or ""):
            if cas:
                yield Paragraphe("", f"{typographie(cas)} :")
            yield Liste(tuple(consigne(one, register) for one in group))
        if not liste:
            yield Paragraphe(
                f"Consigne officielle non reprise ici. Pour la connaître : {typographie(risque.autorite.nom)}, {risque.autorite.adresse}."
            )


def consigne(one: Consigne, register: Register) -> Paragraphe:
    """One instruction with its source."""
    return Paragraphe(
        typographie(one.texte), "", origine(register, one.source), one.fiabilite != "S"
    )


def _consequences(risque: Risque, register: Register) -> Iterator[Bloc]:
    yield Titre(1, "Ce qui peut arriver")
    said = risque.consequences
    yield from _parts(
        {
            "Pour les personnes": said.personnes,
            "Pour les biens et les réseaux": said.biens,
            "Pour l’environnement": said.environnement,
        },
        register,
        SANS_FAIT,
    )


def _parts(parts: Mapping[str, Iterable[Fait]], register: Register, vide: str) -> Iterator[Bloc]:
    """Facts under one heading after another."""
    for titre, liste in parts.items():
        yield Titre(2, titre)
        yield from faits(liste, register, vide)


def _lieux(risque: Risque, register: Register, images: Images) -> Iterator[Bloc]:
    yield Titre(1, "Où à Paris")
    yield from faits(risque.ou_a_paris.faits, register)
    carte = images.get(f"carte:{risque.ou_a_paris.carte}")
    yield carte or Paragraphe(SANS_CARTE)


def _passe(risque: Risque, register: Register, images: Images) -> Iterator[Bloc]:
    if not risque.evenements:
        return
    yield Titre(1, "Ce qui s’est déjà passé")
    for one in risque.evenements:
        if not one.hauteurs:
            yield Paragraphe(typographie(one.texte), f"{periode(one.debut, one.fin)} : {typographie(one.titre)}.",
                             origine(register, one.source), one.statut != "confirme")  # fmt: skip
    crues = [one for one in risque.evenements if one.hauteurs]
    if crues:
        yield _crues(crues, register)
        said = [one.incertitude for one in crues if one.incertitude]
        for texte, source in dict.fromkeys((item.texte, item.source) for item in said):
            yield Paragraphe(typographie(texte), "", origine(register, source), a_confirmer=True)
    if risque.hauteurs_de_la_seine and "crues" in images:
        yield images["crues"]


def _crues(crues: Iterable[Evenement], register: Register) -> Tableau:
    return Tableau(
        "Crues passées de la Seine à Paris-Austerlitz",
        ("Crue", "Hauteur", "Source", "Autres hauteurs publiées"),
        (3, 1.6, 3, 4),
        tuple(
            (
                _joined(periode(one.debut, one.fin), typographie(one.texte)),
                _joined(metres(one.hauteurs[0].hauteur_m), f"± {quantite(one.incertitude.plus_ou_moins_m, 'm')}" if one.incertitude else ""),
                _releve(one.hauteurs[0], register),
                "\n".join(f"{metres(other.hauteur_m)} : {_releve(other, register)}" for other in one.hauteurs[1:]) or "aucune relevée",
            )
            for one in crues
        ),
    )  # fmt: skip


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if second else first


def _releve(one: Releve, register: Register) -> str:
    said = _joined(_reserve(origine(register, one.source), one.statut), typographie(one.note))
    return said.replace("\n", ". ") if one.note else said


def _reserve(text: str, statut: str) -> str:
    return text if statut == "confirme" else f"{text} (à confirmer)"


def _effets(effets: Iterable[Effet], register: Register) -> Iterator[Bloc]:
    rows = tuple(
        (
            f"{metres(one.hauteur_m)} à {metres(one.jusqu_a_m)}" if one.jusqu_a_m else metres(one.hauteur_m),
            _joined(typographie(one.texte), typographie(one.note)),
            one.couleur_prefecture or "—",
            _reserve(origine(register, one.source, one.date), one.statut),
        )
        for one in effets
    )  # fmt: skip
    if not rows:
        return
    yield Titre(1, "Ce que change chaque hauteur d’eau")
    yield Paragraphe("Chaque ligne a sa propre source : il n’existe pas, à notre connaissance, de tableau officiel unique. "
                     "Les couleurs sont celles du plan de la Préfecture de police. Ce ne sont pas les couleurs de vigilance de Vigicrues.")  # fmt: skip
    yield Tableau("Hauteur de la Seine à Paris-Austerlitz et effets publiés",
                  ("Hauteur", "Effet ou décision", "Plan de la Préfecture de police", "Source"),
                  (1.7, 5, 2, 3), rows)  # fmt: skip


def _mesures(risque: Risque, register: Register) -> Iterator[Bloc]:
    yield Titre(1, "Ce qui est fait")
    done = risque.actions
    yield from _parts(
        {
            "Prévenir": done.prevention,
            "Protéger": done.protection,
            "Sauvegarder les personnes": done.sauvegarde,
        },
        register,
        SANS_MESURE,
    )


def _indemnisation(risque: Risque, register: Register) -> Iterator[Bloc]:
    if risque.indemnisation:
        yield Titre(1, "Être indemnisé")
        yield from faits(risque.indemnisation, register)


def responsables(risque: Risque, register: Register) -> Iterator[Bloc]:
    """Who answers, and the numbers of this risk."""
    yield Titre(1, "Qui répond")
    for one in risque.responsables:
        yield Paragraphe(typographie(one.texte), f"{QUI[one.qui]} — {typographie(one.nom)}.",
                         origine(register, one.source), one.statut != "confirme")  # fmt: skip
    contacts = [register.contacts[name] for name in risque.contacts]
    if contacts:
        yield numeros(contacts, register)


def numeros(contacts: Iterable[Contact], register: Register) -> Liste:
    """Telephone numbers as a list."""
    return Liste(
        tuple(
            Paragraphe(typographie(f"{one.nom} : {one.usage}" + (f" ({one.horaires})" if one.horaires else "")),
                       one.numero, origine(register, one.source), one.statut != "confirme")
            for one in contacts
        )
    )  # fmt: skip


def _manque(risque: Risque) -> Iterator[Bloc]:
    if risque.manque:
        yield Titre(1, "Ce qui manque à cette fiche")
        yield Liste(tuple(Paragraphe(typographie(texte)) for texte in risque.manque))
