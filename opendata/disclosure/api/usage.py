"""A call that asks for what cannot be: which argument, and what it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from opendata.disclosure.rules import Dominance, FewContributors, Rule, SmallCount

# Columns of a published table after its dimensions, and those that a report has more.
COLUMNS = ("value", "status")
BOUNDS = ("primary", "lower", "upper", "lower_int", "upper_int")


class UsageError(ValueError):
    """A wrong argument, by its name (`argument`); the message is in French, each `{}` standing for another argument."""

    def __init__(self, argument: str, message: str, *others: str) -> None:
        self.argument, self.message, self.others = argument, message, others
        super().__init__(self.said())

    def said(self, names: Mapping[str, str] | None = None) -> str:
        """The problem in one line, arguments called by `names` where they have one there."""
        here, *others = ((names or {}).get(name, name) for name in (self.argument, *self.others))
        before, *parts = self.message.rsplit("{}", len(others))  # a column may be called « {} »
        return f"{here} : {before}" + "".join(
            f"{other}{part}" for other, part in zip(others, parts, strict=True)
        )


def check_names(
    dimensions: Collection[str],
    others: Mapping[str, str | None],
    ignored: Iterable[str] = (),
    written: Collection[str] = COLUMNS,
) -> None:
    """A column has one role, and none is called as a column that this library writes. Raises UsageError.

    `others`: argument → the column that it names; `written`: the columns that what is made here ends with.
    """
    if not dimensions:
        raise UsageError("hierarchies", "une table a au moins une dimension")
    taken: dict[str, str] = dict.fromkeys(dimensions, "hierarchies")
    for name in dimensions:
        if name in written or name in BOUNDS:
            raise UsageError(
                "hierarchies", f"« {name} » est une colonne que cet outil écrit : renommer celle du fichier"
            )  # fmt: skip
    for argument, given in [*others.items(), *(("ignore", name) for name in ignored)]:
        if given is not None and taken.setdefault(given, argument) != argument:
            raise UsageError(argument, f"« {given} » sert déjà à {{}}", taken[given])


def small_counts(rules: Sequence[Rule]) -> tuple[int, int]:
    """The counts (lowest, highest) that the rules hide for being small. Raises UsageError."""
    found = [rule for rule in rules if isinstance(rule, SmallCount)]
    if len(found) != 1 or not 0 <= found[0].lowest <= found[0].highest:
        raise UsageError("rules", "une règle SmallCount, une seule, de deux effectifs dans l'ordre")
    return found[0].lowest, found[0].highest


def check_rules(
    rules: Sequence[Rule], contributor: str | None, coalition: int, alike: bool, exact: bool
) -> None:
    """Rules of contributors have their column, and every number is one that means something. Raises UsageError."""
    for rule in rules:
        if isinstance(rule, FewContributors | Dominance) and not contributor:
            raise UsageError("contributor", "{} manque", "contributor")
        if isinstance(rule, Dominance) and not 0 < rule.share <= 1:
            raise UsageError(
                "dominance", "une part est au-dessus de 0 et au plus 1, par exemple 0.85"
            )
        if isinstance(rule, FewContributors) and rule.minimum < 1:
            raise UsageError("min_contributors", "un nombre à partir de 1")
    if coalition < 1 or (coalition > 1 and not contributor):
        raise UsageError("coalition", "un nombre à partir de 1, avec {}", "contributor")
    if alike and exact:
        raise UsageError("alike", "demande {} interval", "protection")


def check_totals(totals: Mapping[str, str], dimensions: Collection[str]) -> None:
    """Totals are of dimensions of the table. Raises UsageError."""
    unknown = sorted(set(totals) - set(dimensions))
    if unknown:
        raise UsageError("totals", f"dimension inconnue : {', '.join(unknown)}")
