"""Edits of a post's front matter: plan, splice, read again, compare, else refuse.

Nothing here trusts the planner: the text that comes out is read again, and every key but the edited
one has to be there in the same order with the same value and type, the body untouched.
"""

from __future__ import annotations

from collections.abc import Callable

from editor.edit import Edit
from editor.post import emit
from editor.post.errors import EditRefused
from editor.post.nodes import Alias, Mapping, Node, Scalar, Sequence
from editor.post.paths import MISSING, Path, is_same_key, renamed, with_path, without_path
from editor.post.plan import CannotPlan, Place, Splice, apply
from editor.post.planner import Planner
from editor.post.reading import Reading, read
from editor.post.ruby_yaml import same
from editor.post.spans import (
    after_blanks,
    colon_after,
    column,
    content_end,
    line_start,
    line_stop,
)
from editor.post.split import Parts
from editor.post.style import ListForm, Quote, Style
from editor.post.verify import REFUSED, Judge, Wanted


class Editor:
    """Makes the edits of one reading of a post.

    Args:
        reading: The text as it is.
        eol: The line end of new lines.
        encodable: Whether the file's encoding has a character, or None when it has all.
    """

    def __init__(
        self, reading: Reading, eol: str, encodable: Callable[[str], bool] | None = None
    ) -> None:
        """Keep the reading."""
        self._reading = reading
        self._text = reading.text
        self._entries = reading.entries
        self._eol = eol
        self._encodable = encodable
        self._judge = Judge(reading)

    # -- what is asked for ----------------------------------------------------------------------

    def set(
        self, path: Path, value: object, before: str | None, style: Style | None
    ) -> list[Splice]:
        """Plan that a key, or what a path names, reads as a value."""
        reading = self._reading
        key = path[0]
        if reading.parts is None:
            return self._new_front_matter(path, value, style)
        current = reading.data.get(key, MISSING)  # type: ignore[call-overload]
        new = value if len(path) == 1 else with_path(current, path[1:], value)
        index = self._index_of(key)
        if current is not MISSING and same(current, new) and _same_zone(current, new):
            return []
        root = reading.root
        if root is not None and root.flow:
            data = dict(reading.data)
            data[key] = new  # type: ignore[index]
            wanted = self._wanted_set(index, key, new, len(self._entries))
            return self._attempt(
                wanted,
                style,
                lambda planner: planner.update(root, data, Place(root.start, 0, flow=True)),
            )
        if index is None:
            # One that is merged in is written below, where it wins.
            return self._insert(key, new, None if current is not MISSING else before, style)
        entry = self._entries[index]
        wanted = self._wanted_set(index, key, new, index)
        place = Place(
            colon_after(self._text, entry.key_node),
            column(self._text, entry.key_node.start),
            flow=False,
        )

        def plan(planner: Planner) -> None:
            planner.eol = self._eol_after(entry.key_node.start)
            planner.update(entry.value_node, new, place)

        return self._attempt(wanted, style, plan)

    def delete(self, path: Path) -> list[Splice]:
        """Plan that a key, or what a path names, goes; every occurrence of a key."""
        reading = self._reading
        key = path[0]
        current = reading.data.get(key, MISSING)  # type: ignore[call-overload]
        if current is MISSING:
            raise EditRefused(f"There is no field “{key}” to remove; nothing was changed.")
        if len(path) > 1:
            return self.set((key,), without_path(current, path[1:]), None, None)
        indexes = [i for i, entry in enumerate(self._entries) if is_same_key(entry.key, key)]
        if not indexes:
            raise EditRefused(
                f"The field “{key}” comes from a part of the front matter that is merged in "
                "(<<), so it cannot be removed here; nothing was changed. Edit it as text.",
            )
        pairs = [(e.key, e.value) for i, e in enumerate(self._entries) if i not in indexes]
        data = self._data_without(key)
        wanted = Wanted(pairs, indexes[0], indexes[-1] + 1, -len(indexes), data=data)
        root = reading.root

        def plan(planner: Planner) -> None:
            for index in indexes:
                if root is not None:
                    planner.delete_pair(root, index)

        return self._attempt(wanted, None, plan)

    def rename(self, old: Path, new: str) -> list[Splice]:
        """Plan that a key gets another name."""
        if len(old) == 1:
            names = [entry.key for entry in self._entries]
            nodes = [entry.key_node for entry in self._entries if is_same_key(entry.key, old[0])]
        else:
            holder = self._node_at(old[:-1])
            if not isinstance(holder, Mapping):
                raise EditRefused(f"There is no field “{old[-1]}” to rename; nothing was changed.")
            names = [key.value for key, _ in holder.pairs if isinstance(key, Scalar)]
            nodes = [k for k, _ in holder.pairs if isinstance(k, Scalar) and k.value == old[-1]]
        if not nodes:
            raise EditRefused(f"There is no field “{old[-1]}” to rename; nothing was changed.")
        if old[-1] == new:
            return []
        if new in names or (len(old) == 1 and new in self._reading.data):
            raise EditRefused(f"There is a field “{new}” already; nothing was changed.")
        if len(old) == 1:
            pairs = [(new if is_same_key(e.key, old[0]) else e.key, e.value) for e in self._entries]
            indexes = [i for i, e in enumerate(self._entries) if is_same_key(e.key, old[0])]
            merged = self._data_without(old[0])
            if merged is not None:
                merged[new] = self._entries[indexes[-1]].value
            wanted = Wanted(pairs, indexes[0], indexes[-1] + 1, 0, data=merged)
        else:
            data = renamed(self._reading.data[old[0]], old[1:-1], old[-1], new)  # type: ignore[index]
            index = self._index_of(old[0]) or 0
            wanted = self._wanted_set(index, old[0], data, index)

        def plan(planner: Planner) -> None:
            for node in nodes:
                self._rename_key(planner, node, new)

        return self._attempt(wanted, None, plan)

    def move(self, key: str, before: str | None) -> list[Splice]:
        """Plan that a key's lines, and the comment right above them, stand elsewhere."""
        index = self._index_of(key)
        if index is None:
            raise EditRefused(f"There is no field “{key}” to move; nothing was changed.")
        target = len(self._entries) if before is None else self._index_of(before, first=True)
        if target is None:
            raise EditRefused(f"There is no field “{before}” to move it to; nothing was changed.")
        if target in {index, index + 1}:
            return []
        root = self._reading.root
        if root is None or root.flow:
            raise EditRefused(
                "The front matter stands in braces, where fields are not moved; nothing was "
                "changed. Edit it as text.",
            )
        start, end = self._lines_of(index)
        start = self._comment_above(start)
        at = self._insertion_point(before)
        pairs = [(entry.key, entry.value) for entry in self._entries]
        moved = pairs.pop(index)
        pairs.insert(target - (target > index), moved)
        wanted = Wanted(pairs, 0, len(self._entries), 0, data=self._merged())
        splices = [Splice(start, end, ""), Splice(at, at, self._text[start:end])]
        self._judge.check_fully(splices, wanted)
        return splices

    # -- plans ----------------------------------------------------------------------------------

    def _attempt(
        self, wanted: Wanted, style: Style | None, plan: Callable[[Planner], None]
    ) -> list[Splice]:
        """Try the levels of a plan until one reads back as wanted."""
        refusal: EditRefused | None = None
        for level in range(3):
            planner = Planner(
                self._text,
                self._reading.collections,
                self._reading.habits,
                style=style,
                eol=self._eol,
                level=level,
                encodable=self._encodable,
            )
            try:
                plan(planner)
                self._judge.check(planner.splices, wanted)
            except EditRefused as error:
                refusal = error
                continue
            except CannotPlan:
                continue
            return planner.splices
        raise refusal or EditRefused(REFUSED)

    def _insert(
        self, key: object, value: object, before: str | None, style: Style | None
    ) -> list[Splice]:
        name = emit.key_text(key, self._usual_quote())
        before_colon, gap = self._usual_gaps()
        if before is not None and self._index_of(before, first=True) is None:
            before = None
        at = self._insertion_point(before)
        found = None if before is None else self._index_of(before, first=True)
        index = len(self._entries) if found is None else found
        pairs = [(entry.key, entry.value) for entry in self._entries]
        pairs.insert(index, (key, value))
        wanted = Wanted(pairs, index, index, 1, index, self._data_with(key, value))
        root = self._reading.root
        indent = column(self._text, root.pairs[0][0].start) if root and root.pairs else 0
        habits = self._reading.habits()
        chosen = style or Style(
            list_form=habits.list_form or ListForm.FLOW, flow_space=habits.flow_space
        )
        eol = self._eol_before(at)

        def plan(planner: Planner) -> None:
            planner.eol = eol
            own = chosen if planner.level < 2 else Style(quote=Quote.DOUBLE)
            head, body = planner.emit(value, Place(0, indent, flow=False), own)
            pad = gap if head else ""
            if head and gap == " " and habits.value_column is not None and indent == 0:
                pad = " " * max(1, habits.value_column - len(name + before_colon) - 1)
            lines = f"{' ' * indent}{name}{before_colon}:{pad}{head}{eol}" + "".join(body)
            planner.splice(at, at, lines)

        return self._attempt(wanted, style, plan)

    def _new_front_matter(self, path: Path, value: object, style: Style | None) -> list[Splice]:
        text = self._text
        new = value if len(path) == 1 else with_path(MISSING, path[1:], value)
        if text.strip() and text[:1] in " \t\r\n\f\v":
            first = text.split("\n", 1)[0]
            if not first.strip():
                raise EditRefused(
                    "The post starts with blank lines, which Jekyll would drop below a front "
                    "matter; nothing was changed. Delete them first.",
                )
        eol = self._eol
        fence = f"---{eol}---{eol}"
        inner = Editor(read(fence + text), eol, self._encodable)
        if inner._reading.broken or inner._reading.parts is None:
            raise EditRefused(REFUSED)
        splices = inner.set((path[0],), new, None, style)
        after = apply(fence + text, splices)
        front = after[: len(after) - len(text)]
        return [Splice(0, 0, front)]

    def _rename_key(self, planner: Planner, node: Node, new: str) -> None:
        text = self._text
        style = node.style if isinstance(node, Scalar) else ""
        quote = {"'": Quote.SINGLE, '"': Quote.DOUBLE}.get(style, Quote.PLAIN)
        end = content_end(text, node)
        written = emit.key_text(new, quote)
        planner.splice(node.start, end, written)
        colon = colon_after(text, node)
        value = after_blanks(text, colon)
        gap = value - colon
        at_column = self._reading.habits().value_column
        start = line_start(text, node.start)
        stop = line_stop(text, colon)[0]
        if gap >= 1 and value < stop and at_column is not None and value - start == at_column:
            wanted = max(1, gap - (len(written) - (end - node.start)))
            planner.splice(
                colon, value, " " * wanted if "\t" not in text[colon:value] else text[colon:value]
            )

    @property
    def _parts(self) -> Parts:
        parts = self._reading.parts
        if parts is None:
            raise EditRefused(REFUSED)
        return parts

    def _usual_quote(self) -> Quote:
        """Return the quotes that all keys have; a single key tells nothing."""
        styles = {
            entry.key_node.style for entry in self._entries if isinstance(entry.key_node, Scalar)
        }
        if len(self._entries) < 2 or len(styles) != 1:
            return Quote.PLAIN
        return {"'": Quote.SINGLE, '"': Quote.DOUBLE}.get(styles.pop(), Quote.PLAIN)

    def _usual_gaps(self) -> tuple[str, str]:
        """Return what stands before and after the colon of every key, where it is the same."""
        text = self._text
        befores, afters = set(), set()
        for entry in self._entries[-4:]:  # the last few tell it
            colon = colon_after(text, entry.key_node)
            befores.add(text[entry.key_node.end : colon - 1])
            value = after_blanks(text, colon)
            if value < line_stop(text, colon)[0]:
                afters.add(text[colon:value])
        if len(self._entries) < 2:
            return "", " "
        before = befores.pop() if len(befores) == 1 else ""
        after = afters.pop() if len(afters) == 1 else " "
        return before if not before.strip(" \t") else "", after or " "

    # -- places -----------------------------------------------------------------------------------

    def _index_of(self, key: object, *, first: bool = False) -> int | None:
        found = [i for i, entry in enumerate(self._entries) if is_same_key(entry.key, key)]
        if not found:
            return None
        return found[0] if first else found[-1]

    def _lines_of(self, index: int) -> tuple[int, int]:
        entry = self._entries[index]
        end = max(content_end(self._text, entry.value_node), entry.key_node.end)
        return line_start(self._text, entry.key_node.start), line_stop(self._text, end)[1]

    def _comment_above(self, start: int) -> int:
        """Return the start of the comment lines that stand right above a line."""
        text = self._text
        limit = self._parts.yaml_start
        if self._entries:
            below = [self._lines_of(i)[1] for i in range(len(self._entries))]
            limit = max([limit, *(end for end in below if end <= start)])
        while start > limit:
            above = line_start(text, start - 1)
            if text[start - 2 : start] == "\r\n":
                above = line_start(text, start - 2)
            if above < limit or not text[above:start].lstrip(" \t").startswith("#"):
                break
            start = above
        return start

    def _insertion_point(self, before: str | None) -> int:
        index = None if before is None else self._index_of(before, first=True)
        if index is not None:
            return self._comment_above(self._lines_of(index)[0])
        if self._entries:
            return self._lines_of(len(self._entries) - 1)[1]
        return self._parts.yaml_end

    def _eol_before(self, at: int) -> str:
        if self._text[at - 2 : at] == "\r\n":
            return "\r\n"
        return "\n" if self._text[at - 1 : at] == "\n" else self._eol

    def _eol_after(self, at: int) -> str:
        """Return the ending of a line; its neighbours may have another."""
        stop, after = line_stop(self._text, at)
        ending = self._text[stop:after]
        return ending if ending in {"\n", "\r\n"} else self._eol

    def _node_at(self, path: Path) -> Node | None:
        index = self._index_of(path[0])
        node: Node | None = self._entries[index].value_node if index is not None else None
        for step in path[1:]:
            if isinstance(node, Mapping):
                found = [v for k, v in node.pairs if isinstance(k, Scalar) and k.value == step]
                node = found[-1] if found else None
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return None if isinstance(node, Alias) else node

    # -- reading again ------------------------------------------------------------------------

    def _wanted_set(self, index: int | None, key: object, value: object, at: int) -> Wanted:
        pairs = [(entry.key, entry.value) for entry in self._entries]
        data = self._data_with(key, value)
        if index is None:
            pairs.insert(at, (key, value))
            return Wanted(pairs, at, at, 1, at, data)
        pairs[index] = (key, value)
        alike = None if self._entries[index].text_only else index
        return Wanted(pairs, index, index + 1, 0, alike, data)

    def _merged(self) -> dict[object, object] | None:
        """Return what the front matter is to Ruby where parts are merged in, else None.

        Psych puts a merged part in where `<<` stands, so what comes later wins: the pairs alone do
        not tell what a field is.
        """
        if all(entry.key != "<<" for entry in self._entries):
            return None
        return {key: value for key, value in self._reading.data.items()}  # noqa: C416 - its type

    def _data_with(self, key: object, value: object) -> dict[object, object] | None:
        data = self._merged()
        if data is not None:
            data[key] = value
        return data

    def _data_without(self, key: object) -> dict[object, object] | None:
        data = self._merged()
        if data is not None:
            data.pop(key, None)
        return data


def to_edits(text: str, splices: list[Splice]) -> tuple[Edit, ...]:
    """Turn splices into edits, the last one of the text first, so that each fits as it is."""
    joined: list[Splice] = []
    for one in sorted(splices, key=lambda s: (s.start, s.end)):
        if joined and joined[-1].end == one.start:
            last = joined.pop()
            joined.append(Splice(last.start, one.end, last.text + one.text))
        else:
            joined.append(one)
    edits = []
    for one in reversed(joined):
        line = text.count("\n", 0, one.start)
        begin = text.rfind("\n", 0, one.start) + 1
        edits.append(Edit(line, one.start - begin, text[one.start : one.end], one.text))
    return tuple(edits)


def _same_zone(one: object, other: object) -> bool:
    """Tell whether two equal times are also in one zone: a change of zone alone is a change."""
    offset = getattr(one, "utcoffset", None)
    wanted = getattr(other, "utcoffset", None)
    if offset is None or wanted is None or wanted() is None:
        return True
    return bool(offset() == wanted())
