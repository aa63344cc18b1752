"""data/cartes.yaml: what is declared, and the exact words for what is declared wrong."""

import pytest

from maps.records.choix import Choix
from tests.maps.worlds import DECLARED, PATH, PLACES, read

PROPERTY_RULE = "une propriété citée existe sur toutes les entités de la couche"


def broken(old: str, new: str) -> list[str]:
    assert DECLARED.count(old) >= 1
    cartes, findings = read(DECLARED.replace(old, new, 1))
    assert cartes is None
    return findings


def test_hazards_and_background_are_told_apart() -> None:
    cartes, findings = read()
    assert findings == []
    assert cartes is not None
    assert [couche.id for couche in cartes[0].hazards] == ["zone-bleue", "zone-verte"]
    assert cartes[0].sources == ("zones", "territoires")


def test_an_unknown_layer_is_located() -> None:
    assert broken("fichier: arrondissements", "fichier: arrondisements") == [
        (
            f"{PATH}:10:16: couche « arrondisements » inconnue — règle : une couche déclarée est un fichier de data/geo/ "
            "— remède : choisir parmi arrondissements, fontaines, ppri, voies"
        )
    ]


def test_an_unknown_property_in_a_popup_is_located() -> None:
    assert broken("propriete: libelle_voie", "propriete: nom") == [
        (
            f"{PATH}:27:31: propriété « nom » inconnue de voies — règle : {PROPERTY_RULE} "
            "— remède : choisir parmi libelle_voie, longueur_tracee_m"
        )
    ]


def test_an_unknown_property_in_a_label_or_a_choice_is_located() -> None:
    assert broken("etiquette: numero", "etiquette: num") == [
        (
            f"{PATH}:15:18: propriété « num » inconnue de arrondissements — règle : {PROPERTY_RULE} "
            "— remède : choisir parmi libelle_arrondissement, numero"
        )
    ]
    assert broken("propriete: zonage", "propriete: zone") == [
        (
            f"{PATH}:35:26: propriété « zone » inconnue de ppri — règle : {PROPERTY_RULE} "
            "— remède : choisir parmi libelle_zonage, zonage"
        )
    ]


def test_an_unknown_source_is_located() -> None:
    assert broken("sources: [zones]", "sources: [zone]") == [
        (
            f"{PATH}:34:17: source « zone » inconnue — règle : une source citée est décrite dans data/sources.yaml "
            "— remède : corriger l'identifiant ou décrire la source"
        )
    ]


def test_a_missing_legend_is_located() -> None:
    assert broken("      legende: Limite de territoire\n", "") == [
        f"{PATH}:9:7: « legende » manque — règle : champ 0.couches.0.legende — remède : ajouter la clé « legende »"
    ]


def test_two_hazards_with_one_pattern_are_refused() -> None:
    assert broken("motif: points", "motif: hachures") == [
        (
            f"{PATH}:44:84: motif « hachures » déjà celui de « zone-bleue » — règle : deux couches de risque d'une carte "
            "se distinguent en noir et blanc — remède : choisir un autre motif"
        )
    ]


CONTOUR = "motif: contour"


def test_two_outlines_are_told_apart_by_their_dashes() -> None:
    outlined = DECLARED.replace("motif: points", CONTOUR)
    blue = 'style: {fond: {clair: "#9cc3ea", sombre: "#1f4f86"}, trait: {clair: "#0b4f94", sombre: "#8cc0f5"}, motif: hachures}'
    alike = blue.replace('fond: {clair: "#9cc3ea", sombre: "#1f4f86"}, ', "").replace(
        "motif: hachures", f"tirets: [7, 4], {CONTOUR}"
    )
    assert read(outlined)[1] == []
    assert read(outlined.replace(blue, alike))[1] == [
        (
            f"{PATH}:44:69: tirets « 7 4 » déjà celui de « zone-bleue » — règle : deux couches de risque d'une carte "
            "se distinguent en noir et blanc — remède : changer « tirets »"
        )
    ]


def test_an_outline_fills_nothing() -> None:
    assert broken("motif: hachures", CONTOUR) == [
        (
            f"{PATH}:36:14: contour avec un fond — règle : un contour ne remplit rien : ce qui est dessous reste lisible "
            "— remède : retirer « fond », ou choisir un autre motif"
        )
    ]


