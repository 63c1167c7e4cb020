"""YAML files of a site (`_config.yml`, `_data/*.yml`), read by the rules of front matter."""

from __future__ import annotations

import re
from pathlib import Path

from editor.post.errors import PostError
from editor.regular_files import read_start
from editor.site.errors import SiteError

_LIMIT_BYTES = 4 * 1024 * 1024
# A plain scalar that Psych would make a Symbol: Debian's Jekyll stops on it, the one from RubyGems
# reads it as a text with its colon.
_SYMBOL = re.compile(r"(?m)((?::|^\s*-)[ \t]+|[\[,][ \t]*)(:[A-Za-z_]\w*)(?=[ \t]*(?:$|[,\]}]|#))")


class BrokenYaml(SiteError):
    """A YAML file of the site that Jekyll could not read."""


def read_yaml(path: Path) -> object:
    """Read a YAML file's value.

    Raises:
        BrokenYaml: It is no YAML, is too large, or is not UTF-8.
        OSError: It cannot be read.
    """
    data = read_start(path, _LIMIT_BYTES + 1)
    if len(data) > _LIMIT_BYTES:
        raise BrokenYaml(f"{path.name} is larger than 4 MB, so it was not read; it is unchanged.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BrokenYaml(
            f"{path.name} is not UTF-8, so Jekyll's defaults are used; the file is unchanged. "
            "Save it as UTF-8."
        ) from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> object:
    """Read a YAML text as Ruby does, symbols as strings.

    Raises:
        BrokenYaml: Ruby could not read it; the sentence names the file and the line.
    """
    from editor.post import parse_value

    try:
        return parse_value(text)
    except (PostError, ValueError, RecursionError) as error:
        try:
            quoted = _SYMBOL.sub(r'\1"\2"', text)
            if quoted != text:
                return parse_value(quoted)
        except (PostError, ValueError, RecursionError):
            pass
        reason = getattr(error, "sentence", "") or str(error).partition("\n")[0]
        raise BrokenYaml(
            f"{name} cannot be read as YAML, so its settings are not used; the file is "
            f"unchanged. {reason}".strip(),
            type(error).__name__,
        ) from None
