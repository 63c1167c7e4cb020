"""What stripping and packing cost, against a bare loop over the same bytes.

    python -m tests.benchmarks.bench_export

Medians of five; pixels are followed to their end in Python, and what that costs stands kind by
kind below. "bare": reading the pictures and zipping them stored, nothing looked at.
"""

from __future__ import annotations

import functools
import io
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from editor.bundle import FORMATS, collect, export
from editor.images import strip
from editor.site import Site

PICTURES = 40
KINDS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 90},
    "JPEG progressive": {"quality": 90, "progressive": True},
    "PNG": {},
    "GIF": {},
    "WEBP": {"quality": 80},
    "WEBP lossless": {"lossless": True},
}


def picture(seed: int) -> bytes:
    """Return a JPEG of about 2 MB, as a camera makes it."""
    noise = Image.effect_noise((2000, 1500), 30 + seed % 20).convert("RGB")
    exif = Image.Exif()
    exif[0x013B] = "Somebody"
    exif.get_ifd(0x8825)[29] = "2026:09:01"
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()


def median_s(work: Callable[[], object]) -> float:
    """Return the median seconds of five runs."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Make a site, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        (root / "_posts").mkdir(parents=True)
        (root / "assets").mkdir()
        (root / "_config.yml").write_text("title: x\n")
        names = [f"assets/{number}.jpg" for number in range(PICTURES)]
        for number, name in enumerate(names):
            (root / name).write_bytes(picture(number))
        body = "\n\n".join(f"![x](/{name})" for name in names)
        post = "_posts/2026-09-01-a.md"
        (root / post).write_text(f"---\ntitle: A\n---\n{body}\n")
        site = Site.open(root)
        size = sum((root / name).stat().st_size for name in names) / 1e6
        output = Path(folder, "out.zip")

        def bare() -> None:
            with zipfile.ZipFile(output, "w") as archive:
                for name in names:
                    archive.writestr(name, (root / name).read_bytes())

        def ours() -> None:
            export(collect([post], site), FORMATS[0], output, overwrite=True)

        def strip_all() -> None:
            for name in names:
                strip((root / name).read_bytes())

        base = median_s(bare)
        for title, seconds in (
            ("bare zip", base),
            ("strip only", median_s(strip_all)),
            ("collect, strip, pack, verify, save", median_s(ours)),
        ):
            print(
                f"{title:36} {seconds:7.3f} s  {size / seconds:7.0f} MB/s  {seconds / base:5.2f}×"
            )
        for kind, options in KINDS.items():
            out = io.BytesIO()
            noise = Image.effect_noise((1000, 750), 30).convert("RGB")
            noise.save(out, kind.split()[0], **options)
            data = out.getvalue()
            seconds = median_s(functools.partial(strip, data))
            print(f"strip {kind:30} {seconds / len(data) * 1e6:.2f} s/MB")


if __name__ == "__main__":
    main()
