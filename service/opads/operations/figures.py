"""The figures of a service in the text format of Prometheus: counts of all processes, and what the database knows.

Labels are routes, methods, statuses, formats and verdicts: all of short lists that no client can lengthen.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

import opads
from opads.operations.tally import BOUNDS, Tally
from opads.standard.resources import VERSION

__all__ = ("MEDIA_TYPE", "figures")

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
EDGES = [*(str(bound) for bound in BOUNDS), "+Inf"]


def figures(tally: Tally, kept: Mapping[str, Mapping[tuple[str, ...], float]] | None = None) -> bytes:
    """Return the text for some counts; ``kept`` is what ``opads.operations.kept`` found in the database."""
    registry = CollectorRegistry()
    registry.register(_Gathered(tally, kept or {}))
    return generate_latest(registry)


class _Gathered(Collector):
    def __init__(self, tally: Tally, kept: Mapping[str, Mapping[tuple[str, ...], float]]) -> None:
        self._tally = tally
        self._kept = kept

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        yield from self._requests()
        yield from self._documents()
        build = GaugeMetricFamily("opads_build_info", "What runs.", labels=("version", "standard", "python"))
        build.add_metric((opads.__version__, VERSION, platform.python_version()), 1)
        yield build
        yield GaugeMetricFamily("opads_processes", "Processes that answer.", value=self._tally.processes)
        for name, (text, labels) in KEPT.items():
            if name in self._kept:
                family = GaugeMetricFamily(name, text, labels=labels)
                for values, number in sorted(self._kept[name].items()):
                    family.add_metric(values, number)
                yield family

    def _requests(self) -> Iterator[Metric]:
        labels = ("route", "method", "status")
        count = CounterMetricFamily("opads_requests", "Requests that were answered.", labels=labels)
        taken = CounterMetricFamily("opads_request_bytes", "Bytes of bodies that came in.", labels=labels[:2])
        given = CounterMetricFamily("opads_response_bytes", "Bytes of bodies that went out.", labels=labels[:2])
        times = HistogramMetricFamily("opads_request_seconds", "Time until the end of the answer.", labels=labels[:2])
        rows: dict[tuple[str, str], tuple[list[float], list[int]]] = {}
        for (route, method, status), row in sorted(self._tally.requests.items()):
            count.add_metric((route, method, str(status)), row.count)
            sums, buckets = rows.setdefault((route, method), ([0.0, 0.0, 0.0], [0] * len(EDGES)))
            sums[:] = (sums[0] + row.seconds, sums[1] + row.taken, sums[2] + row.given)
            buckets[:] = [mine + its for mine, its in zip(buckets, row.buckets, strict=True)]
        for key, (sums, buckets) in rows.items():
            times.add_metric(key, list(zip(EDGES, accumulate(buckets), strict=True)), sums[0])
            taken.add_metric(key, sums[1])
            given.add_metric(key, sums[2])
        yield from (count, times, taken, given)
        yield GaugeMetricFamily("opads_requests_under_way", "Requests not answered yet.", value=self._tally.under_way)

    def _documents(self) -> Iterator[Metric]:
        labels = ("format", "verdict")
        documents = CounterMetricFamily("opads_documents", "Documents that were judged.", labels=labels)
        records = CounterMetricFamily("opads_records", "Records in documents that were judged.", labels=labels)
        for key, row in sorted(self._tally.verdicts.items()):
            documents.add_metric(key, row.documents)
            records.add_metric(key, row.records)
        yield from (documents, records)


KEPT: dict[str, tuple[str, tuple[str, ...]]] = {
    "opads_register_sequence": ("The newest entry of the register's log.", ("chain",)),
    "opads_jobs": ("Work for later, by what it is and how it stands.", ("kind", "state")),
    "opads_oldest_job_seconds": ("How long the oldest work that is due has been waiting.", ()),
    "opads_disk_free_bytes": ("Room where the data are.", ()),
    "opads_database_up": ("Whether the database answers.", ()),
}
"""What is asked of the database and the disk when figures are, with the names of its labels."""
