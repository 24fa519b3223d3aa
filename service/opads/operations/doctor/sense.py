"""Settings that mean nothing, or go together badly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from ipaddress import ip_address

from opads.operations.doctor.finding import Finding, fine, poor
from opads.operations.variables import unknown
from opads.settings import Settings

__all__ = ("settings",)


def settings(settings: Settings) -> Iterator[Finding]:
    """See whether the settings make sense together."""
    found = list(_found(settings))
    yield from found
    if not found:
        yield fine("settings", "they make sense")


def _found(settings: Settings) -> Iterator[Finding]:
    for name, near in unknown():
        yield poor("settings", f"{name} means nothing", f"set {near} instead" if near else f"unset {name}")
    cores = os.cpu_count() or 1
    if settings.workers > 2 * cores:
        yield poor(
            "settings", f"{settings.workers} workers on {cores} cores wait for each other", f"set OPADS_WORKERS={cores}"
        )
    if settings.workers > 1 and settings.database.startswith("sqlite"):
        yield poor(
            "settings",
            "several processes share SQLite, where one writes at a time",
            "use PostgreSQL for much submission",
        )
    if settings.bulk_max_bytes < settings.max_bytes:
        yield poor(
            "settings", "long files may be shorter than documents", "set OPADS_BULK_MAX_BYTES above OPADS_MAX_BYTES"
        )
    if settings.metrics == "open":
        yield poor("settings", "everybody may read /metrics", "set OPADS_METRICS=local and OPADS_METRICS_TOKEN")
    if _open(settings.host) and not settings.base_url:
        yield poor(
            "settings",
            f"the service listens on {settings.host} and does not know its own address: links in receipts and pages are relative",
            "set OPADS_BASE_URL, and have a proxy end TLS before it",
        )
    if settings.base_url.startswith("http://") and not any(
        host in settings.base_url for host in ("localhost", "127.0.0.1")
    ):
        yield poor(
            "settings", "the service is known by http, so keys are sent in the clear", "set OPADS_BASE_URL to https://…"
        )


def _open(host: str) -> bool:
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
