"""One risk → blocks, in the order and with the headings of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from site_src.documents.blocks import (
    Block,
    Grid,
    Heading,
    Image,
    Instructions,
    Items,
    Statement,
    instruction,
)
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
    numbered,
    origins,
)
from site_src.risques.phrases import (
    QUI,
    datation,
    date_dite,
    metres,
    periode,
    phases,
    phrase,
    quantite,
)

SANS_FAIT = "Pas encore de fait avec source :"
SANS_MESURE = "Pas encore de mesure avec source :"
SANS_ALERTE = "Aucun moyen d’alerte propre à ce risque n’a encore été réuni ici."

# Images that a risk's text shows: key (« carte:inondation », « crues ») → block.
Images = Mapping[str, Image]


def whole_text(risque: Risque, register: Register, images: Images) -> list[Block]:
    """The whole text of a risk."""
    return [
        Statement(typographie(risque.resume)),
        *instructions(risque, register),
        *_whom_to_call(risque, register),
        *_alert(risque, register),
        Heading(1, "Ce que c’est"),
        *facts(risque.description, register),
        *_consequences(risque, register),
        *_where(risque, register, images.get(f"carte:{risque.ou_a_paris.carte}")),
        *_passe(risque, register, images),
        *_effets(risque.effets, register),
        *_mesures(risque, register),
        *_responsible(risque, register),
        *_indemnisation(risque, register),
        *_manque(risque),
    ]


def short_text(risque: Risque, register: Register) -> list[Block]:
    """What a sheet of two pages holds: what to do first, then whom to call, alert, places, who answers."""
    return [
        *instructions(risque, register),
        *_whom_to_call(risque, register),
        *_alert(risque, register),
        *_where(risque, register, None),
        *_responsible(risque, register),
    ]


def origin(register: Register, source: str, date: str | None = None) -> str:
    """Who says it, of when: « Ville de Paris, 11 décembre 2023 »."""
    cited = register.sources[source]
    named = f"{typographie(cited.editeur)}, {date_dite(cited.date)}"
    return (
        f"donnée {datation(date)} ; {named}"
        if date and date not in (SANS_DATE, cited.date)
        else named
    )


def facts(liste: Iterable[Fait], register: Register, vide: str = "") -> Iterator[Block]:
    """Facts as paragraphs, each figure that others contradict with its table; `vide` when there is none."""
    est_vide = True
    for fait in liste:
        est_vide = False
        yield Statement(
            phrase(fait), "", origin(register, fait.source, fait.date), fait.statut != "confirme"
        )
        if fait.autres:
            yield _chiffres(fait, register)
    if est_vide and vide:
        yield Statement(vide)


def _chiffres(fait: Fait, register: Register) -> Grid:
    first = (quantite(fait.valeur or 0, fait.unite), date_dite(fait.date or SANS_DATE),
             "celui de la phrase ci-dessus", origin(register, fait.source))  # fmt: skip
    others = ((quantite(other.valeur, other.unite), date_dite(other.date), typographie(other.perimetre or "non précisé"),
               origin(register, other.source)) for other in fait.autres)  # fmt: skip
    return Grid("Chiffres publiés qui diffèrent", ("Chiffre", "Date", "Ce qui est compté", "Source"),
                   (2, 2, 3, 3), (first, *others))  # fmt: skip


def instructions(risque: Risque, register: Register) -> Iterator[Block]:
    """What is happening first, each phase numbered, its sources below it; empty phases name the authority, last."""
    yield Heading(1, "Que faire")
    if risque.consignes.est_vide:
        yield _none(risque, "Aucune")
        return
    told = phases(risque.consignes)
    for _, titre, liste in told:
        if not liste:
            continue
        yield Heading(2, titre)
        for group in numbered(liste):
            if group.cas:
                yield Statement("", f"{typographie(group.cas)} :")
            yield Instructions(tuple(map(instruction, group.consignes)), group.premier)
        yield _origins(liste, register)
    empty = [titre for _, titre, liste in told if not liste]
    if empty:
        yield _none(risque, f"{' et '.join(empty).capitalize()} : aucune")


def _none(risque: Risque, aucune: str) -> Statement:
    who = typographie(
        f"{aucune} consigne officielle retrouvée. À demander à : {risque.autorite.nom}"
    )
    where = risque.autorite.adresse.rpartition("://")[2].rstrip("/")
    return Statement(f"{who}, {where}.")


def _whom_to_call(risque: Risque, register: Register) -> Iterator[Block]:
    if risque.contacts:
        yield Heading(1, "Qui appeler")
        yield phone_numbers((register.contacts[name] for name in risque.contacts), register)


def _alert(risque: Risque, register: Register) -> Iterator[Block]:
    yield Heading(1, "Comment vous êtes alerté")
    yield from facts(risque.alerte, register, SANS_ALERTE)


def _origins(liste: tuple[Consigne, ...], register: Register) -> Statement:
    """« Sources — 1, 3 à 5 : Gouvernement, 2023, officielle »."""
    said = (
        f"{item.rangs} : {origin(register, item.source)}, {item.certitude}"
        for item in origins(liste, register.sources)
    )
    return Statement("Sources", "", " ; ".join(said))


def _consequences(risque: Risque, register: Register) -> Iterator[Block]:
    yield Heading(1, "Ce qui peut arriver")
    consequences = risque.consequences
    yield from _parts(
        {
            "Pour les personnes": consequences.personnes,
            "Pour les biens et les réseaux": consequences.biens,
            "Pour l’environnement": consequences.environnement,
        },
        register,
        SANS_FAIT,
    )


def _parts(parts: Mapping[str, Iterable[Fait]], register: Register, vide: str) -> Iterator[Block]:
    """Facts under one heading after another; those that have none are named in one line, after `vide`."""
    for titre, liste in parts.items():
        if liste:
            yield Heading(2, titre)
            yield from facts(liste, register)
    none = [titre.lower() for titre, liste in parts.items() if not liste]
    if none:
        yield Statement(typographie(f"{vide} {', '.join(none)}."))


def _where(risque: Risque, register: Register, carte: Image | None) -> Iterator[Block]:
    """Where in Paris, with its map; nothing when neither is known."""
    if risque.ou_a_paris.faits or carte:
        yield Heading(1, "Où à Paris")
        yield from facts(risque.ou_a_paris.faits, register)
        if carte:
            yield carte


def _passe(risque: Risque, register: Register, images: Images) -> Iterator[Block]:
    if not risque.evenements:
        return
    yield Heading(1, "Ce qui s’est déjà passé")
    for event in risque.evenements:
        if not event.hauteurs:
            yield Statement(typographie(event.texte), f"{periode(event.debut, event.fin)} : {typographie(event.titre)}.",
                             origin(register, event.source), event.statut != "confirme")  # fmt: skip
    crues = [event for event in risque.evenements if event.hauteurs]
    if crues:
        yield _crues(crues, register)
        uncertain = [event.incertitude for event in crues if event.incertitude]
        for texte, source in dict.fromkeys((item.texte, item.source) for item in uncertain):
            yield Statement(typographie(texte), "", origin(register, source), a_confirmer=True)
    if risque.hauteurs_de_la_seine and "crues" in images:
        yield images["crues"]


def _crues(crues: Iterable[Evenement], register: Register) -> Grid:
    return Grid(
        "Crues passées de la Seine à Paris-Austerlitz",
        ("Crue", "Hauteur", "Source", "Autres hauteurs publiées"),
        (3, 1.6, 3, 4),
        tuple(
            (
                _joined(periode(crue.debut, crue.fin), typographie(crue.texte)),
                _joined(metres(crue.hauteurs[0].hauteur_m), f"± {quantite(crue.incertitude.plus_ou_moins_m, 'm')}" if crue.incertitude else ""),
                _releve(crue.hauteurs[0], register),
                "\n".join(f"{metres(other.hauteur_m)} : {_releve(other, register)}" for other in crue.hauteurs[1:]) or "aucune relevée",
            )
            for crue in crues
        ),
    )  # fmt: skip


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if second else first


def _releve(reading: Releve, register: Register) -> str:
    words = _joined(
        _reserve(origin(register, reading.source), reading.statut), typographie(reading.note)
    )
    return words.replace("\n", ". ") if reading.note else words


def _reserve(text: str, statut: str) -> str:
    return text if statut == "confirme" else f"{text} (à confirmer)"


def _effets(effets: Iterable[Effet], register: Register) -> Iterator[Block]:
    rows = tuple(
        (
            f"{metres(effet.hauteur_m)} à {metres(effet.jusqu_a_m)}" if effet.jusqu_a_m else metres(effet.hauteur_m),
            _joined(typographie(effet.texte), typographie(effet.note)),
            effet.couleur_prefecture or "—",
            _reserve(origin(register, effet.source, effet.date), effet.statut),
        )
        for effet in effets
    )  # fmt: skip
    if not rows:
        return
    yield Heading(1, "Ce que change chaque hauteur d’eau")
    yield Statement("Chaque ligne a sa propre source : il n’existe pas, à notre connaissance, de tableau officiel unique. "
                     "Les couleurs sont celles du plan de la Préfecture de police. Ce ne sont pas les couleurs de vigilance de Vigicrues.")  # fmt: skip
    yield Grid("Hauteur de la Seine à Paris-Austerlitz et effets publiés",
                  ("Hauteur", "Effet ou décision", "Plan de la Préfecture de police", "Source"),
                  (1.5, 4.4, 1.6, 3.6), rows)  # fmt: skip


def _mesures(risque: Risque, register: Register) -> Iterator[Block]:
    yield Heading(1, "Ce qui est fait")
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


def _indemnisation(risque: Risque, register: Register) -> Iterator[Block]:
    if risque.indemnisation:
        yield Heading(1, "Être indemnisé")
        yield from facts(risque.indemnisation, register)


def _responsible(risque: Risque, register: Register) -> Iterator[Block]:
    """Who answers for what."""
    yield Heading(1, "Qui répond")
    for item in risque.responsables:
        qui = QUI[item.qui]
        named = typographie(item.nom if qui in ("", item.nom) else f"{qui} — {item.nom}")
        yield Statement(typographie(item.texte), f"{named}.", origin(register, item.source), item.statut != "confirme")  # fmt: skip


def phone_numbers(contacts: Iterable[Contact], register: Register) -> Items:
    """Telephone numbers as a list."""
    return Items(
        tuple(
            Statement(typographie(f"{contact.nom} : {contact.usage}" + (f" ({contact.horaires})" if contact.horaires else "")),
                       contact.numero, origin(register, contact.source), contact.statut != "confirme")
            for contact in contacts
        )
    )  # fmt: skip


def _manque(risque: Risque) -> Iterator[Block]:
    if risque.manque:
        yield Heading(1, "Ce qui manque à cette fiche")
        yield Items(tuple(Statement(typographie(texte)) for texte in risque.manque))
