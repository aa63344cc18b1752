"""The module of the package, that gives the public names when they are asked for, and not before."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

PACKAGE = "opendata.disclosure"


class Library(ModuleType):
    """What stands in `api.public`, loaded at the first of its names.

    Who needs only cubes and hierarchies does not load a solver: two copies of HiGHS, ours and the one inside
    τ-ARGUS, crash when loaded in one process. `audit` is the function of that name wherever the module of that name
    is imported, for importing a module sets it on its package.
    """

    @property
    def __all__(self) -> list[str]:
        """The public names."""
        return list(import_module(f"{PACKAGE}.api.public").__all__)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.__all__})

    def __getattr__(self, name: str) -> object:
        # A module of the package is imported by who asks for it: nothing else is loaded then.
        if not (name.startswith("_") or find_spec(f"{PACKAGE}.{name}")) and name in self.__all__:
            return getattr(import_module(f"{PACKAGE}.api.public"), name)
        raise AttributeError(f"module {PACKAGE!r} has no attribute {name!r}")

    @property
    def audit(self) -> object:
        """The function; its module is `opendata.disclosure.audit`, imported by that whole name."""
        return import_module(f"{PACKAGE}.api.public").audit

    @audit.setter
    def audit(self, module: object) -> None:
        """What the import of the module sets is left aside."""
