"""No module of these rooms imports in a circle. `python -m tests.imports` shows the others."""

from __future__ import annotations

from tests.imports import circles, floors, graph_of

FREE = (
    "bundle", "checks", "cli", "document", "images", "liquid", "post", "preview", "processes",
    "site", "storage", "theme", "ui",
)  # fmt: skip


def test_a_circle_is_seen_and_what_hangs_on_it_is_none_of_it() -> None:
    imports = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}
    assert circles(imports) == [["a", "b", "c"]]


def test_floors_stand_on_what_they_need() -> None:
    imports = {"p.top.x": {"p.middle"}, "p.middle": {"p.low"}, "p.low": set(), "p.top": set()}
    assert floors(imports, "p") == [["top"], ["middle"], ["low"]]


def test_no_room_of_these_has_a_circle() -> None:
    found = circles(graph_of())
    assert [each for each in found if each[0].split(".")[1] in FREE] == []