def test_a_plain_fill_is_told_from_the_other_fills_for_every_eye() -> None:
    assert broken('fond: {clair: "#9cc3ea", sombre: "#1f4f86"}, trait: {clair: "#0b4f94", sombre: "#8cc0f5"}, motif: hachures',
                  'fond: {clair: "#f0eee9", sombre: "#1f4f86"}, trait: {clair: "#0b4f94", sombre: "#8cc0f5"}') == [
        (
            f"{PATH}:36:29: fond proche de celui de « fond » (vision ordinaire, protanopie, deutéranopie, tritanopie) — règle : "
            "un fond plein ne se lit que par sa teinte : à 15 au moins (écart CIELAB) des autres fonds, sous les trois "
            "daltonismes aussi — remède : écarter davantage les deux teintes"
        )
    ]  # fmt: skip


def test_the_bubble_of_a_zone_begins_with_what_it_means() -> None:
    assert broken("libelle: Zone bleue", "infobulle: [{propriete: zonage, libelle: Zonage}]\n      libelle: Zone bleue") == [
        (
            f"{PATH}:32:18: zone « zone-bleue » sans « bulle » — règle : la bulle d'une zone commence par ce qu'elle veut dire "
            "pour qui y habite — remède : ajouter « bulle » : texte, faire, officiel, lien, page"
        )
    ]  # fmt: skip


OFF_RULE = "le lecteur allume une couche de risque dessinée en contour, et une autre est déjà là"


def test_a_layer_that_a_reader_switches_on_is_an_outline_of_the_map() -> None:
    limits = "  limites: [Rien ici n'est vrai.]\n"
    assert broken(limits, f"{limits}  eteintes: [zone-verte]\n") == [
        (
            f"{PATH}:8:14: couche éteinte « zone-verte » : aucun contour de ce nom — règle : {OFF_RULE} "
            "— remède : donner à une couche « motif: contour »"
        )
    ]


def test_a_map_whose_layers_are_all_off_shows_nothing() -> None:
    limits = "  limites: [Rien ici n'est vrai.]\n"
    outlined = DECLARED.replace("motif: points", CONTOUR).replace(
        limits, f"{limits}  eteintes: [zone-verte]\n"
    )
    assert read(outlined)[1] == []
    blue = outlined.index("    - id: zone-bleue")
    alone = outlined[:blue] + outlined[outlined.index("    - id: zone-verte") :]
    assert read(alone)[1] == [
        f"{PATH}:8:13: carte « essai » dont toutes les couches sont éteintes — règle : {OFF_RULE} — remède : en retirer une"
    ]


def test_a_map_is_cropped_to_what_it_draws() -> None:
    limits = "  limites: [Rien ici n'est vrai.]\n"
    assert read(DECLARED.replace(limits, f"{limits}  cadre: [zone-verte]\n"))[1] == []
    assert broken(limits, f"{limits}  cadre: [zones]\n") == [
        (
            f"{PATH}:8:11: couche « zones » inconnue de la carte « essai » — règle : le cadre d'une carte est celui de couches "
            "qu'elle dessine — remède : choisir parmi fond, rues, zone-bleue, zone-verte"
        )
    ]  # fmt: skip


NAMES = "reperes: [{id: rues-nommees, genre: pont, fichier: voies, sources: [zones], nom: libelle_voie, zoom: 14}]"


def named(old: str, new: str) -> list[str]:
    """What is wrong with names declared so."""
    limits = "  limites: [Rien ici n'est vrai.]\n"
    assert read(DECLARED.replace(limits, f"{limits}  {NAMES}\n"))[1] == []
    return broken(limits, f"{limits}  {NAMES.replace(old, new)}\n")


def test_names_come_from_a_property_of_a_layer() -> None:
    assert named("nom: libelle_voie", "nom: voie") == [
        (
            f"{PATH}:8:84: propriété « voie » inconnue de voies — règle : {PROPERTY_RULE} "
            "— remède : choisir parmi libelle_voie, longueur_tracee_m"
        )
    ]
    assert named("fichier: voies", "fichier: ponts") == [
        (
            f"{PATH}:8:54: couche « ponts » inconnue — règle : une couche déclarée est un fichier de data/geo/ "
            "— remède : choisir parmi arrondissements, fontaines, ppri, voies"
        )
    ]
    assert named("sources: [zones]", "sources: [ponts]") == [
        (
            f"{PATH}:8:71: source « ponts » inconnue — règle : une source citée est décrite dans data/sources.yaml "
            "— remède : corriger l'identifiant ou décrire la source"
        )
    ]
    assert broken("detail: {zoom: 15, ecran_m: 1}", "detail: {zoom: 15, ecran_m: 1, noms: nom}") == [
        (
            f"{PATH}:26:44: propriété « nom » inconnue de voies — règle : {PROPERTY_RULE} "
            "— remède : choisir parmi libelle_voie, longueur_tracee_m"
        )
    ]  # fmt: skip


