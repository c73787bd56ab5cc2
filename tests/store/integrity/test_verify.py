"""Whatever is changed behind the program's back is found, and nothing else is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, delete, func, insert, literal, select, text, update
from sqlalchemy.exc import DBAPIError

from dashboard.store import audit, releases
from dashboard.store.batch import Document
from dashboard.store.engine import writing_engine
from dashboard.store.integrity import anchor
from dashboard.store.integrity.proofs import PROOFS
from dashboard.store.integrity.trail import read_trail
from dashboard.store.integrity.verify import Verified, seal_older, verify
from dashboard.store.migrate import migrate, tables_may_be_replaced
from dashboard.store.publishing.budget import publish_budget, retract
from dashboard.store.tables import audit as entries
from dashboard.store.tables import fact, metadata, release, rollup, slice_
from tests.store.made import add_place, batch, origin, row

PLAN = Document("plan", "Plan", authority=3, date=date(2025, 1, 9))


def codes(found: Verified) -> set[str]:
    return {fault.code for fault in found.faults}


def publish_three(place: Engine) -> Engine:
    """Three releases, the second restates the first, the third is taken back."""
    first = [row("tax", 1000, document="plan"), row("rent", 500, document="plan")]
    publish_budget(place, batch(*first, papers=(PLAN,), notes=1), origin("first"))
    second = [row("tax", 1100, document="plan"), row("rent", 400, document="plan")]
    publish_budget(place, batch(*second, papers=(PLAN,)), origin("second", actor="another"))
    third = publish_budget(place, batch(row("tax", 7, document="plan"), papers=(PLAN,)), origin("third"))
    retract(place, third.release_id, actor="tester", reason="wrong")
    return place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with these releases, to be copied."""
    file = tmp_path_factory.mktemp("made") / "made.db"
    engine = writing_engine(f"sqlite:///{file}")
    migrate(engine)
    add_place(engine)
    publish_three(engine).dispose()
    return file


@pytest.fixture
def published(made: Path, tmp_path: Path) -> Iterator[Engine]:
    """A database of its own with these releases."""
    shutil.copy(made, tmp_path / "copy.db")
    engine = writing_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    yield engine
    engine.dispose()


def without_triggers(engine: Engine, *statements: Any) -> None:
    """What somebody with the rights of the database's owner can do: statements, or functions of a connection.

    They leave the triggers as they were.
    """
    with engine.connect() as connection, tables_may_be_replaced(connection), connection.begin():
        if engine.dialect.name == "sqlite":
            told = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
            triggers = {row.name: row.sql for row in connection.execute(told)}
            off, on = [f"DROP TRIGGER {name}" for name in triggers], [*triggers.values()]
            assert len(off) == 3
        else:
            off, on = ([f"ALTER TABLE audit {verb} TRIGGER ALL"] for verb in ("DISABLE", "ENABLE"))
        for statement in (*map(text, off), *statements, *map(text, on)):
            if callable(statement):
                statement(connection)
            else:
                connection.execute(statement)


def change(engine: Engine, *statements: Any) -> None:
    with engine.connect() as connection, tables_may_be_replaced(connection), connection.begin():
        for statement in statements:
            connection.execute(statement)


def test_what_was_published_and_taken_back_is_whole_on_both_databases_and_changes_are_found(place: Engine) -> None:
    published = publish_three(place)
    before = verify(published)
    assert (before.faults, before.releases, before.unsealed) == ((), 3, 0)
    with published.connect() as connection:
        assert before.head == audit.head(connection)
    assert verify(published, noted=before.head) == before, "looking changes nothing"
    with pytest.raises(DBAPIError, match="append-only"), published.begin() as connection:
        connection.execute(text(UPSERT))
    change(published, *SWAPPED, update(slice_).values(is_current=~slice_.c.is_current))
    assert codes(verify(published)) == {"seal", "current"}
    without_triggers(published, delete(entries).where(entries.c.id == before.head.entry))
    assert codes(verify(published)) == {"seal", "current", "version", "said"}
    change(published, text(NO_DELETE[published.dialect.name]))
    found = [fault.values for fault in verify(published).faults if fault.code == "unguarded"]
    assert [each["statement"] for each in found][-1] == "DELETE"


