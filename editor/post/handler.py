"""python-frontmatter with Ruby's eyes: for reading, never for writing.

The library's own YAML handler misreads the commonest form of date, takes `----` for a fence and
loses the blank lines of the body. Ours plugs into it with Jekyll's fences and Psych's values, so
that whoever works with `frontmatter.Post` objects gets what Jekyll would.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from frontmatter.default_handlers import BaseHandler

from editor.post.errors import EditRefused, PostError
from editor.post.post import Post
from editor.post.reading import read
from editor.post.split import split

if TYPE_CHECKING:
    import frontmatter


class RubyYamlHandler(BaseHandler):
    """Reads front matter as Jekyll does; for `frontmatter.loads(text, handler=RubyYamlHandler())`.

    The library itself strips the text it gives here; `load` below does not go through that.
    """

    FM_BOUNDARY = re.compile(r"\A---[ \t\r\n\f\v]*\n")
    START_DELIMITER = END_DELIMITER = "---"

    def detect(self, text: str) -> bool:
        """Tell whether Jekyll sees front matter."""
        return split(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """Cut a text into its front matter, the opening fence included, and Jekyll's body."""
        parts = split(text)
        if parts is None:
            raise ValueError("no front matter")
        return text[: parts.yaml_end], text[parts.body_start :]

    def load(self, fm: str, **_options: object) -> dict[str, object]:
        """Return the values as Psych reads them.

        Raises:
            PostError: Jekyll cannot read the front matter either.
        """
        if not fm.startswith("---"):
            fm = f"---\n{fm}"
        reading = read(fm.rstrip("\n") + "\n---\n")
        for problem in reading.problems:
            if problem.kind.breaks:
                raise PostError(problem.sentence, problem.detail)
        return dict(reading.data)

    def export(self, metadata: dict[str, object], **_options: object) -> str:
        """Refuse: what this library writes loses the author's hand."""
        del metadata
        raise EditRefused("python-frontmatter never writes here; use Post.set and Post.to_bytes.")


def load(data: bytes, *, encoding: str = "utf-8") -> frontmatter.Post:
    """Read a post into python-frontmatter's own object, body and values as Jekyll sees them.

    Args:
        data: The file's bytes.
        encoding: The `encoding` of `_config.yml`.

    Raises:
        PostError: The front matter cannot be read, or the bytes are no text.
    """
    import frontmatter

    post = Post.from_bytes(data, encoding=encoding)
    for problem in post.problems:
        if problem.kind.breaks:
            raise PostError(problem.sentence, problem.detail)
    handler = RubyYamlHandler()
    values: dict[str, Any] = {}
    content = post.text
    if handler.detect(post.text):
        front, content = handler.split(post.text)
        values = handler.load(front)
    result = frontmatter.Post(content, handler)
    result.metadata.update(values)  # not by keyword: a field may be called `content`
    return result
