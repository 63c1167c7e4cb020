"""Templates made by chance: whole ones from a grammar, then broken a little."""

from __future__ import annotations

import random

DATA: dict[str, object] = {
    "a": [1, 2, 3],
    "s": "Hello World",
    "n": 5,
    "z": 0,
    "neg": -7,
    "f": 2.5,
    "t": True,
    "fl": False,
    "nil_": None,
    "e": "",
    "el": [],
    "eh": {},
    "h": {"x": 1, "y": {"z": 2}, "size": 9},
    "objs": [{"n": "b", "v": 2, "t": ["q"]}, {"n": "a", "v": None}, {"n": "c", "v": 1}],
    "d": {"$date": "2024-02-03 04:05:06 +0000"},
    "ds": "2024-02-03",
    "words": ["pear", "Apple", "fig", "apple"],
    "html": "<p>a &amp; \"b\" 'c'</p>\n<script>x</script>é",
    "nested": [[1, 2], [3, [4]], None],
    "mixed": [3, "a", None, 1.0],
    "r": {"$range": [1, 3]},
    "big": 12345678901234567890,
    "huge": 1e20,
    "str": "a,b,,c,",
    "num": "3.7",
    "key": "x",
    "i": 1,
    "long": "one two  three\nfour ünf",
}
_NAMES = [*DATA, "nosuch", "forloop", "x", "y", "item", "c-d"]
_KEYS = ["x", "y", "z", "n", "v", "t", "size", "first", "last", "index", "length", "parentloop"]
_LITERALS = [
    *('"a"', "'b'", '""', '","', '" "', '"x"', '"%Y-%m-%d"', '"2024-02-30"', "'l'", '"1"', '"é"'),
    *("0", "1", "2", "-1", "3", "10", "1.5", "-2.5", "0.1", "2.0", "100000000000000000.0", "0.0"),
    *("true", "false", "nil", "null", "empty", "blank", '"3.50"', '"1_000"', '"5 apples"', "1."),
]
_FILTERS: dict[str, tuple[int, int]] = {
    "abs": (0, 0), "append": (1, 1), "at_least": (1, 1), "at_most": (1, 1), "capitalize": (0, 0),
    "ceil": (0, 0), "compact": (0, 1), "concat": (1, 1), "date": (1, 1), "default": (0, 1),
    "divided_by": (1, 1), "downcase": (0, 0), "escape": (0, 0), "escape_once": (0, 0),
    "first": (0, 0), "floor": (0, 0), "h": (0, 0), "join": (0, 1), "last": (0, 0),
    "lstrip": (0, 0), "map": (1, 1), "minus": (1, 1), "modulo": (1, 1), "newline_to_br": (0, 0),
    "plus": (1, 1), "prepend": (1, 1), "remove": (1, 1), "remove_first": (1, 1),
    "remove_last": (1, 1), "replace": (1, 2), "replace_first": (1, 2), "replace_last": (2, 2),
    "reverse": (0, 0), "round": (0, 1), "rstrip": (0, 0), "size": (0, 0), "slice": (1, 2),
    "sort_natural": (0, 1), "split": (1, 1), "strip": (0, 0), "strip_html": (0, 0),
    "strip_newlines": (0, 0), "times": (1, 1), "truncate": (0, 2), "truncatewords": (0, 2),
    "uniq": (0, 1), "upcase": (0, 0), "url_decode": (0, 0), "url_encode": (0, 0),
    "base64_encode": (0, 0), "nosuchfilter": (0, 2),
}  # fmt: skip
_OPERATORS = ["==", "!=", "<>", "<", ">", "<=", ">=", "contains", "=", "===", "&&", "is", "=>"]
_TEXTS = ["a", " ", "\n", "  \n ", "b c", "é", "{", "}", "%", '"', "x|y", "\t", ", "]
_PIECES: list[str] = [
    *"{}%|:,.'\"-()[]=<>!&# \n?_;@~0a",
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{%-",
        "-%}",
        " and ",
        " or ",
        " in ",
        " contains ",
        "..",
        "==",
        "limit:2",
    ),
    *("{% else %}", "{% endif %}", "{% break %}", "{% continue %}", "offset:continue", "reversed"),
]
_FORMATS = ["%Y", "%-d %b", "%H:%M %z", "%s", "%A|%10B|%^a|%j", "%e %U %V %L %N", "%D %v", "%y%%"]


