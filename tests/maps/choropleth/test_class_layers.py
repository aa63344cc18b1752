"""A map of classes from its declaration: layers of classes, hatched hidden cells, and every way to declare it wrong."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.drawing import compact, palette
from maps.drawing.drawn_layer import draw
from maps.drawing.pattern import class_of
from maps.drawing.picture import file_name, picture
from opendata.model import FICTION, PublicTable
from tests.maps.choropleths import DECLARED, ROWS, Row, atlas_of, joined_map, table

PATH = "data/cartes.yaml"
SVG = "{http://www.w3.org/2000/svg}"
FICTION_RULE = "des données fictives le disent partout où elles vont"
TABLE_RULE = "une carte de classes lit une table publiée de data/datasets/"


def broken(old: str, new: str) -> list[str]:
    assert DECLARED.count(old) >= 1
    atlas, findings = atlas_of(DECLARED.replace(old, new, 1))
    assert atlas is None
    return findings


def svg(rows: tuple[Row, ...] = ROWS) -> str:
    carte, atlas = joined_map(rows)
    drawn = [draw(couche, atlas.layers[couche.fichier], 1) for couche in carte.couches]
    shown = [item for item in drawn if len(item.geometries)]
    return picture(
        carte, shown, carte.resume, atlas.sources, palette.own_stylesheet(carte), "Mention."
    ).file


# -- what it draws ---------------------------------------------------------------------------


def test_each_look_is_a_layer_below_the_declared_ones() -> None:
    carte, atlas = joined_map()
    assert [couche.id.removeprefix("essai-fictif-") for couche in carte.couches] == [
        "classe-1", "classe-2", "zero", "cachee", "absente", "limites",
    ]  # fmt: skip
    assert [couche.style.motif for couche in carte.couches] == [
        "plein", "plein", "points", "hachures", "croix", "plein",
    ]  # fmt: skip
    assert atlas.layers["essai_fictif"].column("etat") == [
        "classe-1", "classe-2", "cachee", "zero", "absente",
    ]  # fmt: skip


def test_the_legend_says_bounds_states_and_how_many() -> None:
    carte, _ = joined_map()
    assert [couche.legende for couche in carte.couches[:5]] == [
        "Classe 1\u00a0: moins de 50 pour 10 000 habitants (1 arrondissement)",
        "Classe 2\u00a0: 50 ou plus pour 10 000 habitants (1 arrondissement)",
        "Zéro publié (1 arrondissement)",
        "Secret statistique : valeur cachée (1 arrondissement)",
        "Pas de donnée (1 arrondissement)",
    ]


def test_what_goes_out_has_no_figure_of_a_hidden_cell() -> None:
    # A figure beside the status « Q » would be a fault of the release: it goes nowhere all the same.
    rows = (*ROWS[:4], ("2025", "C", 4321, "Q"), ROWS[5])
    carte, atlas = joined_map(rows)
    drawn = [draw(couche, atlas.layers[couche.fichier], 1) for couche in carte.couches]
    sent = b"".join(compact.encode(item) for item in drawn if len(item.geometries)).decode()
    said = json.dumps(atlas.said["essai-fictif"].page) + str(atlas.said["essai-fictif"].phrases)
    assert "secret statistique : valeur cachée" in sent
    for text in (sent, said, svg(rows)):
        assert "4321" not in text
        assert "4\u202f321" not in text
        assert "8\u202f642" not in text


cells = st.sampled_from([(10, "A"), (100, "A"), (0, "A"), (None, "Q"), (None, "M"), (3, "Q")])


@settings(max_examples=25, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys("ABCDE", cells)))
def test_a_hidden_cell_never_receives_the_fill_of_a_class(
    told: dict[str, tuple[int | None, str]],
) -> None:
    carte, atlas = joined_map(tuple(("2025", code, *cell) for code, cell in told.items()))
    hidden = {f"Territoire {code}" for code, (_, status) in told.items() if status == "Q"}
    for couche in carte.couches[:-1]:
        names = {row["nom"] for row in draw(couche, atlas.layers[couche.fichier], 1).properties}
        if couche.id == "essai-fictif-cachee":
            assert names == hidden
            assert couche.style.motif == "hachures"
        else:
            assert not names & hidden


def test_the_words_stand_in_the_image_itself() -> None:
    root = ET.fromstring(svg())
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    across = [text for text in texts if FICTION.upper() in text]
    assert len(across) >= 4
    assert all(text.count(FICTION.upper()) >= 3 for text in across)
    assert FICTION in (root.findtext(f"{SVG}title") or "")
    assert FICTION in (root.findtext(f"{SVG}desc") or "").lower()


def test_the_hidden_territory_is_hatched_and_labelled_in_words() -> None:
    carte, _ = joined_map()
    root = ET.fromstring(svg())
    name = class_of(carte, carte.couches[3])
    shape = next(path for path in root.iter(f"{SVG}path") if path.get("class") == name)
    assert shape.get("fill") == f"url(#{name}-motif)"
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert texts.count("caché") == 1
    assert texts.count("n.d.") == 1
    assert {"20,0", "200,0", "0"} <= set(texts)


def test_the_picture_s_file_is_called_fictitious() -> None:
    assert file_name(joined_map()[0]) == "carte-donnees-fictives-de-demonstration.svg"


# -- what it says ----------------------------------------------------------------------------


def test_every_sentence_that_travels_alone_says_that_it_is_fictitious() -> None:
    said = joined_map()[1].said["essai-fictif"]
    assert all(text.startswith("Données fictives de démonstration. ") for text in said.phrases.values())  # fmt: skip
    assert "Territoire C\u00a0: secret statistique : valeur cachée" in said.phrases["C"]
    assert "Ce n’est pas un zéro" in said.phrases["C"]
    assert "zéro" in said.phrases["D"]
    assert said.resume == said.phrases["75056"]


def test_the_table_has_a_line_for_each_territory_and_paris_last() -> None:
    rows = joined_map()[1].said["essai-fictif"].page["territoires"]
    assert [(row["code_insee"], row["effectif"], row["taux"], row["est_publie"]) for row in rows] == [
        ("A", "10", "20,0", True),
        ("B", "100", "200,0", True),
        ("C", "secret statistique : valeur cachée", "secret statistique : valeur cachée", False),
        ("D", "0", "0,0", True),
        ("E", "pas de donnée", "pas de donnée", False),
        ("75056", "130", "52,0", True),
    ]  # fmt: skip
    assert rows[-1]["classe"] == "sans classe"


# -- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "place"),
    [
        ("titre: Carte d'essai (données fictives de démonstration)", "titre: Carte", "2:10", "titre"),
        ("description: \"Cinq territoires : données fictives de démonstration.\"", "description: Cinq territoires.", "4:16", "description"),
        ("resume: Données fictives de démonstration. Cinq carrés.", "resume: Cinq carrés.", "5:11", "resume"),
    ],
)  # fmt: skip
def test_a_fictitious_map_that_does_not_say_so_is_refused(
    old: str, new: str, line: str, place: str
) -> None:
    assert broken(old, new) == [
        (
            f"{PATH}:{line}: « données fictives de démonstration » absent de ce texte — règle : {FICTION_RULE} "
            "— remède : y écrire « données fictives de démonstration »"
        )
    ], place


def test_a_fictitious_map_has_the_word_in_its_address() -> None:
    assert broken("id: essai-fictif", "id: essai") == [
        f"{PATH}:1:7: « fictif » absent de ce nom — règle : {FICTION_RULE} — remède : y écrire « fictif »"
    ]


def test_a_map_of_a_fictitious_table_may_not_pass_for_real() -> None:
    assert broken("est_fictif: true", "est_fictif: false") == [
        (
            f"{PATH}:7:15: la table « essai/faits » est fictive, la carte dit le contraire — règle : {FICTION_RULE} "
            "— remède : écrire est_fictif: true"
        )
    ]
    assert broken("  est_fictif: true\n", "")[0].endswith("remède : écrire est_fictif: true")


def test_a_map_of_a_real_table_may_not_say_that_it_is_fictitious() -> None:
    _, findings = atlas_of(DECLARED, {("essai", "faits"): table(est_fictif=False)})
    assert findings == [
        (
            f"{PATH}:7:15: la table « essai/faits » n'est pas fictive, la carte dit le contraire — règle : {FICTION_RULE} "
            "— remède : écrire est_fictif: false"
        )
    ]


def test_an_unknown_table_is_located() -> None:
    assert broken("ressource: faits", "ressource: fait") == [
        (
            f"{PATH}:17:18: table « essai/fait » inconnue — règle : {TABLE_RULE} "
            "— remède : choisir parmi essai/faits"
        )
    ]
    _, findings = atlas_of(tables={})
    assert findings[0].endswith("remède : choisir parmi aucune n'est publiable")


@pytest.mark.parametrize(
    ("old", "new", "place", "name"),
    [
        ("colonne: lieu", "colonne: endroit", "18:16", "endroit"),
        ("filtre: {annee", "filtre: {an", "20:20", "an"),
        ("valeur: nb_faits", "valeur: nb", "21:15", "nb"),
        ("colonne: obs_status", "colonne: statut", "22:25", "statut"),
    ],
)
def test_an_unknown_column_is_located(old: str, new: str, place: str, name: str) -> None:
    assert broken(old, new) == [
        (
            f"{PATH}:{place}: colonne « {name} » inconnue de essai/faits — règle : {TABLE_RULE} "
            "— remède : choisir parmi annee, lieu, nb_faits, obs_status"
        )
    ]


def test_an_unknown_property_layer_or_source_is_located() -> None:
    assert broken("cle: code_insee", "cle: code") == [
        (
            f"{PATH}:11:10: propriété « code » inconnue de arrondissements — règle : une propriété citée existe sur toutes "
            "les entités de la couche — remède : choisir parmi code_insee, libelle_arrondissement, population_municipale"
        )
    ]
    assert broken("    fichier: arrondissements\n    cle", "    fichier: communes\n    cle") == [
        (
            f"{PATH}:10:14: couche « communes » inconnue — règle : une couche déclarée est un fichier de data/geo/ "
            "— remède : choisir parmi arrondissements"
        )
    ]
    assert broken("sources: [territoires]", "sources: [communes]") == [
        (
            f"{PATH}:13:15: source « communes » inconnue — règle : une source citée est décrite dans data/sources.yaml "
            "— remède : corriger l'identifiant ou décrire la source"
        )
    ]


def test_what_is_divided_is_a_number() -> None:
    rule = "un taux divise un compte par un nombre d'habitants"
    assert broken("valeur: nb_faits", "valeur: obs_status") == [
        f"{PATH}:21:15: colonne « obs_status » : nombres attendus — règle : {rule} — remède : choisir une colonne qui compte"
    ]
    assert broken("propriete: population_municipale", "propriete: libelle_arrondissement") == [
        (
            f"{PATH}:24:23: propriété « libelle_arrondissement » : nombre entier attendu — règle : {rule} "
            "— remède : choisir une propriété qui compte des habitants"
        )
    ]


def test_a_value_outside_every_class_is_said_with_its_territory() -> None:
    assert broken("minimum: 50, couleur", "minimum: 50, maximum: 150, couleur") == [
        (
            f"{PATH}:28:7: Territoire B : 200,0 n'est d'aucune classe — règle : toute valeur publiée est d'une classe "
            "— remède : étendre la première ou la dernière classe"
        )
    ]


def test_a_filter_keeps_one_row_a_territory() -> None:
    row_rule = "une ligne par territoire, une fois le filtre appliqué"
    assert broken('filtre: {annee: "2025"}', "filtre: {}") == [
        (
            f"{PATH}:20:15: 2 lignes pour lieu « A » — règle : {row_rule} "
            "— remède : ajouter au filtre la colonne qui les distingue"
        )
    ]
    assert broken('annee: "2025"', 'annee: "1999"') == [
        f"{PATH}:20:15: aucune ligne ne répond au filtre — règle : {row_rule} — remède : corriger les valeurs du filtre"
    ]


def test_a_table_about_no_person_may_be_mapped_too() -> None:
    real = DECLARED.replace("est_fictif: true", "est_fictif: false")
    frame = table().frame
    schema = {"fields": [{"name": str(name)} for name in frame.columns]}
    public = PublicTable("faits", schema, frame, sources=("territoires",))
    atlas, findings = atlas_of(real, {("essai", "faits"): public})
    assert atlas is not None, findings
    assert FICTION not in atlas.said["essai-fictif"].resume


def test_every_problem_is_said_at_once() -> None:
    text = DECLARED.replace("valeur: nb_faits", "valeur: nb").replace("cle: code_insee", "cle: code")  # fmt: skip
    _, findings = atlas_of(text.replace("minimum: 50, couleur", "minimum: 60, couleur"))
    assert [finding.split(": ")[0] for finding in findings] == [
        f"{PATH}:29:34",
        f"{PATH}:11:10",
        f"{PATH}:21:15",
    ]
