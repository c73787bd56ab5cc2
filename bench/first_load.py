"""First load on a phone: slow 4G, a quarter of the processor, nothing cached; our page and the stock one in turns."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.results import Measure
from bench.servers import serving, serving_stock, serving_twin

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
EDGE = {"offline": False, "latency": 400, "downloadThroughput": 0.3e6 / 8, "uploadThroughput": 0.1e6 / 8}
PATH = "/ky/demo/spending?year=2025"
# What must be there, with a size: figures with digits, the first chart, the year filter, what Dash mounted.
OURS = {
    "figures": "[data-figure]", "chart": ".strips .bar-mark", "filter": '[data-filter="year"] summary',
    "mounted": "#react-entry-point #page",
}  # fmt: skip
STOCK = {"figures": ".kpi", "chart": ".main-svg .barlayer path", "filter": "#year", "mounted": "#content"}
_WATCH = """
window.__m = {long: [], fcp: 0};
new PerformanceObserver(l => l.getEntries().forEach(e => __m.long.push([e.startTime, e.duration])))
  .observe({type: 'longtask', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => {
  if (e.name === 'first-contentful-paint') __m.fcp = e.startTime;
})).observe({type: 'paint', buffered: true});
const wanted = %s;
setInterval(() => {
  for (const [name, selector] of Object.entries(wanted)) {
    const e = document.querySelector(selector);
    if (!__m[name] && e && e.getBoundingClientRect().width > 0 && (name !== 'figures' || /[0-9]/.test(e.textContent)))
      __m[name] = performance.now();
  }
}, 20);
"""


@dataclass(frozen=True)
class Load:
    """One load: milliseconds until each thing was there, bytes over the network, blocking time."""

    at: dict[str, float]
    bytes: float
    blocking_ms: float


def measure(url: str, *, rounds: int) -> list[Measure]:
    """Ratios against the stock page and against a static twin; medians of `rounds` loads each, taken in turns."""
    ours: list[Load] = []
    stock: list[Load] = []
    twin: list[Load] = []
    seen = {name: OURS[name] for name in ("figures", "chart")}
    with (
        serving(url) as here,
        serving_stock(url) as there,
        serving_twin(here + PATH) as plain,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        load(browser, here + PATH, OURS, SLOW_4G)  # both servers compress once; neither is measured doing it
        load(browser, there, STOCK, SLOW_4G)
        for _ in range(rounds):
            ours.append(load(browser, here + PATH, OURS, SLOW_4G))
            stock.append(load(browser, there, STOCK, SLOW_4G))
            twin.append(load(browser, plain, seen, SLOW_4G))
        edge = load(browser, here + PATH, {"figures": OURS["figures"]}, EDGE)
        browser.close()
    bounds = {"figures": 0.12, "chart": 0.12, "filter": 0.15, "mounted": 0.45}
    words = {
        "figures": "figures visible",
        "chart": "first chart visible",
        "filter": "year filter usable",
        "mounted": "Dash mounted",
    }
    measures = [
        Measure("first load", words[name], _median(stock, name), _median(ours, name), "ms", bound)
        for name, bound in bounds.items()
    ]
    measures += [
        Measure(
            "first load", f"{words[name]}, against a static twin", _median(twin, name), _median(ours, name), "ms", 1.25
        )
        for name in seen
    ]
    measures.append(
        Measure(
            "first load",
            "bytes before any tap",
            statistics.median(s.bytes for s in stock) / 1000,
            statistics.median(o.bytes for o in ours) / 1000,
            "KB",
            0.2,
        )
    )
    measures.append(
        Measure(
            "first load",
            "blocking time",
            statistics.median(s.blocking_ms for s in stock),
            statistics.median(o.blocking_ms for o in ours),
            "ms",
            0.1,
        )
    )
    measures.append(
        Measure(
            "first load",
            "figures at 0.3 Mbit/s, against stock at 1.6",
            _median(stock, "figures"),
            edge.at["figures"],
            "ms",
        )
    )
    return measures


def _median(loads: list[Load], name: str) -> float:
    return statistics.median(load.at[name] for load in loads)


def load(browser: Browser, address: str, wanted: dict[str, str], network: dict[str, Any]) -> Load:
    """One load with nothing cached, on a phone; `wanted`: names and selectors of what must become visible."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.add_init_script(_WATCH % wanted)
    session = context.new_cdp_session(page)
    received = 0.0

    def count(event: dict[str, Any]) -> None:
        nonlocal received
        received += event["encodedDataLength"]

    session.on("Network.loadingFinished", count)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", network)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="commit", timeout=90_000)
    # Polled: the pages' own policy forbids the evaluation that waiting for a function needs.
    for _ in range(450):
        if page.evaluate(f"{list(wanted)}.every(name => window.__m && window.__m[name])"):
            break
        page.wait_for_timeout(200)
    else:
        raise RuntimeError(f"{address}: not everything came within 90 s: {page.evaluate('window.__m')}")
    # Until the network has been quiet for a while: whatever comes without a tap counts.
    quiet, before = 0, -1.0
    while quiet < 4:
        page.wait_for_timeout(300)
        quiet, before = (quiet + 1 if received == before else 0), received
    seen = page.evaluate("window.__m")
    context.close()
    blocking = sum(max(0.0, duration - 50) for start, duration in seen["long"] if start >= seen["fcp"])
    return Load({name: float(seen[name]) for name in wanted}, received, blocking)
