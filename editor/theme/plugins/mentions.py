"""jekyll-mentions 1.6: `@user` in a page's text becomes a link to the user."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.theme.plugins.plugin import Plugin
from editor.theme.plugins.text_nodes import changed_text

if TYPE_CHECKING:
    from editor.theme.contract import Build

# `MentionPatterns` of html-pipeline 2.14 with the plugin's own pattern for names.
_MENTION = re.compile(
    r"(?:^|\W)@((?>\w[\w-]*))(?!/)(?=\.+[ \t\W]|\.+$|[^0-9a-zA-Z_.]|$)",
    re.IGNORECASE | re.MULTILINE | re.ASCII,
)
_NO_USERS = frozenset(("mention", "mentions", "mentioned", "mentioning"))
_LEFT_OUT = frozenset(("pre", "code", "a", "style", "script"))


def _after(build: Build, data: Mapping[str, object], html: str) -> str:
    if "@" not in html or data.get("jekyll-mentions") is False:
        return html
    base = _base(data.get("jekyll-mentions") or build.config.get("jekyll-mentions"))
    if not base.endswith(("/", "~")):
        base += "/"

    def linked(text: str) -> str:
        return _MENTION.sub(link, text) if "@" in text else text

    def link(found: re.Match[str]) -> str:
        name = found[1]
        if name.lower() in _NO_USERS:
            return found[0]
        anchor = f"<a href='{base}{name}' class='user-mention'>@{name}</a>"
        return found[0].replace(f"@{name}", anchor, 1)

    start = re.search(r"<body(.*?)>\s*", html, re.DOTALL)
    if start is None:
        return changed_text(html, linked, _LEFT_OUT)
    end = html.find("</body>", start.end())
    end = len(html) if end < 0 else end
    body = changed_text(html[start.end() : end], linked, _LEFT_OUT)
    return html[: start.end()] + body + html[end:]


def _base(setting: object) -> str:
    if isinstance(setting, Mapping):
        setting = setting.get("base_url")
    return ruby.to_s(setting) if isinstance(setting, str) and setting else "https://github.com"


MENTIONS = Plugin("jekyll-mentions", after=_after)
