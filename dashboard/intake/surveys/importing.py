"""Import of a survey from beginning to end: read, drop what is personal, code, weigh, hide, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from dashboard.intake.files import read_file
from dashboard.intake.importing import Options, Progress, recipe
from dashboard.intake.places import find_places
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.report import Report
from dashboard.intake.surveys.answers.coding import CodedStudy, code_study
from dashboard.intake.surveys.answers.personal import without_personal
from dashboard.intake.surveys.answers.repeated import last_of_each
from dashboard.intake.surveys.exports.kobo import LIMITS
from dashboard.intake.surveys.exports.kobo_study import in_words_of_form, read_of_form
from dashboard.intake.surveys.exports.plain_table import read_plain
from dashboard.intake.surveys.forms.form import read_form
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.intake.surveys.table import Table
from dashboard.store.known import Known, read_known
from dashboard.store.publish_surveys import SUBJECT, StudyBatch, publish_studies
from dashboard.store.queries.surveys import indicators
from dashboard.store.releases import Origin, seen_before
from dashboard.store.survey_records import Indicator, StudyGroup
from dashboard.surveys.cube import build
from dashboard.surveys.hiding import Rule
from dashboard.surveys.model import Plan, Responses, thinned
from dashboard.surveys.suppress import suppress

#: Where coded answers of single respondents go: apart from everything that is published.
Keep = Callable[[str, str, Responses], None]


#: Raised when the same answers are read or hidden otherwise: an import of the same files then publishes them anew.
RULES = 2


def _silent(step: str) -> None:
    """No progress is shown."""


def import_survey(
    engine: Engine,
    files: Sequence[Path],
    spec: StudySpec,
    options: Options | None = None,
    progress: Progress = _silent,
    keep: Keep | None = None,
) -> Report:
    """Import a study: its data, before it the form where there is one. Nothing is published unless all of it can be.

    `keep(study, sha256, responses)` is called before publishing, so that a crash leaves at worst rows nobody uses.
    Raises sqlalchemy's errors when the database cannot be used.
    """
    options = options or Options()
    report = Report(SUBJECT, files[-1].name, "refused", mapping=spec.name, accepted=options.accept)
    sha256 = fingerprint(files, spec)
    report = replace(report, sha256=sha256)
    origin = Origin(
        subject=SUBJECT,
        file_name=files[-1].name,
        file_sha256=sha256,
        mapping=spec.name,
        recipe_sha256=recipe_of(spec, options),
        actor=options.actor,
        reason=options.reason,
    )
    with engine.connect() as connection:
        seen = seen_before(connection, origin)
        known, catalogue = read_known(connection), indicators(connection)
    if seen and not options.dry_run:
        return replace(report, outcome="same", release=seen.release_id)
    progress("read")
    try:
        table, spec, hidden = _table(files, spec)
    except Refused as refused:
        severities = {problem.severity for problem in refused.problems}
        return replace(report, problems=refused.problems, outcome="refused" if "error" in severities else "question")
    report = replace(report, hidden_sheets=hidden)
    progress("check")
    checked = _checked(table, spec, catalogue, known)
    if isinstance(checked, Problem):
        return replace(report, problems=(checked,))
    coded, problems = checked
    people = len(coded.responses.weight)
    read = len(table.frame)
    counts = {"read": read, "kept": people, "filtered": 0, "skipped": read - people, "totals": 0}
    report = replace(report, problems=problems, counts=counts)
    severities = {problem.severity for problem in problems}
    if "error" in severities:
        return report
    if "question" in severities:
        return replace(report, outcome="question")
    progress("weigh")
    plan = thinned(coded.plan, coded.responses, least=2 * spec.facts.few)
    batch = weighed(coded, spec, plan)
    report = replace(report, problems=(*problems, *_kept_back(batch, plan)))
    if options.dry_run:
        return replace(report, outcome="checked")
    if keep is not None:
        keep(spec.facts.key, sha256, coded.responses)
    published = publish_studies(engine, [batch], origin, progress=progress)
    return replace(report, outcome=published.outcome, release=published.release_id)


def weighed(coded: CodedStudy, spec: StudySpec, plan: Plan) -> StudyBatch:
    """The study as it may be published: its cube with what must be hidden hidden."""
    facts, responses = spec.facts, coded.responses
    cells, spreads = build(responses, coded.design, coded.indicators, plan)
    rule = Rule(few=facts.few, small=facts.small, uniform=facts.small)
    cells, spreads = suppress(cells, spreads, responses, coded.indicators, plan, rule)
    groups = tuple(
        StudyGroup(group.dimension, value.code, value.names) for group in spec.groups for value in group.values
    )
    place = next(iter(coded.plan.areas))
    return StudyBatch(
        facts=replace(facts, place=place, respondents=len(responses.weight)),
        paper=spec.paper,
        questions=coded.questions,
        groups=groups,
        cells=tuple(cell for cell in cells if cell.indicator not in coded.unranked),
        spreads=spreads,
    )


def _kept_back(batch: StudyBatch, plan: Plan) -> Iterator[Problem]:
    """What readers will not see of the study: pairs of groups that are not made, and how many shares are hidden."""
    for area, crossing in sorted(plan.too_thin):
        yield Problem("survey_thin", "warning", value=" × ".join(crossing), params={"place": area})
    if hidden := sum(cell.hidden for cell in batch.cells):
        yield Problem("survey_hidden", "info", params={"n": hidden, "all": len(batch.cells)})


def recipe_of(spec: StudySpec, options: Options) -> str:
    """Fingerprint of all that decides what is published of the same answers."""
    return recipe(SUBJECT, f"{spec.sha256} {RULES}", options)


def fingerprint(files: Sequence[Path], spec: StudySpec) -> str:
    """Of all that a release is made of: the form, where there is one, the data and the description."""
    told = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256(" ".join((*told, spec.sha256)).encode()).hexdigest()


def _table(files: Sequence[Path], spec: StudySpec) -> tuple[Table, StudySpec, tuple[str, ...]]:
    """The answers, the study in the words of its form, and sheets nobody sees."""
    *form, answers = files
    data = read_file(answers, encoding=spec.encoding, delimiter=spec.delimiter, limits=LIMITS)
    if not form:
        return read_plain(data, spec), spec, data.hidden_sheets
    asked = read_form(form[0])
    spec = in_words_of_form(spec, asked)
    return read_of_form(asked, data, spec), spec, data.hidden_sheets


def _checked(
    table: Table, spec: StudySpec, catalogue: dict[str, Indicator], known: Known
) -> tuple[CodedStudy, tuple[Problem, ...]] | Problem:
    """The study coded with everything there is to tell; the problem where its place is not known."""
    find = partial(find_places, known=known)
    places = find(spec.facts.place)
    if len(places) != 1:
        return Problem(
            "place_ambiguous" if places else "place_unknown",
            "error",
            column="study.place",
            value=spec.facts.place,
            params={"codes": ", ".join(sorted(places))},
        )
    [place] = places
    once, repeated = last_of_each(table, spec)
    safe, dropped = without_personal(once, spec)
    coded = code_study(safe, spec, catalogue, place, find)
    return coded, (*table.problems, *dropped, *repeated, *coded.problems)
