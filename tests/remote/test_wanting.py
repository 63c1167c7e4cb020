from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.remote import Kind, RemoteAddress, wanted
from editor.remote.sheets import MAX_ADDRESSES, named_by, wanted_by_sheet

CDN = "https://cdn.example"


def found(html: str, sheets: dict[str, str] | None = None, base: str = "") -> set[tuple[str, Kind]]:
    return {(each.address, each.kind) for each in wanted(html, sheets or {}, base)}


def test_all_that_a_page_takes_is_told_with_its_use() -> None:
    html = f"""
    <link rel="stylesheet" href="{CDN}/a.css">
    <link rel="preload" as="font" href="//cdn.example/f.woff2">
    <link rel="preconnect" href="{CDN}"><link rel="icon" href="{CDN}/icon.png">
    <link rel="alternate stylesheet" href="{CDN}/other.css">
    <style>@import "{CDN}/b.css"; p {{ background: url({CDN}/p.png) }}</style>
    <script src="{CDN}/s.js"></script>
    <body style="background: url('{CDN}/body.png')" background="{CDN}/old.gif">
    <img src="{CDN}/i.png" srcset="{CDN}/1x.png, {CDN}/2x.png 2x,{CDN}/a,b.png 3x">
    <picture><source srcset="{CDN}/wide.webp 100w"></picture>
    <iframe src="{CDN}/frame"></iframe><video poster="{CDN}/poster.jpg" src="{CDN}/v.mp4"></video>
    <svg><image href="{CDN}/one.png"/><image xlink:href="{CDN}/two.png"/></svg>
    <noscript><img src="{CDN}/noscript.png"></noscript>
    <img src="/own.png"><img src="data:image/png;base64,AAAA"><a href="{CDN}/link">a</a>
    """
    assert found(html) == {
        (f"{CDN}/a.css", Kind.SHEET),
        (f"{CDN}/b.css", Kind.SHEET),
        (f"{CDN}/f.woff2", Kind.FONT),
        (f"{CDN}/s.js", Kind.SCRIPT),
        (f"{CDN}/frame", Kind.FRAME),
        (f"{CDN}/v.mp4", Kind.MEDIA),
        *(
            (f"{CDN}/{name}", Kind.IMAGE)
            for name in (
                "p.png", "body.png", "old.gif", "i.png", "1x.png", "2x.png", "a,b.png",
                "wide.webp", "poster.jpg", "one.png", "two.png", "noscript.png",
            )
        ),
    }  # fmt: skip


def test_what_lies_at_the_sites_own_host_is_not_the_networks() -> None:
    html = f'<img src="a.png"><img src="http://site.example/b.png"><img src="{CDN}/c.png">'
    assert found(html, base="https://site.example/2020/post/") == {(f"{CDN}/c.png", Kind.IMAGE)}


def test_a_base_element_makes_relative_addresses_the_networks() -> None:
    html = f'<base href="{CDN}/x/"><img src="a.png">'
    assert found(html, base="https://site.example/") == {(f"{CDN}/x/a.png", Kind.IMAGE)}


def test_the_sites_sheets_are_read_and_named() -> None:
    sheets = {"assets/main.css": f"@import url({CDN}/x.css); @import url(own.css);"}
    assert wanted("", sheets) == [RemoteAddress(f"{CDN}/x.css", Kind.SHEET, "assets/main.css")]


def test_each_address_is_told_once() -> None:
    assert len(wanted(f'<img src="{CDN}/a#1"><img src="{CDN}/a#2">', {})) == 1


def test_a_sheet_names_fonts_pictures_and_sheets_in_every_way_that_css_has() -> None:
    css = """
    @charset "utf-8"; @namespace svg url(http://www.w3.org/2000/svg);
    @import "a.css" screen; @IMPORT url("b.css") layer(x) supports(display: grid);
    @font-face { font-family: "X"; src: local("No"), url(old.eot), url('f.woff2') format("woff2") }
    @media print { @font-face { src: url(g.ttf) } p { background: URL( h.png ) } }
    p { background: image-set("i.png" type("image/png") 1x, url(j.png) 2x); content: "not.png" }
    q { mask: -webkit-image-set(url(k.svg) 1x); cursor: url(l.cur), auto; --v: url(m.png) }
    /* url(comment.png) */ r { background: cross-fade(url(n.png), url(o.png));
    & s { x: url(p.png) } }
    """
    names = {(name, kind) for name, kind in named_by(css)}
    assert names == {
        ("a.css", Kind.SHEET), ("b.css", Kind.SHEET), ("old.eot", Kind.FONT),
        ("f.woff2", Kind.FONT), ("g.ttf", Kind.FONT),
        *((f"{each}.png", Kind.IMAGE) for each in "hijmnop"),
        ("k.svg", Kind.IMAGE), ("l.cur", Kind.IMAGE),
    }  # fmt: skip


def test_a_fetched_sheets_addresses_are_relative_to_itself() -> None:
    css = "@font-face { src: url(../f.woff2), url(x.eot?#iefix), url(data:font/woff2;base64,AA) }"
    assert wanted_by_sheet(css, f"{CDN}/v/a.css") == [
        RemoteAddress(f"{CDN}/f.woff2", Kind.FONT, f"{CDN}/v/a.css")
    ]


def test_a_hostile_sheet_is_read_to_its_end() -> None:
    for css in ("(" * 200_000, "{" * 200_000, "url(" * 50_000, "a{@import 'x';" * 20_000, '"' * 99):
        list(named_by(css))
    many = "".join(f"a {{ b: url({at}.png) }}" for at in range(2 * MAX_ADDRESSES))
    assert len(wanted_by_sheet(many, f"{CDN}/a.css")) == MAX_ADDRESSES


def test_a_hostile_page_is_read_to_its_end() -> None:
    assert wanted("<div>" * 50_000 + f'<img src="{CDN}/a.png">', {})
    assert wanted(f'<img srcset="{"a ( " * 50_000}"><img src="{CDN}/a.png">', {})
    many = "".join(f'<img src="{CDN}/{at}">' for at in range(2 * MAX_ADDRESSES))
    assert len(wanted(many, {})) == MAX_ADDRESSES


@given(st.text(st.sampled_from("@import url(\"';{}[]) a:\\/*,\n-"), max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    for each in wanted(f"<style>{text}</style><img srcset='{text}' style='{text}'>", {"a": text}):
        assert each.address.startswith(("http://", "https://"))
