"""The ways in which a site converts texts: Markdown, typographic quotes, Sass."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from editor.kramdown import KramdownError, to_html
from editor.site.markdown import kramdown_options
from editor.theme.gems import ThemeGem
from editor.theme.notes import Note, Notes
from editor.theme.sass import SassCompiler, Sheet, style_of
from editor.theme.sass_files import load_paths
from editor.theme.sass_worker import SassJob


class Converters:
    """Converts texts as one site does."""

    def __init__(
        self,
        root: Path,
        config: Mapping[str, Any],
        theme: ThemeGem | None,
        notes: Notes,
        sass: SassCompiler | None = None,
    ) -> None:
        """Take a site's settings.

        Args:
            root: Its folder.
            config: Its settings.
            theme: The gem of its theme.
            notes: Take what goes wrong.
            sass: Compiles sheets; one is started when it is needed by default.
        """
        self._root = root
        self._config = config
        self._theme = theme
        self._notes = notes
        self._sass = sass

    def markdown(self, text: str) -> str:
        """Convert Markdown as the site's posts are."""
        return self._kramdown(text, self._markdown_options)

    def smarty(self, text: str) -> str:
        """Set typographic quotes and dashes."""
        options = {**self._markdown_options, "input": "SmartyPants"}
        return self._kramdown(text, options).removesuffix("\n")

    def sass(self, text: str, syntax: str) -> str:
        """Convert Sass, for the filters.

        A fault is noted and leaves nothing, as there is no page to stop.
        """
        return self.compile_sheet(text, syntax, "stdin." + syntax)

    def compile_sheet(self, text: str, syntax: str, path: str) -> str:
        """Compile a sheet after its Liquid; a fault is noted and leaves nothing."""
        sheet = self.sheet(text, syntax, path)
        if sheet.problem:
            self._notes.add(Note("sass", sheet.problem, sheet.line, sheet.file))
        return sheet.css

    def sheet(self, text: str, syntax: str, path: str) -> Sheet:
        """Compile a sheet after its Liquid; may be called in a thread of its own."""
        if self._sass is None:
            self._sass = SassCompiler()
        roots = [str(self._root)]
        paths = list(load_paths(self._root, self._config.get("sass")))
        if self._theme is not None:
            roots.append(str(self._theme.root))
            paths.append("1:_sass")
        job = SassJob(text, syntax, style_of(self._config), path, tuple(roots), tuple(paths))
        return self._sass.compile(job)

    def close(self) -> None:
        """End what was started."""
        if self._sass is not None:
            self._sass.close()

    @cached_property
    def _markdown_options(self) -> dict[str, object]:
        return kramdown_options(self._config, self._root)

    def _kramdown(self, text: str, options: Mapping[str, object]) -> str:
        try:
            return to_html(text, options)
        except KramdownError as error:
            self._notes.add(Note("markdown", error.sentence, path="_config.yml"))
            return to_html(text)
