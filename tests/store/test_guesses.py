"""Counters of guesses: every guess counts once whoever counts beside, nothing else is kept, and trouble is reported."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from dashboard.store.engine import writing_engine
from dashboard.store.guesses import KINDS, Guess, Guesses, NotCounted
from tests.conftest import ROOT
from tests.watching import settled

QUESTIONS = ("func.709", "own-revenue", "plan-spent", "works-done")


def counted(guesses: Guesses, form: list[Guess]) -> None:
    """Count a form, again and again where the machine is too busy for it: what was given up must not have counted."""
    for _ in range(100):
        try:
            return guesses.count("demo", form)
        except NotCounted:
            continue
    raise AssertionError("not counted in a hundred tries")


def test_before_the_first_guess_there_is_nothing_not_even_a_file(tmp_path: Path) -> None:
    file = tmp_path / "new" / "guesses.db"
    assert Guesses(f"sqlite:///{file}").of("demo") == {}
    assert not file.parent.exists()


def test_guesses_are_added_by_place_question_year_and_kind(database_url: str) -> None:
    guesses = Guesses(database_url)
    assert guesses.of("demo") == {}
    guesses.count("demo", [Guess("func.709", 2026, "low"), Guess("own-revenue", 2026, "close")])
    guesses.count("demo", [Guess("func.709", 2026, "low"), Guess("func.709", 2025, "high")])
    guesses.count("other", [Guess("func.709", 2026, "low")])
    assert guesses.of("demo") == {
        ("func.709", 2026): {"low": 2},
        ("own-revenue", 2026): {"close": 1},
        ("func.709", 2025): {"high": 1},
    }
    assert guesses.of("nowhere") == {}


@pytest.mark.parametrize("seed", range(3))
def test_no_guess_is_lost_or_doubled_by_those_who_count_at_once(database_url: str, seed: int) -> None:
    rng = random.Random(seed)
    forms = [
        [Guess(question, 2026, rng.choice(KINDS)) for question in rng.sample(QUESTIONS, rng.randint(1, 4))]
        for _ in range(48)
    ]

    def count(mine: list[list[Guess]]) -> None:
        for form in mine:
            counted(Guesses(database_url), form)

    threads = [threading.Thread(target=count, args=(forms[at::6],)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = Counter((each.question, each.year, each.kind) for form in forms for each in form)
    counts = Guesses(database_url).of("demo")
    assert {(*key, kind): n for key, kinds in counts.items() for kind, n in kinds.items()} == expected


def test_several_processes_count_into_one_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'guesses.db'}"
    program = (
        "from dashboard.store.guesses import Guess, Guesses\nfrom tests.store.test_guesses import counted\n"
        f"for _ in range(10): counted(Guesses({url!r}), [Guess('func.709', 2026, 'close')])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert Guesses(url).of("demo") == {("func.709", 2026): {"close": 30}}


def test_the_file_holds_the_counters_and_nothing_more(tmp_path: Path) -> None:
    file = tmp_path / "guesses.db"
    Guesses(f"sqlite:///{file}").count("demo", [Guess("func.709", 2026, "low")])
    with sqlite3.connect(file) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        columns = [row[1] for row in connection.execute("PRAGMA table_info(guess)")]
        rows = connection.execute("SELECT * FROM guess").fetchall()
    connection.close()
    assert tables == [("guess",)]
    assert columns == ["place", "question", "year", "kind", "number"]
    assert rows == [("demo", "func.709", 2026, "low", 1)]


def test_a_kind_that_does_not_exist_is_not_counted_nor_are_those_beside_it(database_url: str) -> None:
    guesses = Guesses(database_url)
    with pytest.raises(NotCounted):
        guesses.count("demo", [Guess("func.709", 2026, "low"), Guess("own-revenue", 2026, "guess")])
    assert guesses.of("demo") == {}


def test_what_cannot_be_written_says_so_and_what_cannot_be_read_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    blocked = Guesses(f"sqlite:///{tmp_path / 'file' / 'guesses.db'}")
    with pytest.raises(NotCounted):
        blocked.count("demo", [Guess("func.709", 2026, "low")])
    assert blocked.of("demo") == {}
    spoilt = tmp_path / "spoilt.db"
    spoilt.write_bytes(b"no database at all, only words " * 200)
    with pytest.raises(NotCounted):
        Guesses(f"sqlite:///{spoilt}").count("demo", [Guess("func.709", 2026, "low")])
    assert Guesses(f"sqlite:///{spoilt}").of("demo") == {}


def test_a_file_that_was_removed_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "guesses.db"
    guesses = Guesses(f"sqlite:///{file}")
    for _ in range(2):
        guesses.count("demo", [Guess("func.709", 2026, "low")])
        assert guesses.of("demo") == {("func.709", 2026): {"low": 1}}
        for part in tmp_path.glob("guesses.db*"):
            part.unlink()


def test_a_locked_file_is_given_up_soon_and_the_next_guess_counts(tmp_path: Path) -> None:
    file = tmp_path / "guesses.db"
    guesses = Guesses(f"sqlite:///{file}")
    guesses.count("demo", [Guess("func.709", 2026, "low")])
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotCounted):
        guesses.count("demo", [Guess("func.709", 2026, "low")])
    holder.execute("ROLLBACK")
    holder.close()
    guesses.count("demo", [Guess("func.709", 2026, "low")])
    assert guesses.of("demo") == {("func.709", 2026): {"low": 2}}


COUNTING = """
import sys
from dashboard.store.guesses import Guess, Guesses
guesses = Guesses(sys.argv[1])
while True:
    guesses.count("here", [Guess("total", 2025, "low")])
    print("counted", flush=True)
"""


def test_what_was_counted_before_a_kill_is_counted_once(database_url: str) -> None:
    told = 0
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", COUNTING, database_url], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(7):
            assert process.stdout.readline() == "counted\n"
        process.kill()
        told += 7 + process.stdout.read().count("counted\n")
        process.wait()
        process.stdout.close()
        watched = writing_engine(database_url)
        settled(watched)
        watched.dispose()
        found = Guesses(database_url).of("here")["total", 2025]["low"]
        assert found in (told, told + 1), "one may have been written and not told"
        told = found
