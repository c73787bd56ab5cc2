"""What a year change costs the server: the callback as the browser sends it, processor time in this process."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient

from bench import plain
from bench.results import Measure
from bench.stock import make as make_stock
from dashboard.factory import create_app
from dashboard.pages.build import build_page
from dashboard.settings import Settings

_YEARS = (2023, 2024, 2025)


def measure(url: str, *, rounds: int) -> list[Measure]:
    """A year not answered before and one answered before, against plain graph objects on the very same exhibits.

    The stock application reads everything anew; ours remembers what all years of a place share. For information
    also against pandas instead of our queries, and ours with nothing remembered.
    """
    plain_client = make_stock(url, plain.content).server.test_client()
    stock = make_stock(url).server.test_client()
    ours = create_app(Settings(database_url=url), today=lambda: date(2026, 11, 24))
    client = ours.server.test_client()
    plain_client.get("/")
    stock.get("/")
    client.get("/ky/demo/spending?year=2025")
    forgetful = create_app(
        Settings(database_url=url), build=build_page, today=lambda: date(2026, 11, 24)
    ).server.test_client()
    forgetful.get("/ky/demo/spending?year=2025")
    pandas_ms, exhibits_ms, uncached, cached, anew = [], [], [], [], []
    for turn in range(rounds):
        year = _YEARS[turn % len(_YEARS)]
        pandas_ms.append(_cpu_ms(lambda year=year: _post(plain_client, _stock_body(year))))
        exhibits_ms.append(_cpu_ms(lambda year=year: _post(stock, _stock_body(year))))
        # A body never seen before (the state differs) cannot come from the cache of answers.
        uncached.append(_cpu_ms(lambda year=year, turn=turn: _post(client, _body(year, turn + 1))))
        anew.append(_cpu_ms(lambda year=year, turn=turn: _post(forgetful, _body(year, turn + 1))))
        cached.append(_cpu_ms(lambda year=year: _post(client, _body(year, 0)), times=50))
    ours_ms, base = statistics.median(uncached), statistics.median(exhibits_ms)
    return [
        Measure("year change", "a year not answered before", base, ours_ms, "ms CPU", 0.45),
        Measure("year change", "answered before", base, statistics.median(cached[1:]), "ms CPU", 0.02),
        Measure("year change", "not answered before, against pandas", statistics.median(pandas_ms), ours_ms, "ms CPU"),
        Measure("year change", "nothing remembered", base, statistics.median(anew), "ms CPU"),
    ]


def _cpu_ms(action: Callable[[], None], times: int = 1) -> float:
    start = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - start) * 1000 / times


def _post(client: FlaskClient, body: bytes) -> None:
    response = client.post(
        "/_dash-update-component", data=body, content_type="application/json", headers={"Accept-Encoding": "br"}
    )
    assert response.status_code == 200, response.get_data()[:300]


def _stock_body(year: int) -> bytes:
    value = {"id": "year", "property": "value", "value": year}
    output = {"id": "content", "property": "children"}
    return json.dumps(
        {"output": "content.children", "outputs": output, "inputs": [value], "changedPropIds": ["year.value"]}
    ).encode()


def _body(year: int, turn: int) -> bytes:
    # As the browser sends it; `turn` blanks behind make another text of the same question, unknown to the cache.
    value = {"id": "address", "property": "value", "value": f"/ky/demo/spending?year={year}"}
    output = {"id": "frame", "property": "children"}
    return (
        json.dumps(
            {
                "output": "frame.children",
                "outputs": output,
                "inputs": [value],
                "changedPropIds": ["address.value"],
                "parsedChangedPropsIds": ["address.value"],
            },
            separators=(",", ":"),
        ).encode()
        + b" " * turn
    )
