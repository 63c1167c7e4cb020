"""Who defines what in a text, and who looked it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from editor.kramdown.definitions import Definitions, Ial, LinkDefinition, update_ial_with_ial
from editor.kramdown.options import Options
from editor.kramdown.parser import Parser
from editor.kramdown.parts import Part, Unit

Name = tuple[str, str]
"""Kind (`link`, `footnote`, `note`, `abbreviation`, `ald`) and name of a definition.

`footnote` is whether there is one, which its markers depend on; `note` is what stands in it.
"""


class Registry:
    """The definitions of a text while its parts come and go: of equal names the last one counts."""

    def __init__(self, options: Options) -> None:
        """Start with the links of the options."""
        self._given = Parser(options).definitions.links
        self.known = Definitions(links=dict(self._given))
        """The definitions that count now; changed in place."""
        self._definers: dict[Name, set[Part]] = {}
        self._users: dict[Name, set[Unit]] = {}

    def replace(
        self, old: Iterable[Part], new: Iterable[Part], index: Callable[[Part], int]
    ) -> set[Name]:
        """Take parts out and put parts in; returns the names whose meaning has changed."""
        touched: set[Name] = set()
        for part in old:
            for key in _names(part):
                self._definers[key].discard(part)
                touched.add(key)
        for part in new:
            for key in _names(part):
                self._definers.setdefault(key, set()).add(part)
                touched.add(key)
        changed: set[Name] = set()
        for kind, name in touched:
            parts = sorted(self._definers[kind, name], key=index)
            if not parts:
                del self._definers[kind, name]
            changed |= self._settle(kind, name, parts)
        return changed

    def _settle(self, kind: str, name: str, parts: Sequence[Part]) -> set[Name]:
        """Decide what a name means now."""
        known = self.known
        if kind == "link":
            link = parts[-1].definitions.links[name] if parts else self._given.get(name)
            before = known.links.pop(name, None)
            if link is not None:
                known.links[name] = link
            return set() if _link_key(link) == _link_key(before) else {(kind, name)}
        if kind == "footnote":
            existed = name in known.footnotes
            known.footnotes.pop(name, None)
            if parts:
                known.footnotes[name] = parts[-1].definitions.footnotes[name]
            return {("note", name)} | (set() if existed == bool(parts) else {(kind, name)})
        if kind == "abbreviation":
            was = known.abbreviations.pop(name, None)
            now = parts[-1].definitions.abbreviations[name] if parts else None
            if now is not None:
                known.abbreviations[name] = now
            same = (
                was is not None
                and now is not None
                and was[0] == now[0]
                and was[1].options.get("ial") == now[1].options.get("ial")
            )
            return set() if same or (was is None and now is None) else {(kind, name)}
        old = known.alds.pop(name, None)
        merged: Ial = {}
        for part in parts:
            update_ial_with_ial(merged, part.definitions.alds[name])
        if parts:
            known.alds[name] = merged
        return set() if parts and old == merged else {(kind, name)}

    def definer(self, name: str, index: Callable[[Part], int]) -> Part | None:
        """Return the part whose footnote of that name counts."""
        parts = self._definers.get(("footnote", name))
        return max(parts, key=index) if parts else None

    def use(self, unit: Unit) -> None:
        """Note what a rendered unit looked up."""
        for name in unit.looked_up:
            self._users.setdefault(name, set()).add(unit)

    def forget(self, unit: Unit) -> None:
        """Forget what a unit looked up."""
        for name in unit.looked_up:
            users = self._users.get(name)
            if users is not None:
                users.discard(unit)
                if not users:
                    del self._users[name]

    def users(self, names: Iterable[Name]) -> set[Unit]:
        """Return the units that looked up one of the names."""
        found: set[Unit] = set()
        for name in names:
            found |= self._users.get(name, set())
        return found


def _names(part: Part) -> list[Name]:
    definitions = part.definitions
    return [
        *(("link", name) for name in definitions.links),
        *(("footnote", name) for name in definitions.footnotes),
        *(("abbreviation", name) for name in definitions.abbreviations),
        *(("ald", name) for name in definitions.alds),
    ]


def _link_key(link: LinkDefinition | None) -> tuple[str, str | None, Ial | None] | None:
    return None if link is None else (link.url, link.title, link.ial)
