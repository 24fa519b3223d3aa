"""What the machine gives: time, open files, address space, the port."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing

from opads.operations.doctor.finding import Finding, bad, fine, poor
from opads.settings import Settings

__all__ = ("clock", "limits", "port")

EARLIEST = 1_767_225_600
"""The first second of 2026, before which this version cannot run."""
LATEST = EARLIEST + 40 * 366 * 86_400
FILES = 4096
"""Open files that a service with many connections needs."""
MEMORY = 1024**3
"""Address space that one process needs, in bytes."""


def clock(settings: Settings) -> Iterator[Finding]:
    """See whether the time can be true: receipts, tokens and rules go by it."""
    del settings
    at = time.time()
    shown = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    if not EARLIEST <= at <= LATEST:
        yield bad("clock", f"the clock says {shown}", "set the clock, and have it set by NTP")
    elif not time.get_clock_info("monotonic").monotonic:
        yield poor("clock", "there is no clock that never goes back", "run on a system that has one")
    else:
        yield fine("clock", f"the clock says {shown}")


def limits(settings: Settings) -> Iterator[Finding]:
    """See how many files may be open and how much memory a process may have."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(FILES, settings.connections * 2)
    if files != resource.RLIM_INFINITY and files < wanted:
        yield poor(
            "limits",
            f"{files} files may be open, {wanted} are wanted for {settings.connections} connections a process",
            f"ulimit -n {wanted}, LimitNOFILE={wanted} in the unit, or fewer OPADS_CONNECTIONS",
        )
    else:
        yield fine("limits", f"{'any number of' if files == resource.RLIM_INFINITY else files} files may be open")
    space, _ = resource.getrlimit(resource.RLIMIT_AS)
    if space != resource.RLIM_INFINITY and space < MEMORY:
        yield poor(
            "limits", f"a process may have {space // 1024**2} MiB of address space", "raise ulimit -v to 1 GiB or more"
        )


def port(settings: Settings) -> Iterator[Finding]:
    """See whether the port can be had."""
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError:
        yield bad("port", f"{settings.host} is no address of this machine", "set OPADS_HOST to one, such as 127.0.0.1")
        return
    with closing(socket.socket(family, kind, protocol)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            yield poor(
                "port",
                f"port {settings.port} of {settings.host} cannot be had ({error.strerror}): perhaps the service runs",
                "set OPADS_PORT to another, or stop who has it",
            )
            return
    yield fine("port", f"port {settings.port} of {settings.host} is free")
