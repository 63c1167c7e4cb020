"""kramdown's grammar for Python-Markdown.

`markdown.Markdown(extensions=[KramdownExtension(...)])` then converts as kramdown does: block and
span parsers, the serializer and the pre- and postprocessors are replaced. Extensions loaded after
it that register preprocessors or postprocessors still run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.util import Registry

from editor.kramdown.document import to_html


class KramdownExtension(Extension):
    """Replaces Python-Markdown's grammar by kramdown's."""

    def __init__(self, options: Mapping[str, object] | None = None, **changes: object) -> None:
        """Choose kramdown's options.

        Args:
            options: As for `to_html`: `None` means Jekyll's, a mapping changes kramdown's own.
            changes: Single options, on top of those.
        """
        super().__init__()
        self._options: Mapping[str, object] | None = options
        if changes:
            from editor.kramdown.options import JEKYLL_DEFAULTS

            self._options = dict(JEKYLL_DEFAULTS if options is None else options) | changes

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Put kramdown's parser in the place of all of Python-Markdown's."""
        md.preprocessors = Registry()
        md.inlinePatterns = Registry()
        md.treeprocessors = Registry()
        md.postprocessors = Registry()
        md.parser = _KramdownParser(md, self._options)
        md.output_formats = {"html": _serialize, "xhtml": _serialize}  # type: ignore[misc]
        md.stripTopLevelTags = True


class _KramdownParser(BlockParser):
    """Parses all lines at once; the HTML is carried by the root element."""

    def __init__(self, md: Markdown, options: Mapping[str, object] | None) -> None:
        super().__init__(md)
        self._options = options

    def parseDocument(self, lines: Iterable[str]) -> ElementTree.ElementTree:  # noqa: N802
        """Put the HTML of all lines into the root element."""
        self.root = ElementTree.Element(self.md.doc_tag)
        self.root.text = to_html("\n".join(lines), self._options)
        return ElementTree.ElementTree(self.root)


def _serialize(element: ElementTree.Element) -> str:
    return f"<div>{element.text or ''}</div>"


def makeExtension(**options: object) -> KramdownExtension:  # noqa: N802
    """Make the extension for Python-Markdown's loader by name."""
    return KramdownExtension(None, **options)