NO_DELETE = {"sqlite": "DROP TRIGGER audit_no_delete", "postgresql": "DROP TRIGGER audit_append_only ON audit"}
UPSERT = "INSERT INTO audit SELECT * FROM audit WHERE id = 1 ON CONFLICT (id) DO UPDATE SET actor = 'nobody'"
SWAPPED = [
    update(fact).where(fact.c.amount_minor == 1100).values(amount_minor=1099),
    update(fact).where(fact.c.amount_minor == 400).values(amount_minor=401),
]
LAST = select(func.max(release.c.id)).scalar_subquery()


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([update(fact).where(fact.c.amount_minor == 400).values(amount_minor=4)], {"lines", "sums", "seal"}),
        (SWAPPED, {"seal"}),
        ([update(fact).where(fact.c.amount_minor == 400).values(row_no=9)], {"seal"}),
        ([delete(fact).where(fact.c.amount_minor == 400)], {"lines", "sums", "seal"}),
        ([update(rollup).where(rollup.c.amount_minor == 1500).values(amount_minor=1)], {"sums", "seal"}),
        ([update(slice_).values(stated_minor=9)], {"seal"}),
        ([update(slice_).values(is_current=~slice_.c.is_current)], {"current"}),
        ([update(release).where(release.c.id == LAST).values(state="published")], {"said", "current"}),
        ([update(release).where(release.c.id == 2).values(actor="init")], {"said"}),
        ([update(release).where(release.c.id == 1).values(row_count=9, control_minor=9)], {"said", "rows"}),
    ],
)  # fmt: skip
def test_rows_changed_by_sql_are_found(published: Engine, statements: list[Any], expected: set[str]) -> None:
    change(published, *statements)
    found = verify(published)
    assert codes(found) >= expected, found.faults
    assert codes(found) <= expected | {"rows", "current"}


def test_every_sum_of_a_release_changed_together_is_found(published: Engine) -> None:
    twice = [update(each).values(amount_minor=each.c.amount_minor * 2) for each in (fact, rollup)]
    doubled = {name: slice_.c[name] * 2 for name in ("amount_minor", "stated_minor", "lines_minor")}
    counted = update(release).values(control_minor=release.c.control_minor * 2)
    change(published, *twice, update(slice_).values(**doubled), counted)
    assert codes(verify(published)) == {"said", "seal"}


def test_a_release_removed_with_all_its_rows_is_found(published: Engine) -> None:
    of_first = select(slice_.c.id).where(slice_.c.release_id == 1).scalar_subquery()
    rows = [delete(table).where(table.c.slice_id.in_(of_first)) for table in (fact, rollup)]
    gone = [text("DELETE FROM fact_note"), text("UPDATE slice SET previous_id = NULL"),
            delete(slice_).where(slice_.c.release_id == 1), delete(release).where(release.c.id == 1)]  # fmt: skip
    change(published, *rows, *gone)
    assert "lost" in codes(verify(published))


def test_entries_cut_off_the_end_are_found(published: Engine) -> None:
    last = select(func.max(entries.c.id)).scalar_subquery()
    without_triggers(published, delete(entries).where(entries.c.id == last))
    assert codes(verify(published)) == {"version", "said"}
    without_triggers(published, delete(entries).where(entries.c.id == last))
    assert codes(verify(published)) == {"version", "unlisted"}


@pytest.mark.parametrize("verb", ["update", "delete", "replace"])
def test_a_trigger_that_is_gone_or_does_nothing_is_found(published: Engine, verb: str) -> None:
    change(published, text(f"DROP TRIGGER audit_no_{verb}"))
    before = all_entries(published)
    [fault] = verify(published).faults
    assert (fault.code, fault.values) == ("unguarded", {"statement": verb.upper()})
    event = "INSERT" if verb == "replace" else verb.upper()
    change(published, text(f"CREATE TRIGGER audit_no_{verb} BEFORE {event} ON audit BEGIN SELECT 1; END"))
    assert codes(verify(published)) == {"unguarded"}
    assert all_entries(published) == before


def test_an_entry_changed_or_moved_is_found_where_it_stands(published: Engine) -> None:
    without_triggers(published, update(entries).where(entries.c.id == 2).values(actor="somebody"))
    [first, *_] = verify(published).faults
    assert (first.code, first.values) == ("entry", {"entry": 2})
    with published.connect() as connection:
        assert audit.broken_at(connection) == 2


