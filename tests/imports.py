"""The picture of the imports: floors and circles. `python -m tests.imports [PACKAGE]` prints it.

import-linter holds the floors; this shows them, and every circle that stands in them.
"""

from __future__ import annotations

import sys

import grimp

# Kramdown's constructs call the parser that holds their table: a circle by its nature.
ALLOWED = "editor.kramdown"


def graph_of(package: str = "editor") -> dict[str, set[str]]:
    """Return what each module of a package imports of it, imports for type checkers too."""
    graph = grimp.build_graph(package, exclude_type_checking_imports=False)
    return {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Return the circles: groups of modules that import each other, by Tarjan's algorithm."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        path.append(module)
        for other in imports.get(module, ()):
            if other not in number:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in path:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            at = path.index(module)
            if len(path) - at > 1:
                found.append(sorted(path[at:]))
            del path[at:]

    sys.setrecursionlimit(max(sys.getrecursionlimit(), 20 * len(imports)))
    for module in sorted(imports):
        if module not in number:
            visit(module)
    return found


def floors(imports: dict[str, set[str]], under: str) -> list[list[str]]:
    """Return a package's folders and modules, the highest floor first.

    Args:
        imports: Of the whole.
        under: The package.
    """
    depth = under.count(".") + 2

    def place(module: str) -> str:
        return ".".join(module.split(".")[:depth])

    inside = {place(each) for each in imports if each.startswith(f"{under}.")}
    needs: dict[str, set[str]] = {each: set() for each in inside}
    for module, others in imports.items():
        if place(module) in inside:
            needs[place(module)] |= {place(each) for each in others} & inside - {place(module)}
    levels: list[list[str]] = []
    left = dict(needs)
    while left:
        lowest = sorted(each for each, others in left.items() if not others & left.keys())
        lowest = lowest or sorted(left)  # a circle of folders stands on one floor
        levels.append([each.removeprefix(f"{under}.") for each in lowest])
        for each in lowest:
            del left[each]
    return levels[::-1]


def main(packages: list[str]) -> int:
    """Print floors and circles; 1 when there is a circle that should not be."""
    imports = graph_of()
    for package in packages or ["editor", "editor.ui"]:
        print(package)
        for level in floors(imports, package):
            print("   ", "  ".join(level))
    bad = [each for each in circles(imports) if not each[0].startswith(ALLOWED)]
    for circle in circles(imports):
        print("circle of", len(circle), "·", "  ".join(circle))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
