"""Tables (`table.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.block_boundary import at_block_end
from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.element import Element
from editor.kramdown.scanner import WHITESPACE, Scanner

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_PIPE = re.compile(r"\||.*?[^\\\n]\|")
_LINE = re.compile(r"(?:\||.*?[^\\\n]\|).*?\n")
_SEPARATOR = re.compile(r"([+|: \t]*-[+|: \t-]*)\n")
_FOOTER = re.compile(r"[+|: \t]*=[+|: \t=]*\n")
_ALIGN = re.compile(r"[ \t]?(:?)-+(:?)[ \t]?")
_CELL = re.compile(r"(?<!\\)\|")
_TICKS = re.compile(r"`+")


class _Table:
    """A table while its rows are read."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.rows: list[Element] = []
        self.has_footer = False
        self.columns = 0
        self.alignment: list[str] = []

    def add_container(self, kind: str, *, force: bool) -> None:
        """Put the rows read so far into a head, body or foot."""
        if not self.has_footer or kind != "tbody" or force:
            container = Element(kind)
            container.children, self.rows = self.rows, []
            self.element.children.append(container)

    def separator(self, line: str) -> None:
        """Read a line of dashes."""
        if not self.rows:
            return
        if not self.alignment and not self.has_footer:
            self.add_container("thead", force=False)
            for left, right in _ALIGN.findall(line):
                kind = "center" if left and right else "left" if left else "right"
                self.alignment.append(kind if left or right else "default")
        else:
            self.add_container("tbody", force=False)


def parse_table(parser: Parser, match: re.Match[str]) -> bool:
    """Read a table, unless it turns out to be none."""
    if not parser.at_boundary_before():
        return False
    src = parser.src
    start = src.pos
    table = _Table(parser.new_block("table"))
    if _read_rows(parser, table, leading=match[0].lstrip(" \t").startswith("|")) and (
        _has_pipes(parser, src.text[start : src.pos - 1])
    ):
        if table.rows:
            table.add_container("tfoot" if table.has_footer else "tbody", force=False)
        if any(each.type == "tbody" for each in table.element.children):
            _fill_up(table)
            parser.tree.children.append(table.element)
            return True
    src.pos = start
    return False


def _read_rows(parser: Parser, table: _Table, *, leading: bool) -> bool:
    src = parser.src
    text = src.text
    first = _SEPARATOR.match(text, src.pos)
    if first:
        src.pos = first.end()
    while not src.at_end:
        if _LINE.match(text, src.pos) is None:
            break
        separator = _SEPARATOR.match(text, src.pos)
        footer = None if separator else _FOOTER.match(text, src.pos)
        end = src.line_end(src.pos)
        if separator:
            table.separator(separator[1])
        elif footer:
            if table.rows:
                table.add_container("tbody", force=True)
            table.has_footer = True
        else:
            line = text[src.pos : end - 1].rstrip(" \t")
            _add_row(parser, table, line, leading=leading)
        src.pos = end
    return at_block_end(src)


def _add_row(parser: Parser, table: _Table, line: str, *, leading: bool) -> None:
    cells: list[str] = []

    def extend(text: str) -> None:
        if cells:
            cells[-1] += text
        else:
            cells.append(text)

    for index, part in enumerate(_split_code(line)):
        if index % 2:
            extend(part)
            continue
        for child in _raw_spans(parser, part, "codespan"):
            if child.type == "raw_text":
                first, *more = [each.replace("\\|", "|") for each in _CELL.split(child.value)]
                extend(first)
                cells.extend(more)
            else:
                ticks = max(_TICKS.findall(child.value), default="") + "`"
                space = " " if len(ticks) > 1 else ""
                extend(f"{ticks}{space}{child.value}{space}{ticks}")
    if leading and cells and not cells[0].strip(WHITESPACE):
        del cells[0]
    if cells and not cells[-1].strip(WHITESPACE):
        cells.pop()
    row = Element("tr")
    for text in cells:
        cell = Element("td")
        cell.children.append(Element("raw_text", text.strip(WHITESPACE)))
        row.children.append(cell)
    table.columns = max(table.columns, len(cells))
    table.rows.append(row)


def _split_code(line: str) -> list[str]:
    """Split a row at its `<code>` elements, which stand at the odd places of the result."""
    parts: list[str] = []
    pos = 0
    last = line.rfind("</code>")
    while True:
        start = line.find("<code", pos)
        inner = line.find(">", start + 5) if start >= 0 else -1
        if start < 0 or inner < 0 or inner + 1 > last:
            break
        end = line.find("</code>", inner + 1) + len("</code>")
        parts += [line[pos:start], line[start:end]]
        pos = end
    parts.append(line[pos:])
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _raw_spans(parser: Parser, text: str, which: str) -> list[Element]:
    """Parse only the code spans (and HTML) of a text."""
    saved = parser.src, parser.tree, parser.stack, parser.text_type, parser.budget
    parser.src, parser.stack, parser.text_type = Scanner(text), [], "raw_text"
    parser.budget = max(20_000, 4 * len(text))
    root = Element("root")
    parser.parse_spans(root, None, parser.spans.parts[which])
    parser.src, parser.tree, parser.stack, parser.text_type, parser.budget = saved
    return root.children


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _has_pipes(parser: Parser, text: str) -> bool:
    """Whether every line has a pipe that is neither escaped nor inside code."""
    pipe_on_line = False
    for child in _raw_spans(parser, text, "codespan_html"):
        if child.value is None:
            continue
        lines = _lines(child.value)
        if child.type == "codespan":
            if len(lines) > 2 or (len(lines) == 2 and not pipe_on_line):
                break
            if len(lines) == 2:
                pipe_on_line = False
        else:
            if len(lines) > 1 and not pipe_on_line and not _PIPE.match(lines[0]):
                break
            pipe_on_line = (len(lines) <= 1 and pipe_on_line) or (
                bool(lines) and _PIPE.match(lines[-1]) is not None
            )
    return pipe_on_line


def _fill_up(table: _Table) -> None:
    for container in table.element.children:
        for row in container.children:
            while len(row.children) < table.columns:
                row.children.append(Element("td"))
    missing = table.columns - len(table.alignment)
    table.element.options["alignment"] = table.alignment[: table.columns] + ["default"] * missing


TABLE = BlockParser(re.compile(r" {0,3}(?=[^ \t\r\n\f\v])(?:\||.*?[^\\\n]\|).*?\n"), parse_table)
