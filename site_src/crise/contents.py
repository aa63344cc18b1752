"""The register → what the file for a crisis says, in French or in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from babel.dates import format_date

from site_src.crise.sheet import Line, Listing, Paragraph, Part, Said, Sheet
from site_src.crise.texts import Texts
from site_src.crise.words import EN, FR
from site_src.frame.identity import Identite
from site_src.frame.typography import NO_BREAK_SPACE, long_date, typographie
from site_src.risques.border import (
    FOLDER,
    SANS_DATE,
    Chosen,
    Consigne,
    Contact,
    Fait,
    Langue,
    Register,
    Risque,
    numbered,
    origins,
)
from site_src.risques.phrases import actions_of, date_dite, phrase

ALERT = "data/se-preparer/alerte.yaml"
CONTACTS = f"{FOLDER}/contacts.yaml"


@dataclass(frozen=True)
class Writer:
    """All that the sheet is written from; `langue` is that of what it writes."""

    register: Register = field(repr=False)
    chosen: Chosen = field(repr=False)
    texts: Texts = field(repr=False)
    identite: Identite = field(repr=False)
    langue: Langue

    @cached_property
    def risks(self) -> tuple[Risque, ...]:
        """The risks of the file, in its order."""
        return self.chosen.risks(self.register)

    def sheet(self) -> Sheet:
        """The whole file, but for its alerts."""
        word = self._word
        return Sheet(
            self.langue,
            word("titre"),
            word("description"),
            (Paragraph(self._first_numbers()), Paragraph((self._mention(),))),
            (self._numbers(), self._risks(), self._signals(), self._newer(), self._about()),
            word("sommaire"),
        )

    def _word(self, name: str) -> str:
        return typographie(FR[name]) if self.langue == "fr" else EN[name]

    def _said(self, text: str) -> Said:
        """A sentence of the register in the file's language, or in French where nobody translated it."""
        if self.langue == "fr":
            return Said(typographie(text))
        english = self.texts.phrases.get(text)
        return Said(typographie(text), "fr") if english is None else Said(_curly(english))

    def _french(self, text: str) -> Said:
        return Said(typographie(text), "" if self.langue == "fr" else "fr")

    def _note(self, text: str) -> Said:
        return Said(text, marque="note")

    def _mention(self) -> Said:
        if self.langue == "en" and not self.identite.dicrim.adopte:
            return Said(self._word("non_officiel"), marque="fort")
        return Said(self.identite.mention, "" if self.langue == "fr" else "fr", marque="fort")

    def _unreviewed(self, original: str) -> Iterator[Paragraph]:
        if self.langue == "en" and original not in self.texts.reviewed:
            yield Paragraph((self._note(self._word("non_relu")),))

    # Whom to call

    def _first_numbers(self) -> Line:
        """The emergency numbers in a line: before anything else."""
        pieces = [Said(f"{self._word('urgences')}{self._word('deux_points')} ", marque="fort")]
        for rank, one in enumerate(self.register.urgences):
            name = one.court if self.langue == "fr" and one.court else one.nom
            number = Said(one.numero.replace(" ", NO_BREAK_SPACE), lien=one.lien, marque="fort")
            pieces += [Said(", " if rank else ""), number, Said(NO_BREAK_SPACE), self._said(name)]
        return (*pieces, Said("."))

    def _numbers(self) -> Part:
        register = self.register
        named = {name: None for risk in self.risks for name in risk.contacts}
        others = [register.contacts[name] for name in named if not register.contacts[name].est_urgence]  # fmt: skip
        parts = [Part("urgences", Said(self._word("urgences")), (self._contacts(register.urgences),))]  # fmt: skip
        if others:
            parts.append(Part("autres-numeros", Said(self._word("autres_numeros")), (self._contacts(others),)))  # fmt: skip
        return Part("appeler", Said(self._word("appeler")), tuple(self._unreviewed(CONTACTS)), tuple(parts))  # fmt: skip

    def _contacts(self, contacts: Iterable[Contact]) -> Listing:
        return Listing(tuple(self._contact(one) for one in contacts))

    def _contact(self, one: Contact) -> Line:
        hours = (Said(" ("), self._said(one.horaires), Said(")")) if one.horaires else ()
        return (
            Said(one.numero.replace(" ", NO_BREAK_SPACE), lien=one.lien, marque="fort"),
            Said(" "), self._said(one.nom), Said(f"{self._word('deux_points')} "), self._said(one.usage), *hours,
            *self._origin(one.source, is_sure=one.statut == "confirme"),
        )  # fmt: skip

    def _origin(self, source: str, *, is_sure: bool) -> Line:
        cited = self.texts.sources[source]
        doubt = "" if is_sure else f", {self._word('a_confirmer')}"
        return (
            self._note(" ["), Said(typographie(cited.editeur), self._french("").langue, marque="note"),
            self._note(f", {self._date(cited.date)}{doubt}]"),
        )  # fmt: skip

    def _date(self, value: str) -> str:
        return date_dite(value) if self.langue == "fr" else _english_date(value)

    # What to do

    def _risks(self) -> Part:
        return Part(
            "que-faire", Said(self._word("que_faire")), (), tuple(self._risk(one) for one in self.risks), est_depliee=True
        )  # fmt: skip

    def _risk(self, risk: Risque) -> Part:
        instructions = risk.consignes.pendant
        blocks: list[Paragraph | Listing] = []
        for group in numbered(instructions):
            if group.cas:
                said = self._said(group.cas)
                blocks.append(Paragraph((Said(said.mots, said.langue, marque="fort"),)))
            lines = tuple(self._instruction(item) for item in group.consignes)
            blocks.append(Listing(lines, group.premier))
        blocks += self._unreviewed(f"{FOLDER}/{risk.id}.yaml")
        return Part(risk.id, self._said(risk.titre_court), (*blocks, self._sources(instructions)), ())  # fmt: skip

    def _instruction(self, item: Consigne) -> Line:
        said = self._said(item.texte)
        actions = actions_of(said.mots, said.langue or self.langue)
        line = [Said(one.texte, said.langue, marque="non" if one.est_interdit else "") for one in actions]  # fmt: skip
        spaced = [part for one in line for part in (Said(" "), one)][1:]
        if said.langue:
            spaced.append(self._note(f" ({self._word('sans_traduction')})"))
        return tuple(spaced)

    def _sources(self, instructions: tuple[Consigne, ...]) -> Paragraph:
        """Which lines, who says them, in one word how sure: as below the list on the risk's page."""
        pieces = [self._note(f"{self._word('sources')}{self._word('deux_points')} ")]
        for rank, origin in enumerate(origins(instructions, self.texts.sources)):
            cited = self.texts.sources[origin.source]
            ranks = origin.rangs.replace(" à ", f" {self._word('a')} ")
            before = f"{self._word('point_virgule')} " if rank else ""
            pieces += [
                self._note(f"{before}{ranks}{self._word('deux_points')} "),
                Said(typographie(cited.editeur), self._french("").langue, marque="note"),
                self._note(f", {self._date(cited.date)}, {self._word(origin.certitude)}"),
            ]
        return Paragraph((*pieces, self._note(".")))

    # How one is told

    def _signals(self) -> Part:
        parts = tuple(
            Part(f"signal-{rank}", self._said(one.titre), tuple(self._signal(one.consignes, one.faits)))
            for rank, one in enumerate(self.texts.signals, 1)
        )  # fmt: skip
        return Part("signaux", Said(self._word("signaux")), tuple(self._unreviewed(ALERT)), parts)

    def _signal(
        self, instructions: tuple[Consigne, ...], facts: tuple[Fait, ...]
    ) -> Iterator[Paragraph | Listing]:
        if facts:
            yield Listing(tuple(self._fact(one) for one in facts))
        if instructions:
            yield Listing(tuple(self._instruction(item) for item in instructions), 1)
            yield self._sources(instructions)

    def _fact(self, one: Fait) -> Line:
        said = Said(phrase(one)) if self.langue == "fr" else self._said(one.texte)
        return (said, *self._origin(one.source, is_sure=one.statut == "confirme"))

    # What is newer, what this is

    def _newer(self) -> Part:
        lines: list[Line] = []
        colon = f"{self._word('deux_points')} "
        if self.identite.adresse:
            page = f"{self.identite.adresse}{'en-ce-moment/' if self.langue == 'fr' else 'en/now/'}"
            lines.append((Said(f"{self._word('plus_recent_site')}{colon}"), Said(page, lien=page)))
        else:
            lines.append((Said(self._word("plus_recent_page")),))
        for name, page in self.texts.official:
            lines.append((self._french(name), Said(colon), Said(page, lien=page)))
        lines.append((Said(self._word("plus_recent_reseau")),))
        return Part("plus-recent", Said(self._word("plus_recent")), (Listing(tuple(lines)),))

    def _about(self) -> Part:
        names = {risk.id: self._said(risk.titre_court).mots for risk in self.register.risques}
        written = self.register.document.redige_le
        day = long_date(written) if self.langue == "fr" else _english_date(written.isoformat())
        reason = self.chosen.reason(self.langue, names)
        said = (
            typographie(reason) if self.langue == "fr" else _curly(reason),
            self._word("relecture").replace("{jour}", day),
            self._word("relayee"),
            self._word("garder"),
        )
        blocks = tuple(Paragraph((Said(text),)) for text in said)
        return Part("a-propos", Said(self._word("apropos")), blocks)


def _curly(text: str) -> str:
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def _english_date(text: str) -> str:
    """11 December 2023, December 2018, 2019, undated."""
    if text == SANS_DATE:
        return "undated"
    forms = {len("2023-12"): "MMMM y", len("2023-12-11"): f"d{NO_BREAK_SPACE}MMMM y"}
    if len(text) not in forms:
        return text
    return format_date(date.fromisoformat(f"{text}-01"[:10]), forms[len(text)], "en_GB")
