"""What the form asks of a document: the design's path “A form edit”. No Qt here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from editor.post import EditRefused
from editor.ui.form.fields import Shown, kind_of
from editor.ui.form.nested import write_source

if TYPE_CHECKING:
    from editor.document import Document
    from editor.site import KeyUsage


def write_value(document: Document, usage: KeyUsage | None, key: str, value: object) -> None:
    """Write one value; a key that the post lacks goes where the site's posts have it.

    Raises:
        StandfirstError: It cannot be written; nothing was changed.
    """
    present = [field.key for field in document.post.fields]
    if key in present or usage is None:
        document.set_field(key, value)
    else:
        document.set_field(key, value, before=usage.before(key, present), style=usage.style(key))


def write_yaml(document: Document, key: str, source: str) -> None:
    """Write one value as the YAML that was typed.

    Raises:
        StandfirstError: Another field would change; nothing was changed.
    """
    field = next((one for one in document.post.fields if one.key == key and not one.shadowed), None)
    if field is None:
        raise EditRefused("The field is no longer there, so nothing was changed.")
    write_source(document, field, source)


def move(document: Document, key: str, steps: int) -> None:
    """Move a key up (-1) or down (1) among the post's keys.

    Raises:
        StandfirstError: It cannot be moved without changing more; nothing was changed.
    """
    keys = [field.key for field in document.post.fields]
    at = keys.index(key)
    to = at + steps
    if not 0 <= to < len(keys):
        return
    others = [one for one in keys if one != key]
    document.move_field(key, others[to] if to < len(others) else None)


def first_value(key: str, used: str) -> object:
    """Return what a field holds when it is added."""
    kind = kind_of(Shown(key), used)
    if kind.id == "date":
        return datetime.now(UTC).replace(microsecond=0)
    return list(kind.empty) if isinstance(kind.empty, tuple) else kind.empty


def used_kind(usage: KeyUsage | None, key: str) -> str:
    """Return what the site's posts hold under a key, in the form's words; empty if unknown."""
    if usage is None:
        return ""
    kind = usage.kind(key)
    name = str(getattr(kind, "value", kind) or "").lower()
    return {"bool": "boolean", "time": "date", "int": "number", "float": "number"}.get(name, name)
