"""The two bases of recorded crime in a few invented rows, as the SSMSI writes them."""

from __future__ import annotations

from collections.abc import Mapping

from site_src.delinquance.bases import ARRONDISSEMENTS

COMMUNAL = (
    "CODGEO_2025,annee,indicateur,unite_de_compte,nombre,taux_pour_mille,est_diffuse,insee_pop,insee_pop_millesime,"
    "insee_log,insee_log_millesime,complement_info_nombre,complement_info_taux\n"
)
DEPARTMENTAL = (
    "code_departement;code_region;annee;indicateur;unite_de_compte;nombre;taux_pour_mille;insee_pop;"
    "insee_pop_millesime;insee_log;insee_log_millesime\n"
)
ARMED, BURGLARY = "Vols avec armes", "Cambriolages de logement"


def communal_row(
    code: str, count: int | None, indicator: str = ARMED, *, rate: str | None = None
) -> str:
    """One row of 1,000 people and 500 homes; `None` is not diffused, and then the base gives a complement."""
    people = 500 if indicator == BURGLARY else 1000
    shown = "" if count is None else f"{count}.0"
    told = rate if rate is not None else "" if count is None else f'"{1000 * count / people:.7f}"'.replace(".", ",")  # fmt: skip
    complement = ("4,3333333", "4,3333333") if count is None else ("", "")
    status = "ndiff" if count is None else "diff"
    return (f"{code},2020,{indicator},Infraction,{shown},{told},{status},1000,2020,500,2020,"
            f'"{complement[0]}","{complement[1]}"\n')  # fmt: skip


def communal(counts: Mapping[str, int | None], indicator: str = ARMED) -> bytes:
    """The base of communes with these rows, and one of another commune."""
    rows = (communal_row(code, count, indicator) for code, count in counts.items())
    return (COMMUNAL + communal_row("69123", 9, indicator) + "".join(rows)).encode()


def everywhere(count: int, **others: int | None) -> dict[str, int | None]:
    """The same count in the twenty arrondissements, but for those named (`c75102=…`)."""
    return {code: others.get(f"c{code}", count) for code in ARRONDISSEMENTS}


def departmental(count: int, indicator: str = ARMED, unit: str = "Infraction") -> bytes:
    """The base of departments, with its mark of bytes, and Paris."""
    row = f"75;11;2020;{indicator};{unit};{count};{count / 20:.7f};20000;2020;10000;2020\n"
    return (
        "\ufeff" + DEPARTMENTAL + f"1;84;2020;{indicator};{unit};3;0.1;9;2020;9;2020\n"
    ).encode() + row.encode()
