"""A small site made by the tests, and the command line run on it."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from editor.__main__ import main

POST = """\
---
layout: post
title: "The harbour: a night"   # the desk's
date: 2026-09-01 18:30:00 +0000
categories: [city]
tags: [harbour, night]
author:
  name: Valdete
---

The *ferry* left. ![The quay](/assets/quay.png)
"""


def make_site(root: Path) -> Path:
    """Make a site of three posts and a draft."""
    from tests.images import pictures

    files: dict[str, str | bytes] = {
        "_config.yml": "title: The Paper\nurl: https://paper.example\n"
        "permalink: /:year/:month/:title/\ntimezone: UTC\n"
        "defaults:\n  - scope: {path: ''}\n    values: {lang: en}\n",
        "_layouts/post.html": "<main>{{ content }}</main>\n",
        "_posts/2026-09-01-harbour.md": POST,
        "_posts/2026-08-15-market.md": "---\nlayout: post\ntitle: The market\n"
        "date: 2026-08-15 08:00:00 +0000\ncategories: [city]\ntags: [food]\n---\n\nFish.\n",
        "_posts/2099-01-01-later.md": "---\nlayout: post\ntitle: Later\n"
        "date: 2099-01-01 08:00:00 +0000\ncategories: []\ntags: []\n---\n\nOnce.\n",
        "_drafts/idea.md": "---\nlayout: post\ntitle: An idea\ncategories: []\n"
        "tags: []\n---\n\nSome day.\n",
        "assets/quay.png": pictures.png(),
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@dataclass(frozen=True)
class Said:
    """What a run printed and how it ended."""

    code: int
    out: bytes
    error: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: str | Path, stdin: bytes = b"") -> Said:
    """Run `standfirst ARGUMENTS` in this process."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    error = io.StringIO()
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            code = main([str(each) for each in arguments])
    finally:
        sys.stdin = before
    out.flush()
    buffer = out.buffer
    assert isinstance(buffer, io.BytesIO)
    return Said(code, buffer.getvalue(), error.getvalue())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A fresh site."""
    return make_site(tmp_path / "site")
