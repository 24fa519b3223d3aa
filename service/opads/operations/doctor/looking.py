"""All that is looked at, in order; a look that fails is a finding itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from opads.operations.doctor import machine, sense, software, storage, typesetting
from opads.operations.doctor.finding import Finding, Outcome, bad
from opads.settings import Settings

__all__ = ("LOOKS", "look", "worst")

Look = Callable[[Settings], Iterable[Finding]]

LOOKS: dict[str, Look] = {
    "versions": software.versions,
    "extras": software.extras,
    "standard": software.integrity,
    "formats": software.formats,
    "settings": sense.settings,
    "clock": machine.clock,
    "limits": machine.limits,
    "port": machine.port,
    "storage": storage.storage,
    "secrets": storage.secrets,
    "pdf": typesetting.typesetting,
}


def look(settings: Settings) -> Iterator[Finding]:
    """Yield what is found; nothing is changed but a probe in the folder of the data."""
    for subject, looks in LOOKS.items():
        try:
            yield from looks(settings)
        except Exception as error:  # noqa: BLE001 - the doctor goes on whatever is wrong with one thing
            yield bad(
                subject, f"this could not be looked at ({type(error).__name__})", "report it as a mistake in OPADS"
            )


def worst(findings: Iterable[Finding]) -> int:
    """Return the exit code: 0 where all is fine, 1 where something is poor, 2 where something is bad."""
    order = (Outcome.FINE, Outcome.POOR, Outcome.BAD)
    return max((order.index(finding.outcome) for finding in findings), default=0)
