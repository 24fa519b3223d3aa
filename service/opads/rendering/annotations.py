"""Rendering ``github``: workflow commands that GitHub Actions shows beside the lines of a file."""

from __future__ import annotations

from opads.catalogue import Catalogue
from opads.rendering.characters import shortened
from opads.rendering.model import NamedReport, RenderOptions
from opads.rendering.quoting import Quoted, quoted_group
from opads.rendering.wording import ledger, verdict
from opads.speech import Speech

__all__ = ("render",)

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_VERDICTS = {"valid": "notice", "invalid": "error", "undetermined": "warning"}


def render(reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
    """Return a command for the first findings of each rule, one for the rest, and one for each verdict."""
    lines, speech = [], options.speech
    for named in reports:
        for group in named.report.groups:
            shown = list(quoted_group(named, group, catalogue))[: options.limit]
            lines += [_finding(item, speech) for item in shown]
            if more := group.total - len(shown):
                level = _LEVELS[group.severity]
                rest = speech.counted("%(num)s more finding of this rule", "%(num)s more findings of this rule", more)
                lines.append(_command(level, {"file": named.name, "title": group.rule}, rest))
        message = f"{verdict(named.report, speech)}. {ledger(named.report, speech)}."
        lines.append(_command(_VERDICTS[named.report.verdict], {"file": named.name, "title": "OPADS"}, message))
    return "".join(f"{line}\n" for line in lines).encode()


def _finding(item: Quoted, speech: Speech) -> str:
    place = item.finding.place
    properties = {"file": item.name}
    if place is not None and place.line is not None:
        properties["line"] = str(place.line)
        if place.column is not None:
            properties["col"] = str(place.column)
    properties["title"] = item.finding.rule
    sentences = [
        item.text,
        f"({item.law})" if item.law else "",
        speech.said("Mend: %(fix)s", fix=item.fix) if item.fix else "",
    ]
    return _command(_LEVELS[item.finding.severity], properties, " ".join(filter(None, sentences)))


def _command(level: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {given}::{_data(shortened(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(shortened(text)).replace(":", "%3A").replace(",", "%2C")
