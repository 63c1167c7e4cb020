"""What a post's front matter tells of its author's hand: quotes, lists, indents."""

from __future__ import annotations

from dataclasses import dataclass

from editor.post.nodes import Mapping, Node, Scalar, Sequence
from editor.post.spans import colon_after, column, dash_before, line_start
from editor.post.style import ListForm, Quote

DEFAULT_INDENT = 2


@dataclass(slots=True)
class Habits:
    """What the rest of the post tells about its author's hand.

    Attributes:
        fallback: The quotes that most quoted values have; PLAIN where there are none.
        list_form: The form of most lists, None where there are none.
        indent: Columns between a key and the dashes below it, None where there are no block lists.
        step: Columns by which maps and texts are indented.
        value_column: The column at which the values are aligned, or None.
        null: How nothing is written.
        flow_space: Brackets have a blank inside.
    """

    fallback: Quote = Quote.PLAIN
    list_form: ListForm | None = None
    indent: int | None = None
    step: int = DEFAULT_INDENT
    value_column: int | None = None
    null: str = ""
    flow_space: bool = False


def habits_of(text: str, root: Mapping) -> Habits:
    """Look through the whole front matter for what most of it does.

    Args:
        text: The post's text.
        root: The top-level map.
    """
    habits = Habits()
    single = double = 0
    lists = {ListForm.FLOW: 0, ListForm.BLOCK: 0}
    columns: dict[int, int] = {}
    wide = inline = 0
    stack: list[tuple[Node | None, Node, bool]] = [
        (key, value, True) for key, value in reversed(root.pairs)
    ]
    while stack:
        key, node, top = stack.pop()
        if isinstance(node, Scalar):
            if node.style == "'" and not node.nonspecific:
                single += 1
            elif node.style == '"' and not node.nonspecific:
                double += 1
            elif not node.style and node.value in {"~", "null"} and not habits.null:
                habits.null = node.value
        elif isinstance(node, Sequence) and node.items:
            lists[ListForm.FLOW if node.flow else ListForm.BLOCK] += 1
            if node.flow:
                habits.flow_space = habits.flow_space or text[node.start + 1] == " "
            elif habits.indent is None and key is not None:
                dash = dash_before(text, colon_after(text, key), node.items[0])
                if line_start(text, dash) > key.start:
                    habits.indent = column(text, dash) - column(text, key.start)
            stack += [(None, item, False) for item in reversed(node.items)]
        elif isinstance(node, Mapping) and node.pairs:
            if not node.flow and key is not None and habits.step == DEFAULT_INDENT:
                step = column(text, node.pairs[0][0].start) - column(text, key.start)
                if step > 0:
                    habits.step = step
            stack += [(one, value, False) for one, value in reversed(node.pairs)]
        if top and key is not None and not root.flow and node.end > node.start:
            at = node.start
            if at - key.end < 80 and not text[key.end : at].strip(": \t"):
                inline += 1
                columns[at - key.start] = columns.get(at - key.start, 0) + 1
                wide += at - key.end > 2
    if single or double:
        habits.fallback = Quote.SINGLE if single > double else Quote.DOUBLE
    if lists[ListForm.FLOW] or lists[ListForm.BLOCK]:
        habits.list_form = max(lists, key=lambda one: lists[one])
    if columns and wide:
        usual, count = max(columns.items(), key=lambda pair: (pair[1], pair[0]))
        if count >= 2 and count * 2 >= inline:
            habits.value_column = usual
    return habits
