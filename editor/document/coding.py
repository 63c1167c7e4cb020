"""Bytes to text and back, without losing one."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from editor.document.errors import NotEncodable

_UTF8_NAMES = ("utf-8", "utf_8", "utf8")


@dataclass(frozen=True, slots=True)
class Coding:
    """How a post's text stands in its bytes.

    Attributes:
        encoding: Name of a Python codec.
        bom: Whether the file starts with UTF-8's byte order mark.
        problem: Why the text must not be written back, as a sentence; empty when it may.
    """

    encoding: str = "utf-8"
    bom: bool = False
    problem: str = ""

    def encode(self, text: str) -> bytes:
        """Return the bytes of a text.

        Raises:
            NotEncodable: The encoding has no bytes for a character.
        """
        try:
            data = text.encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError as error:
            line = text.count("\n", 0, error.start) + 1
            raise NotEncodable(
                f"Line {line} holds a character that this post's encoding ({self.encoding}) "
                "cannot hold, so the post was not written. The text is safe in this window; "
                "replace that character, then save again.",
                f"code point U+{ord(text[error.start]):04X}",
            ) from error
        return codecs.BOM_UTF8 + data if self.bom else data


def decode(data: bytes, encoding: str = "utf-8") -> tuple[str, Coding]:
    """Decode a post's bytes so that they can be written back exactly.

    Bytes that are no text in the encoding become lone surrogates (`surrogateescape`), and the
    coding says that the post must not be edited.

    Args:
        data: The whole file.
        encoding: What the site's configuration says; UTF-8 unless it says otherwise.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if bom else data
    if bom or encoding.lower() in _UTF8_NAMES:
        encoding = "utf-8"
    try:
        text = body.decode(encoding)
    except LookupError:
        problem = (
            f"The encoding {encoding} is not known here, so this file is open for reading only."
        )
        return body.decode("utf-8", "surrogateescape"), Coding("utf-8", bom, problem)
    except UnicodeDecodeError:
        problem = (
            f"This file is not {encoding} text, so it is open for reading only; "
            "its bytes on the disk are untouched."
        )
        return body.decode("utf-8", "surrogateescape"), Coding("utf-8", bom, problem)
    coding = Coding(encoding, bom)
    if encoding != "utf-8" and not _comes_back(text, body, coding):
        problem = (
            f"This file cannot be written back exactly as {encoding}, "
            "so it is open for reading only."
        )
        return text, Coding(encoding, bom, problem)
    return text, coding


def _comes_back(text: str, body: bytes, coding: Coding) -> bool:
    try:
        return Coding(coding.encoding).encode(text) == body
    except NotEncodable:
        return False
