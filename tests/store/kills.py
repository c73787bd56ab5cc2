"""Importers killed at moments chosen by chance; used by a short test and by the long run of the bench."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Final

from sqlalchemy import Engine, func, select

from dashboard.store import audit
from dashboard.store.engine import writing_engine
from dashboard.store.integrity.verify import verify
from dashboard.store.migrate import migrate
from dashboard.store.publishing.budget import publish_budget
from dashboard.store.tables import release
from tests.store.made import add_place, assert_whole, current, many, origin
from tests.watching import settled

ROOT = Path(__file__).resolve().parents[2]
#: Forks a child for every line read: it publishes one batch and says each step. Forking saves the start of Python.
SERVER: Final = """
import os, sys
from dashboard.store import audit
from dashboard.store.engine import writing_engine
from dashboard.store.publishing.budget import publish_budget
from tests.store.made import many, origin

url, lines = sys.argv[1], int(sys.argv[2])
batches = {amount: many(lines, amount) for amount in (1, 2)}

def say(text):
    os.write(1, (text + "\\n").encode())

for command in sys.stdin:
    name, amount = command.split()
    child = os.fork()
    if child == 0:
        say(f"pid {os.getpid()}")
        outcome = publish_budget(writing_engine(url), batches[int(amount)], origin(name), progress=say)
        say(f"end {outcome.outcome}")
        os._exit(0)
    os.waitpid(child, 0)
    say("gone")
"""
STEPS = ("lines", "slices", "facts", "roll-ups", "current")


def kill_importers(url: str, kills: int, rows: int) -> int:
    """Kill `kills` importers of `rows` rows each; how many were hit inside of the write.

    Raises AssertionError where after any of them the database at `url` holds neither the old nor the new data, and
    where in the end it is not whole or cannot be written.
    """
    engine = writing_engine(url)
    migrate(engine)
    add_place(engine)
    publish_budget(engine, many(rows, 1), origin("start"))
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, url, str(rows)],
        cwd=ROOT,
        text=True,
        bufsize=1,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdin is not None and server.stdout is not None
    chance = random.Random(35)
    shown, inside = 1, 0
    for number in range(kills):
        amount = 2 if shown == 1 else 1
        server.stdin.write(f"file-{number} {amount}\n")
        finished = _killed(server.stdout, chance)
        settled(engine)
        inside += not finished
        shown = _old_or_new(engine, number, shown, amount, finished)
    server.stdin.close()
    assert server.wait(timeout=30) == 0
    server.stdout.close()
    assert_whole(engine)
    assert verify(engine).faults == ()
    assert publish_budget(engine, many(rows, 7), origin("after")).outcome == "published"
    assert publish_budget(engine, many(rows, 7), origin("after")).outcome == "same"
    assert {total for _, _, total in current(engine)} == {200 * 7}
    assert verify(engine).faults == ()
    engine.dispose()
    return inside


def _killed(said: IO[str], chance: random.Random) -> bool:
    """Kill the importer that has just begun, soon after one of its steps; whether it had ended before."""
    pid = int(said.readline().split()[1])
    last = chance.choice(STEPS)
    words = [""]
    while words[-1] not in (last, "gone"):
        words.append(said.readline().strip())
    time.sleep(chance.uniform(0, 0.08))
    with contextlib.suppress(ProcessLookupError):  # it may have finished
        os.kill(pid, signal.SIGKILL)
    while words[-1] != "gone":
        words.append(said.readline().strip())
    return "end published" in words


def _old_or_new(engine: Engine, number: int, before: int, after: int, finished: bool) -> int:
    """Which of the two amounts the database shows now."""
    totals = {total for _, _, total in current(engine)}
    assert totals in ({200 * before}, {200 * after}), f"kill {number}: neither old nor new data: {totals}"
    assert not finished or totals == {200 * after}
    with engine.connect() as connection:
        releases = connection.execute(select(func.count()).select_from(release)).scalar_one()
        entries = len([*audit.entries(connection)])
    assert releases == entries, f"kill {number}: {releases} releases, {entries} entries"
    return int(totals.pop() // 200)
