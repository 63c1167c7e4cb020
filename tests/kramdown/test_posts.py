"""Real posts: the bodies of the reference sites, and of posts of many other sites."""

from __future__ import annotations

import json
import re
import sys
import tarfile

import pytest
import yaml

from editor.kramdown import JEKYLL_DEFAULTS, to_html
from tests.kramdown.fuzz import OPTIONS, agrees
from tests.oracles import RubyOracle
from tests.shared import DATA, TOOLS

sys.path.insert(0, str(TOOLS))

import domdiff

pytestmark = pytest.mark.shared
_HEAD = re.compile(r"\A---\s*?\n.*?^(?:---|\.\.\.)\s*?$\n?", re.DOTALL | re.MULTILINE)


def _body(data: bytes) -> str:
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    return _HEAD.sub("", text.replace("\r\n", "\n"), count=1)


def test_posts_of_many_sites_are_rendered_as_kramdown_renders_them() -> None:
    bodies = [_body(path.read_bytes()) for path in sorted((DATA / "posts").glob("*.m*d*"))]
    bodies = [body for body in bodies if "\0" not in body]
    with RubyOracle("kramdown_oracle.rb") as oracle:
        answers = oracle.ask_all({"text": body} for body in bodies)
    equal = sum(
        agrees(answer["html"], body, {}) for answer, body in zip(answers, bodies, strict=True)
    )
    print(f"{equal} of {len(bodies)} posts equal")
    assert equal >= 0.99 * len(bodies)


def test_bodies_of_the_reference_sites_are_as_seen() -> None:
    """Posts with Liquid in their bodies are left out: 57 of 165."""
    equal = count = liquid = 0
    with tarfile.open(DATA / "sites" / "reference.tar.xz") as archive:
        members: dict[str, bytes] = {}
        for member in archive:  # in order: going back would unpack everything again
            file = archive.extractfile(member)
            if file is not None:
                members[member.name] = file.read()
    for site in sorted(name.split("/")[0] for name in members if name.endswith("/posts.json")):
        config = yaml.safe_load(members.get(f"{site}/src/_config.yml", b"")) or {}
        overlay = f"{site}/overlay.yml"
        config |= (yaml.safe_load(members[overlay]) or {}) if overlay in members else {}
        options = OPTIONS | (config.get("kramdown") or {})
        opts = dict(JEKYLL_DEFAULTS["syntax_highlighter_opts"])  # type: ignore[call-overload]
        options["syntax_highlighter_opts"] = opts | (
            (config.get("kramdown") or {}).get("syntax_highlighter_opts") or {}
        )
        for post in json.loads(members[f"{site}/posts.json"]):
            source, body = f"{site}/src/{post['path']}", f"{site}/bodies/{post['path']}.html"
            if source not in members or body not in members:
                continue
            text = _body(members[source])
            if "{{" in text or "{%" in text or not post["path"].endswith(("md", "markdown")):
                liquid += 1
                continue
            count += 1
            want = members[body].decode()
            same = domdiff.equal(want, to_html(text, options), code_text=True, no_scripts=True)
            equal += same
            if not same:
                print(source)
    print(f"{equal} of {count} bodies as seen; {liquid} hold Liquid")
    assert count
    assert equal >= 0.99 * count
