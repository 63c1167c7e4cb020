"""A site with secrets in every place where one may hide, and one post that may leave."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image

from tests.images import pictures

POST = """\
---
layout: post
title: The styles
date: 2026-09-01 10:00:00 +0000
image: /assets/img/front.jpg
gallery:
  - path: assets/img/nested.png
---

![Root](/assets/img/root.jpg) and ![Base]({{ site.baseurl }}/assets/img/base.jpg)

![Filter]({{ '/assets/img/filter.png' | relative_url }})
and ![Absolute]({{ "/assets/img/absolute.webp" | absolute_url }})

<img src="/assets/img/html.gif" srcset="/assets/img/small.jpg 1x, /assets/img/large.jpg 2x" alt="">
<a href="/assets/img/linked.jpg">large</a> <video poster="/assets/img/poster.jpg"></video>

{% include figure.html src="/assets/img/include.jpg" caption="A caption" %}

![Ref][ref] and ![Titled](/assets/img/titled.png "A title") and ![Up](../assets/img/up.jpg)

![One](/assets/a/photo.jpg) ![Two](/assets/b/photo.jpg)

[ref]: /assets/img/reference.jpg "The reference"
"""

# One line for each of the eleven styles: what a bundle has to hold for it.
STYLES = {
    "front matter key": ["assets/img/front.jpg"],
    "nested front matter": ["assets/img/nested.png"],
    "from the root": ["assets/img/root.jpg"],
    "site.baseurl": ["assets/img/base.jpg"],
    "relative_url": ["assets/img/filter.png"],
    "absolute_url": ["assets/img/absolute.webp"],
    "HTML src, srcset, href, poster": [
        "assets/img/html.gif",
        "assets/img/small.jpg",
        "assets/img/large.jpg",
        "assets/img/linked.jpg",
        "assets/img/poster.jpg",
    ],
    "include parameter": ["assets/img/include.jpg"],
    "reference link, with a title": ["assets/img/reference.jpg", "assets/img/titled.png"],
    "relative upwards": ["assets/img/up.jpg"],
    "one name in two folders": ["assets/a/photo.jpg", "assets/b/photo.jpg"],
}

POST_PATH = "_posts/2026-09-01-styles.md"
_CONFIG = "title: A site\nbaseurl: ''\nurl: https://paper.example\ntimezone: UTC\n"


def plain_picture(path: str, seed: int) -> bytes:
    """Return a picture of the kind that the name says, different for each seed."""
    ending = path.rpartition(".")[2]
    out = io.BytesIO()
    kind = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}[ending]
    pictures.picture("L" if kind == "GIF" else "RGB", (40, 30), seed).save(out, kind)
    return out.getvalue()


def secret_picture(path: str, secrets: list[str]) -> bytes:
    """Return a picture with four new secrets in its metadata, and those added to the list."""
    words = [f"SECRET-{len(secrets) + number:03}-{path}" for number in range(4)]
    secrets += words
    ending = path.rpartition(".")[2]
    exif = Image.Exif()
    exif[0x013B] = words[0]
    exif.get_ifd(0x8769)[0xA431] = words[1]
    exif.get_ifd(0x8825)[29] = words[2]
    out = io.BytesIO()
    picture = pictures.picture("L" if ending == "gif" else "RGB", (40, 30), len(secrets))
    if ending == "jpg":
        picture.save(out, "JPEG", exif=exif, comment=words[3])
    elif ending == "png":
        picture.save(out, "PNG", exif=exif)
        data = out.getvalue()
        text = pictures.chunk(b"tEXt", b"Comment\0" + words[3].encode())
        return data[:33] + text + data[33:]
    elif ending == "webp":
        picture.save(out, "WEBP", exif=exif, xmp=words[3].encode())
    else:
        picture.save(out, "GIF", comment=" ".join(words))
    return out.getvalue() + words[3].encode()


def write(root: Path, site_path: str, data: bytes | str) -> Path:
    """Write a file of the site."""
    path = root / site_path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def make_site(root: Path) -> tuple[Path, list[str]]:
    """Make the site; return its root and every secret planted in it."""
    secrets: list[str] = []

    def secret() -> str:
        secrets.append(f"SECRET-{len(secrets):03}-planted-{os.urandom(3).hex()}")
        return secrets[-1]

    write(root, "_config.yml", _CONFIG + f"analytics: {secret()}\n")
    write(root, "_layouts/post.html", "{{ content }}")
    write(root, POST_PATH, POST)
    for paths in STYLES.values():
        for path in paths:
            write(root, path, secret_picture(path, secrets))
    post = "---\ntitle: T\n{0}---\n![](/assets/img/root.jpg) {1}\n"
    for path, more in (
        ("_drafts/draft.md", ""),
        ("_posts/2026-08-01-held.md", "published: false\n"),
        ("_posts/2099-01-01-later.md", ""),
        ("_posts/2026-08-02-other.md", ""),
    ):
        write(root, path, post.format(more, secret()))
    for path in (
        ".env",
        ".env.local",
        ".git/config",
        ".git/objects/ab/cd",
        "_data/people.yml",
        "_config.local.yml",
        "node_modules/x/index.js",
        "_site/index.html",
        "assets/img/.root.jpg.swp",
        "assets/img/root.jpg~",
        "assets/img/.DS_Store",
        "assets/img/Thumbs.db",
        "assets/img/unused.jpg",
        "id_rsa",
        "backup.sql",
        "notes.txt",
    ):
        write(root, path, secret())
    return root, secrets
