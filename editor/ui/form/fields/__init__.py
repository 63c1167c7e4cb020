"""The editors of the form, one module a kind, and the table that says which key gets which."""

from editor.ui.form.fields.base import UNSET, FieldContext, FieldEditor, Shown, Unset
from editor.ui.form.fields.kinds import FIELD_KINDS, FieldKind, kind_of

__all__ = [
    "FIELD_KINDS",
    "UNSET",
    "FieldContext",
    "FieldEditor",
    "FieldKind",
    "Shown",
    "Unset",
    "kind_of",
]
