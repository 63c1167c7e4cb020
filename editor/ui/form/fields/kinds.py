"""Which editor fits which field: the first row that fits, from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from editor.ui.form.fields.base import UNSET, FieldContext, FieldEditor, Shown
from editor.ui.form.fields.chips import ChipsField
from editor.ui.form.fields.choice import LayoutField
from editor.ui.form.fields.date import DateField
from editor.ui.form.fields.date_text import read_date
from editor.ui.form.fields.number import NumberField
from editor.ui.form.fields.picture import PictureField
from editor.ui.form.fields.switch import SwitchField
from editor.ui.form.fields.text import CompletedField, LineField, PaneField, TitleField, YamlPane

_PICTURE_KEY = re.compile(
    r"(?:^|[_-])(?:image|img|picture|photo|cover|thumb|thumbnail|teaser|hero|banner)$",
    re.IGNORECASE,
)
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)\Z", re.IGNORECASE)
_PROSE_KEYS = {"excerpt", "description", "summary", "standfirst", "subtitle", "lead", "abstract"}
_CHIP_KEYS = {"categories", "tags", "keywords"}
_YES_NO_KEYS = {"published", "comments", "featured", "hidden", "pinned", "toc", "math", "sitemap"}
_LONG_LINE = 60


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One kind of field.

    Attributes:
        id: Its name.
        fits: Tells whether it is the right editor for a key and its value.
        editor: Makes the editor.
        empty: What a field of this kind holds when it is added.
    """

    id: str
    fits: Callable[[Shown, str], bool]
    editor: Callable[[FieldContext], FieldEditor]
    empty: object = ""


def _value(shown: Shown) -> object:
    return shown.effective


def _is_nested(shown: Shown, _used: str) -> bool:
    value = shown.value
    if isinstance(value, Mapping | bytes):
        return True
    if isinstance(value, str) and any(c in value for c in "\r\x85\u2028\u2029\x00"):
        # The widgets of Qt take these for ends of paragraphs and would change them.
        return True
    return isinstance(value, list | tuple) and any(
        isinstance(item, list | tuple | Mapping) for item in value
    )


def _is_title(shown: Shown, _used: str) -> bool:
    return shown.key == "title" and "\n" not in str(shown.value)


def _is_text_only(shown: Shown, _used: str) -> bool:
    return shown.text_only and shown.is_set


def _is_yes_no(shown: Shown, used: str) -> bool:
    value = _value(shown)
    if value is UNSET or value is None:
        return used == "boolean" or shown.key in _YES_NO_KEYS
    return isinstance(value, bool)


def _is_date(shown: Shown, used: str) -> bool:
    value = _value(shown)
    if isinstance(value, str):
        return read_date(value) is not None or (shown.key == "date" and not value)
    if value is UNSET or value is None:
        return shown.key == "date" or used == "date"
    return isinstance(value, date)


def _is_layout(shown: Shown, _used: str) -> bool:
    return shown.key == "layout" and (not shown.is_set or isinstance(shown.value, str))


def _is_list(shown: Shown, used: str) -> bool:
    value = _value(shown)
    if value is UNSET or value is None:
        return shown.key in _CHIP_KEYS or used == "list"
    return isinstance(value, list | tuple) or (shown.key in _CHIP_KEYS and isinstance(value, str))


def _is_picture(shown: Shown, _used: str) -> bool:
    value = _value(shown)
    if value is UNSET or value is None or value == "":
        return _PICTURE_KEY.search(shown.key) is not None
    if not isinstance(value, str) or "\n" in value:
        return False
    return _PICTURE_KEY.search(shown.key) is not None or _PICTURE_NAME.search(value) is not None


def _is_number(shown: Shown, _used: str) -> bool:
    value = _value(shown)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_prose(shown: Shown, _used: str) -> bool:
    value = _value(shown)
    if shown.key in _PROSE_KEYS:
        return value is UNSET or value is None or isinstance(value, str)
    return isinstance(value, str) and ("\n" in value or len(value) > _LONG_LINE)


def _is_known_word(shown: Shown, _used: str) -> bool:
    return shown.key in ("author", "category", "lang", "section", "series")


def _is_anything(_shown: Shown, _used: str) -> bool:
    return True


FIELD_KINDS: tuple[FieldKind, ...] = (
    FieldKind("nested", _is_nested, YamlPane),
    FieldKind("title", _is_title, TitleField),
    FieldKind("as-it-stands", _is_text_only, LineField),
    FieldKind("yes-no", _is_yes_no, SwitchField, empty=True),
    FieldKind("date", _is_date, DateField),
    FieldKind("layout", _is_layout, LayoutField),
    FieldKind("list", _is_list, ChipsField, empty=()),
    FieldKind("picture", _is_picture, PictureField),
    FieldKind("number", _is_number, NumberField, empty=0),
    FieldKind("known-word", _is_known_word, CompletedField),
    FieldKind("prose", _is_prose, PaneField),
    FieldKind("text", _is_anything, LineField),
)


def kind_of(shown: Shown, used: str = "") -> FieldKind:
    """Return the kind of editor that a field gets.

    Args:
        shown: The field.
        used: What the site's other posts hold under that key ("boolean", "date", "list",
            "number", "text"); empty when they do not say.
    """
    return next(kind for kind in FIELD_KINDS if kind.fits(shown, used))
