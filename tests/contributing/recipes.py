"""Performs the recipes of CONTRIBUTING.md on a copy of the tree, exactly as they are printed there.

A recipe is a heading of the third level with fenced blocks below it. The first line of a block says what it is:

* `# file: PATH`: a new file with the lines that follow (a comment sign of another language will do as well);
* `# file: PATH, after: LINE` (`before`, `instead of`): put the lines after (before, in place of) the one line that
  reads so, or begins so where LINE ends with "…"; `# file: PATH, at the end`: add them at the end;
* none of these, in a block of `sh`: commands, which must succeed.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("dashboard", "data", "assets", "tests", "docs", "app.py", "pyproject.toml", "CONTRIBUTING.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(
    r"(?:#|//|/\*) file: (?P<path>[^\s,]+)"
    r"(?:, (?P<where>after|before|instead of|at the end)(?:: (?P<line>.+?))?)?(?: \*/)?"
)
_SHOW = """
import os, sys
from dashboard.factory import create_app
from dashboard.settings import Settings
print(create_app(Settings(database_url=os.environ["DATABASE_URL"])).server.test_client().get(sys.argv[1]).text)
"""
_ASK = """
import json, os, sys
from dashboard.factory import create_app
from dashboard.settings import Settings
client = create_app(Settings(database_url=os.environ["DATABASE_URL"])).server.test_client()
answer = client.post("/_dash-update-component", json=json.loads(sys.argv[1]))
assert answer.status_code == 200, answer.text
print(json.dumps(answer.get_json()["response"]))
"""
_WHILE_TESTING = ("PYTEST_", "COV_", "MAKE", "MFLAGS")


@dataclass(frozen=True)
class Tree:
    """A copy of the repository without its history, with a database of its own."""

    folder: Path

    @property
    def database_url(self) -> str:
        """Address of the copy's database; the file is made by the first command that wants one."""
        return f"sqlite:///{self.folder / 'var' / 'copy.db'}"

    def page(self, href: str, database_url: str = "") -> str:
        """The document at an address, as the copy serves it from its own database or another one."""
        url = database_url or self.database_url
        return self.run(f"DATABASE_URL={shlex.quote(url)} .venv/bin/python -c {shlex.quote(_SHOW)} {shlex.quote(href)}")

    def answer(self, output: str, component: str, value: object, href: str, database_url: str) -> object:
        """The children a callback gives `output` when a reader sets the value of `component` on the page at `href`."""
        asked = {
            "output": f"{output}.children",
            "outputs": {"id": output, "property": "children"},
            "inputs": [{"id": component, "property": "value", "value": value}],
            "changedPropIds": [f"{component}.value"],
            "state": [{"id": "address", "property": "value", "value": href}],
        }
        python = f"DATABASE_URL={shlex.quote(database_url)} .venv/bin/python -c {shlex.quote(_ASK)}"
        return json.loads(self.run(f"{python} {shlex.quote(json.dumps(asked))}"))[output]["children"]

    def run(self, command: str) -> str:
        """What a shell prints for these lines inside the copy; fails with its output where one of them fails."""
        outer = {name: value for name, value in os.environ.items() if not name.startswith(_WHILE_TESTING)}
        done = subprocess.run(
            ["bash", "-euc", command],
            cwd=self.folder,
            env={**outer, "DATABASE_URL": self.database_url, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def perform(self, name: str) -> None:
        """Do what the recipe of that name says, block by block; what comes of it passes ruff."""
        touched = set()
        for language, text in blocks(name):
            first, _, rest = text.partition("\n")
            if told := _FILE.fullmatch(first):
                touched.add(told["path"])
                self._write(self.folder / told["path"], told["where"] or "", told["line"] or "", rest)
            else:
                assert language == "sh", f"{name}: a block of {language} that names no file: {first}"
                self.run(text)
        modules = " ".join(sorted(path for path in touched if path.endswith(".py")))
        for command in ("check", "format --diff") if modules else ():
            self.run(f".venv/bin/python -m ruff {command} --quiet {modules}")

    def _write(self, path: Path, where: str, line: str, text: str) -> None:
        if not where:
            assert not path.exists(), f"{path} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        at = len(lines) if where == "at the end" else _place(lines, line) + (where == "after")
        rest = lines[at + 1 :] if where == "instead of" else lines[at:]
        path.write_text("".join([*lines[:at], text, *rest]), encoding="utf-8")


def copy_of_the_tree(folder: Path) -> Tree:
    """A fresh copy whose `.venv/bin/python` is the Python that runs the tests."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (folder / "var").mkdir()
    return Tree(folder)


def names() -> list[str]:
    """Names of the recipes, in their order."""
    return re.findall(r"^### (.+)$", _recipes(), re.MULTILINE)


def blocks(name: str) -> Iterator[tuple[str, str]]:
    """Language and text of each fenced block of a recipe."""
    below = _recipes().split(f"### {name}\n", 1)[1].split("\n### ", 1)[0]
    yield from _BLOCK.findall(below)


def _recipes() -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.split("\n## Recipes\n", 1)[1].split("\n## ", 1)[0]


def _place(lines: list[str], wanted: str) -> int:
    """Index of the one line that reads as wanted."""
    start = wanted.removesuffix("…")
    found = [
        number
        for number, line in enumerate(lines)
        if line.strip() == wanted or (start != wanted and line.strip().startswith(start))
    ]
    assert len(found) == 1, f"{len(found)} lines read: {wanted}"
    return found[0]
