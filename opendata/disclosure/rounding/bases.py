"""Which rounding base goes with which rule on small counts."""

from __future__ import annotations

BASES = (3, 5, 10)


def disagreement(base: int, hidden: tuple[int, int]) -> str | None:
    """Why a base does not go with the rule that hides counts from `hidden[0]` to `hidden[1]`; None when it does.

    Rounded counts are zero or at least the base. A smaller base than the smallest count that the rule publishes
    would show a small count; a larger one would make zeros of counts that the rule publishes.
    """
    published = hidden[1] + 1
    if base > published:
        return (
            f"base {base} plus grande que la règle ne le permet : elle publie les effectifs à partir de {published}, "
            f"et cette base les mettrait à zéro ; prendre --hide 1-{base - 1}"
        )
    if base < published:
        return (
            f"base {base} trop petite pour la règle : elle masque les effectifs jusqu'à {hidden[1]}, "
            f"et cette base en montrerait ; prendre une base d'au moins {published}"
        )
    return None
