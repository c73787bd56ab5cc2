"""Answers that were published before: of the same study in any of its publications, or of another study."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from dashboard.intake.problems import Problem
from dashboard.store.publishing.study_before import ShareKey, StudyBefore, studies_before
from dashboard.store.publishing.study_rows import StudyBatch
from dashboard.store.responses import ResponseStore
from dashboard.surveys.differences import Shown, told_apart
from dashboard.surveys.model import Responses
from dashboard.surveys.overlap import shared

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
    yield from _again(connection, answers, batch, responses, sha256)
    for key in answers.studies():
        if key != facts.key:
            kept = (answers.read(name) for name in answers.imports(key).values())
            share = max((shared(responses, earlier, facts.few) for earlier in kept if earlier is not None), default=0.0)
            if share >= TWINS:
                yield Problem("same_answers", "question", value=key, params={"share": round(100 * share)})


def _again(
    connection: Connection, answers: ResponseStore, batch: StudyBatch, responses: Responses, sha256: str
) -> Iterator[Problem]:
    """The same study once more: does it tell of single people beside what was published of it, or what was hidden?"""
    few = batch.facts.few
    now = _shown(batch)
    kept = answers.imports(batch.facts.key)
    fewest: list[int] = []
    anew = 0
    for before in studies_before(connection, batch.facts.key):
        if before.file_sha256 == sha256:
            continue
        name = kept.get(before.file_sha256)
        earlier = answers.read(name) if name else None
        if earlier is None:
            fewest += _by_numbers(before, batch, few)
            continue
        told = told_apart(
            Shown(earlier, before.place, {*before.shown, *before.spread}, before.hidden),
            Shown(responses, batch.facts.place, now),
            few,
        )
        fewest += [told.fewest] if told.fewest else []
        anew = max(anew, told.anew)
    if fewest:
        yield Problem("small_change", "question", params={"n": min(fewest), "few": few})
    if anew:
        yield Problem("shown_anew", "question", params={"n": anew})


def _shown(batch: StudyBatch) -> set[ShareKey]:
    cells = [(cell.place, cell.indicator, tuple(sorted(cell.groups))) for cell in batch.cells if not cell.hidden]
    return {*cells, *((spread.place, spread.indicator, tuple(sorted(spread.groups))) for spread in batch.spreads)}


def _by_numbers(before: StudyBefore, batch: StudyBatch, few: int) -> Iterator[int]:
    """Where the answers are gone: by how few people the study, or one of its shares, differs."""
    if (apart := abs((batch.facts.respondents or 0) - before.respondents)) < few:
        yield apart
    for cell in batch.cells:
        earlier = before.shown.get((cell.place, cell.indicator, tuple(sorted(cell.groups))))
        if cell.n is None or earlier is None:
            continue
        if 0 < (apart := abs(cell.n - earlier)) < few:
            yield apart
