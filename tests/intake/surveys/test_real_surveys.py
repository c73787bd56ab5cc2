"""Real studies of three countries, described as staff would; every figure shown is counted again from the file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from python_calamine import load_workbook
from sqlalchemy import Connection, Engine, select

from dashboard.intake.report import Report
from dashboard.intake.surveys.study.schema import load_study
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.queries import surveys
from dashboard.store.survey_records import Share
from dashboard.store.survey_tables import indicator, study, survey_cell
from dashboard.store.tables import municipality
from dashboard.surveys.model import Responses
from dashboard.surveys.overlap import shared
from tests.conftest import ROOT
from tests.importing import import_files, survey_keeping
from tests.store.made import add_place

STUDIES = Path(__file__).with_name("studies")
SOMERVILLE = "surveys/somerville/SomervilleHappinessSurvey2015.csv"
SPANISH = "surveys/r_community_google_forms/2019 Spanish R Community Survey Responses.csv"
ROUND_1 = "surveys/nepal_micro_citizens/Micro_Citizens_Round1_FINAL2-1.csv"
ROUND_4 = "surveys/nepal_micro_citizens/Round_4_Survey.xlsx"
KANSAS_CITY = "surveys/kcmo_resident_survey/FY2022_RS_Cleaned_safe.csv"
Row = dict[str, str]
Said = tuple[int, int]  # in the base, and of them top
Publish = Callable[[str, str], tuple[Engine, Report, Responses]]


def with_places(engine: Engine) -> None:
    """Add the places the studies are of, and the catalogue of indicators."""
    districts = (
        "lalitpur bhaktapur makwanpur dolakha nuwakot sindhuli rasuwa dhading kavrepalanchok ramechhap sindhupalchowk "
        "gorkha kathmandu okhaldhunga"
    )
    for code in ("somerville", "somewhere", "nepal", *districts.split()):
        add_place(engine, code)
    import_files(engine, "indicators", ROOT / "data/reference/indicators.csv")


def published(engine: Engine, file: Path, name: str) -> tuple[Report, Responses]:
    """The report of an import, and the coded answers it keeps."""
    kept: list[Responses] = []
    spec = load_study(str(STUDIES / f"{name}.toml"))
    report = import_files(engine, survey_keeping(lambda _study, _sha256, each: kept.append(each)), file, how=spec)
    assert report.outcome == "published", [each.text("en") for each in report.problems if each.severity != "info"]
    return report, kept[0]


@pytest.fixture(scope="module")
def publish(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Iterator[Publish]:
    """Publishes a study, once for all the tests that only look at it; they share a database."""
    engine = writing_engine(f"sqlite:///{tmp_path_factory.mktemp('studies') / 'studies.db'}")
    migrate(engine)
    with_places(engine)

    @cache
    def published_once(file: str, name: str) -> tuple[Engine, Report, Responses]:
        return engine, *published(engine, real_data / file, name)

    yield published_once
    engine.dispose()


def rows(file: Path) -> list[Row]:
    """Rows of a CSV by title; of titles that come twice the last one."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def place_id(connection: Connection, code: str) -> int:
    return int(connection.execute(select(municipality.c.id).where(municipality.c.code == code)).scalar_one())


Key = tuple[str, str, tuple[tuple[str, str], ...]]


