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
from dashboard.settings import Settings

_YEARS = (2023, 2024, 2025)


def measure(url: str, *, rounds: int) -> list[Measure]:
    """Uncached and cached, against a plain application that builds graph objects from what pandas reads.

    For information also against graph objects on our own exhibits: what drawing alone costs, the data being equal.
    """
    plain_client = make_stock(url, plain.content).server.test_client()
    stock = make_stock(url).server.test_client()
    ours = create_app(Settings(database_url=url, version_check_s=60), today=lambda: date(2026, 11, 24))
    client = ours.server.test_client()
    plain_client.get("/")
    stock.get("/")
    client.get("/ky/demo/spending?year=2025")
    pandas_ms, exhibits_ms, uncached, cached = [], [], [], []
    for turn in range(rounds):
        year = _YEARS[turn % len(_YEARS)]
        pandas_ms.append(_cpu_ms(lambda year=year: _post(plain_client, _stock_body(year))))
        exhibits_ms.append(_cpu_ms(lambda year=year: _post(stock, _stock_body(year))))
        # A body never seen before (the state differs) cannot come from the cache of answers.
        uncached.append(_cpu_ms(lambda year=year, turn=turn: _post(client, _body(year, turn))))
        cached.append(_cpu_ms(lambda year=year: _post(client, _body(year, 0)), times=50))
    ours_ms, base = statistics.median(uncached), statistics.median(pandas_ms)
    return [
        Measure("year change", "uncached", base, ours_ms, "ms CPU", 0.45),
        Measure("year change", "cached", base, statistics.median(cached[1:]), "ms CPU", 0.02),
        Measure("year change", "uncached, against graph objects on our exhibits", statistics.median(exhibits_ms),
                ours_ms, "ms CPU"),
    ]  # fmt: skip


def _cpu_ms(action: Callable[[], None], times: int = 1) -> float:
    start = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - start) * 1000 / times


def _post(client: FlaskClient, body: bytes) -> None:
    response = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert response.status_code == 200, response.get_data(as_text=True)[:300]


def _stock_body(year: int) -> bytes:
    value = {"id": "year", "property": "value", "value": year}
    output = {"id": "content", "property": "children"}
    return json.dumps(
        {"output": "content.children", "outputs": output, "inputs": [value], "changedPropIds": ["year.value"]}
    ).encode()


def _body(year: int, turn: int) -> bytes:
    # `turn` makes another text of the same question, so that only turn 0 can be found in the cache.
    value = {"id": "address", "property": "value", "value": f"/ky/demo/spending?year={year}"}
    output = {"id": "frame", "property": "children"}
    return json.dumps(
        {"output": "frame.children", "outputs": output, "inputs": [value], "changedPropIds": ["address.value"]},
        indent=turn or None,
    ).encode()
