"""Imports point one way: settings, i18n → store → intake, and store → exhibits → … → app.py."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("i18n", "store", "exhibits", "figures", "channels", "pages", "callbacks", "factory")
# Parts beside the main line, and the layer they may not reach above.
ABOVE = {
    "settings": "i18n",
    "assets_manifest": "i18n",
    "surveys": "i18n",
    "services": "i18n",
    "intake": "store",
    "api": "channels",
    "shell": "pages",
    "front": "pages",
    "security": "pages",
    "document": "pages",
    "web": "callbacks",
    "__main__": "factory",
    "cli": "factory",
}
ONLY_FROM = {"intake": {"intake", "cli", "__main__"}, "web": {"web", "factory"}}
FREE_OF = {"exhibits": {"dash", "sqlalchemy"}, "figures": {"dash", "sqlalchemy"}, "store": {"dash", "flask"},
           "intake": {"dash", "flask"}, "surveys": {"dash", "flask", "sqlalchemy"}}  # fmt: skip
MODULES = sorted((ROOT / "dashboard").rglob("*.py"))


def imported(source: str) -> set[str]:
    """Full names of everything a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


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
        assert forbidden(part_of(path), imported(path.read_text(encoding="utf-8"))) == []


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
    assert forbidden(part, imported(source))


def test_app_py_is_the_only_place_that_makes_an_application_at_import() -> None:
    assert "dashboard.factory.create_app" in imported((ROOT / "app.py").read_text(encoding="utf-8"))
    makers = [path.name for path in MODULES if "dashboard.factory.create_app" in imported(path.read_text("utf-8"))]
    assert makers == []


def test_the_web_process_loads_neither_numpy_nor_pandas() -> None:
    code = "import sys, dashboard.factory; sys.exit(bool({'numpy', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def reachable(start: Path) -> set[str]:
    """Names of the modules that a file imports, directly or through others, inside of functions too."""
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in imported(waiting.pop().read_text(encoding="utf-8")):
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
