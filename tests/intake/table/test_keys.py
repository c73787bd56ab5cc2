"""Keys that are too long stay different, and those that fit stay as they are."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.table.keys import shortened
from dashboard.intake.table.papers import KEY_LENGTH
from tests.intake.made import PLAN, read_text


@given(st.text(max_size=40), st.integers(14, 30))
def test_a_key_fits_and_one_that_fits_is_kept(key: str, length: int) -> None:
    kept = shortened(key, length)
    assert len(kept) <= length
    assert (kept == key) is (len(key) <= length)


def test_long_keys_that_begin_alike_stay_two() -> None:
    assert shortened("a" * 400 + "1", 300) != shortened("a" * 400 + "2", 300)


def test_the_documents_of_two_files_told_apart_only_by_the_end_of_a_long_key_stay_two(tmp_path: Path) -> None:
    paper = f'[document]\nkey = "{"k" * KEY_LENGTH}-{{file}}"\ntitle = "Токтом"\n'
    keys = set()
    for name in ("spring.csv", "autumn.csv"):
        reading = read_text(tmp_path, "line,plan\nA,1\n", PLAN + paper, name=name)
        assert reading.batch is not None, [problem.text("en") for problem in reading.problems]
        keys |= {document.key for document in reading.batch.documents}
    assert len(keys) == 2 and all(len(key) <= KEY_LENGTH for key in keys)
