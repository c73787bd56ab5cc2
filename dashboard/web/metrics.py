"""Numbers of the running program for Prometheus, where METRICS is set: how many requests, how long, how many failed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from dashboard.web.database import Database, Unavailable
from dashboard.web.watch import Served

PATH: Final = "/metrics"
#: Set by whoever runs several processes: a folder in which they add their numbers up.
_SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
_KINDS: Final = (
    ("/api/", "api"), ("/_dash-component-suites/", "static"), ("/_dash", "callback"), ("/static/", "static"),
    ("/assets/", "static"), ("/photos/", "photo"), ("/healthz", "probe"), ("/readyz", "probe"), (PATH, "probe"),
)  # fmt: skip


def kind_of(path: str) -> str:
    """What was asked for: few words, however many addresses there are."""
    return next((kind for start, kind in _KINDS if path.startswith(start)), "page")


class Metrics:
    """The numbers of one application, in a registry of its own."""

    def __init__(self, database: Database) -> None:
        self._registry = CollectorRegistry()
        self._database = _OfDatabase(database)
        requests = "Requests that were answered"
        self._requests = Counter("aimak_requests", requests, ("kind", "method", "status"), registry=self._registry)
        seconds = "Seconds until the last byte was handed over"
        self._seconds = Histogram("aimak_request_seconds", seconds, ("kind",), registry=self._registry)
        self._bytes = Counter("aimak_response_bytes", "Bytes of bodies", ("kind",), registry=self._registry)

    def count(self, served: Served) -> None:
        """Count a request."""
        kind = kind_of(served.path)
        self._requests.labels(kind, served.method, str(served.status)).inc()
        self._seconds.labels(kind).observe(served.seconds)
        self._bytes.labels(kind).inc(served.size)

    def text(self) -> bytes:
        """All numbers as Prometheus reads them: of this process, or of all that share a folder."""
        own = CollectorRegistry()
        own.register(self._database)
        registry = self._registry
        if os.environ.get(_SHARED):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # it has no types here
        return generate_latest(registry) + generate_latest(own)


class _OfDatabase(Collector):
    """What the database says when it is asked."""

    def __init__(self, database: Database) -> None:
        self._asked = database

    def collect(self) -> Iterator[Metric]:
        """Whether it answers, and the version of its data."""
        try:
            version = self._asked.version()
        except Unavailable:
            version = None
        yield GaugeMetricFamily("aimak_database_up", "1 while the database answers", int(version is not None))
        if version is not None:
            yield GaugeMetricFamily("aimak_data_version", "Goes up with everything that is published", version)


def register(server: Flask, metrics: Metrics) -> None:
    """Answer at /metrics."""

    @server.get(PATH)
    def _metrics() -> Response:
        answer = Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)
        answer.headers["Cache-Control"] = "no-store"
        return answer
