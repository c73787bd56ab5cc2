"""Who imports whom, read from the syntax trees of a package."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "dashboard").rglob("*.py"))
Graph = Mapping[str, set[str]]


@cache
def tree_of(path: Path) -> ast.Module:
    """Syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Full name of a module: `dashboard.web` for dashboard/web/__init__.py."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(nodes: Iterable[ast.AST]) -> set[str]:
    """Full names of everything that these nodes import."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def at_module_level(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when a module is imported: none of what stands inside functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from at_module_level(node)


def graph() -> dict[str, set[str]]:
    """Module → the modules that it imports when it is imported itself."""
    known = {name_of(path) for path in MODULES}
    made: dict[str, set[str]] = {}
    for path in MODULES:
        names = imported(at_module_level(tree_of(path)))
        found = {name if name in known else name.rpartition(".")[0] for name in names}
        made[name_of(path)] = found & known - {name_of(path)}
    return made


def wings(modules: Graph, under: str) -> dict[str, set[str]]:
    """The same graph below a package, with each folder that has no folders inside taken as one."""
    packages = {name_of(path) for path in MODULES if path.name == "__init__.py"}
    with_folders = {name.rpartition(".")[0] for name in packages}

    def wing(module: str) -> str:
        package = module if module in packages else module.rpartition(".")[0]
        return module if package in with_folders else package

    made: dict[str, set[str]] = {}
    for module, others in modules.items():
        if module.startswith(f"{under}."):
            inside = {wing(other) for other in others if other.startswith(f"{under}.")}
            made.setdefault(wing(module), set()).update(inside - {wing(module)})
    return made


def circle(nodes: Graph) -> list[str]:
    """The names along one circle of a graph; [] where it has none."""
    try:
        TopologicalSorter(nodes).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
