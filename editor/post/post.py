"""A post: its bytes, and its front matter's values as Ruby reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from editor.post.errors import EditRefused
from editor.post.fields import Field, Problem, ProblemKind, make_fields
from editor.post.reading import Reading, read
from editor.post.split import UTF8_BOM, Parts, codec_of, line_ending_of

if TYPE_CHECKING:
    from editor.edit import Edit
    from editor.post.edit import Editor
    from editor.post.plan import Splice
    from editor.post.style import Style

KeyOrPath = str | tuple[object, ...]


class Post:
    """One post, with every byte of it.

    The text is the only state: values, fields and problems are read from it when asked for, and an
    edit changes nothing but the text. Reading never raises; what is wrong stands in `problems`.

    Attributes:
        text: The exact decoded text without BOM; bytes that are no characters as surrogates.
        bom: The file starts with a UTF-8 byte order mark.
        encoding: The site's encoding, as `_config.yml` names it.
        decodable: The bytes are text in that encoding, and the text gives back those bytes.
    """

    def __init__(
        self,
        text: str,
        *,
        bom: bool = False,
        encoding: str = "utf-8",
        data: bytes | None = None,
    ) -> None:
        """Use `from_bytes` or `from_text`."""
        self.text = text
        self.bom = bom
        self.encoding = encoding
        self.decodable = True
        self._codec = codec_of(encoding)
        self._data: bytes | None = data
        self._reading: Reading | None = None
        self._fields: tuple[Field, ...] | None = None
        self._ascii_compatible = not self._codec.startswith(("utf-16", "utf-32"))

    @classmethod
    def from_bytes(cls, data: bytes, *, encoding: str = "utf-8") -> Post:
        """Read a post's file.

        Args:
            data: Any bytes at all.
            encoding: The `encoding` of `_config.yml`.

        Raises:
            UnknownEncoding: Nobody knows that encoding.
        """
        codec = codec_of(encoding)
        # Jekyll opens as `bom|utf-8`, others as they are (utils.rb, merged_file_read_opts).
        bom = codec in {"utf-8", "utf-8-sig"} and data.startswith(UTF8_BOM)
        rest = data[len(UTF8_BOM) :] if bom else data
        if codec == "utf-8-sig":
            codec = "utf-8"
        decodable = True
        try:
            text = rest.decode(codec)
            decodable = codec == "utf-8" or text.encode(codec) == rest
        except UnicodeError:
            text = rest.decode("utf-8", "surrogateescape")
            decodable = False
        post = cls(text, bom=bom, encoding=encoding, data=data)
        post.decodable = decodable
        return post

    @classmethod
    def from_text(cls, text: str, *, bom: bool = False, encoding: str = "utf-8") -> Post:
        """Read a post's text, such as an open document's. The body is not looked at.

        Args:
            text: The exact text, without BOM.
            bom: Whether the file has one.
            encoding: The `encoding` of `_config.yml`.

        Raises:
            UnknownEncoding: Nobody knows that encoding.
        """
        post = cls(text, bom=bom, encoding=encoding)
        if not text.isascii():
            try:
                text.encode("utf-8")
            except UnicodeEncodeError:
                post.decodable = False
        return post

    # -- reading --------------------------------------------------------------------------------

    @property
    def data(self) -> Mapping[str, object]:
        """The front matter's values as Psych reads them, read-only; empty when it is broken."""
        return self._read().data

    @property
    def body(self) -> str:
        """The body as Jekyll sees it: from the first line below the fence that is not blank."""
        parts = self._parts
        return self.text if parts is None else self.text[parts.body_start :]

    @property
    def body_line(self) -> int:
        """The 0-based line on which the body starts."""
        parts = self._parts
        return 0 if parts is None else self.text.count("\n", 0, parts.body_start)

    @property
    def gap(self) -> str:
        """The blank lines between the closing fence and the body, exactly."""
        parts = self._parts
        return "" if parts is None else self.text[parts.closer_end : parts.body_start]

    @property
    def has_front_matter(self) -> bool:
        """Whether Jekyll sees front matter, broken or empty though it may be."""
        return self._parts is not None

    @property
    def yaml_text(self) -> str:
        """The exact text between the fences, line ends included."""
        parts = self._parts
        return "" if parts is None else self.text[parts.yaml_start : parts.yaml_end]

    @property
    def yaml_line(self) -> int:
        """The 0-based line on which that text starts."""
        return 0 if self._parts is None else 1

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields in the file's order; none when the front matter is broken."""
        if self._fields is None:
            self._fields = make_fields(self.text, self._read().entries)
        return self._fields

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the bytes or the front matter."""
        return self._read().problems

    @property
    def editable(self) -> bool:
        """Whether fields can be changed; never with broken YAML or bytes that are no text."""
        return not self._read().broken

    @property
    def line_ending(self) -> str:
        r"""The line ending that most lines have, `\n` or `\r\n`; for new lines."""
        return line_ending_of(self.text, self._parts)

    @property
    def _parts(self) -> Parts | None:
        return self._read().parts

    def _read(self) -> Reading:
        if self._reading is None:
            if not self.decodable:
                self._reading = Reading(self.text, None, problems=(_not_text(self.text),))
            elif not self._ascii_compatible:
                self._reading = Reading(self.text, None, problems=(_not_ascii(self.encoding),))
            else:
                self._reading = read(self.text)
        return self._reading

    # -- editing --------------------------------------------------------------------------------

    def set(
        self,
        key_or_path: KeyOrPath,
        value: object,
        *,
        before: str | None = None,
        style: Style | None = None,
    ) -> tuple[Edit, ...]:
        """Make a field read as a value.

        What is there already keeps its hand: quotes, comments, list form, shape of a date. A key
        that stands twice is changed at its last place, which is the one that Ruby reads.

        Args:
            key_or_path: The field, or a path such as `("image", "path")` or `("tags", 0)`.
            value: A str, bool, int, float, date, datetime, None, or a list or map of such. A
                datetime without zone is UTC, as Ruby reads it.
            before: A new field is put above this one; else below all.
            style: How a new value is written, where the field shows no hand yet.

        Returns:
            The edits that were made, each fitting the text after the ones before; none when the
            value is there already.

        Raises:
            EditRefused: It cannot be done without changing more; nothing was changed.
        """
        editor = self._editor()
        return self._commit(editor.set(_path(key_or_path), value, before, style))

    def delete(self, key_or_path: KeyOrPath) -> tuple[Edit, ...]:
        """Remove a field (every occurrence of it) or what a path names.

        Raises:
            EditRefused: There is none, or it cannot be done alone; nothing was changed.
        """
        return self._commit(self._editor().delete(_path(key_or_path)))

    def rename(self, old: KeyOrPath, new: str) -> tuple[Edit, ...]:
        """Give a field another name; its value stays byte for byte.

        Raises:
            EditRefused: There is no such field, or one of the new name; nothing was changed.
        """
        return self._commit(self._editor().rename(_path(old), new))

    def move(self, key: str, before: str | None) -> tuple[Edit, ...]:
        """Put a field's lines, with the comment right above them, before another or last.

        Raises:
            EditRefused: There is no such field, or it cannot be done alone; nothing was changed.
        """
        return self._commit(self._editor().move(key, before))

    def to_bytes(self) -> bytes:
        """Return the file's bytes; without an edit those that it was made from.

        Raises:
            EditRefused: The text was changed to what the encoding cannot hold.
        """
        if self._data is None:
            codec = "utf-8" if self._codec == "utf-8-sig" else self._codec
            try:
                text = self.text.encode(codec, "surrogateescape" if codec == "utf-8" else "strict")
            except UnicodeEncodeError:
                raise EditRefused(
                    f"The text holds characters that the site's encoding ({self.encoding}) does "
                    "not have; nothing was written. Replace them, or make the site UTF-8.",
                ) from None
            self._data = (UTF8_BOM if self.bom else b"") + text
        return self._data

    def _editor(self) -> Editor:
        reading = self._read()
        for problem in reading.problems:
            if problem.kind.breaks:
                raise EditRefused(
                    "The front matter cannot be read, so no field of it can be changed; nothing "
                    f"was changed. {problem.sentence}",
                    problem.kind.value,
                )
        # Reading is all that most need; what writes is twice as much code.
        from editor.post.edit import Editor

        return Editor(reading, self.line_ending, None if self._is_unicode else self._has)

    @property
    def _is_unicode(self) -> bool:
        return self._codec.startswith("utf-") or self._codec == "gb18030"

    def _has(self, one: str) -> bool:
        try:
            return one.encode(self._codec).decode(self._codec) == one
        except UnicodeError:
            return False

    def _commit(self, splices: list[Splice]) -> tuple[Edit, ...]:
        if not splices:
            return ()
        from editor.post.edit import to_edits
        from editor.post.plan import apply

        edits = to_edits(self.text, splices)
        self.text = apply(self.text, splices)
        self._data = self._reading = self._fields = None
        return edits


def _path(key_or_path: KeyOrPath) -> tuple[object, ...]:
    if isinstance(key_or_path, str):
        return (key_or_path,)
    if not key_or_path:
        raise EditRefused("No field was named; nothing was changed.")
    return tuple(key_or_path)


def _not_text(text: str) -> Problem:
    bad = next((i for i, one in enumerate(text) if "\ud800" <= one <= "\udfff"), 0)
    line = text.count("\n", 0, bad)
    return Problem(
        ProblemKind.NOT_TEXT,
        "The file is not text in the site's encoding (usually UTF-8), so Jekyll cannot read it; it "
        "is shown read-only and kept as it is. Convert it to UTF-8 to edit it.",
        line,
        bad - (text.rfind("\n", 0, bad) + 1),
    )


def _not_ascii(encoding: str) -> Problem:
    return Problem(
        ProblemKind.NOT_ASCII_COMPATIBLE,
        f"The site's encoding is {encoding}, in which Jekyll finds no front matter; the post is "
        "shown read-only. Make the site UTF-8 to edit it.",
        0,
        0,
    )
