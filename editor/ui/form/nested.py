"""A nested value as YAML text: what the form shows of it, and how an edit of it is written.

No Qt here. The text that the user typed goes into the file as typed; only its place is ours.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from editor.edit import Edit, Origin, apply_edit
from editor.post import EditRefused

if TYPE_CHECKING:
    from editor.document import Document
    from editor.post import Field


def source_shown(document: Document, field: Field) -> str:
    """Return a value's YAML as the form shows it: moved to the left margin."""
    _, column, is_inline = _place(document, field)
    source = field.source.replace("\r\n", "\n")
    return source if is_inline else textwrap.dedent(" " * column + source)


def write_source(document: Document, field: Field, shown: str) -> None:
    """Write a value's YAML as it was typed, if nothing else would change by it.

    Raises:
        EditRefused: It is no YAML, or another field would be read differently; nothing is changed.
    """
    line, column, is_inline = _place(document, field)
    ending = document.post.line_ending
    lines = shown.rstrip("\n").split("\n")
    if not is_inline:
        lines = [lines[0], *(" " * column + one if one.strip() else one for one in lines[1:])]
    new = ending.join(lines)
    if new == field.source:
        return
    edit = Edit(line, column, field.source, new)
    _check(document, field.key, edit)
    document.apply_all([edit], Origin.FORM)


def _place(document: Document, field: Field) -> tuple[int, int, bool]:
    """Return line and column of a value, and whether it stands on its key's line."""
    block = "".join(document.lines[field.first_line : field.last_line + 1])
    start = block.rfind(field.source) if field.source else len(block.rstrip("\r\n"))
    before = block[: max(start, 0)]
    down = before.count("\n")
    return field.first_line + down, len(before) - (before.rfind("\n") + 1), down == 0


def _check(document: Document, key: str, edit: Edit) -> None:
    refusal = EditRefused(
        "This is not valid YAML for this field, so the post was not changed. "
        "Correct it here, or leave the field with Escape to take the old value back."
    )
    try:
        from editor.post import Post

        after = Post.from_text(apply_edit(document.text, edit))
    except ValueError as error:
        raise refusal from error
    before = document.post
    if not after.editable or not after.has_front_matter or after.body != before.body:
        raise refusal
    old = {name: value for name, value in before.data.items() if name != key}
    new = {name: value for name, value in after.data.items() if name != key}
    if key not in after.data or [*old.items()] != [*new.items()] or repr(old) != repr(new):
        raise refusal