def test_a_name_is_a_property_or_one_text_and_not_both() -> None:
    rule = "un repère a soit « nom », une propriété, soit « texte » — remède : n'écrire que l'une des deux clés"
    for wrong in ("zoom: 13", "nom: libelle_voie, texte: La Seine, zoom: 14"):
        (finding,) = named("nom: libelle_voie, zoom: 14", wrong)
        assert finding == f"{PATH}:8:13: repère sans nom, ou avec deux — règle : {rule}"


def test_names_of_two_maps_under_one_id_are_the_same_names() -> None:
    limits = "  limites: [Rien ici n'est vrai.]\n"
    first = DECLARED.replace(limits, f"{limits}  {NAMES}\n")
    other = first.replace("- id: essai", "- id: autre").replace("zoom: 14}]", "zoom: 15}]")
    assert read(first + other)[1] == [
        (
            f"{PATH}:55:18: repère « rues-nommees » autre que celle de la carte « essai » — règle : un identifiant est celui "
            "d'une seule couche : ses données sont publiées une fois pour toutes les cartes — remède : reprendre la couche par "
            "son ancre YAML, ou changer d'identifiant"
        )
    ]


def places_broken(old: str, new: str) -> list[str]:
    assert PLACES.count(old) == 1
    cartes, findings = read(PLACES.replace(old, new))
    assert cartes is None
    return findings


def test_places_are_told_apart_and_listed_from_the_one_on_top() -> None:
    cartes, findings = read(PLACES)
    assert findings == []
    assert cartes is not None
    assert [couche.id for couche in cartes[0].places] == ["fontaines-ouvertes", "fontaines-fermees"]
    assert [couche.id for couche in cartes[0].legende][-1] == "sol"


def test_two_kinds_of_places_with_one_sign_are_refused() -> None:
    assert places_broken("symbole: goutte", "symbole: sautoir") == [
        (
            f"{PATH}:32:70: symbole « sautoir » déjà celui de « fontaines-fermees » — règle : deux couches de risque d'une "
            "carte se distinguent en noir et blanc — remède : choisir un autre symbole"
        )
    ]


def test_a_layer_of_points_has_a_sign_and_no_other_has() -> None:
    rule = "une couche de points, et elle seule, est dessinée par un symbole"
    assert places_broken(", symbole: goutte, taille: 5", "") == [
        (
            f"{PATH}:32:14: couche de points sans symbole — règle : {rule} — remède : ajouter « symbole » : "
            "disque, carre, triangle, losange, croix, sautoir, goutte, etoile"
        )
    ]
    assert broken("motif: points", "symbole: disque") == [
        (
            f"{PATH}:44:86: symbole sur « ppri », qui n'a pas de points — règle : {rule} "
            "— remède : retirer « symbole »"
        )
    ]


def test_hues_that_merge_for_one_kind_of_eye_are_refused() -> None:
    # A dark orange beside this green is plain to most eyes, not without red or green cones.
    (finding,) = broken('clair: "#0b4f94"', 'clair: "#b3430a"')
    assert finding == (
        f"{PATH}:44:30: teinte proche de celle de « zone-bleue » (protanopie, deutéranopie) — règle : deux couches de risque se "
        "distinguent sous les trois daltonismes (écart CIELAB d'au moins 15) — remède : écarter davantage les deux teintes"
    )


def test_an_id_is_given_once() -> None:
    assert broken("id: zone-verte", "id: zone-bleue") == [
        (
            f"{PATH}:38:11: identifiant « zone-bleue » déjà pris — règle : un identifiant n'est donné qu'une fois "
            "— remède : en choisir un autre"
        )
    ]


def test_one_id_is_one_layer_in_all_maps() -> None:
    other = DECLARED.replace("id: essai", "id: autre").replace(
        "Rues\n      legende: Rues", "Voies\n      legende: Rues"
    )
    cartes, findings = read(DECLARED + other)
    assert cartes is None
    assert findings == [
        (
            f"{PATH}:65:11: couche « rues » autre que celle de la carte « essai » — règle : un identifiant est celui d'une "
            "seule couche : ses données sont publiées une fois pour toutes les cartes — remède : reprendre la couche par "
            "son ancre YAML, ou changer d'identifiant"
        )
    ]
    cartes, findings = read(DECLARED + DECLARED.replace("id: essai", "id: autre"))
    assert findings == []


@pytest.mark.parametrize("criteria", ["", ", valeurs: [1], minimum: 300"])
def test_a_choice_has_one_criterion(criteria: str) -> None:
    assert broken(", minimum: 300", criteria) == [
        (
            f"{PATH}:25:14: choix sans critère, ou avec deux — règle : un choix a soit « valeurs », soit « minimum » "
            "— remède : n'écrire que l'un des deux"
        )
    ]


