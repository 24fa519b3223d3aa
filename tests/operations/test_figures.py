"""The text for Prometheus, read back by its own library."""

from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from opads.operations.figures import KEPT, figures
from opads.operations.tally import Tally
from tests.operations.test_tally import counted


def read(text: bytes) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def value(found: dict[Any, float], name: str, **labels: str) -> float:
    return found[name, tuple(sorted(labels.items()))]


def test_counts() -> None:
    found = read(figures(counted()))
    assert value(found, "opads_requests_total", route="/v1/validate", method="POST", status="200") == 2
    assert value(found, "opads_request_bytes_total", route="/v1/validate", method="POST") == 11
    assert value(found, "opads_response_bytes_total", route="/", method="GET") == 5
    assert value(found, "opads_documents_total", format="eu-ttpa", verdict="valid") == 1
    assert value(found, "opads_records_total", format="eu-ttpa", verdict="valid") == 3
    assert value(found, "opads_processes") == 1


def test_buckets_add_up() -> None:
    found = read(figures(counted()))
    labels = {"route": "/v1/validate", "method": "POST"}
    assert value(found, "opads_request_seconds_bucket", le="0.001", **labels) == 0
    assert value(found, "opads_request_seconds_bucket", le="0.0025", **labels) == 1
    assert value(found, "opads_request_seconds_bucket", le="60.0", **labels) == 1
    assert value(found, "opads_request_seconds_bucket", le="+Inf", **labels) == 2
    assert value(found, "opads_request_seconds_count", **labels) == 2
    assert value(found, "opads_request_seconds_sum", **labels) == pytest.approx(100.002)


def test_what_the_database_knows() -> None:
    kept: dict[str, dict[tuple[str, ...], float]] = {
        "opads_register_sequence": {("public",): 7.0},
        "opads_jobs": {("a.b", "waiting"): 2.0},
        "opads_database_up": {(): 1.0},
    }
    found = read(figures(Tally(), kept))
    assert value(found, "opads_register_sequence", chain="public") == 7
    assert value(found, "opads_jobs", kind="a.b", state="waiting") == 2
    assert value(found, "opads_database_up") == 1
    assert set(kept) <= set(KEPT)


def test_a_service_that_did_nothing_has_figures() -> None:
    found = read(figures(Tally()))
    assert value(found, "opads_requests_under_way") == 0
    assert any(name == "opads_build_info" for name, _ in found)
