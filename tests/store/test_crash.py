"""An importer killed at any moment leaves the old data or the new data, never a mixture."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.publishing.budget import publish_budget
from dashboard.store.tables import release
from tests.store.made import add_place, assert_whole, current, many, origin
from tests.watching import settled

ROOT = Path(__file__).resolve().parents[2]
KILLS, ROWS = 40, 20_000
#: Forks a child for every line read: it publishes one batch and says each step. Forking saves the start of Python.
SERVER = """
import os, sys
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


def test_forty_kills_during_publishing_never_mix_old_and_new(database_url: str) -> None:
    engine = writing_engine(database_url)
    migrate(engine)
    add_place(engine)
    publish_budget(engine, many(ROWS, 1), origin("start"))
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, database_url, str(ROWS)],
        cwd=ROOT,
        text=True,
        bufsize=1,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdin is not None and server.stdout is not None
    chance = random.Random(35)
    shown, inside, published = 1, 0, 1
    for number in range(KILLS):
        amount = 2 if shown == 1 else 1
        server.stdin.write(f"file-{number} {amount}\n")
        pid = int(server.stdout.readline().split()[1])
        last = chance.choice(STEPS)
        words = [""]
        while words[-1] not in (last, "gone"):
            words.append(server.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.08))
        kill(pid)
        while words[-1] != "gone":
            words.append(server.stdout.readline().strip())
        settled(engine)
        if "end published" not in words:
            inside += 1
        totals = {total for _, _, total in current(engine)}
        assert totals in ({200 * shown}, {200 * amount}), f"kill {number}: neither old nor new data: {totals}"
        assert "end published" not in words or totals == {200 * amount}
        shown = totals.pop() // 200
        with engine.connect() as connection:
            now = connection.execute(select(func.count()).select_from(release)).scalar_one()
        assert now - published in (0, 1)
        published = now
    server.stdin.close()
    assert server.wait(timeout=30) == 0
    assert_whole(engine)
    assert inside >= KILLS // 4, f"only {inside} kills hit inside the write"
    assert publish_budget(engine, many(ROWS, 7), origin("after")).outcome == "published"
    assert publish_budget(engine, many(ROWS, 7), origin("after")).outcome == "same"
    assert {total for _, _, total in current(engine)} == {200 * 7}
    assert_whole(engine)
    server.stdout.close()
    engine.dispose()


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it may have finished
        os.kill(pid, signal.SIGKILL)
