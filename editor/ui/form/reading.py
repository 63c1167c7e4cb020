"""What the form shows of a document and its site. No Qt here; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from editor.errors import StandfirstError
from editor.ui.form.fields import UNSET, FieldContext, Shown
from editor.ui.form.nested import source_shown

if TYPE_CHECKING:
    from editor.document import Document
    from editor.post import Field, Post, Problem
    from editor.site import Choices, Site
    from editor.ui.tasks import Tasks

_MOST_VALUES = 500


def shown_fields(document: Document, defaults: Mapping[str, object]) -> list[Shown]:
    """Return the fields to show: the title, the post's in the file's order, then the defaults."""
    post = document.post
    if any(problem.kind.breaks for problem in post.problems):
        return []
    fields = [field for field in post.fields if not field.shadowed]
    result = [_shown(document, field, defaults) for field in fields]
    keys = {field.key for field in fields}
    title = next((one for one in result if one.key == "title"), None)
    if title is None:
        title = Shown("title", ghost=defaults.get("title", UNSET))
    result = [title, *(one for one in result if one.key != "title")]
    result += [
        Shown(key, ghost=value)
        for key, value in defaults.items()
        if key not in keys and key != "title" and not isinstance(value, Mapping)
    ]
    return result


def context_of(
    site: Site | None, choices: Choices | None, site_path: str | None, tasks: Tasks
) -> FieldContext:
    """Return what the field editors may ask of a site; nothing here asks its disk.

    Args:
        site: The site.
        choices: What it offers; None while that was not read.
        site_path: The post's path inside the site.
        tasks: Runs what asks the disk after all.
    """
    if site is None:
        return FieldContext()
    usage = choices.usage if choices is not None else None

    def used_values(key: str) -> Sequence[str]:
        if usage is None:
            return ()
        return [value for value, _count in usage.values(key)[:_MOST_VALUES]]

    def resolve(reference: str) -> Path | None:
        with suppress(StandfirstError, OSError, ValueError):
            return site.resolve(reference, site_path or "", field=True)
        return None

    return FieldContext(
        layouts=choices.layouts if choices is not None else None,
        authors=choices.authors if choices is not None else (),
        used_values=used_values,
        site_root=site.root,
        timezone=str(site.config.get("timezone") or ""),
        resolve=resolve,
        tasks=tasks,
    )


def yaml_lines(document: Document, problem: Problem | None) -> tuple[int, int]:
    """Return the lines to show as raw YAML: the first, from 0, and how many.

    Args:
        document: The post.
        problem: What keeps its front matter from being read; None when nothing does. Without a
            closing fence, what may be meant as front matter goes up to the first blank line.
    """
    post = document.post
    if post.has_front_matter:
        return post.yaml_line, post.yaml_text.count("\n")
    count = 0
    if problem is not None:
        while count < document.line_count and (document.content(count).strip() or count == 0):
            count += 1
    return 0, count


def summary_of(post: Post) -> str:
    """Return the one line that stands for the folded form."""
    data = post.data
    parts = []
    for key in ("categories", "category", "date", "author", "layout"):
        value = data.get(key)
        if isinstance(value, list | tuple):
            value = ", ".join(map(str, value))
        if value not in (None, "", False):
            parts.append(str(value)[:16] if key == "date" else str(value))
    return " · ".join(parts)


def _shown(document: Document, field: Field, defaults: Mapping[str, object]) -> Shown:
    is_nested = isinstance(field.value, Mapping | list | tuple)
    source = source_shown(document, field) if is_nested else field.source
    return Shown(field.key, field.value, source, field.text_only, defaults.get(field.key, UNSET))
