"""What the pages of opinion read: a fixed number of statements, only the cube, never a row of a respondent."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from dashboard.exhibits.opinion.view import OpinionView, choose, is_to_come, waves_of
from dashboard.pages.address import Address, NotFound
from dashboard.store.queries import surveys
from dashboard.store.records import Place


def read_opinion(
    place: Place, address: Address, today: date, connection: Connection, *, of_services: bool = False
) -> OpinionView:
    """The study the address names with the earlier waves of its series, split by its group (seven statements).

    `of_services`: where it names none, the latest that asked about services. Studies still to end are as if they were
    not there. Raises NotFound for a study that the place does not have. A group the study knows nothing of splits
    nothing.
    """
    found = tuple(study for study in surveys.studies(connection, place.id) if not is_to_come(study, today))
    try:
        study = choose(found, address.get("study"), of_services=of_services)
    except KeyError:
        raise NotFound(address.href) from None
    waves = waves_of(found, study)
    ids = [wave.id for wave in waves]
    groups = surveys.groups(connection, ids)
    known = {group.dimension for group in groups.get(study.id, ())} if study else set()
    dimension = address.get("group") if address.get("group") in known else ""
    return OpinionView(
        place=place,
        lang=address.lang,
        today=today,
        indicators=surveys.indicators(connection),
        studies=found,
        study=study,
        waves=waves,
        questions=surveys.questions(connection, ids),
        groups=groups,
        shares=surveys.shares(connection, ids, place.id, dimension),
        distributions=surveys.distributions(connection, ids, place.id, dimension),
        figures=surveys.figures(connection, (each.id for each in found if each.facts.kind == "published")),
        dimension=dimension,
    )
