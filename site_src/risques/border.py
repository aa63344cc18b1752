"""What other rooms may take from here: the register, its records, and the rules that hold for any sourced statement.

How a value of it is said in French stands in `phrases`, the other module open to all.
"""

from site_src.risques.chosen import Chosen, Langue, read_chosen
from site_src.risques.origins import Group, Origin, numbered, origins
from site_src.risques.pictograms import (
    PICTURE_TYPE,
    Gesture,
    gesture_of,
    gesture_picture,
    named_by,
    risk_picture,
)
from site_src.risques.register import FOLDER, Register, SourcesFile, read_register
from site_src.risques.risque import (
    PLACE,
    Consigne,
    ConsigneDeRisque,
    Effet,
    Evenement,
    Fait,
    Releve,
    RiskLink,
    Risque,
    by_case,
    link_to,
)
from site_src.risques.rules import (
    Keys,
    figures_are_dated,
    instructions,
    instructions_are_official,
    known,
    sources_exist,
    walk,
)
from site_src.risques.rules import cited as sources_cited
from site_src.risques.seine import AnnualFlow, AnnualMaximum, Contradiction, Seine
from site_src.risques.shared import CitedSource, Contact, Situation, by_publisher
from site_src.risques.words import (
    SANS_DATE,
    DateDite,
    Fiabilite,
    Identifiant,
    Phase,
    Statut,
    Texte,
    TexteConsigne,
    TexteSansChiffre,
    calls_a_message_number,
    is_page,
)

__all__ = [
    "FOLDER",
    "PICTURE_TYPE",
    "PLACE",
    "SANS_DATE",
    "AnnualFlow",
    "AnnualMaximum",
    "Chosen",
    "CitedSource",
    "Consigne",
    "ConsigneDeRisque",
    "Contact",
    "Contradiction",
    "DateDite",
    "Effet",
    "Evenement",
    "Fait",
    "Fiabilite",
    "Gesture",
    "Group",
    "Identifiant",
    "Keys",
    "Langue",
    "Origin",
    "Phase",
    "Register",
    "Releve",
    "RiskLink",
    "Risque",
    "Seine",
    "Situation",
    "SourcesFile",
    "Statut",
    "Texte",
    "TexteConsigne",
    "TexteSansChiffre",
    "by_case",
    "by_publisher",
    "calls_a_message_number",
    "figures_are_dated",
    "gesture_of",
    "gesture_picture",
    "instructions",
    "instructions_are_official",
    "is_page",
    "known",
    "link_to",
    "named_by",
    "numbered",
    "origins",
    "read_chosen",
    "read_register",
    "risk_picture",
    "sources_cited",
    "sources_exist",
    "walk",
]
