"""Imports point one way: settings, i18n → store → intake, and store → exhibits → … → app.py."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.import_graph import MODULES, ROOT, circle, graph, imported, name_of, tree_of, wings

LAYERS = ("i18n", "store", "exhibits", "figures", "channels", "pages", "callbacks", "factory")
# Parts beside the main line, and the layer they may not reach above.
ABOVE = {
    "settings": "i18n",
    "assets_manifest": "i18n",
    "surveys": "i18n",
    "services": "i18n",
    "gazetteer": "i18n",
    "outline": "i18n",
    "service_pages": "i18n",
    "intake": "store",
    "api": "channels",
    "shell": "pages",
    "front": "pages",
    "security": "pages",
    "document": "pages",
    "web": "callbacks",
    "__main__": "factory",
    "cli": "factory",
    "develop": "factory",
}
ONLY_FROM = {"intake": {"intake", "cli", "__main__"}, "web": {"web", "factory"}}
FREE_OF = {"exhibits": {"dash", "sqlalchemy"}, "figures": {"dash", "sqlalchemy"}, "store": {"dash", "flask"},
           "intake": {"dash", "flask"}, "surveys": {"dash", "flask", "sqlalchemy"}}  # fmt: skip


def imports_of(source: str) -> set[str]:
    """Full names of everything a module imports, inside of functions too."""
    return imported(ast.walk(ast.parse(source)))


def part_of(path: Path) -> str:
    """The part of the package a module belongs to: `web` for dashboard/web/cache.py."""
    return path.relative_to(ROOT / "dashboard").parts[0].removesuffix(".py")


def height(part: str) -> int:
    """How far up a part stands; it may import what stands lower or equally high."""
    return LAYERS.index(ABOVE.get(part, part))


def forbidden(part: str, names: set[str]) -> list[str]:
    """The imports that this part may not have."""
    inside = {name.split(".")[1] for name in names if name.startswith("dashboard.") and "." in name}
    wrong = [
        other
        for other in inside - {part}
        if height(other) > height(part) or (other in ONLY_FROM and part not in ONLY_FROM[other])
    ]
    return wrong + [name for name in names if name.split(".")[0] in FREE_OF.get(part, ())]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    if part_of(path) != "__init__":
        assert forbidden(part_of(path), imported(ast.walk(tree_of(path)))) == []


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("store", "from dashboard.pages import build"),
        ("figures", "import dash"),
        ("exhibits", "from sqlalchemy import select"),
        ("pages", "from dashboard.intake.budget.reading import import_budget"),
        ("channels", "from dashboard.callbacks import charts"),
    ],
)
def test_the_rule_notices_an_import_that_points_up(part: str, source: str) -> None:
    assert forbidden(part, imports_of(source))


def test_app_py_is_the_only_place_that_makes_an_application_at_import() -> None:
    assert "dashboard.factory.create_app" in imported(ast.walk(tree_of(ROOT / "app.py")))
    makers = [path.name for path in MODULES if "dashboard.factory.create_app" in imported(ast.walk(tree_of(path)))]
    assert makers == []


def test_the_web_process_loads_neither_numpy_nor_pandas() -> None:
    code = "import sys, dashboard.factory; sys.exit(bool({'numpy', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def reachable(start: Path) -> set[str]:
    """Names of the modules that a file imports, directly or through others, inside of functions too."""
    paths = {name_of(path): path for path in MODULES}
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in imported(ast.walk(tree_of(waiting.pop()))):
            parts = name.split(".")
            prefixes = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
            new = (prefixes & paths.keys()) - found
            found |= new
            waiting += [paths[module] for module in new]
    return found


@pytest.mark.parametrize("start", ["app.py", "dashboard/factory.py"])
def test_the_web_process_cannot_open_the_answers_of_respondents(start: str) -> None:
    assert {"dashboard.store.responses", "dashboard.intake", "dashboard.cli"} & reachable(ROOT / start) == set()


def test_the_search_for_imports_finds_those_of_the_command_line() -> None:
    assert "dashboard.store.responses" in reachable(ROOT / "dashboard" / "__main__.py")
    assert "dashboard.store.engine" in reachable(ROOT / "app.py")


def test_no_module_imports_itself_through_others() -> None:
    assert circle(graph()) == []


def test_a_circle_is_found_with_the_names_along_it() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"b"}})) == {"b", "c"}


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=name_of)
def test_a_package_says_in_three_lines_what_lives_there(path: Path) -> None:
    said = (ast.get_docstring(tree_of(path)) or "").splitlines()
    assert 1 <= sum(bool(line) for line in said) <= 3, "blank lines aside"


def test_the_wings_of_the_intake_form_no_circle() -> None:
    assert circle(wings(graph(), "dashboard.intake")) == []


def test_a_class_name_means_one_thing() -> None:
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(name_of(path))
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}