def test_a_word_cannot_move_from_one_part_of_an_entry_to_the_next(published: Engine) -> None:
    """The hash is of the parts joined by "|", and a name may hold one."""
    with published.begin() as connection:
        said = {"at": releases.now(), "actor": "me|import budget", "action": "x", "detail": {"release": 1}}
        audit.record(connection, **said)
    assert [entry.fits for entry in all_entries(published)] == [True] * 5
    last = entries.c.id == 5
    moved = {"actor": "me", "action": "import budget|x"}
    without_triggers(published, update(entries).where(last).values(**moved))
    with published.connect() as connection:
        row = connection.execute(select(entries).where(last)).mappings().one()
        assert audit._digest(dict(row)) == row["hash"], "the hash alone does not tell"
    assert [entry.fits for entry in all_entries(published)] == [True] * 4 + [False]


def all_entries(engine: Engine) -> list[audit.Entry]:
    with engine.connect() as connection:
        return list(audit.entries(connection))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO audit (id, at, actor, action, detail, previous, hash) "
        "SELECT id, at, 'nobody', action, detail, previous, hash FROM audit WHERE id = 2",
        "REPLACE INTO audit SELECT * FROM audit WHERE id = 1",
        UPSERT,
        "UPDATE OR REPLACE audit SET actor = 'nobody'",
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
    ],
)
def test_no_statement_rewrites_the_trail_while_its_triggers_stand(published: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), published.begin() as connection:
        connection.execute(text(statement))
    assert verify(published).faults == ()


def rewrite(connection: Connection) -> None:
    """The whole trail anew, with another name in it and hashes that fit."""
    old = connection.execute(select(entries).order_by(entries.c.id)).mappings().all()
    connection.execute(delete(entries))
    previous = audit.GENESIS
    for each in old:
        said = {**each, "actor": "nobody", "previous": previous}
        previous = audit._digest(said)
        connection.execute(insert(entries).values(**{**said, "hash": previous}))
    connection.execute(update(release).values(actor="nobody"))


