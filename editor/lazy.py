"""Packages whose names are loaded when someone asks for them.

A folder's `__init__` names what other folders may use; loading all of it for one name costs the
command line a tenth of a second and the window its start (`tests/benchmarks/bench_cli.py`,
`bench_start.py`). After PEP 562, `__getattr__` of a module; as a class of module, because of the
names that are both a module and what is in it (`storage.save`).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType


class _LazyPackage(ModuleType):
    _homes: Mapping[str, str]

    def __getattr__(self, name: str) -> object:
        home = self.__dict__["_homes"].get(name)
        if home is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{self.__name__}.{home}"), name)
        self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: object) -> None:
        # The import system puts every module that it has loaded into its package, under the
        # module's name: where that is a name of ours too, ours stays.
        if isinstance(value, ModuleType) and self._homes.get(name) == name:
            value = getattr(value, name)
        super().__setattr__(name, value)


def load_when_asked(package: str, names: Mapping[str, str]) -> None:
    """Let a package load its names when they are asked for.

    For type checkers the same imports stand under `TYPE_CHECKING`; `tests/test_house.py` holds
    both together. A module of the package needs no line here: `from package import module` finds
    it.

    Args:
        package: The package's `__name__`.
        names: Module of the package → the names that it gives, separated by blanks.
    """
    module = sys.modules[package]
    homes = {name: home for home, given in names.items() for name in given.split()}
    module.__dict__["_homes"] = homes
    module.__class__ = _LazyPackage
