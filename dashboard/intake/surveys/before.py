"""Answers that were published before: of the same study with few changes, or of another study under its own key."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from dashboard.intake.problems import Problem
from dashboard.store.publishing.study_before import StudyBefore, study_before
from dashboard.store.publishing.study_rows import StudyBatch
from dashboard.store.responses import ResponseStore
from dashboard.surveys.model import Responses
from dashboard.surveys.overlap import changed, shared

#: Questions that --accept answers: what is published stays until staff say otherwise.
ACCEPTS = ("small_change", "shown_anew", "same_answers")
TWINS = 0.45  # the share of people that two studies may not have in common: half of them, less what cannot be told


def compared(
    connection: Connection, answers: ResponseStore, batch: StudyBatch, responses: Responses, sha256: str
) -> Iterator[Problem]:
    """What staff must decide before these answers are published beside those that were.

    `sha256`: of the files and the description.
    """
    facts = batch.facts
    before = study_before(connection, facts.key)
    if before is not None and before.file_sha256 != sha256:
        yield from _again(before, answers.read(facts.key), batch, responses)
    for key in answers.studies():
        if key != facts.key:
            earlier = answers.read(key)
            share = shared(responses, earlier) if earlier is not None else 0.0
            if share >= TWINS:
                yield Problem("same_answers", "question", value=key, params={"share": round(100 * share)})


def _again(
    before: StudyBefore, earlier: Responses | None, batch: StudyBatch, responses: Responses
) -> Iterator[Problem]:
    """The same study once more: are its people other enough, or nothing told that was hidden?"""
    few, people = batch.facts.few, len(responses.weight)
    if earlier is None:  # only the numbers of people are known
        if abs(people - before.respondents) < few:
            yield Problem("small_change", "question", params={"n": abs(people - before.respondents), "few": few})
        return
    different = changed(earlier, responses)
    if 0 < different < few:
        yield Problem("small_change", "question", params={"n": different, "few": few})
    if different == 0:
        shown = {(cell.place, cell.indicator, tuple(sorted(cell.groups))) for cell in batch.cells if not cell.hidden}
        if anew := len(shown & before.hidden):
            yield Problem("shown_anew", "question", params={"n": anew})
