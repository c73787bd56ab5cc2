"""Registers as a whole: rows, keys, papers, days, sources of money, links, contradictions, and mappings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.intake.mapping.load import FOLDER, BadMapping
from dashboard.intake.works.checks import control
from dashboard.intake.works.mapping import load_works_mapping
from dashboard.store.work_records import Funding, Link
from tests.intake.works.made import LAYOUT, found, layout, many_works, read_text, rows_of


def test_a_mark_mixed_line_ends_empty_columns_and_blank_rows_do_not_matter(tmp_path: Path) -> None:
    raw = (
        "\ufefftitle;state;plan;about;;;\r\nЖол;Бүттү;10,50;а;;;\nСуу<br>түтүгү;Бүттү;20,25;б;;;\r\n"
        ";;;;;;\n   ;;;;;;\r\nМектеп;Тендер;30;;;;\n"
    )
    reading = read_text(tmp_path, raw.encode())
    assert [(row.title, row.planned_minor, row.row_no) for row in rows_of(reading)] == [
        ("Жол", 1050, 2),
        ("Суу түтүгү", 2025, 3),
        ("Мектеп", 3000, 6),
    ]
    assert found(reading) == []
    assert (reading.counts.read, reading.counts.kept, reading.counts.skipped) == (5, 3, 2)


def test_a_work_without_a_number_is_known_by_its_title_and_village(tmp_path: Path) -> None:
    table = "title;state;village\nКөчөнү оңдоо;done;Ак-Сай\nКөчөнү оңдоо;done;Көк-Сай\n"
    first, second = rows_of(read_text(tmp_path, table))
    assert first.key != second.key
    again = rows_of(read_text(tmp_path, "title;village;state\nкөчөнү  оңдоо;АК-САЙ;Жүрүүдө\n"))
    assert again[0].key == first.key, "the same work in a later file, typed a little otherwise"
    long = rows_of(read_text(tmp_path, f"title;state\n{'жол ' * 60}1;done\n{'жол ' * 60}2;done\n"))
    assert len({row.key for row in long}) == 2 and all(len(row.key) <= 120 for row in long)


def test_the_same_work_twice_is_an_error_and_a_repetition_is_taken_once(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "no;title;state\n7;A;done\n8;B;done\n7;A;Жүрүүдө\n")
    assert found(reading) == [("work_twice", "error", 4)] and reading.rows is None
    assert "2" in next(each for each in reading.problems if each.code == "work_twice").text("ru")
    repeated = read_text(tmp_path, "no;title;state\n7;A;done\n8;B;done\n7;A;done\n")
    assert found(repeated) == [("work_repeated", "warning", 4)]
    assert [row.key for row in rows_of(repeated)] == ["7", "8"]


def test_one_work_may_have_several_days_in_one_file(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "no;title;state;day\n7;A;Тендер;2025-01-01\n7;A;Бүттү;2025-12-01\n")
    assert [(row.as_of, row.status) for row in rows_of(reading)] == [
        (date(2025, 1, 1), "preparation"),
        (date(2025, 12, 1), "completion"),
    ]


def test_a_row_needs_a_title(tmp_path: Path) -> None:
    assert found(read_text(tmp_path, "no;title;state\n1;;done\n")) == [("field_missing", "error", 2)]


def test_a_register_without_rows_is_refused(tmp_path: Path) -> None:
    assert found(read_text(tmp_path, "no;title;state\n;;\n")) == [("no_rows", "error", None)]


def test_a_needed_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert found(read_text(tmp_path, "no;name;state\n1;A;done\n")) == [("column_missing", "error", None)]


def test_an_unknown_place_or_function_is_an_error_by_row(tmp_path: Path) -> None:
    text = LAYOUT.replace('municipality = "sample"\n', "").replace(
        "[constants]", 'municipality = "place"\nfunction = "function"\n[constants]'
    )
    table = "title;state;place;function\nA;done;sample;func.706\nB;done;nowhere;\nC;done;Үлгү айыл аймагы;rev.tax\n"
    reading = read_text(tmp_path, table, text)
    assert found(reading) == [("class_unknown", "error", 4), ("place_unknown", "error", 3)]


def test_the_place_may_be_told_from_outside(tmp_path: Path) -> None:
    text = LAYOUT.replace('municipality = "sample"\n', "")
    assert found(read_text(tmp_path, "title;state\nA;done\n", text)) == [("place_missing", "error", None)]
    assert rows_of(read_text(tmp_path, "title;state\nA;done\n", text, unit="other"))[0].municipality == "other"


def test_the_day_is_that_of_the_row_then_the_year_told_then_the_paper(tmp_path: Path) -> None:
    bare = LAYOUT.replace('[defaults]\nas_of = "2026-01-01"\n', "")
    table = "title;state;day\nA;done;2025-05-05\nB;done;\n"
    told = rows_of(read_text(tmp_path, table, bare, year=2024))
    assert [row.as_of for row in told] == [date(2025, 5, 5), date(2024, 12, 31)]
    paper = bare + '[document]\ntitle = "Plan {file}"\ndate = 2025-03-20\n'
    reading = read_text(tmp_path, table, paper)
    assert [row.as_of for row in rows_of(reading)] == [date(2025, 5, 5), date(2025, 3, 20)]
    assert [paper.title for paper in reading.documents] == ["Plan made.csv"]
    assert found(read_text(tmp_path, table, bare)) == [("as_of_missing", "error", 3)]


def test_a_document_the_database_does_not_know_is_an_error(tmp_path: Path) -> None:
    text = LAYOUT.replace("[constants]", 'document = "paper"\n[constants]')
    reading = read_text(tmp_path, "title;state;paper\nA;done;known-paper\nB;done;lost-paper\n", text)
    assert found(reading) == [("document_unknown", "error", 3)]


def test_sources_of_money_are_read_and_compared_with_the_plan(tmp_path: Path) -> None:
    text = LAYOUT + (
        '[values.funding]\n"Дүйнөлүк банк" = "donor"\n[[funding]]\nsource = "local_budget"\namount_column = "local"\n'
        '[[funding]]\nlabel_column = "who"\namount_column = "gives"\n'
    )
    reading = read_text(
        tmp_path,
        "title;state;plan;local;who;gives\nA;done;10;4;Дүйнөлүк банк;6\nB;done;10;0;Белгисиз;\nC;done;10;4;;\n",
        text,
    )
    assert [row.fundings for row in rows_of(reading)] == [
        (Funding("local_budget", "", 400), Funding("donor", "Дүйнөлүк банк", 600)),
        (Funding("other", "Белгисиз", None),),
        (Funding("local_budget", "", 400),),
    ]
    assert found(reading) == [("funding_differs", "warning", 4)]


def test_an_unknown_word_for_a_source_of_money_is_an_error(tmp_path: Path) -> None:
    text = LAYOUT + '[[funding]]\nsource_column = "source"\n'
    assert found(read_text(tmp_path, "title;state;source\nA;done;donor\nB;done;bank\n", text)) == [
        ("bad_choice", "error", 3)
    ]


def test_links_are_web_addresses_only(tmp_path: Path) -> None:
    text = LAYOUT + '[[links]]\ncolumn = "one"\ntitle = "Paper"\n[[links]]\ncolumn = "two"\nprefix = "https://"\n'
    table = (
        "title;state;one;two\nA;done;https://example.org/a b.pdf;example.org/c.jpg\nB;done;javascript:alert(1);-\n"
        "C;done;https://example.org/x;https://example.org/x\nD;done;https://a.org https://b.org;\n"
    )
    reading = read_text(tmp_path, table, text)
    assert [row.links for row in rows_of(reading)] == [
        (Link("Paper", "https://example.org/a%20b.pdf"), Link("", "https://example.org/c.jpg")),
        (),
        (Link("Paper", "https://example.org/x"),),
        (),
    ]
    assert found(reading) == [("link_left_out", "warning", 3), ("link_left_out", "warning", 5)]


def test_contradictions_are_warnings_and_are_published(tmp_path: Path) -> None:
    table = (
        "title;state;start;end;done;plan\nA;Жүрүүдө;2025-05-01;2025-04-01;;10\nB;Жүрүүдө;;;2025-06-01;10\n"
        "C;Бүттү;;;2026-02-01;10\nD;Бүттү;;;2025-06-01;-5\n"
    )
    reading = read_text(tmp_path, table)
    assert found(reading) == [
        ("dates_reversed", "warning", 2),
        ("ended_not_done", "warning", 3),
        ("ends_later", "warning", 4),
        ("amount_negative", "warning", 5),
    ]
    assert len(rows_of(reading)) == 4


def test_totals_by_word_and_roles_by_column_are_not_works(tmp_path: Path) -> None:
    assert [row.role for row in rows_of(read_text(tmp_path, "title;state\nA;done\nБаары;done\nИтого:;done\n"))] == [
        "work",
        "total",
        "total",
    ]
    text = LAYOUT.replace("[constants]", 'role = "role"\n[constants]')
    told = rows_of(read_text(tmp_path, "title;state;role\nA;done;group\nВсего;done;work\n", text))
    assert [row.role for row in told] == ["group", "work"]


def test_section_rows_are_not_works_and_their_words_are_taken(tmp_path: Path) -> None:
    text = LAYOUT + '[[sections]]\ncolumn = "title"\npattern = "району$"\n[sections.take]\ndescription = "title"\n'
    text += '[key]\nfrom = ["description", "title"]\n'
    reading = read_text(tmp_path, "title;state\nA;done\nНарын району;\nB;done\nC;done\nАт-Башы району;\nB;done\n", text)
    assert [(row.title, row.description) for row in rows_of(reading)[:3]] == [
        ("A", ""),
        ("B", "Нарын району"),
        ("C", "Нарын району"),
    ]


def test_amounts_in_another_currency_are_refused(tmp_path: Path) -> None:
    text = LAYOUT.replace("[constants]", 'currency = "money"\n[constants]')
    assert found(read_text(tmp_path, "title;state;money\nA;done;KGS\nB;done;USD\n", text)) == [
        ("currency_differs", "error", 3)
    ]


def test_a_text_longer_than_the_database_holds_is_an_error(tmp_path: Path) -> None:
    assert found(read_text(tmp_path, f"title;state;village\nA;done;{'а' * 201}\n")) == [("text_too_long", "error", 2)]


def test_progress_is_kept_in_the_words_of_the_paper(tmp_path: Path) -> None:
    text = LAYOUT.replace("[constants]", 'progress = "share"\n[constants]')
    first, second, third = rows_of(
        read_text(tmp_path, "title;state;share\nA;done;74,27\nB;done;100,00%\nC;done;\n", text)
    )
    assert [row.progress for row in (first, second, third)] == ["74,27 %", "100,00%", ""]
    assert first.note_ky == first.note_en == ""


def test_two_thousand_works_are_read_whole(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "".join(many_works(2000)))
    rows = rows_of(reading)
    assert (len(rows), found(reading)) == (2000, [])
    assert sum(row.planned_minor or 0 for row in rows) == sum(100 * (1000 + n) + 50 for n in range(2000))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("works-*.toml")), ids=lambda file: file.stem)
def test_every_mapping_that_comes_with_the_program_can_be_read(file: Path) -> None:
    assert load_works_mapping(file.stem).name == file.stem


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        (LAYOUT + "[numberz]\n", "mapping_unknown_key", "numberz"),
        (LAYOUT + "[numbers]\nnumber_style = 'funny'\n", "mapping_bad_value", "numbers.number_style"),
        (LAYOUT + "[numbers.styles]\nplanned = 'mixed'\n", "mapping_unknown_key", "numbers.styles.planned"),
        (LAYOUT + "[points]\nbox = [43, 69, 39, 80]\n", "mapping_wrong_kind", "points.box"),
        (LAYOUT + "[key]\nfrom = ['titel']\n", "mapping_bad_value", "key.from[1]"),
        (LAYOUT + "[[funding]]\nlabel = 'x'\n", "mapping_needs", None),
        (LAYOUT + "[[funding]]\nsource = 'bank'\n", "mapping_bad_value", "funding[1].source"),
        (LAYOUT + "[[links]]\ntitle = 'x'\n", "mapping_needs", "links[1].column"),
        (LAYOUT.replace('status = "state"\n', ""), "mapping_needs", "columns.status"),
        ('format = "xml"\n' + LAYOUT, "mapping_bad_value", "format"),
        (LAYOUT.replace('title = "title"', 'titel = "title"'), "mapping_unknown_key", "columns.titel"),
    ],
)
def test_a_mistake_in_a_mapping_names_the_key(text: str, code: str, key: str | None) -> None:
    with pytest.raises(BadMapping) as raised:
        layout(text)
    (problem,) = raised.value.problems
    assert problem.code == code and key in (None, problem.value)
    assert problem.text("ky")


@pytest.mark.parametrize("title", ["Барысы", "Баары", "Итого:", "Всего по селу", "Total"])
def test_a_total_needs_no_state_and_is_never_counted(tmp_path: Path, title: str) -> None:
    reading = read_text(tmp_path, f"no;title;state;plan\n1;Жол;Бүттү;10\n2;Суу;Тендер;20\n;{title};;30\n")
    assert [(row.role, row.planned_minor) for row in rows_of(reading)] == [
        ("work", 1000), ("work", 2000), ("total", 3000),
    ]  # fmt: skip
    assert found(reading) == [] and reading.counts.totals == 1
    assert {row["phase"]: row["amount"] for row in control(rows_of(reading))}["planned"] == "30.00"


def test_decimals_beyond_money_are_refused_or_rounded_and_told(tmp_path: Path) -> None:
    table = "no;title;state;plan;paid;grant\n1;Жол;done;10,125;1,5;0,135\n2;Суу;done;2,125;;\n"
    mapping = LAYOUT + '[numbers]\nnumber_style = "comma"\n[[funding]]\nsource = "donor"\namount_column = "grant"\n'
    refused = read_text(tmp_path, table, mapping)
    assert found(refused) == [("too_precise", "error", 2), ("too_precise", "error", 3), ("too_precise", "error", 2)]
    reading = read_text(tmp_path, table, mapping.replace("[numbers]", '[numbers]\nround = "half-even"'))
    assert [(row.planned_minor, row.paid_minor) for row in rows_of(reading)] == [(1012, 150), (212, None)]
    assert [row.fundings for row in rows_of(reading)] == [(Funding("donor", "", 14),), ()]
    told = [(each.column, each.params["n"]) for each in reading.problems if each.code == "amounts_rounded"]
    assert told == [("plan", 2), ("grant", 1)]


SUMMED = (
    LAYOUT
    + '[rows]\nrepeated = "sum"\n[[funding]]\nlabel_column = "who"\namount_column = "plan"\n'
    + '[[links]]\ncolumn = "page"\n'
)


def test_rows_of_one_work_are_added_up_where_the_mapping_says_so(tmp_path: Path) -> None:
    table = (
        "no;title;state;plan;paid;who;page;lat;lon;end\n7;Жол;done;10;;Банк;https://a.example/1;;;2025\n"
        "8;Суу;done;1;;;;;;\n7;Жол;done;20;5;Айыл;https://a.example/2;41.5;75.5;\n"
        "7;жол;done;5;;Банк;https://a.example/1;41.6;75.6;2025\n"
    )
    reading = read_text(tmp_path, table, SUMMED)
    road, water = rows_of(reading)
    assert (road.key, road.planned_minor, road.paid_minor, road.row_no) == ("7", 3500, 500, 2)
    assert road.fundings == (Funding("other", "Банк", 1500), Funding("other", "Айыл", 2000))
    assert [link.url for link in road.links] == ["https://a.example/1", "https://a.example/2"]
    assert (road.latitude, road.longitude, road.planned_end) == (41.5, 75.5, date(2025, 12, 31))
    assert (water.planned_minor, water.paid_minor) == (100, None)
    assert found(reading) == [("works_summed", "info", None)]
    assert reading.problems[-1].params == {"n": 4, "works": 2}


def test_parts_that_contradict_each_other_are_an_error_that_names_both_rows(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "no;title;state;plan;who;page;end\n7;A;done;1;;;2025\n7;A;Тендер;2;;;2026\n", SUMMED)
    (differ,) = [each for each in reading.problems if each.severity == "error"]
    assert (differ.code, differ.row) == ("work_parts_differ", 3)
    assert differ.params == {"first": 2, "fields": "status, planned_end"}
    named = read_text(tmp_path, "no;title;state;plan;who;page\n7;Жол;done;1;;\n7;Көпүрө;done;2;;\n", SUMMED)
    assert [row.title for row in rows_of(named)] == ["Жол"]
    assert ("work_part_named", "warning", 3) in found(named)


def test_what_is_personal_is_removed_from_reasons_labels_and_links_by_row(tmp_path: Path) -> None:
    mapping = (
        LAYOUT.replace("[constants]", 'delay_reason = "why"\ncontractor = "firm"\n[constants]')
        + '[[funding]]\nlabel_column = "who"\n[[links]]\ncolumn = "page"\ntitle_column = "called"\n'
    )
    table = (
        "no;title;state;why;firm;who;page;called\n"
        "1;A;done;Өтүнмө 21203199500123;Ишкана 0312 62-11-22;Айыл, a.b@mail.kg;"
        "https://a.example/20250101123045;Т. 0555 123456\n"
        "2;B;done;Жамгыр;Ишкана;Банк;https://a.b@mail.kg/x;Акт\n"
    )
    reading = read_text(tmp_path, table, mapping)
    first, second = rows_of(reading)
    assert (first.delay_reason, first.contractor, first.fundings[0].label) == ("Өтүнмө", "Ишкана", "Айыл,")
    assert first.links == (Link("Т.", "https://a.example/20250101123045"),), "digits of an address are no telephone"
    assert second.links == ()
    told = [(each.row, each.column) for each in reading.problems if each.code == "personal_removed"]
    assert sorted(told) == [(2, "called"), (2, "firm"), (2, "who"), (2, "why")]
    left_out = [(each.row, each.column) for each in reading.problems if each.code == "link_left_out"]
    assert left_out == [(3, "page")], "who a link is for is no part of an address"
    assert all(each.value is None for each in reading.problems if each.code == "personal_removed")
