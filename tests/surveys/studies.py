"""Small fictional studies for the tests."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from dashboard.surveys.model import CodedAnswers, Floats, Ints, MeasuredIndicator, Plan, Responses

YES_NO = MeasuredIndicator("q", "binary", ("no", "yes"), ("yes",), ("unsure",), ("refused",), unknown_in_base=False)
SCALE = MeasuredIndicator("s", "scale", ("1", "2", "3"), ("3",), ("unsure",), ("refused",))


def coded(index: Ints, stem: str) -> CodedAnswers:
    """A column of `stem0`, `stem1`, …; -1 stays without a code."""
    return CodedAnswers(index.astype(np.int64), tuple(f"{stem}{i}" for i in range(int(index.max(initial=0)) + 1)))


def study(
    place: Ints, groups: dict[str, Ints], answers: dict[MeasuredIndicator, Ints], weight: Floats | None = None
) -> Responses:
    """A study of numbered places, group values and answers (numbers in `all_codes`)."""
    return Responses(
        "study",
        coded(place, "p"),
        np.ones(len(place)) if weight is None else weight,
        None,
        None,
        {name: coded(index, name) for name, index in groups.items()},
        {
            indicator.key: CodedAnswers(index.astype(np.int64), indicator.all_codes)
            for indicator, index in answers.items()
        },
    )


def every_crossing(responses: Responses) -> Plan:
    """Each place and all of them, crossed with every one and every two of the dimensions."""
    names = list(responses.groups)
    places = responses.place.values
    areas = {"all": places} | ({place: (place,) for place in places} if len(places) > 1 else {})
    return Plan(areas, ((), *((name,) for name in names), *combinations(names, 2)))
