from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.theme.sass import SassCompiler, style_of
from editor.theme.sass_files import load_paths
from editor.theme.sass_worker import SassJob

LOOP = "@function f($n) { @return f($n + 1); } a { b: f(1); }"


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SassCompiler]:
    made = SassCompiler(tmp_path_factory.mktemp("sheets"))
    yield made
    made.close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    for name, text in {
        "_sass/_base.scss": "$c: red;\n.base { color: $c; }\n",
        "_sass/parts/_index.sass": ".part\n  color: blue\n",
        "_sass/parts/_deep.scss": '@import "../base";\n',
        "_sass/_broken.scss": ".a {\n  color: $nope;\n}\n",
        "assets/css/_near.scss": ".near { a: b; }\n",
        "vendor/lib/_lib.scss": ".lib { a: b; }\n",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "secret.scss").write_text(".secret { a: b; }", "utf-8")
    return root


def job(root: Path, text: str, **changes: object) -> SassJob:
    sass = changes.pop("sass", {})
    values: dict[str, object] = {
        "text": text,
        "syntax": "scss",
        "style": "expanded",
        "path": "assets/css/main.scss",
        "roots": (str(root),),
        "load_paths": load_paths(root, sass),
    }
    return SassJob(**(values | changes))  # type: ignore[arg-type]


def flat(css: str) -> str:
    return "".join(css.split())


@pytest.mark.parametrize(
    ("text", "css"),
    [
        ('@import "base";', ".base{color:red;}"),
        ('@use "base"; a { b: base.$c; }', ".base{color:red;}a{b:red;}"),
        ('@import "parts";', ".part{color:blue;}"),
        ('@import "parts/deep";', ".base{color:red;}"),
        ('@import "near";', ".near{a:b;}"),
        ('@import "../../_sass/base";', ".base{color:red;}"),
    ],
)
def test_imports_are_found_beside_the_sheet_and_in_the_load_paths(
    compiler: SassCompiler, site: Path, text: str, css: str
) -> None:
    assert flat(compiler.compile(job(site, text)).css) == css


def test_load_paths_of_the_configuration_are_searched_too(
    compiler: SassCompiler, site: Path
) -> None:
    sass = {"load_paths": ["vendor/*"]}
    assert flat(compiler.compile(job(site, '@import "lib";', sass=sass)).css) == ".lib{a:b;}"
    assert load_paths(site, {"sass_dir": "../_sass"}) == ("0:_sass",)


@pytest.mark.parametrize(
    "url", ["{outside}", "../../../secret", "../../../../../../../../../..{outside}", "linked"]
)
def test_no_import_reads_outside_the_site(compiler: SassCompiler, site: Path, url: str) -> None:
    outside = str(site.parent / "secret")
    (site / "_sass" / "_linked.scss").symlink_to(site.parent / "secret.scss")
    sheet = compiler.compile(job(site, f'@import "{url.format(outside=outside)}";'))
    assert sheet.css == ""
    assert "assets/css/main.scss" in sheet.problem


def test_a_pipe_named_like_a_sheet_is_not_waited_for(compiler: SassCompiler, site: Path) -> None:
    os.mkfifo(site / "_sass" / "_pipe.scss")
    assert compiler.compile(job(site, '@import "pipe";')).problem


def test_a_fault_is_told_with_its_sheet_and_line(compiler: SassCompiler, site: Path) -> None:
    sheet = compiler.compile(job(site, '.x { a: b; }\n@import "broken";'))
    assert (sheet.file, sheet.line) == ("_sass/_broken.scss", 2)
    assert "Undefined variable" in sheet.problem


def test_a_fault_of_the_sheet_itself_is_told_with_its_line(
    compiler: SassCompiler, site: Path
) -> None:
    sheet = compiler.compile(job(site, "\n.x { a: $nope; }"))
    assert (sheet.file, sheet.line) == ("assets/css/main.scss", 2)


def test_a_sheet_that_is_not_there_is_told_with_the_line_that_asks_for_it(
    compiler: SassCompiler, site: Path
) -> None:
    sheet = compiler.compile(job(site, '@import "base";\n@import "nowhere";'))
    assert (sheet.file, sheet.line) == ("assets/css/main.scss", 2)
    assert "nowhere" in sheet.problem


def test_endless_recursion_ends_the_sheet_and_not_the_compiler(
    compiler: SassCompiler, site: Path
) -> None:
    assert "takes too long" in compiler.compile(job(site, LOOP)).problem
    assert flat(compiler.compile(job(site, "a { b: c; }")).css) == "a{b:c;}"


def test_an_endless_loop_is_stopped(tmp_path: Path, site: Path) -> None:
    compiler = SassCompiler(tmp_path / "sheets", deadline_s=0.5)
    sheet = compiler.compile(job(site, "@for $i from 1 through 1000000000 { a { b: $i; } }"))
    compiler.close()
    assert "takes too long" in sheet.problem


def test_a_sheet_is_compiled_again_only_when_something_it_reads_has_changed(
    tmp_path: Path, site: Path
) -> None:
    sheets = tmp_path / "sheets"
    first = SassCompiler(sheets)
    wanted = job(site, '@import "base";')
    css = first.compile(wanted).css
    first.close()

    def refuse(*_: object, **__: object) -> object:
        raise AssertionError("compiled again")

    second = SassCompiler(sheets, start=refuse)  # type: ignore[arg-type]
    assert second.compile(wanted).css == css
    (site / "_sass" / "_base.scss").write_text(".other { a: b; }", "utf-8")
    with pytest.raises(AssertionError, match="again"):
        second.compile(wanted)


def test_a_new_file_that_hides_an_import_is_seen(tmp_path: Path, site: Path) -> None:
    compiler = SassCompiler(tmp_path / "sheets")
    wanted = job(site, '@import "base";')
    compiler.compile(wanted)
    (site / "assets" / "css" / "_base.scss").write_text(".mine { a: b; }", "utf-8")
    assert flat(compiler.compile(wanted).css) == ".mine{a:b;}"
    compiler.close()


def test_the_style_is_the_sites_own(compiler: SassCompiler, site: Path) -> None:
    assert style_of({"sass": {"style": ":compressed"}}) == "compressed"
    assert style_of({"sass": {"style": "compact"}}) == style_of({}) == "expanded"
    assert compiler.compile(job(site, "a { b: c; }", style="compressed")).css == "a{b:c}"


def test_the_indented_syntax_is_understood(compiler: SassCompiler, site: Path) -> None:
    assert flat(compiler.compile(job(site, "a\n  b: c\n", syntax="sass")).css) == "a{b:c;}"
