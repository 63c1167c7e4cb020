"""`smartify`: quotes and dashes alone, against Jekyll's own converter."""

from __future__ import annotations

import json
import subprocess

from editor.kramdown import to_html

TEXTS = [
    "It's \"x\" -- a... 'b' --- c << d >>",
    "a\nb\n\nc",
    '<b>"x"</b> it\'s',
    "<div>\n\"x\" it's</div>\nafter 'q'",
    "*a* `b` [c](d)",
    "&amp; & &copy; <",
    "",
    "   x",
    "a<br>b",
    '"',
    "# it's",
    "'tis the '80s",
    "a  \nb",
    "\\<< x",
    "    code 'x'",
    "> 'q'",
    "{:.a}\n'b'",
    "a\r\nb's",
    "<p>a's</p> b's",
]
SCRIPT = """
ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
require "jekyll"
require "json"
converter = Jekyll::Converters::SmartyPants.new(Jekyll::Configuration::DEFAULTS.dup)
STDIN.each_line { |line| puts JSON.generate(converter.convert(JSON.parse(line)[0])) }
"""


def test_quotes_and_dashes_are_set_as_jekyll_sets_them() -> None:
    answer = subprocess.run(
        ["ruby", "-e", SCRIPT],
        input="".join(json.dumps([each]) + "\n" for each in TEXTS),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    options = {"input": "SmartyPants", "kramdown_version": "2.4"}
    for text, line in zip(TEXTS, answer.stdout.splitlines(), strict=True):
        assert to_html(text, options).removesuffix("\n") == json.loads(line), text