def shares(engine: Engine, place: str, key: str) -> dict[Key, Share]:
    """Every cell about a place, pairs of groups too, by indicator, answer and groups; of one study."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(survey_cell, indicator.c.key.label("indicator"), municipality.c.code.label("place"))
            .join(study, study.c.id == survey_cell.c.study_id)
            .join(indicator, indicator.c.id == survey_cell.c.indicator_id)
            .join(municipality, municipality.c.id == survey_cell.c.municipality_id)
            .where(municipality.c.code == place, study.c.key == key)
        )
        found = [surveys.share_of(row) for row in rows]
    assert found
    return {(each.indicator, each.answer, each.groups): each for each in found}


def counted(answers: Iterable[str], top: set[str], base: set[str]) -> Said:
    counts = Counter(answers)
    return sum(counts[text] for text in base), sum(counts[text] for text in top)


def check(share: Share, said: Said) -> None:
    assert not share.hidden and share.share is not None
    assert (share.n, round(share.share * said[0], 6)) == (said[0], said[1])


def test_somerville_bare_codes(publish: Publish, real_data: Path) -> None:
    read = rows(real_data / SOMERVILLE)
    places, _, responses = publish(SOMERVILLE, "somerville")
    found = shares(places, "somerville", responses.study)
    for key, column, top, base in (
        ("satisfied-overall", "D", "1", "01"),
        ("satisfied-school", "X3", "45", "12345"),
        ("satisfied-roads", "X5", "45", "12345"),
        ("satisfied-culture", "X6", "45", "12345"),
    ):
        check(found[key, "", ()], counted((row[column] for row in read), set(top), set(base)))
    assert {share.low for share in found.values()} == {None}, "people who chose themselves have no margin of error"


def test_scales_duplicate_titles_and_edited_questions_of_google_forms(publish: Publish, real_data: Path) -> None:
    with (real_data / SPANISH).open(encoding="utf-8-sig", newline="") as opened:
        header, *read = csv.reader(opened)
    places, report, responses = publish(SPANISH, "r-community-es-2019")
    assert report.counts is not None and report.counts.kept == len(read) == 338
    found = shares(places, "somewhere", responses.study)
    enjoy, recommend = (
        next(at for at, title in enumerate(header) if words in title)
        for words in ("cuánto disfrutas usando R ", "recomiendes R a")
    )
    check(found["satisfied-participation", "", ()], counted((row[enjoy] for row in read), {"4", "5"}, set("12345")))
    ten = {str(number) for number in range(11)}
    check(found["satisfied-overall", "", ()], counted((row[recommend] for row in read), {"9", "10"}, ten))
    was, will_be = (
        next(at for at, title in enumerate(header) if words in title)
        for words in ("¿qué difícil fue", "¿qué difícil esperas")
    )
    merged = [row[was] or row[will_be] for row in read]
    assert sum(bool(row[was]) for row in read) < sum(map(bool, merged))
    check(found["effective", "", ()], counted(merged, {"1", "2"}, set("12345")))
    twice = [at for at, title in enumerate(header) if "razón principal" in title]
    assert len(twice) == 2 and header[twice[0]] == header[twice[1]]
    column = responses.answers["channel-preferred"]
    codes = Counter(column.values[at] for at in column.index.tolist() if at >= 0)
    texts = Counter(row[twice[1]].strip() for row in read if row[twice[1]])
    named = {
        "statistics": "Queria hacer análisis estadísticos",
        "needed": "Fue requerido para mi trabajo",
        "interest": "Me interesaba a nivel personal",
    }
    assert codes == {
        **{code: texts[text] for code, text in named.items()},
        "other": sum(texts.values()) - sum(texts[text] for text in named.values()),
    }


def test_ticks_in_one_cell_whose_options_hold_commas(publish: Publish, real_data: Path) -> None:
    with (real_data / SPANISH).open(encoding="utf-8-sig", newline="") as opened:
        header, *read = csv.reader(opened)
    column = header.index("Cuando tienes problemas en R, ¿a quién recurres para pedir ayuda?")
    cells = [row[column] for row in read if row[column]]
    places, _, responses = publish(SPANISH, "r-community-es-2019")
    found = shares(places, "somewhere", responses.study)
    spec = load_study(str(STUDIES / "r-community-es-2019.toml"))
    [question] = [each for each in spec.questions if each.indicator == "channels-used"]
    options = {answer.code: answer.texts[0] for answer in question.answers}
    assert sum("," in text for text in options.values()) == 3
    for code, text in options.items():  # no option is part of another one, so looking for it is a count of its own
        check(found["channels-used", code, ()], (len(cells), sum(text in cell for cell in cells)))
    left = []
    for cell in cells:
        for text in options.values():
            cell = cell.replace(text, "")
        left.append(cell.replace(",", "").strip())
    assert sum(map(bool, left)) > 0
    other = found["channels-used", "other", ()]
    assert other.hidden or other.share == pytest.approx(sum(map(bool, left)) / len(cells))


def test_no_words_and_no_other_column_of_a_google_form_get_anywhere(publish: Publish, real_data: Path) -> None:
    places, report, responses = publish(SPANISH, "r-community-es-2019")
    dropped = {problem.column: problem.code for problem in report.problems if problem.code.startswith("dropped_")}
    assert len(dropped) == 52 - 8, "every column the description does not name is told"
    assert dropped["¿Qué es lo que más te gusta de usar R?"] == "dropped_text"
    assert dropped["¿Cuál es el nombre de tu cargo laboral (si tienes alguno)?"] in {"dropped_unused", "dropped_name"}
    codes = {value for column in (*responses.groups.values(), *responses.answers.values()) for value in column.values}
    assert all(len(code) <= 12 for code in codes), codes
    with places.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())
    for row in rows(real_data / SPANISH):
        said = row["¿Qué es lo que menos te gusta de usar R?"]
        assert len(said) < 30 or said not in dump


def test_groups_written_in_many_ways_and_people_in_none_of_them(publish: Publish, real_data: Path) -> None:
    read = rows(real_data / SPANISH)
    _, report, responses = publish(SPANISH, "r-community-es-2019")
    women = sum(row["¿Con qué género te identificas?"].strip().casefold().startswith(("f", "mujer")) for row in read)
    sex = responses.groups["sex"]
    assert sum(sex.values[at] == "woman" for at in sex.index.tolist() if at >= 0) == women == 62
    [outside] = [problem for problem in report.problems if problem.code == "survey_outside"]
    born = [int(row["¿En qué año naciste?"]) for row in read if row["¿En qué año naciste?"]]
    assert outside.params["n"] == sum(not 1920 <= year <= 2019 for year in born) == 1
    age = responses.groups["age"]
    assert sum(at >= 0 for at in age.index.tolist()) == len(born) - 1


SCALE = {"1___not_at_all", "2___very_little", "3___neutral", "4___mostly_yes", "5___completely_yes"}
TOP = {"4___mostly_yes", "5___completely_yes"}
BASE = {*SCALE, "don_t_know"}
NAMES = {
    "effective": ("Are_your_main_problems_being_a", "_1_Are_your_main_problems_being_addressed_?"),
    "satisfied-overall": (
        "Are_your_main_problems_being_a_001",
        "_2_Are_you_satisfied_with_what_the_government_is_doing_for_you_after_the_earthquake_?",
    ),
    "satisfied-documents": (
        "Are_your_main_problems_being_a_002", "_3_Do_ you_have_the_information_you_need_to_get_relief_and_support? ",
    ),
    "trust-executive": ("Are_your_main_problems_being_a_004", "_5_Is_support_fair"),
    "appeal-satisfied": ("Are_your_main_problems_being_a_005", "_6_Are_you_Prepared_for_winter?"),
}  # fmt: skip


def sheet(file: Path) -> list[Row]:
    header, *body = load_workbook(str(file)).get_sheet_by_name("uploaded_form_b57rsp").to_python()
    return [dict(zip(map(str, header), (_text(cell) for cell in cells), strict=True)) for cells in body]


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


@pytest.mark.parametrize(
    ("wave", "file", "read", "people"), [(0, ROUND_1, rows, 1304), (1, ROUND_4, sheet, 1400)], ids=["csv", "xlsx"]
)
def test_rounds_of_nepal_by_district_sex_and_age(
    publish: Publish, real_data: Path, wave: int, file: str, read: Callable[[Path], list[Row]], people: int
) -> None:
    table = read(real_data / file)
    places, report, responses = publish(file, ("nepal-relief-1", "nepal-relief-4")[wave])
    assert report.counts is not None and len(table) == report.counts.kept == people
    values = {"woman": "female", "man": "male", "15-24": "15_24", "25-39": "25_39", "40-54": "40_54", "55": "55"}
    columns = {"sex": "Gender", "age": "Age"}
    shown = Counter[bool]()
    hidden_of_many, nation_by_sex = 0, Counter[bool]()

    @cache
    def people_of(place: str, groups: tuple[tuple[str, str], ...]) -> list[Row]:
        return [
            row
            for row in table
            if place in ("nepal", row["District"])
            and all(row[columns[name]].replace("-", "_") == values[value] for name, value in groups)
        ]

    for place in ("nepal", *sorted({row["District"] for row in table})):
        for (key, _, groups), share in shares(places, place, responses.study).items():
            of_cell = [row[NAMES[key][wave]] for row in people_of(place, groups)]
            said = counted(of_cell, TOP, BASE)
            assert share.hidden or said[0] >= 10
            shown[not share.hidden] += 1
            hidden_of_many += share.hidden and said[0] >= 100
            assert groups or place != "nepal" or not share.hidden, "what the whole study says is told"
            nation_by_sex[not share.hidden] += place == "nepal" and [name for name, _ in groups] == ["sex"]
            if not share.hidden:
                check(share, said)
                assert share.low is not None and share.share is not None and share.high is not None
                assert share.low <= share.share <= share.high
                assert len(groups) < 2 or place == "nepal", "pairs are crossed in the whole study only"
    assert shown[False] > 0 and hidden_of_many <= (26, 27)[wave], "district by group is hidden first"
    if wave == 1:  # all are women or men, and five of the ten shares tell so but for two
        assert nation_by_sex == {True: 8, False: 2}


def left_over(whole: Share | None, parts: list[Share | None]) -> Said | None:
    """Those a total has more than its parts, base and top answers; None where one of them is hidden."""
    if whole is None or whole.hidden or any(part is not None and part.hidden for part in parts):
        return None

    def said(share: Share) -> Said:
        assert share.n is not None and share.share is not None
        return share.n, round(share.n * share.share)

    counts = [said(part) for part in parts if part is not None]
    n, top = said(whole)
    return n - sum(one for one, _ in counts), top - sum(one for _, one in counts)


@pytest.mark.parametrize(
    ("file", "name", "place", "groups"),
    [
        (ROUND_1, "nepal-relief-1", "nepal", {"sex": 7, "age": 42}),
        (ROUND_4, "nepal-relief-4", "nepal", {"sex": 0, "age": 5}),
        (KANSAS_CITY, "kansas-city-2022", "somewhere", {"sex": 17, "age": 40}),
    ],
)
def test_groups_taken_from_totals_say_nothing_of_people_in_none_of_them(
    publish: Publish, file: str, name: str, place: str, groups: dict[str, int]
) -> None:
    engine, _, responses = publish(file, name)
    nobody = {key: int((responses.groups[key].index < 0).sum()) for key in groups}
    assert nobody == groups, "in no group, in the file"
    tried = 0
    for area in {place, *responses.place.values}:
        found = shares(engine, area, responses.study)
        for (key, answer, had), whole in found.items():
            for dimension in responses.groups.keys() - {each for each, _ in had}:
                parts = [
                    found.get((key, answer, tuple(sorted((*had, (dimension, value))))))
                    for value in responses.groups[dimension].values
                ]
                if not any(parts):
                    continue
                tried += 1
                left = left_over(whole, parts)
                assert left is None or left[0] == 0 or left[0] >= 10, (area, key, had, dimension, left)
                assert left is None or left[0] == 0 or left[0] >= 30 or 0 < left[1] < left[0]
    assert tried > 10


def test_two_rounds_are_of_other_people(publish: Publish) -> None:
    first, fourth = (publish(*wave)[2] for wave in ((ROUND_1, "nepal-relief-1"), (ROUND_4, "nepal-relief-4")))
    assert shared(first, fourth) < 0.1 and shared(first, first) == 1


def test_two_rounds_are_compared_where_the_question_is_the_same_and_not_where_it_changed(publish: Publish) -> None:
    publish(ROUND_1, "nepal-relief-1")
    places, *_ = publish(ROUND_4, "nepal-relief-4")
    with places.connect() as connection:
        found = {each.facts.key: each for each in surveys.studies(connection, place_id(connection, "nepal"))}
        first, fourth = found["nepal-relief-1"], found["nepal-relief-4"]
        asked = surveys.questions(connection, [first.id, fourth.id])
    assert first.facts.series == fourth.facts.series and first.facts.to_day < fourth.facts.to_day
    same = {key for key in NAMES if asked[first.id][key].wording == asked[fourth.id][key].wording}
    assert same == NAMES.keys() - {"appeal-satisfied"}


def test_free_words_and_meta_data_of_a_kobo_export_are_dropped_with_a_reason(publish: Publish) -> None:
    _, report, _ = publish(ROUND_1, "nepal-relief-1")
    dropped = {problem.column: problem.code for problem in report.problems if problem.code.startswith("dropped_")}
    assert dropped["_Record_Location_latitude"] == dropped["_Record_Location_longitude"] == "dropped_gps"
    assert {"VDC_Municipality", "_uuid", "start", "If__other__what_is_your_caste_"} <= dropped.keys()
    assert len(dropped) == 59 - 8


def test_whole_answers_that_repeat_in_a_sample_are_told(publish: Publish, real_data: Path) -> None:
    """Three people of round 4 are like others in all 60 columns but the moment of the telephone."""
    read = sheet(real_data / ROUND_4)
    moments = [title for title in read[0] if title.casefold() in ("end", "_submission_time")][:1]
    counted_rows = Counter(tuple(said for title, said in row.items() if title not in moments) for row in read)
    assert sum(n - 1 for n in counted_rows.values()) == 3
    _, report, _ = publish(ROUND_4, "nepal-relief-4")
    [alike] = [problem for problem in report.problems if problem.code == "survey_alike"]
    assert (alike.severity, alike.params) == ("warning", {"n": 3})
    _, first, _ = publish(ROUND_1, "nepal-relief-1")
    assert not [problem for problem in first.problems if problem.code == "survey_alike"]