class Maker:
    """Makes templates; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def template(self) -> str:
        """Return a template, in four of ten cases with a few characters changed."""
        source = self._body(self._chance.randint(1, 3))
        if self._chance.random() < 0.4:
            for _ in range(self._chance.randint(1, 3)):
                source = self._broken(source)
        return source

    def _broken(self, source: str) -> str:
        chance = self._chance
        at = chance.randint(0, len(source))
        match chance.randrange(4):
            case 0:
                return source[:at] + chance.choice(_PIECES) + source[at:]
            case 1:
                size: int = chance.randint(1, 4)
                return source[:at] + source[at + size :]
            case 2:
                other = chance.randint(0, len(source))
                return source[:at] + source[other : other + chance.randint(1, 12)] + source[at:]
        return source[:at] + chance.choice(_PIECES) + source[at + 1 :]

    def _body(self, depth: int) -> str:
        return "".join(self._node(depth) for _ in range(self._chance.randint(1, 3)))

    def _node(self, depth: int) -> str:
        kind = self._chance.random()
        if kind < 0.2:
            return self._chance.choice(_TEXTS)
        if kind < 0.5 or depth == 0:
            return self._wrapped("{{", self._value(), "}}")
        return self._tag(depth - 1)

    def _wrapped(self, start: str, inner: str, end: str) -> str:
        chance = self._chance
        left = (
            start + ("-" if chance.random() < 0.1 else "") + ("" if chance.random() < 0.1 else " ")
        )
        right = (
            ("" if chance.random() < 0.1 else " ") + ("-" if chance.random() < 0.1 else "") + end
        )
        return left + inner + right

    def _do(self, inner: str) -> str:
        return self._wrapped("{%", inner, "%}")

    def _name(self) -> str:
        chance = self._chance
        name = chance.choice(_NAMES)
        for _ in range(chance.choice([0, 0, 0, 1, 1, 2])):
            match chance.randrange(6):
                case 0:
                    name += f"[{chance.choice(['0', '-1', '1', 'key', 'i', 'n'])}]"
                case 1:
                    name += f"[{chance.choice(_LITERALS)}]"
                case _:
                    name += "." + chance.choice(_KEYS)
        return name

    def _operand(self) -> str:
        kind = self._chance.random()
        if kind < 0.6:
            return self._name()
        if kind < 0.95:
            return self._chance.choice(_LITERALS)
        return f"({self._bound()}..{self._bound()})"

    def _bound(self) -> str:
        return self._chance.choice(
            ["0", "1", "n", "i", "a.size", "3", "1.5", "f", '"2"', "nil_", "z"]
        )

    def _value(self) -> str:
        value = self._operand()
        for _ in range(self._chance.choice([0, 0, 1, 1, 2, 3])):
            value += self._filter()
        return value

    def _filter(self) -> str:
        chance = self._chance
        name = chance.choice(list(_FILTERS))
        least, most = _FILTERS[name]
        count = chance.randint(least, most) if chance.random() < 0.97 else chance.randint(0, 3)
        arguments = [self._operand() for _ in range(count)]
        if name == "date" and arguments:
            arguments[0] = f'"{chance.choice(_FORMATS)}"'
        if name == "default" and chance.random() < 0.3:
            arguments.append(f"allow_false: {chance.choice(['true', 'false', 't'])}")
        separator = chance.choice([" | ", " | ", "|"])
        return separator + name + (": " + ", ".join(arguments) if arguments else "")

    def _condition(self) -> str:
        chance = self._chance
        terms = []
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            term = self._operand()
            if chance.random() < 0.75:
                weights = [10] * 8 + [1] * (len(_OPERATORS) - 8)
                operator = chance.choices(_OPERATORS, weights)[0]
                blank = "" if chance.random() < 0.1 and operator != "contains" else " "
                term += f"{blank}{operator}{blank}{self._operand()}"
            terms.append(term)
        joined = terms[0]
        for term in terms[1:]:
            joined += chance.choice([" and ", " or "]) + term
        return joined

    def _tag(self, depth: int) -> str:
        chance = self._chance
        makers = [
            *(self._if, self._for, self._assign, self._capture, self._case, self._unless),
            *(self._small, self._raw, self._table, self._liquid),
        ]
        make = chance.choices(makers, [6, 6, 5, 2, 3, 2, 4, 1, 1, 1])[0]
        return make(depth)

    def _if(self, depth: int) -> str:
        parts = [self._do("if " + self._condition()), self._body(depth)]
        if self._chance.random() < 0.3:
            parts += [self._do("elsif " + self._condition()), self._body(depth)]
        if self._chance.random() < 0.4:
            parts += [self._do("else"), self._body(depth)]
        return "".join([*parts, self._do("endif")])

    def _unless(self, depth: int) -> str:
        return self._do("unless " + self._condition()) + self._body(depth) + self._do("endunless")

    def _for(self, depth: int) -> str:
        chance = self._chance
        markup = f"for {chance.choice(['x', 'item', 'i'])} in {self._operand()}"
        if chance.random() < 0.15:
            markup += " reversed"
        if chance.random() < 0.25:
            markup += " limit:" + chance.choice(["1", "2", "n", "f", "-1", "0", '"2"'])
        if chance.random() < 0.25:
            markup += f" offset:{chance.choice(['1', 'continue', 'i', '-1', 'nil_', 'e'])}"
        body = self._body(depth)
        if chance.random() < 0.2:
            body += self._do("if " + self._condition()) + self._do(
                chance.choice(["break", "continue"])
            )
            body += self._do("endif") + "."
        if chance.random() < 0.2:
            body += self._do("else") + self._body(depth)
        return self._do(markup) + body + self._do("endfor")

    def _table(self, depth: int) -> str:
        markup = (
            f"tablerow x in {self._operand()} cols:{self._chance.choice(['2', 'n', '0', 'nil_'])}"
        )
        if self._chance.random() < 0.3:
            markup += " limit:2 offset:1"
        return self._do(markup) + self._body(depth) + self._do("endtablerow")

    def _case(self, depth: int) -> str:
        parts = [self._do("case " + self._operand())]
        for _ in range(self._chance.randint(1, 2)):
            values = self._chance.choice([", ", " or ", ","]).join(
                self._operand() for _ in range(self._chance.randint(1, 2))
            )
            parts += [self._do("when " + values), self._body(depth)]
        if self._chance.random() < 0.4:
            parts += [self._do("else"), self._body(depth)]
        return "".join([*parts, self._do("endcase")])

    def _assign(self, _depth: int) -> str:
        return self._do(f"assign {self._chance.choice(['x', 'y', 'c-d', 'n'])} = {self._value()}")

    def _capture(self, depth: int) -> str:
        name = self._chance.choice(["x", "'y'", "c-d"])
        return self._do("capture " + name) + self._body(depth) + self._do("endcapture")

    def _raw(self, depth: int) -> str:
        name = self._chance.choice(["raw", "comment", "ifchanged"])
        return self._do(name) + self._body(depth) + self._do("end" + name)

    def _liquid(self, _depth: int) -> str:
        lines = [f"assign x = {self._value()}", f"echo {self._value()}", "if t", "endif", ""]
        count = self._chance.randint(1, 3)
        return self._do("liquid " + "\n".join(self._chance.choices(lines, k=count)))

    def _small(self, _depth: int) -> str:
        chance = self._chance
        return self._do(
            chance.choice(
                [
                    f"cycle {self._operand()}, {self._operand()}",
                    f'cycle "g": {self._operand()}, {self._operand()}',
                    "increment " + chance.choice(["c", "n", "x"]),
                    "decrement " + chance.choice(["c", "n"]),
                    "# note",
                    "echo " + self._value(),
                    "break",
                    "cycle 1, 2",
                ]
            )
        )
