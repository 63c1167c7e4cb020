"""A small site on the disk, and what Jekyll's answers look like in ours."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from editor.post import Post
from editor.site import PostState, Site, UrlImpossible
from editor.site.configuration import configured
from editor.site.document import PostData, url_for
from editor.site.publisher import state_of


def write_site(root: Path, files: Mapping[str, str | bytes]) -> Site:
    """Write files below a folder and open it as a site."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Site.open(root)


def typed(value: object) -> dict[str, Any]:
    """Return a value as `ruby_oracle.rb` prints it."""
    if value is None:
        return {"t": "nil"}
    if isinstance(value, bool):
        return {"t": "bool", "v": value}
    if isinstance(value, int):
        return {"t": "int", "v": str(value)}
    if isinstance(value, float):
        return {"t": "float", "v": repr(value)}
    if isinstance(value, str):
        return {"t": "str", "v": value}
    if isinstance(value, datetime.datetime):
        text = value.isoformat()
        return {"t": "time", "v": f"{text[:19]}.000000000{text[19:]}"}
    if isinstance(value, datetime.date):
        return {"t": "date", "v": value.isoformat()}
    if isinstance(value, (list, tuple)):
        return {"t": "list", "v": [typed(each) for each in value]}
    assert isinstance(value, Mapping)
    return {"t": "map", "v": [[typed(key), typed(each)] for key, each in value.items()]}


def without_utc(value: Any) -> Any:
    """Drop the mark `utc` that Ruby's times bear."""
    if isinstance(value, dict):
        return {key: without_utc(each) for key, each in value.items() if key != "utc"}
    return [without_utc(each) for each in value] if isinstance(value, list) else value


def as_jekyll(root: Path, request: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Answer a `post` request of the oracle with our own reading; None: the build stops."""
    for name, text in {request["name"]: request["text"], **(request.get("more") or {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    site = Site(root.resolve(), configured(request["config"]), [])
    now = site.now()
    paths = [path for path, _ in site.scan()]
    if request.get("collection"):
        paths = [request["name"]]
    answer = []
    for path in paths:
        draft = "_drafts" in path.split("/")
        if draft and not site.config["show_drafts"]:
            continue
        post = Post.from_bytes((root / path).read_bytes())
        mtime = datetime.datetime.fromtimestamp((root / path).stat().st_mtime, site.timezone)
        reading = site.read(path, post, mtime=mtime, now=now)
        if reading.fatal:
            return None
        state = state_of(reading.data, reading.date, draft=False, now=now, config=site.config)
        if state is not PostState.PUBLISHED:
            continue
        try:
            answer.append(_row(site, path, reading))
        except UrlImpossible:
            return None
    return answer


def _row(site: Site, path: str, reading: PostData) -> dict[str, Any]:
    data = reading.data
    url = url_for(site.rules, path, reading)
    return {
        "name": path,
        "url": None if reading.unread else url,
        "title": typed(data.get("title")),
        "slug": typed(data.get("slug")),
        "date": typed(reading.date),
        "categories": typed(data["categories"]),
        "tags": typed(data.get("tags")),
        "layout": typed(data.get("layout")),
        "unread": reading.unread,
        "draft": bool(data["draft"]) or reading.draft,
    }