def test_a_trail_rewritten_from_end_to_end_differs_from_heads_noted_elsewhere(
    published: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "heads"
    with published.connect() as connection:
        noted = audit.head(connection)
    anchor.note(file, noted)
    without_triggers(published, rewrite)
    assert verify(published).faults == (), "from within it cannot be told"
    [by_file] = verify(published, anchor=file).faults
    [by_hand] = verify(published, noted=noted).faults
    assert (by_file.code, by_file.values["line"], by_hand.code) == ("anchor", 1, "head")


def test_a_database_put_back_to_an_earlier_state_lacks_what_was_noted_since(published: Engine, tmp_path: Path) -> None:
    file = tmp_path / "heads"
    anchor.note(file, audit.Head(5, "f" * 64))
    assert [(each.code, each.values["entry"]) for each in verify(published, anchor=file).faults] == [("anchor", 5)]


def test_a_head_is_noted_once_and_what_is_no_head_is_told(published: Engine, tmp_path: Path) -> None:
    file = tmp_path / "heads"
    with published.connect() as connection:
        head = audit.head(connection)
    for _ in range(2):
        anchor.note(file, head)
    assert file.read_text() == f"4:{head.hash}\n" and anchor.read(str(head)) == head
    file.write_text(f"4:{head.hash}\nsomething\n")
    [fault] = verify(published, anchor=file).faults
    assert (fault.code, fault.values["line"]) == ("anchor_line", 2)
    anchor.note(tmp_path / "none", audit.Head())
    assert not (tmp_path / "none").exists()


@pytest.fixture
def older(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A release of a program that knew no seals yet."""
    add_place(sqlite_engine)

    def announce(connection: Connection, of: releases.Origin, number: int, _seals: object, *, at: Any) -> None:
        detail = {"release": number, "file": of.file_name, "sha256": of.file_sha256, "rows": 2}
        releases.change(connection, at=at, actor=of.actor, action=f"import {of.subject}", detail=detail)

    with monkeypatch.context() as old:
        old.setattr(releases, "announce", announce)
        publish_budget(sqlite_engine, batch(row("tax", 1100), row("rent", 400)), origin())
    return sqlite_engine


def test_what_was_published_before_there_were_seals_is_sealed_once(older: Engine) -> None:
    assert (verify(older).faults, verify(older).unsealed) == ((), 1)
    assert (seal_older(older), seal_older(older)) == (1, 0)
    assert (verify(older).faults, verify(older).unsealed) == ((), 0)
    change(older, *SWAPPED)
    assert codes(verify(older)) == {"seal"}


def test_without_a_seal_sums_are_looked_at_all_the_same(older: Engine) -> None:
    change(older, delete(fact).where(fact.c.amount_minor == 400))
    assert codes(verify(older)) == {"lines", "sums"}
    change(older, delete(fact), delete(rollup))
    assert codes(verify(older)) >= {"rows"}


def test_a_second_seal_does_not_hide_what_the_first_one_shows(older: Engine) -> None:
    seal_older(older)
    change(older, *SWAPPED)
    with releases.writing(older) as connection:
        detail = {"releases": {"1": {}}}
        releases.change(connection, at=releases.now(), actor="x", action="seal", detail=detail)
    assert codes(verify(older)) == {"seal"}


@pytest.fixture
def content(content_db: str, tmp_path: Path) -> Iterator[Engine]:
    """A copy of all that comes with the program."""
    shutil.copy(content_db.removeprefix("sqlite:///"), tmp_path / "content.db")
    engine = writing_engine(f"sqlite:///{tmp_path / 'content.db'}")
    yield engine
    engine.dispose()


def test_all_that_comes_with_the_program_is_whole_and_any_table_of_it_is_watched(content: Engine) -> None:
    found = verify(content)
    assert found.faults == () and found.unsealed == 0 and found.releases > 10
    changes = {
        "work_report": "UPDATE work_report SET paid_minor = coalesce(paid_minor, 0) + 1",
        "work_funding": "DELETE FROM work_funding WHERE rowid = 1",
        "work_link": "INSERT INTO work_link SELECT id, 9, '', 'https://example.org' FROM work_report WHERE id = 1",
        "survey_cell": "UPDATE survey_cell SET share = 0.5 WHERE share = (SELECT max(share) FROM survey_cell)",
        "study": "UPDATE study SET respondents = respondents + 1",
        "study_figure": "DELETE FROM study_figure WHERE id = 1",
        "action": "UPDATE action SET state = 'done'",
    }
    for table, statement in changes.items():
        with content.begin() as connection:
            changed = connection.execute(text(statement)).rowcount
        assert changed, table
    assert {each.values["table"] for each in verify(content).faults if each.code == "seal"} == {*changes}


def invented(table: Table, **other: Any) -> Any:
    """One more row of a table: of nothing, and otherwise like one that is there, or as `other` says."""
    if "id" in table.c:
        other.setdefault("id", select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery())
    columns = [column for column in table.c if column.name in other or not column.nullable]
    made = (literal(other[each.name]) if isinstance(other.get(each.name), int | str) else other.get(each.name, each)
            for each in columns)  # fmt: skip
    return insert(table).from_select([column.name for column in columns], select(*made).limit(1))


OF_PLACES = 1  # the first release is of reference data
#: By the name of a table: what its rows belong to, and which of these makes no sense.
INVENTED = {
    name: {by: of}
    for by, of, names in (
        ("release_id", OF_PLACES, ("slice", "work_report", "work_register", "study", "action", "looked_for")),
        ("slice_id", 99_999, ("fact", "fact_note", "rollup", "check_result")),
        ("report_id", 99_999, ("work_funding", "work_link")),
        ("study_id", 99_999, ("study_question", "study_answer", "study_group", "survey_cell", "answer_share")),
        ("study_id", 99_999, ("study_number", "study_figure", "indicator")),
        ("municipality_id", 99_999, ("work",)),
        ("work_id", 99_999, ("work_standing",)),
    )
    for name in names
}
#: What the program brings has none of these.
EMPTY = {
    "looked_for": "INSERT INTO looked_for VALUES (1, 1, 1, 'budget', 2025, '2025-01-01', 1, 'https://example.org')",
    "work_link": "INSERT INTO work_link VALUES (99999, 1, '', 'https://example.org')",
    "study_number": "INSERT INTO study_number VALUES (99999, 1, 1, 1, 1, NULL, NULL, 1)",
}


def test_a_row_of_no_release_or_of_another_subject_s_is_found_in_every_table(content: Engine) -> None:
    watched = {each.table.name for proof in PROOFS.values() for each in proof.sealed}
    watched |= {each.column.table.name for proof in PROOFS.values() for each in proof.spoken}
    assert {*INVENTED} == watched
    for name, other in INVENTED.items():
        statement = invented(metadata.tables[name], **other)
        with content.connect() as connection, tables_may_be_replaced(connection), connection.begin():
            made = connection.execute(statement).rowcount or connection.execute(text(EMPTY[name])).rowcount
        assert made == 1, name
    found = [each.values for each in verify(content).faults if each.code == "stray"]
    assert {each["table"]: each["n"] for each in found} == dict.fromkeys(INVENTED, 1)


def test_a_row_of_a_release_that_does_not_exist_is_found(published: Engine) -> None:
    change(published, invented(slice_, release_id=99_999, is_current=0))
    assert codes(verify(published)) == {"stray"}


def test_an_invented_year_is_found(content: Engine) -> None:
    """With all that pages show of a year: statements, lines, roll-ups, and the flag of what counts."""
    with content.connect() as connection:
        real = connection.execute(select(slice_.c.id).where(slice_.c.is_current).limit(2)).scalars().all()
        last = connection.execute(select(func.max(slice_.c.id))).scalar_one()
    for number, of in enumerate(real, start=last + 1):
        rows = {slice_: {"id": number, "release_id": OF_PLACES, "fiscal_year": 2029, "is_current": 1},
                fact: {"slice_id": number}, rollup: {"slice_id": number}}  # fmt: skip
        for table, said in rows.items():
            cells = [literal(said[each.name]) if each.name in said else each for each in table.c]
            mine = table.c.id == of if table is slice_ else table.c.slice_id == of
            change(content, insert(table).from_select([each.name for each in table.c], select(*cells).where(mine)))
    assert [(each.code, each.values) for each in verify(content).faults if each.code != "current"] == [
        ("stray", {"table": "slice", "n": 2})
    ]


@pytest.mark.parametrize(
    ("statement", "also"),
    [
        ("UPDATE work_report SET municipality_id = municipality_id + 1 WHERE id = 1", {"sums"}),
        ("UPDATE work_report SET as_of = 'soon' WHERE id = 1", {"failed"}),
        ("UPDATE work_report SET planned_minor = 9223372036854775807", {"failed"}),
        ("UPDATE study SET key = (SELECT key FROM study WHERE id = 1), release_id = 99999 WHERE id = 2", {"stray"}),
    ],
)
def test_rows_that_nothing_can_be_computed_with_are_a_finding_like_others(
    content: Engine, statement: str, also: set[str]
) -> None:
    change(content, text(statement))
    found = codes(verify(content))
    assert found >= also | {"seal"}, found


def test_an_entry_that_is_none_of_the_program_is_a_finding_like_others(published: Engine) -> None:
    """Also with a hash that fits."""
    with published.begin() as connection:
        said: dict[str, Any] = {
            "at": releases.now(),
            "actor": "me",
            "action": "import budget",
            "detail": {"release": "none"},
        }
        audit.record(connection, **said)
    assert "entry" in codes(verify(published))
    without_triggers(published, text("UPDATE audit SET at = x'ff' WHERE id = 2"))
    [first, *_] = verify(published).faults
    assert (first.code, first.values) == ("entry", {"entry": 2})


def test_a_table_that_an_older_program_did_not_seal_is_sealed_once(content: Engine) -> None:
    with content.begin() as connection:
        trail = read_trail(connection)
        of = next(number for number, told in trail.told.items() if told.columns["subject"] == "works")
    without = {name: seals for name, seals in trail.told[of].seals.items() if name != "work_funding"}
    row = entries.c.id == trail.told[of].entry
    with content.connect() as connection:
        detail = json.loads(connection.execute(select(entries.c.detail).where(row)).scalar_one())
    without_triggers(content, update(entries).where(row).values(detail=json.dumps(detail | {"seals": without})))
    change(content, text("UPDATE work_report SET note_en = 'x' WHERE release_id = :of").bindparams(of=of))
    assert (verify(content).unsealed, seal_older(content)) == (1, 1)
    assert (verify(content).unsealed, seal_older(content)) == (0, 0)
    change(content, text("UPDATE work_funding SET label = 'x'"))
    sealed = {each.values["table"] for each in verify(content).faults if each.code == "seal"}
    assert sealed == {"work_report", "work_funding"}, "what was sealed before is not sealed as it stands"


def test_a_damaged_file_is_named_before_anything_is_read_from_it(sqlite_engine: Engine, sqlite_url: str) -> None:
    sqlite_engine.dispose()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = b"\xff" * 8192
    file.write_bytes(content)
    [fault] = verify(sqlite_engine).faults
    assert fault.code == "file"
