"""`export`: posts and their pictures in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from editor.bundle import FORMATS, collect, export
from editor.cli.output import DONE, FINDINGS, Result, shown_path
from editor.cli.places import open_site, post_path


def run(arguments: argparse.Namespace) -> Result:
    """Write a bundle."""
    paths = [post_path(each, arguments.site) for each in arguments.posts]
    site = open_site(arguments.site, paths[0].parent)
    manifest = collect(paths, site, drafts=arguments.drafts, other_files=arguments.other_files)
    output = Path(arguments.output).absolute()
    posts = [each.site_path for each in manifest.posts]
    missing = [
        {"path": each.post, "target": each.target, "line": each.line + 1}
        for each in manifest.missing
    ]
    warnings = [
        {"path": each.path, "line": each.line + 1, "sentence": each.sentence}
        for each in manifest.warnings
    ]
    answer = {"output": str(output), "format": arguments.format, "posts": posts}
    code = FINDINGS if missing else DONE
    if arguments.dry_run:
        answer |= {"assets": [each.site_path for each in manifest.assets], "missing": missing}
        left = [{"path": each.path, "sentence": each.sentence} for each in manifest.left_out]
        answer |= {"stripped": [], "left_out": left, "warnings": warnings}
        text = "\n".join(["Would go in:", *posts, *(each.site_path for each in manifest.assets)])
        return Result(answer, text, code)
    format_ = next(each for each in FORMATS if each.id == arguments.format)
    done = export(manifest, format_, output)
    answer |= {
        "assets": list(done.assets),
        "missing": missing,
        "stripped": [{"path": each.path, "fields": list(each.fields)} for each in done.stripped],
        "left_out": [{"path": each.path, "sentence": each.sentence} for each in done.left_out],
        "warnings": warnings,
    }
    counts = f"{len(done.posts)} posts, {len(done.assets)} other files"
    lines = [f"{shown_path(output)}: {counts}, {done.size_bytes:,} bytes"]
    lines += [f"in        {each}" for each in (*done.posts, *done.assets)]
    lines += [f"stripped  {each.path}: {', '.join(each.fields)}" for each in done.stripped]
    lines += [f"missing   {each.target} ({each.post}:{each.line + 1})" for each in done.missing]
    lines += [f"left out  {each.sentence}" for each in done.left_out]
    lines += [f"note      {each.path}:{each.line + 1}: {each.sentence}" for each in done.warnings]
    return Result(answer, "\n".join(lines), code)
