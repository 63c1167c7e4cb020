from __future__ import annotations

import json
import subprocess
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from editor.theme.uris import InvalidUri, Uri, normalize

ADDRESSES = [
    "/a b", "a", "//cdn/x", "http://EXAMPLE.org:80/é/../x?a=b c&d;e#f g", "https://x.org",
    "/a/./b/../c", "../x", "/../x", "/a%20b%2Fc", "é", "a:b", "mailto:x@y", "/x?q=1+2%2B3&ü",
    "/%", "#a", "?x", "", "/a//b", "http://bücher.de/x", "/*(a)!$&'", "/[x]", "/a|b", "1a:b",
    "http://", "/ﬁ", "/a\nb", "feed:http://x.org/", "http://u:p@x.org:8080/", "/a/..", "./a/b",
    "a/../b", "/a/b/../../..", "http://x.org?a", "tel:+1 2", " /a ", "/%E9", "HTTP://X", "/😀",
    "http://x y/", "///x", "http://x.org./a", "https://x.org:443/", "data:text/plain,x y",
]  # fmt: skip
SCRIPT = """
require "addressable/uri"
require "json"
STDIN.each_line do |line|
  text = JSON.parse(line)[0]
  begin
    uri = Addressable::URI.parse(text)
    puts JSON.generate([uri.absolute?, uri.normalize.to_s,
                        Addressable::URI.normalize_component(text)])
  rescue Addressable::URI::InvalidURIError
    puts JSON.generate("invalid")
  end
end
"""


def ours(text: str) -> Any:
    try:
        uri = Uri.parse(text)
        return [uri.is_absolute, str(uri.normalized()), normalize(text)]
    except InvalidUri:
        return "invalid"


def test_addresses_are_those_of_addressable() -> None:
    answer = subprocess.run(
        ["ruby", "-e", SCRIPT],
        input="".join(json.dumps([each]) + "\n" for each in ADDRESSES),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    theirs = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [(each, ours(each)) for each in ADDRESSES] == list(zip(ADDRESSES, theirs, strict=True))


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_what_is_normal_stays(text: str) -> None:
    found = ours(text)
    if found != "invalid" and ours(found[1]) != "invalid":
        assert Uri.parse(found[1]).normalized().path.count("/./") == 0


def test_a_path_of_many_dots_is_read_in_reasonable_work() -> None:
    assert str(Uri.parse("/a" * 2000 + "/.." * 2000).normalized()) in ("/", "/a")