def test_a_choice_keeps_its_minimum_and_its_values() -> None:
    assert [Choix(propriete="a", minimum=2).keeps(value) for value in (1, 2, 2.5, "2")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [Choix(propriete="a", valeurs=(True, "B")).keeps(value) for value in (True, "B", "b", None)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_every_problem_is_said_at_once() -> None:
    text = DECLARED.replace("sources: [zones]", "sources: [zone]").replace(
        "etiquette: numero", "etiquette: num"
    )
    _, findings = read(text)
    assert [finding.split(": ")[0] for finding in findings] == [
        f"{PATH}:15:18",
        f"{PATH}:34:17",
        f"{PATH}:42:17",
    ]


WORDS_RULE = (
    "une carte parle de chaque arrondissement par ses lieux, par son « choroplethe » ou par ses « paroles », "
    "d'une seule façon"
)
SPOKEN = "paroles: {zone: {code: ppri, nom: zone bleue, aucune: aucune zone bleue, methode: Au prorata.}}"


def test_a_map_speaks_in_one_way() -> None:
    assert broken(SPOKEN, "listes_ouvertes: false") == [
        f"{PATH}:1:7: carte « essai » sans texte par arrondissement — règle : {WORDS_RULE} — remède : ajouter « paroles »"
    ]
    assert places_broken("listes_ouvertes: false", SPOKEN) == [
        f"{PATH}:1:7: carte « lieux » qui parle de plusieurs façons — règle : {WORDS_RULE} — remède : n'en garder qu'une"
    ]


def test_words_are_of_one_kind() -> None:
    assert broken(SPOKEN, "paroles: {}") == [
        (
            f"{PATH}:6:12: paroles d'aucune sorte, ou de deux — règle : des paroles ont soit « zone », soit « cartes » "
            "— remède : n'écrire que l'une des deux clés"
        )
    ]
    assert broken(", aucune: aucune zone bleue", "") == [
        f"{PATH}:6:19: « aucune » manque — règle : champ 0.paroles.zone.aucune — remède : ajouter la clé « aucune »"
    ]


def test_a_layer_whose_shared_ground_is_unknown_is_located() -> None:
    assert broken("methode: Au prorata.", "methode: Au prorata., surfaces_communes: [[ppri, canaux]]") == [
        (
            f"{PATH}:6:125: couche « canaux » inconnue — règle : une couche déclarée est un fichier de data/geo/ "
            "— remède : choisir parmi arrondissements, fontaines, ppri, voies"
        )
    ]  # fmt: skip


def test_maps_gathered_have_words_of_their_own() -> None:
    both = DECLARED + PLACES.replace("listes_ouvertes: false", "avis: Essai.")
    gathering = PLACES[: PLACES.index("    - id: fontaines-fermees")].replace(
        "id: lieux", "id: tout"
    )
    gathering = gathering.replace("listes_ouvertes: false", "paroles: {cartes: [essai, lieux]}")
    cartes, findings = read(both + gathering)
    assert cartes is not None, findings
    _, findings = read(both + gathering.replace("[essai, lieux]", "[essai, tout, autre]"))
    rule = "une carte en réunit d'autres, de zone ou de lieux, déclarées dans ce fichier"
    assert [text.partition(": ")[2] for text in findings] == [
        f"carte « {name} » inconnue, ou sans paroles à elle — règle : {rule} — remède : choisir parmi essai, lieux"
        for name in ("tout", "autre")
    ]


FIGURE = """\
  chiffres_publies:
    - {texte: 3 hectares., date: "2003", source: Presse, adresse: "https://exemple.fr/page"}
"""


def test_a_figure_published_elsewhere_has_its_year_and_its_page() -> None:
    assert read(DECLARED + FIGURE)[1] == []
    dateless, pageless = FIGURE.replace("2003", "récente"), FIGURE.replace("fr/page", "fr/")
    assert read(DECLARED + dateless)[1] == [
        (
            f"{PATH}:48:7: chiffre publié sans date : « récente » "
            "— règle : un chiffre a une date, ou celle de sa lecture quand son document n'en porte pas "
            "— remède : donner l'année, ou retirer le chiffre"
        )
    ]
    assert read(DECLARED + pageless)[1] == [
        (
            f"{PATH}:48:67: chiffre publié sans page : « https://exemple.fr/ » "
            "— règle : un chiffre se retrouve : l'adresse complète de la page où il a été lu (https://…) "
            "— remède : donner l'adresse de la page, ou retirer le chiffre"
        )
    ]
