"""No module imports in a circle, but kramdown's constructs and their parser."""

from __future__ import annotations

from tests.imports import ALLOWED, circles, floors, graph_of


def test_a_circle_is_seen_and_what_hangs_on_it_is_none_of_it() -> None:
    imports = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}
    assert circles(imports) == [["a", "b", "c"]]


def test_floors_stand_on_what_they_need() -> None:
    imports = {"p.top.x": {"p.middle"}, "p.middle": {"p.low"}, "p.low": set(), "p.top": set()}
    assert floors(imports, "p") == [["top"], ["middle"], ["low"]]


def test_the_program_has_no_circles() -> None:
    found = circles(graph_of())
    assert [each for each in found if not each[0].startswith(ALLOWED)] == []
