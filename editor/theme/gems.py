"""What a site's gems tell without Ruby: versions, plugins, and where the theme's files are.

`Gemfile.lock` names versions; `theme:` names a gem, which RubyGems keeps as `gems/NAME-VERSION`
below its folders (`lib/jekyll/theme.rb`, `lib/jekyll/plugin_manager.rb`). Nothing of a gem is run.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from editor.regular_files import read_bytes

DEFAULT_JEKYLL = "4.4.1"
DEFAULT_LIQUID = "4.0.4"
_MAX_BYTES = 2 * 1024 * 1024
_LOCKED = re.compile(r"^    ([\w.-]+) \(([\w.]+)(?:-[\w.-]+)?\)$", re.MULTILINE)
_GEM = re.compile(
    r"""^\s*(?:gem|spec\.add_\w*dependency|s\.add_\w*dependency)\s*\(?\s*["']([\w.-]+)["']""",
    re.MULTILINE,
)
_DEPENDENCY = re.compile(r"add_(?:runtime_)?dependency\s*\(?\s*(?:%q<|[\"'])([\w.-]+)")
_NAME = re.compile(r"[A-Za-z0-9_][\w.-]*\Z")
# Enabled by the gem `github-pages` without being named (its `lib/github-pages/plugins.rb`).
GITHUB_PAGES_PLUGINS = (
    "jekyll-coffeescript",
    "jekyll-commonmark-ghpages",
    "jekyll-gist",
    "jekyll-github-metadata",
    "jekyll-paginate",
    "jekyll-relative-links",
    "jekyll-optional-front-matter",
    "jekyll-readme-index",
    "jekyll-default-layout",
    "jekyll-titles-from-headings",
)
_PLACES = (
    "{site}/vendor/bundle/ruby/*",
    "{site}/.bundle/ruby/*",
    "{home}/.gem/ruby/*",
    "{home}/.local/share/gem/ruby/*",
    "{home}/.rbenv/versions/*/lib/ruby/gems/*",
    "{home}/.rvm/gems/*",
    "{home}/.asdf/installs/ruby/*/lib/ruby/gems/*",
    "{home}/.local/share/mise/installs/ruby/*/lib/ruby/gems/*",
    "/opt/homebrew/lib/ruby/gems/*",
    "/usr/local/lib/ruby/gems/*",
    "/usr/local/bundle",
    "/var/lib/gems/*",
    "/usr/lib/ruby/gems/*",
    "/usr/share/rubygems-integration/all",
    "C:/Ruby*/lib/ruby/gems/*",
)


@dataclass(frozen=True, slots=True)
class ThemeGem:
    """The folder of a theme's gem.

    Attributes:
        name: Of the gem.
        version: Of the gem.
        root: Its folder, resolved.
        dependencies: Gems that it needs: plugins among them.
    """

    name: str
    version: str
    root: Path
    dependencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gems:
    """What is known of a site's gems.

    Attributes:
        versions: Of `Gemfile.lock`.
        plugins: Names of the plugins that the site uses, in the order in which Jekyll loads them.
        theme: The theme's gem, None where the site has none or it is not found.
        missing_theme: Name of a theme that is not found on this machine, or nothing.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    plugins: tuple[str, ...] = ()
    theme: ThemeGem | None = None
    missing_theme: str = ""

    @property
    def jekyll(self) -> str:
        """Jekyll's version, `4.4.1` where the site does not tell."""
        return self.versions.get("jekyll", DEFAULT_JEKYLL)

    @property
    def liquid(self) -> str:
        """Liquid's version, `4.0.4` where the site does not tell: Jekyll 4.4's and GitHub's."""
        return self.versions.get("liquid", DEFAULT_LIQUID)


def gems_of(
    root: Path, config: Mapping[str, object], theme_root: Path | None = None, jekyll: str = ""
) -> Gems:
    """Look at a site's `Gemfile.lock`, `Gemfile`, configuration and theme.

    Args:
        root: The site's folder.
        config: Its configuration.
        theme_root: The theme gem's folder where the person has named it.
        jekyll: Jekyll's version where `Gemfile.lock` does not tell.
    """
    versions = dict(_LOCKED.findall(_text(root / "Gemfile.lock")))
    if jekyll:
        versions.setdefault("jekyll", jekyll)
    plugins = list(_GEM.findall(_text(root / "Gemfile")))
    wanted = config.get("theme")
    name = wanted.strip().lower() if isinstance(wanted, str) else ""
    theme = None
    if name and _NAME.match(name):
        theme = _theme_at(name, theme_root) if theme_root else find_theme(root, name, versions)
    if theme is not None:
        plugins += theme.dependencies
    plugins += [*_names(config.get("plugins")), *_names(config.get("gems"))]
    if "github-pages" in plugins or "github-pages" in versions:
        plugins += GITHUB_PAGES_PLUGINS
    missing = name if name and theme is None else ""
    remote = config.get("remote_theme")
    if not name and isinstance(remote, str):
        missing = remote
    return Gems(versions, tuple(dict.fromkeys(plugins)), theme, missing)


def find_theme(root: Path, name: str, versions: Mapping[str, str]) -> ThemeGem | None:
    """Find a theme's gem in the folders where RubyGems keeps gems.

    The version of `Gemfile.lock` is taken where it is there, else the newest.
    """
    found: dict[tuple[int, ...], tuple[Path, str]] = {}
    for folder in _gem_folders(root):
        for path in glob.glob(os.path.join(glob.escape(folder), "gems", name + "-*")):  # noqa: PTH118, PTH207
            version = os.path.basename(path)[len(name) + 1 :]  # noqa: PTH119
            if not re.fullmatch(r"\d[\w.]*", version) or not Path(path).is_dir():
                continue
            if version == versions.get(name):
                return _theme(name, version, Path(path), folder)
            found.setdefault(_ordered(version), (Path(path), folder))
    if not found:
        return None
    newest = max(found)
    path_found, folder = found[newest]
    return _theme(name, path_found.name[len(name) + 1 :], path_found, folder)


def _theme_at(name: str, root: Path) -> ThemeGem | None:
    if not root.is_dir():
        return None
    dependencies: list[str] = []
    for path in sorted(root.glob("*.gemspec"))[:1]:
        dependencies = _DEPENDENCY.findall(_text(path))
    return ThemeGem(name, "", root.resolve(), tuple(dependencies))


def _theme(name: str, version: str, path: Path, folder: str) -> ThemeGem:
    spec = _text(Path(folder) / "specifications" / f"{name}-{version}.gemspec")
    if not spec:
        spec = "".join(_text(each) for each in sorted(path.glob("*.gemspec"))[:1])
    return ThemeGem(name, version, path.resolve(), tuple(dict.fromkeys(_DEPENDENCY.findall(spec))))


def _gem_folders(root: Path) -> list[str]:
    own = [os.environ.get("GEM_HOME", ""), *os.environ.get("GEM_PATH", "").split(os.pathsep)]
    values = {"site": glob.escape(str(root)), "home": glob.escape(str(Path.home()))}
    folders = [each for each in own if each]
    for place in _PLACES:
        folders += sorted(glob.glob(place.format(**values)), reverse=True)  # noqa: PTH207
    return list(dict.fromkeys(folders))


def _ordered(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else -1 for part in version.split("."))


def _names(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _text(path: Path) -> str:
    try:
        return read_bytes(path, limit_bytes=_MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
