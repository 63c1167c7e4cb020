"""What a file of a site says: its front matter as Ruby reads it, and the text below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from editor.post import Post
from editor.regular_files import read_bytes
from editor.site.site import own_data

MAX_BYTES = 32 * 1024 * 1024


@dataclass(slots=True)
class Text:
    """What a file says.

    Attributes:
        own: Its front matter as Ruby reads it, None where it fails.
        body: What follows it.
        first_line: How many lines stand before the body.
        is_text: Whether it is in the site's encoding at all; Jekyll skips what is not.
    """

    own: Mapping[str, Any] | None
    body: str
    first_line: int = 0
    is_text: bool = True


class LazyText(Text):
    """The same of a text that is being edited: the body is joined when somebody asks for it."""

    def __init__(
        self, own: Mapping[str, Any] | None, first_line: int, lines: Sequence[str]
    ) -> None:
        """Make one of the lines of a whole file, which may change later."""
        self.own = own
        self.first_line = first_line
        self.is_text = True
        self._lines = lines
        self._body: str | None = None

    @property
    def body(self) -> str:  # type: ignore[override]
        """What stands below the front matter."""
        if self._body is None:
            self._body = "".join(self._lines[self.first_line :])
        return self._body


def read_text(path: Any, encoding: str) -> Text:
    """Read a file's front matter and body.

    Raises:
        OSError: It cannot be read, or is larger than any post.
    """
    return text_of(Post.from_bytes(read_bytes(path, limit_bytes=MAX_BYTES), encoding=encoding))


def text_of(post: Post) -> Text:
    """Return a post's front matter and body."""
    own = own_data(post)
    values = None if own is None else dict(own)
    return Text(values, post.body, post.body_line, post.decodable)
