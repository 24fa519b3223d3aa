"""What the doors share: the formats at hand, the two jobs run in the workshop, and their refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from opads.api.problem import Fault, Refusal
from opads.api.workshop import Workshop
from opads.carriers import Limits
from opads.catalogue import Catalogue, RuleInfo, catalogue_of
from opads.conversion import Conversion, ConversionError, convert
from opads.filling import Statements
from opads.formats import Format, FormatError, Registry
from opads.formats.detect import Detection, detect
from opads.operations.spans import span
from opads.operations.tally import Tally
from opads.rendering import SPOKEN, NamedReport, RenderOptions, render
from opads.report import Report
from opads.settings import Settings
from opads.speech import speech_in
from opads.speech.findings import spoken_catalogue
from opads.validation import validate

__all__ = ("Jobs", "Wish")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for; names of formats are checked when the job begins."""

    source: str | None = None
    targets: Sequence[str] = ()
    carrier: str | None = None
    as_of: date | None = None
    to: str = ""
    to_carrier: str | None = None
    carry: bool = True
    statements: Statements | None = None
    """What is stated by hand of the records written."""


@dataclass
class Jobs:
    """The jobs of the service on one registry of formats."""

    settings: Settings
    registry: Registry
    tally: Tally = field(default_factory=Tally)
    workshop: Workshop = field(init=False)

    def __post_init__(self) -> None:
        self.workshop = Workshop(self.settings.concurrency, self.settings.patience)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every rule and finding, of all formats."""
        return catalogue_of(self.registry)

    def words(self, tag: str) -> Catalogue:
        """Return every rule and finding, of all formats, in a language."""
        return self.catalogue if tag == "en" else spoken_catalogue(self.registry, tag)

    @cached_property
    def limits(self) -> Limits:
        """The bounds of reading."""
        return Limits(max_bytes=self.settings.max_bytes)

    def format(self, format_id: str, parameter: str | None = None) -> Format:
        """Return a format; raises Refusal (404) that names the nearest id."""
        try:
            return self.registry.get(format_id)
        except FormatError as error:
            faults = (Fault("there is no such format", parameter=parameter),) if parameter else ()
            raise Refusal("unknown-format", _shown(error), errors=faults) from None

    def rule(self, group: str, name: str, tag: str = "en") -> RuleInfo:
        """Return a rule by the two parts of its id, in a language; raises Refusal (404) that names the nearest ids."""
        info = self.words(tag).get(f"{group}/{name}")
        if info is None:
            near = ", ".join(self.catalogue.near(f"{group}/{name}"[:200]))
            raise Refusal(
                "not-found", f"There is no such rule; near it are {near}." if near else "There is no such rule."
            )
        return info

    async def check(self, data: bytes, wish: Wish) -> Report:
        """Return the report on some bytes."""
        self.look_at(wish)
        return await self.workshop.run(partial(self._check, data, wish), size=len(data))

    def _check(self, data: bytes, wish: Wish) -> Report:
        with span("judge"):
            report = validate(
                data,
                self.registry,
                source=wish.source,
                targets=tuple(wish.targets),
                carrier=wish.carrier,
                as_of=wish.as_of,
                limits=self.limits,
            )
        self.tally.judged(report.input.format, report.verdict, report.totals.records)
        return report

    async def checked(self, data: bytes, wish: Wish, rendering: str, tag: str = "en") -> tuple[str, bytes]:
        """Return the verdict on some bytes, and the report in one of the renderings, in a language."""
        self.look_at(wish)

        def job() -> tuple[str, bytes]:
            report = self._check(data, wish)
            return report.verdict, self._rendered(rendering, report, tag)

        return await self.workshop.run(job, size=len(data))

    async def convert(self, data: bytes, wish: Wish) -> Conversion:
        """Return the output with account and report; raises Refusal (422) where none can be written."""
        self.look_at(wish)
        self.carrier_of(wish)
        try:
            return await self.workshop.run(
                partial(
                    convert,
                    data,
                    self.registry,
                    target=wish.to,
                    source=wish.source,
                    carrier=wish.carrier,
                    target_carrier=wish.to_carrier,
                    carry=wish.carry,
                    as_of=wish.as_of,
                    limits=self.limits,
                    statements=wish.statements,
                )
            )
        except ConversionError as error:
            raise Refusal("not-convertible", _shown(error)) from error

    async def detect(self, data: bytes, carrier: str | None) -> Detection:
        """Return which formats the bytes may be in."""
        return await self.workshop.run(partial(detect, data, self.registry, limits=self.limits, carrier=carrier))

    async def rendered(self, rendering: str, report: Report, tag: str = "en") -> bytes:
        """Return a report in one of the renderings, in a language."""
        return await self.workshop.run(partial(self._rendered, rendering, report, tag))

    def _rendered(self, rendering: str, report: Report, tag: str) -> bytes:
        catalogue = self.words(tag if rendering in SPOKEN else "en")
        return render(rendering, [NamedReport("document", report)], catalogue, RenderOptions(speech=speech_in(tag)))

    def carrier_of(self, wish: Wish) -> tuple[str, str]:
        """Return carrier and media type of a conversion's output; raises Refusal for a pair that does not exist."""
        format_ = self.format(wish.to, "to")
        for use in format_.file.carriers:
            if wish.to_carrier in (None, use.carrier):
                return use.carrier, use.media_type or format_.file.media_type
        raise self._never(format_, wish.to_carrier or "", "to-carrier")

    @staticmethod
    def _never(format_: Format, carrier: str, parameter: str) -> Refusal:
        offered = ", ".join(use.carrier for use in format_.file.carriers)
        return Refusal(
            "unknown-format",
            f"The format {format_.id!r} does not occur as {carrier!r}, only as {offered}.",
            errors=(Fault("the format does not occur in this carrier", parameter=parameter),),
        )

    def look_at(self, wish: Wish) -> None:
        """Raise Refusal where a wish names what does not exist."""
        if wish.source is not None:
            format_ = self.format(wish.source, "from")
            if wish.carrier is not None and format_.carrier_options(wish.carrier) is None:
                raise self._never(format_, wish.carrier, "carrier")
        try:
            self.registry.wanted(wish.targets)
        except FormatError as error:
            fault = Fault("there is no such format or pack", parameter="for")
            raise Refusal("unknown-format", _shown(error), errors=(fault,)) from None


def _shown(error: Exception) -> str:
    """Return a message of ours as a sentence of bounded length: it may quote what the client sent."""
    text = str(error)
    text = text if len(text) < 500 else text[:499] + "…"
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…")) else ".")
