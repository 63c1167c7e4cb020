"""What can go wrong with a post, said in one sentence each."""

from __future__ import annotations

from editor.errors import StandfirstError


class PostError(StandfirstError, ValueError):
    """The base of everything that this folder raises."""


class EditRefused(PostError):
    """An edit would change more than it should, or cannot be made safely; nothing was changed."""


class FrontMatterTooDeep(PostError):
    """The front matter is larger or deeper than any parser should be given."""


class UnknownEncoding(PostError):
    """The site's `encoding` names a character encoding that nobody knows here."""


class RubyRefuses(PostError):
    """YAML that parses, but that Ruby refuses to turn into values (symbols, Ruby classes)."""

    def __init__(self, sentence: str, offset: int, detail: str = "") -> None:
        """Make the error.

        Args:
            sentence: For the user.
            offset: Where the refused value stands, in code points of the text.
            detail: For the log.
        """
        super().__init__(sentence, detail)
        self.offset = offset
