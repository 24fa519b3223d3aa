# ruff: noqa: A002, D401 - names and words are those of the contract
"""Every operation as a method. Made from the OpenAPI document by tools/make_client.py; not to be changed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal
from uuid import uuid4

import msgspec

from opads.client import models
from opads.client.bodies import Body
from opads.client.events import Event, events_in
from opads.client.transport import Answer, Transport, filled

__all__ = ("Operations",)


class Operations(Transport):
    """What a service can be asked, by the ids of its operations."""

    def validate(
        self,
        body: Body,
        *,
        from_: str | None = None,
        for_: Sequence[str] | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        date: str | None = None,
        lang: Literal["en", "ar", "de", "el", "es", "fr"] | None = None,
        media_type: str | None = None,
    ) -> models.Report:
        """Check a document.

        Answers 200 with a report whenever the check was carried out, whatever the verdict: also for bytes that cannot
        be read at all. The JSON is the canonical report (RFC 8785), the same bytes that every door gives.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                "/v1/validate",
                query={"from": from_, "for": for_, "carrier": carrier, "date": date, "lang": lang},
                body=body,
                media_type=media_type,
            ).content,
            type=models.Report,
        )

    def validate_as(
        self,
        body: Body,
        *,
        from_: str | None = None,
        for_: Sequence[str] | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        date: str | None = None,
        lang: Literal["en", "ar", "de", "el", "es", "fr"] | None = None,
        media_type: str | None = None,
        accept: Literal[
            "application/x-ndjson", "application/sarif+json", "application/xml", "text/plain", "text/csv", "text/html"
        ],
    ) -> Answer:
        """Check a document: the answer in another media type, as it is."""
        return self.send(
            "POST",
            "/v1/validate",
            query={"from": from_, "for": for_, "carrier": carrier, "date": date, "lang": lang},
            body=body,
            media_type=media_type,
            accept=accept,
        )

    def validate_long(
        self,
        body: Body,
        *,
        from_: str | None = None,
        for_: Sequence[str] | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        date: str | None = None,
        lang: Literal["en", "ar", "de", "el", "es", "fr"] | None = None,
        media_type: str | None = None,
    ) -> models.Report:
        """Check a long file.

        As /v1/validate, for files of any length up to the limit of the service: lines, tables, filings and arrays are
        judged block by block while they arrive, and nothing is kept. gzip and zstd are unpacked. The report is that
        of `opads bulk validate`.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                "/v1/bulk/validate",
                query={"from": from_, "for": for_, "carrier": carrier, "date": date, "lang": lang},
                body=body,
                media_type=media_type,
            ).content,
            type=models.Report,
        )

    def validate_long_as(
        self,
        body: Body,
        *,
        from_: str | None = None,
        for_: Sequence[str] | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        date: str | None = None,
        lang: Literal["en", "ar", "de", "el", "es", "fr"] | None = None,
        media_type: str | None = None,
        accept: Literal[
            "application/x-ndjson", "application/sarif+json", "application/xml", "text/plain", "text/csv", "text/html"
        ],
    ) -> Answer:
        """Check a long file: the answer in another media type, as it is."""
        return self.send(
            "POST",
            "/v1/bulk/validate",
            query={"from": from_, "for": for_, "carrier": carrier, "date": date, "lang": lang},
            body=body,
            media_type=media_type,
            accept=accept,
        )

    def detect(
        self,
        body: Body,
        *,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        media_type: str | None = None,
    ) -> models.DetectionAnswer:
        """Recognise the format of a document.

        Looks at the first records only. A format is null where none is recognised.
        """
        return msgspec.json.decode(
            self.send("POST", "/v1/detect", query={"carrier": carrier}, body=body, media_type=media_type).content,
            type=models.DetectionAnswer,
        )

    def fixes(
        self,
        body: Body,
        *,
        from_: str | None = None,
        for_: Sequence[str] | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        date: str | None = None,
        with_: Sequence[str] | None = None,
        media_type: str | None = None,
    ) -> models.FixesAnswer:
        """Find fixes of a document.

        A safe fix changes how something is written and nothing of what it says; a suggestion is what was probably
        meant. The answer has both, the document with the safe ones and the chosen suggestions put in, and the report
        on that. No rule has more findings by a safe fix than without it, and all bytes that no fix names stay as they
        are.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                "/v1/fixes",
                query={"from": from_, "for": for_, "carrier": carrier, "date": date, "with": with_},
                body=body,
                media_type=media_type,
            ).content,
            type=models.FixesAnswer,
        )

    def list_batches(self, *, limit: int | None = None, cursor: str | None = None) -> models.PageBatchAnswer:
        """List your batches.

        Those of the account that asks, the newest first. What was sent without an account is found by its id alone.
        """
        return msgspec.json.decode(
            self.send("GET", "/v1/batches", query={"limit": limit, "cursor": cursor}).content,
            type=models.PageBatchAnswer,
        )

    def create_batch(
        self,
        body: Body,
        *,
        from_: str | None = None,
        for_: Sequence[str] | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        date: str | None = None,
        media_type: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.BatchAnswer:
        """Have a long file judged later.

        Takes a file of any carrier, packed with gzip or zstd, in a zip archive of one file, or as Parquet. It is on
        the disk, and put down in the database, when this is answered; from then on it is judged whatever happens to
        the service. The results are kept for a time that the status states, then deleted. The same Idempotency-Key
        with the same file and parameters gives the same batch.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                "/v1/batches",
                query={"from": from_, "for": for_, "carrier": carrier, "date": date},
                body=body,
                media_type=media_type,
                idempotency_key=idempotency_key or str(uuid4()),
            ).content,
            type=models.BatchAnswer,
        )

    def get_batch(self, batch_id: str) -> models.BatchAnswer:
        """See how far a batch is. Return the status."""
        return msgspec.json.decode(
            self.send("GET", filled("/v1/batches/{batch_id}", batch_id=batch_id)).content, type=models.BatchAnswer
        )

    def delete_batch(self, batch_id: str) -> None:
        """Cancel a batch, or delete its results.

        What waits or is judged is cancelled; what has ended is forgotten. The files are gone from the disk when this
        is answered.
        """
        self.send("DELETE", filled("/v1/batches/{batch_id}", batch_id=batch_id))

    def get_batch_report(self, batch_id: str) -> Any:
        """Get the report on a batch.

        In every rendering; the JSON is the canonical report (RFC 8785), the same bytes that other doors give for the
        file. 409 until it is done.
        """
        return msgspec.json.decode(
            self.send("GET", filled("/v1/batches/{batch_id}/report", batch_id=batch_id)).content, type=Any
        )

    def get_batch_report_as(
        self,
        batch_id: str,
        *,
        accept: Literal[
            "application/x-ndjson", "application/sarif+json", "application/xml", "text/plain", "text/csv", "text/html"
        ],
    ) -> Answer:
        """Get the report on a batch: the answer in another media type, as it is."""
        return self.send("GET", filled("/v1/batches/{batch_id}/report", batch_id=batch_id), accept=accept)

    def get_batch_outcomes(self, batch_id: str) -> str:
        """Get how each record was judged.

        One line for each record: its number from 0, the line where it begins, the verdict, and the rules that found
        something with their severity. What rules say of several records together is in the report alone. While the
        batch is judged, those of the records judged so far.
        """
        return msgspec.json.decode(
            self.send(
                "GET", filled("/v1/batches/{batch_id}/outcomes", batch_id=batch_id), accept="application/x-ndjson"
            ).content,
            type=str,
        )

    def get_batch_rejects(self, batch_id: str) -> str:
        """Get the records that are not acceptable.

        One line for each record that is invalid: its number, line, native value and findings, as `opads bulk validate
        --rejects` writes them. While the batch is judged, those of the records judged so far.
        """
        return msgspec.json.decode(
            self.send(
                "GET", filled("/v1/batches/{batch_id}/rejects", batch_id=batch_id), accept="application/x-ndjson"
            ).content,
            type=str,
        )

    def get_batch_events(self, batch_id: str, *, last_event_id: str | None = None) -> Iterator[Event]:
        """Follow a batch.

        Server-sent events: `progress` with the status whenever it changes, `done` when there will be no more. A
        listener that was cut off sends the header Last-Event-ID, as browsers do, and misses nothing that still holds;
        who has heard the last event already is answered 204, so that browsers ask no more.
        """
        with self.stream(
            filled("/v1/batches/{batch_id}/events", batch_id=batch_id),
            headers={"Last-Event-ID": last_event_id},
            accept="text/event-stream",
        ) as pieces:
            yield from events_in(pieces)

    def convert(
        self,
        body: Body,
        *,
        to: str,
        from_: str | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        to_carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        carry: bool | None = None,
        date: str | None = None,
        media_type: str | None = None,
    ) -> models.ConversionAnswer:
        """Convert a document.

        Answers with the output, the account of what became of every value, and the report on the output by the
        target's own rules. `Accept: application/octet-stream`, or the target's media type where that is not JSON,
        gives the bytes of the output alone; the headers Opads-Account and Opads-Verdict then sum up the rest.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                "/v1/convert",
                query={
                    "to": to,
                    "from": from_,
                    "carrier": carrier,
                    "to-carrier": to_carrier,
                    "carry": carry,
                    "date": date,
                },
                body=body,
                media_type=media_type,
            ).content,
            type=models.ConversionAnswer,
        )

    def convert_as(
        self,
        body: Body,
        *,
        to: str,
        from_: str | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        to_carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        carry: bool | None = None,
        date: str | None = None,
        media_type: str | None = None,
        accept: Literal[
            "application/octet-stream",
            "text/plain",
            "text/csv",
            "application/x-ndjson",
            "application/ld+json",
            "application/xml",
        ],
    ) -> Answer:
        """Convert a document: the answer in another media type, as it is."""
        return self.send(
            "POST",
            "/v1/convert",
            query={"to": to, "from": from_, "carrier": carrier, "to-carrier": to_carrier, "carry": carry, "date": date},
            body=body,
            media_type=media_type,
            accept=accept,
        )

    def notice(
        self,
        body: Body,
        *,
        from_: str | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        record: int | None = None,
        lang: Literal[
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "es",
            "et",
            "fi",
            "fr",
            "ga",
            "hr",
            "hu",
            "it",
            "lt",
            "lv",
            "mt",
            "nl",
            "pl",
            "pt",
            "ro",
            "sk",
            "sl",
            "sv",
        ]
        | None = None,
        template: str | None = None,
        media_type: str | None = None,
    ) -> models.NoticeDocument:
        """Write the transparency notice.

        Whatever the law demands and the disclosure does not state is shown as a gap; the header Opads-Gaps lists the
        points in which there is one.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                "/v1/notices",
                query={"from": from_, "carrier": carrier, "record": record, "lang": lang, "template": template},
                body=body,
                media_type=media_type,
            ).content,
            type=models.NoticeDocument,
        )

    def notice_as(
        self,
        body: Body,
        *,
        from_: str | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        record: int | None = None,
        lang: Literal[
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "es",
            "et",
            "fi",
            "fr",
            "ga",
            "hr",
            "hu",
            "it",
            "lt",
            "lv",
            "mt",
            "nl",
            "pl",
            "pt",
            "ro",
            "sk",
            "sl",
            "sv",
        ]
        | None = None,
        template: str | None = None,
        media_type: str | None = None,
        accept: Literal["application/pdf", "text/plain", "text/html"],
    ) -> Answer:
        """Write the transparency notice: the answer in another media type, as it is."""
        return self.send(
            "POST",
            "/v1/notices",
            query={"from": from_, "carrier": carrier, "record": record, "lang": lang, "template": template},
            body=body,
            media_type=media_type,
            accept=accept,
        )

    def label(
        self,
        body: Body,
        *,
        from_: str | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        record: int | None = None,
        lang: Literal[
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "es",
            "et",
            "fi",
            "fr",
            "ga",
            "hr",
            "hu",
            "it",
            "lt",
            "lv",
            "mt",
            "nl",
            "pl",
            "pt",
            "ro",
            "sk",
            "sl",
            "sv",
        ]
        | None = None,
        template: str | None = None,
        media_type: str | None = None,
    ) -> models.LabelDocument:
        """Write the label. The label of the advertisement, with a QR code that leads to its notice."""
        return msgspec.json.decode(
            self.send(
                "POST",
                "/v1/labels",
                query={"from": from_, "carrier": carrier, "record": record, "lang": lang, "template": template},
                body=body,
                media_type=media_type,
            ).content,
            type=models.LabelDocument,
        )

    def label_as(
        self,
        body: Body,
        *,
        from_: str | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        record: int | None = None,
        lang: Literal[
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "es",
            "et",
            "fi",
            "fr",
            "ga",
            "hr",
            "hu",
            "it",
            "lt",
            "lv",
            "mt",
            "nl",
            "pl",
            "pt",
            "ro",
            "sk",
            "sl",
            "sv",
        ]
        | None = None,
        template: str | None = None,
        media_type: str | None = None,
        accept: Literal["image/svg+xml", "text/plain", "text/html"],
    ) -> Answer:
        """Write the label: the answer in another media type, as it is."""
        return self.send(
            "POST",
            "/v1/labels",
            query={"from": from_, "carrier": carrier, "record": record, "lang": lang, "template": template},
            body=body,
            media_type=media_type,
            accept=accept,
        )

    def obligations(self, body: Body | dict[str, Any]) -> models.Answer:
        """Resolve who has which duty.

        The body is a situation (`/v1/schemas/1.0/situation.json`), every fact of which may be left out. What is
        missing is unknown: a duty that hangs on it is undetermined, and the answer says which facts are wanted.
        """
        return msgspec.json.decode(
            self.send("POST", "/v1/obligations", body=_bytes(body), media_type="application/json").content,
            type=models.Answer,
        )

    def list_elections(self) -> models.ElectionsAnswer:
        """The election calendar. List the polls that a situation can name by id."""
        return msgspec.json.decode(self.send("GET", "/v1/elections").content, type=models.ElectionsAnswer)

    def list_submissions(
        self, *, publisher_id: str | None = None, limit: int | None = None, cursor: str | None = None
    ) -> models.PageSubmissionAnswer:
        """List what one has handed in.

        The oldest first. With `publisher-id` it tells whether a disclosure is there, also by HEAD.
        """
        return msgspec.json.decode(
            self.send(
                "GET", "/v1/submissions", query={"publisher-id": publisher_id, "limit": limit, "cursor": cursor}
            ).content,
            type=models.PageSubmissionAnswer,
        )

    def submit(
        self,
        body: Body,
        *,
        from_: str | None = None,
        for_: Sequence[str] | None = None,
        carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        publisher_id: str | None = None,
        action: Literal["amend", "correct"] | None = None,
        amends: str | None = None,
        if_match: str | None = None,
        media_type: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.SubmissionAnswer:
        """Hand in a document.

        The document is checked as by /v1/validate. If its report is not `invalid`, all of its records enter the
        register, or, where one of them is in conflict with what is there, none. The answer has a signed receipt. What
        the register holds already is answered with 200 and the receipt of then. No member of the document assigns a
        status, an owner or a time.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                "/v1/submissions",
                query={
                    "from": from_,
                    "for": for_,
                    "carrier": carrier,
                    "publisher-id": publisher_id,
                    "action": action,
                    "amends": amends,
                },
                headers={"If-Match": if_match},
                body=body,
                media_type=media_type,
                idempotency_key=idempotency_key or str(uuid4()),
            ).content,
            type=models.SubmissionAnswer,
        )

    def get_submission(self, submission_id: str) -> models.SubmissionAnswer:
        """What was handed in, and what became of it.

        With the receipt, and where each disclosure stands now. Whoever handed it in and a regulator may see it.
        """
        return msgspec.json.decode(
            self.send("GET", filled("/v1/submissions/{submission_id}", submission_id=submission_id)).content,
            type=models.SubmissionAnswer,
        )

    def get_submission_report(self, submission_id: str) -> dict[str, Any]:
        """The report by which it was accepted.

        The canonical report (RFC 8785), of which the receipt has the SHA-256.
        """
        return msgspec.json.decode(
            self.send("GET", filled("/v1/submissions/{submission_id}/report", submission_id=submission_id)).content,
            type=dict[str, Any],
        )

    def withdraw_disclosure(
        self, disclosure_id: str, body: Body | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.StepAnswer:
        """Withdraw a disclosure.

        Only who handed it in may; it is for good. What it says is no longer shown. The log keeps what was there
        before.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                filled("/v1/disclosures/{disclosure_id}/withdrawal", disclosure_id=disclosure_id),
                body=_bytes(body),
                media_type="application/json",
                idempotency_key=idempotency_key or str(uuid4()),
            ).content,
            type=models.StepAnswer,
        )

    def suspend_disclosure(
        self, disclosure_id: str, body: Body | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.StepAnswer:
        """Suspend a disclosure.

        Only a regulator may. It may be mended meanwhile, and is resumed or withdrawn. The log keeps what was there
        before.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                filled("/v1/disclosures/{disclosure_id}/suspension", disclosure_id=disclosure_id),
                body=_bytes(body),
                media_type="application/json",
                idempotency_key=idempotency_key or str(uuid4()),
            ).content,
            type=models.StepAnswer,
        )

    def resume_disclosure(
        self, disclosure_id: str, body: Body | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.StepAnswer:
        """End a suspension. Only a regulator may. The log keeps what was there before."""
        return msgspec.json.decode(
            self.send(
                "POST",
                filled("/v1/disclosures/{disclosure_id}/resumption", disclosure_id=disclosure_id),
                body=_bytes(body),
                media_type="application/json",
                idempotency_key=idempotency_key or str(uuid4()),
            ).content,
            type=models.StepAnswer,
        )

    def get_step(self, step_id: str) -> models.StepAnswer:
        """What was done to a disclosure.

        With the receipt. Whoever did it, whose disclosure it is, and a regulator may see it.
        """
        return msgspec.json.decode(
            self.send("GET", filled("/v1/steps/{step_id}", step_id=step_id)).content, type=models.StepAnswer
        )

    def get_log(
        self, *, after: int | None = None, limit: int | None = None, cursor: str | None = None
    ) -> models.PageLogEntry:
        """The log of the register.

        Every entry in order. Its `hash` is the SHA-256 of its JSON by RFC 8785 without the member `hash`, and
        `previous` is the hash of the one before it; the first has the empty text. Entries name what they are about by
        ids and digests.
        """
        return msgspec.json.decode(
            self.send("GET", "/v1/log", query={"after": after, "limit": limit, "cursor": cursor}).content,
            type=models.PageLogEntry,
        )

    def get_log_head(self) -> models.Head:
        """The end of the log.

        Whoever keeps it can show later that nothing before it was changed: `opads register verify --head
        SEQUENCE:HASH`.
        """
        return msgspec.json.decode(self.send("GET", "/v1/log/head").content, type=models.Head)

    def list_formats(self) -> models.FormatsAnswer:
        """List the formats. List all formats."""
        return msgspec.json.decode(self.send("GET", "/v1/formats").content, type=models.FormatsAnswer)

    def get_format(self, format_id: str) -> models.FormatAnswer:
        """Describe a format. Describe one format."""
        return msgspec.json.decode(
            self.send("GET", filled("/v1/formats/{format_id}", format_id=format_id)).content, type=models.FormatAnswer
        )

    def get_record_schema(self, format_id: str) -> dict[str, Any]:
        """JSON Schema of one record of a format. Return the file as it is."""
        return msgspec.json.decode(
            self.send(
                "GET",
                filled("/v1/formats/{format_id}/record.json", format_id=format_id),
                accept="application/schema+json",
            ).content,
            type=dict[str, Any],
        )

    def get_matrix(self, *, from_: str | None = None, to: str | None = None) -> models.Sums:
        """What survives between the formats.

        Count, for each pair of formats, the fields that survive, narrow, depend on the record, are carried, drop or
        lack.
        """
        return msgspec.json.decode(
            self.send("GET", "/v1/matrix", query={"from": from_, "to": to}).content, type=models.Sums
        )

    def get_pair(self, source: str, target: str) -> models.Pair:
        """What survives between two formats, field by field.

        Say of each field of one format what becomes of it in another, and what the other demands in vain.
        """
        return msgspec.json.decode(
            self.send("GET", filled("/v1/matrix/{source}/{target}", source=source, target=target)).content,
            type=models.Pair,
        )

    def list_rules(
        self,
        *,
        format: str | None = None,
        severity: Literal["error", "warning", "info"] | None = None,
        lang: Literal["en", "ar", "de", "el", "es", "fr"] | None = None,
    ) -> models.RulesAnswer:
        """List rules and findings. List what a report can say."""
        return msgspec.json.decode(
            self.send("GET", "/v1/rules", query={"format": format, "severity": severity, "lang": lang}).content,
            type=models.RulesAnswer,
        )

    def get_rule(
        self, group: str, name: str, *, lang: Literal["en", "ar", "de", "el", "es", "fr"] | None = None
    ) -> models.RuleInfo:
        """Explain a rule or finding. Explain one rule: what it asks, by which law, how to mend it."""
        return msgspec.json.decode(
            self.send("GET", filled("/v1/rules/{group}/{name}", group=group, name=name), query={"lang": lang}).content,
            type=models.RuleInfo,
        )

    def list_schemas(self) -> models.SchemasAnswer:
        """List the files of the standard. List every file."""
        return msgspec.json.decode(self.send("GET", "/v1/schemas").content, type=models.SchemasAnswer)

    def get_schema(self, version: str, path: str) -> dict[str, Any]:
        """A file of the standard.

        Schemas are application/schema+json, code lists text/csv, catalogues application/yaml, what is said in RDF
        application/ld+json.
        """
        return msgspec.json.decode(
            self.send(
                "GET",
                filled("/v1/schemas/{version}/{path}", version=version, path=path),
                accept="application/schema+json",
            ).content,
            type=dict[str, Any],
        )

    def get_schema_as(
        self, version: str, path: str, *, accept: Literal["text/csv", "application/yaml", "application/ld+json"]
    ) -> Answer:
        """A file of the standard: the answer in another media type, as it is."""
        return self.send("GET", filled("/v1/schemas/{version}/{path}", version=version, path=path), accept=accept)

    def list_codelists(self) -> models.CodelistsAnswer:
        """List the code lists. List every code list."""
        return msgspec.json.decode(self.send("GET", "/v1/codelists").content, type=models.CodelistsAnswer)

    def get_codelist(self, name: str) -> models.CodelistAnswer:
        """A code list. As JSON, or with `Accept: text/csv` as the file of the standard."""
        return msgspec.json.decode(
            self.send("GET", filled("/v1/codelists/{name}", name=name)).content, type=models.CodelistAnswer
        )

    def get_codelist_as(self, name: str, *, accept: Literal["text/csv"]) -> Answer:
        """A code list: the answer in another media type, as it is."""
        return self.send("GET", filled("/v1/codelists/{name}", name=name), accept=accept)

    def list_terms(self) -> models.TermsAnswer:
        """List the terms. List every term of the glossary."""
        return msgspec.json.decode(self.send("GET", "/v1/terms").content, type=models.TermsAnswer)

    def get_term(self, term_id: str) -> models.TermAnswer:
        """What each law means by a word. The glossary in SKOS is `/v1/schemas/1.0/terms/opads-terms.jsonld`."""
        return msgspec.json.decode(
            self.send("GET", filled("/v1/terms/{term_id}", term_id=term_id)).content, type=models.TermAnswer
        )

    def search_disclosures(
        self,
        *,
        q: str | None = None,
        sponsor: str | None = None,
        payer: str | None = None,
        party: str | None = None,
        publisher: str | None = None,
        process: str | None = None,
        process_type: Literal["election", "referendum", "legislative-process", "regulatory-process"] | None = None,
        process_level: Literal["union", "national", "regional", "local"] | None = None,
        territory: str | None = None,
        country: Literal[
            "AD",
            "AE",
            "AF",
            "AG",
            "AI",
            "AL",
            "AM",
            "AO",
            "AQ",
            "AR",
            "AS",
            "AT",
            "AU",
            "AW",
            "AX",
            "AZ",
            "BA",
            "BB",
            "BD",
            "BE",
            "BF",
            "BG",
            "BH",
            "BI",
            "BJ",
            "BL",
            "BM",
            "BN",
            "BO",
            "BQ",
            "BR",
            "BS",
            "BT",
            "BV",
            "BW",
            "BY",
            "BZ",
            "CA",
            "CC",
            "CD",
            "CF",
            "CG",
            "CH",
            "CI",
            "CK",
            "CL",
            "CM",
            "CN",
            "CO",
            "CR",
            "CU",
            "CV",
            "CW",
            "CX",
            "CY",
            "CZ",
            "DE",
            "DJ",
            "DK",
            "DM",
            "DO",
            "DZ",
            "EC",
            "EE",
            "EG",
            "EH",
            "ER",
            "ES",
            "ET",
            "EU",
            "FI",
            "FJ",
            "FK",
            "FM",
            "FO",
            "FR",
            "GA",
            "GB",
            "GD",
            "GE",
            "GF",
            "GG",
            "GH",
            "GI",
            "GL",
            "GM",
            "GN",
            "GP",
            "GQ",
            "GR",
            "GS",
            "GT",
            "GU",
            "GW",
            "GY",
            "HK",
            "HM",
            "HN",
            "HR",
            "HT",
            "HU",
            "ID",
            "IE",
            "IL",
            "IM",
            "IN",
            "IO",
            "IQ",
            "IR",
            "IS",
            "IT",
            "JE",
            "JM",
            "JO",
            "JP",
            "KE",
            "KG",
            "KH",
            "KI",
            "KM",
            "KN",
            "KP",
            "KR",
            "KW",
            "KY",
            "KZ",
            "LA",
            "LB",
            "LC",
            "LI",
            "LK",
            "LR",
            "LS",
            "LT",
            "LU",
            "LV",
            "LY",
            "MA",
            "MC",
            "MD",
            "ME",
            "MF",
            "MG",
            "MH",
            "MK",
            "ML",
            "MM",
            "MN",
            "MO",
            "MP",
            "MQ",
            "MR",
            "MS",
            "MT",
            "MU",
            "MV",
            "MW",
            "MX",
            "MY",
            "MZ",
            "NA",
            "NC",
            "NE",
            "NF",
            "NG",
            "NI",
            "NL",
            "NO",
            "NP",
            "NR",
            "NU",
            "NZ",
            "OM",
            "PA",
            "PE",
            "PF",
            "PG",
            "PH",
            "PK",
            "PL",
            "PM",
            "PN",
            "PR",
            "PS",
            "PT",
            "PW",
            "PY",
            "QA",
            "RE",
            "RO",
            "RS",
            "RU",
            "RW",
            "SA",
            "SB",
            "SC",
            "SD",
            "SE",
            "SG",
            "SH",
            "SI",
            "SJ",
            "SK",
            "SL",
            "SM",
            "SN",
            "SO",
            "SR",
            "SS",
            "ST",
            "SV",
            "SX",
            "SY",
            "SZ",
            "TC",
            "TD",
            "TF",
            "TG",
            "TH",
            "TJ",
            "TK",
            "TL",
            "TM",
            "TN",
            "TO",
            "TR",
            "TT",
            "TV",
            "TW",
            "TZ",
            "UA",
            "UG",
            "UM",
            "US",
            "UY",
            "UZ",
            "VA",
            "VC",
            "VE",
            "VG",
            "VI",
            "VN",
            "VU",
            "WF",
            "WS",
            "XK",
            "YE",
            "YT",
            "ZA",
            "ZM",
            "ZW",
        ]
        | None = None,
        medium: Literal[
            "newspaper-magazine",
            "print-other",
            "outdoor",
            "television",
            "radio",
            "cinema",
            "website",
            "online-platform",
            "search-engine",
            "mobile-app",
            "computer-game",
            "audio-streaming",
            "video-streaming",
            "direct-message",
            "other-digital-interface",
        ]
        | None = None,
        targeting: Literal["used", "not-used", "not-disclosed"] | None = None,
        technique: Literal["targeting", "ad-delivery"] | None = None,
        criterion: Literal[
            "age",
            "gender",
            "location",
            "language",
            "interest",
            "behaviour",
            "custom-list",
            "lookalike",
            "contextual",
            "device",
            "other",
        ]
        | None = None,
        special_category: Literal[
            "racial-ethnic-origin",
            "political-opinions",
            "religious-philosophical-beliefs",
            "trade-union-membership",
            "genetic",
            "biometric-id",
            "health",
            "sex-life-sexual-orientation",
        ]
        | None = None,
        identifier: str | None = None,
        from_: str | None = None,
        until: str | None = None,
        period: Literal["intended", "actual", "reporting", "contracted"] | None = None,
        at_least: str | None = None,
        at_most: str | None = None,
        currency: str | None = None,
        amount_kind: Literal[
            "spent",
            "contracted",
            "invoiced",
            "total",
            "in-kind",
            "cash",
            "budget",
            "list-price",
            "discount",
            "running-total",
            "contribution-total",
            "expenditure-total",
            "share",
            "rate",
        ]
        | None = None,
        amount_scope: Literal[
            "ad", "campaign", "line", "period", "territory", "beneficiary", "filing", "election", "sponsor"
        ]
        | None = None,
        status: Literal["accepted", "suspended", "withdrawn"] | None = None,
        format: str | None = None,
        account: str | None = None,
        publisher_id: str | None = None,
        accepted_from: str | None = None,
        accepted_until: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.DisclosuresAnswer:
        """Search the register.

        The newest first; all that is asked for must hold. Everything is looked up in the public view: what is
        withheld from the public finds nothing. Amounts are compared exactly, in their own currency, and never summed.
        """
        return msgspec.json.decode(
            self.send(
                "GET",
                "/v1/disclosures",
                query={
                    "q": q,
                    "sponsor": sponsor,
                    "payer": payer,
                    "party": party,
                    "publisher": publisher,
                    "process": process,
                    "process-type": process_type,
                    "process-level": process_level,
                    "territory": territory,
                    "country": country,
                    "medium": medium,
                    "targeting": targeting,
                    "technique": technique,
                    "criterion": criterion,
                    "special-category": special_category,
                    "identifier": identifier,
                    "from": from_,
                    "until": until,
                    "period": period,
                    "at-least": at_least,
                    "at-most": at_most,
                    "currency": currency,
                    "amount-kind": amount_kind,
                    "amount-scope": amount_scope,
                    "status": status,
                    "format": format,
                    "account": account,
                    "publisher-id": publisher_id,
                    "accepted-from": accepted_from,
                    "accepted-until": accepted_until,
                    "limit": limit,
                    "cursor": cursor,
                },
            ).content,
            type=models.DisclosuresAnswer,
        )

    def get_disclosure(self, disclosure_id: str) -> dict[str, Any]:
        """A disclosure.

        The newest version in its canonical form (RFC 8785), or by the header Accept its notice. The public view
        leaves out what `/v1/schemas/1.0/public.yaml` lists, and says so in `absences`; the account that handed it in
        and the regulator see all.
        """
        return msgspec.json.decode(
            self.send("GET", filled("/v1/disclosures/{disclosure_id}", disclosure_id=disclosure_id)).content,
            type=dict[str, Any],
        )

    def get_disclosure_as(
        self, disclosure_id: str, *, accept: Literal["text/html", "text/plain", "application/pdf"]
    ) -> Answer:
        """A disclosure: the answer in another media type, as it is."""
        return self.send("GET", filled("/v1/disclosures/{disclosure_id}", disclosure_id=disclosure_id), accept=accept)

    def list_versions(self, disclosure_id: str) -> models.HistoryAnswer:
        """The history of a disclosure.

        Its entries of the log: versions, suspensions, withdrawal. It is told of every disclosure, also of one that is
        no longer shown.
        """
        return msgspec.json.decode(
            self.send("GET", filled("/v1/disclosures/{disclosure_id}/versions", disclosure_id=disclosure_id)).content,
            type=models.HistoryAnswer,
        )

    def get_version(self, disclosure_id: str, version: str) -> dict[str, Any]:
        """A version of a disclosure. As the disclosure itself, for any of its versions."""
        return msgspec.json.decode(
            self.send(
                "GET",
                filled(
                    "/v1/disclosures/{disclosure_id}/versions/{version}", disclosure_id=disclosure_id, version=version
                ),
            ).content,
            type=dict[str, Any],
        )

    def get_version_as(
        self, disclosure_id: str, version: str, *, accept: Literal["text/html", "text/plain", "application/pdf"]
    ) -> Answer:
        """A version of a disclosure: the answer in another media type, as it is."""
        return self.send(
            "GET",
            filled("/v1/disclosures/{disclosure_id}/versions/{version}", disclosure_id=disclosure_id, version=version),
            accept=accept,
        )

    def get_original(self, disclosure_id: str) -> Answer:
        """A disclosure as it was handed in.

        The bytes of the newest version's document. The public has them where nothing in them is withheld and no other
        disclosure is in them.
        """
        return self.send(
            "GET",
            filled("/v1/disclosures/{disclosure_id}/original", disclosure_id=disclosure_id),
            accept="application/octet-stream",
        )

    def get_disclosure_in_format(
        self,
        disclosure_id: str,
        format_id: str,
        *,
        to_carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"] | None = None,
        carry: bool | None = None,
    ) -> models.ConversionAnswer:
        """A disclosure in another format.

        The newest version converted, as `/v1/convert` answers: the output, the account of every value, the report on
        it.
        """
        return msgspec.json.decode(
            self.send(
                "GET",
                filled(
                    "/v1/disclosures/{disclosure_id}/as/{format_id}", disclosure_id=disclosure_id, format_id=format_id
                ),
                query={"to-carrier": to_carrier, "carry": carry},
            ).content,
            type=models.ConversionAnswer,
        )

    def get_figures(
        self,
        *,
        q: str | None = None,
        sponsor: str | None = None,
        payer: str | None = None,
        party: str | None = None,
        publisher: str | None = None,
        process: str | None = None,
        process_type: Literal["election", "referendum", "legislative-process", "regulatory-process"] | None = None,
        process_level: Literal["union", "national", "regional", "local"] | None = None,
        territory: str | None = None,
        country: Literal[
            "AD",
            "AE",
            "AF",
            "AG",
            "AI",
            "AL",
            "AM",
            "AO",
            "AQ",
            "AR",
            "AS",
            "AT",
            "AU",
            "AW",
            "AX",
            "AZ",
            "BA",
            "BB",
            "BD",
            "BE",
            "BF",
            "BG",
            "BH",
            "BI",
            "BJ",
            "BL",
            "BM",
            "BN",
            "BO",
            "BQ",
            "BR",
            "BS",
            "BT",
            "BV",
            "BW",
            "BY",
            "BZ",
            "CA",
            "CC",
            "CD",
            "CF",
            "CG",
            "CH",
            "CI",
            "CK",
            "CL",
            "CM",
            "CN",
            "CO",
            "CR",
            "CU",
            "CV",
            "CW",
            "CX",
            "CY",
            "CZ",
            "DE",
            "DJ",
            "DK",
            "DM",
            "DO",
            "DZ",
            "EC",
            "EE",
            "EG",
            "EH",
            "ER",
            "ES",
            "ET",
            "EU",
            "FI",
            "FJ",
            "FK",
            "FM",
            "FO",
            "FR",
            "GA",
            "GB",
            "GD",
            "GE",
            "GF",
            "GG",
            "GH",
            "GI",
            "GL",
            "GM",
            "GN",
            "GP",
            "GQ",
            "GR",
            "GS",
            "GT",
            "GU",
            "GW",
            "GY",
            "HK",
            "HM",
            "HN",
            "HR",
            "HT",
            "HU",
            "ID",
            "IE",
            "IL",
            "IM",
            "IN",
            "IO",
            "IQ",
            "IR",
            "IS",
            "IT",
            "JE",
            "JM",
            "JO",
            "JP",
            "KE",
            "KG",
            "KH",
            "KI",
            "KM",
            "KN",
            "KP",
            "KR",
            "KW",
            "KY",
            "KZ",
            "LA",
            "LB",
            "LC",
            "LI",
            "LK",
            "LR",
            "LS",
            "LT",
            "LU",
            "LV",
            "LY",
            "MA",
            "MC",
            "MD",
            "ME",
            "MF",
            "MG",
            "MH",
            "MK",
            "ML",
            "MM",
            "MN",
            "MO",
            "MP",
            "MQ",
            "MR",
            "MS",
            "MT",
            "MU",
            "MV",
            "MW",
            "MX",
            "MY",
            "MZ",
            "NA",
            "NC",
            "NE",
            "NF",
            "NG",
            "NI",
            "NL",
            "NO",
            "NP",
            "NR",
            "NU",
            "NZ",
            "OM",
            "PA",
            "PE",
            "PF",
            "PG",
            "PH",
            "PK",
            "PL",
            "PM",
            "PN",
            "PR",
            "PS",
            "PT",
            "PW",
            "PY",
            "QA",
            "RE",
            "RO",
            "RS",
            "RU",
            "RW",
            "SA",
            "SB",
            "SC",
            "SD",
            "SE",
            "SG",
            "SH",
            "SI",
            "SJ",
            "SK",
            "SL",
            "SM",
            "SN",
            "SO",
            "SR",
            "SS",
            "ST",
            "SV",
            "SX",
            "SY",
            "SZ",
            "TC",
            "TD",
            "TF",
            "TG",
            "TH",
            "TJ",
            "TK",
            "TL",
            "TM",
            "TN",
            "TO",
            "TR",
            "TT",
            "TV",
            "TW",
            "TZ",
            "UA",
            "UG",
            "UM",
            "US",
            "UY",
            "UZ",
            "VA",
            "VC",
            "VE",
            "VG",
            "VI",
            "VN",
            "VU",
            "WF",
            "WS",
            "XK",
            "YE",
            "YT",
            "ZA",
            "ZM",
            "ZW",
        ]
        | None = None,
        medium: Literal[
            "newspaper-magazine",
            "print-other",
            "outdoor",
            "television",
            "radio",
            "cinema",
            "website",
            "online-platform",
            "search-engine",
            "mobile-app",
            "computer-game",
            "audio-streaming",
            "video-streaming",
            "direct-message",
            "other-digital-interface",
        ]
        | None = None,
        targeting: Literal["used", "not-used", "not-disclosed"] | None = None,
        technique: Literal["targeting", "ad-delivery"] | None = None,
        criterion: Literal[
            "age",
            "gender",
            "location",
            "language",
            "interest",
            "behaviour",
            "custom-list",
            "lookalike",
            "contextual",
            "device",
            "other",
        ]
        | None = None,
        special_category: Literal[
            "racial-ethnic-origin",
            "political-opinions",
            "religious-philosophical-beliefs",
            "trade-union-membership",
            "genetic",
            "biometric-id",
            "health",
            "sex-life-sexual-orientation",
        ]
        | None = None,
        identifier: str | None = None,
        from_: str | None = None,
        until: str | None = None,
        period: Literal["intended", "actual", "reporting", "contracted"] | None = None,
        at_least: str | None = None,
        at_most: str | None = None,
        currency: str | None = None,
        amount_kind: Literal[
            "spent",
            "contracted",
            "invoiced",
            "total",
            "in-kind",
            "cash",
            "budget",
            "list-price",
            "discount",
            "running-total",
            "contribution-total",
            "expenditure-total",
            "share",
            "rate",
        ]
        | None = None,
        amount_scope: Literal[
            "ad", "campaign", "line", "period", "territory", "beneficiary", "filing", "election", "sponsor"
        ]
        | None = None,
        format: str | None = None,
        account: str | None = None,
        accepted_from: str | None = None,
        accepted_until: str | None = None,
        position: int | None = None,
    ) -> models.FiguresAnswer:
        """Figures of what a search finds.

        Counts and sums of amounts, of all that is found and by sponsor, country, month, publisher, process, targeting
        and format. Amounts are added within one currency, kind and scope alone, exactly, ranges as ranges, of each
        disclosure at most one; nothing is converted. What is counted is the public view, whoever asks. As `text/csv`
        one row for each number.
        """
        return msgspec.json.decode(
            self.send(
                "GET",
                "/v1/figures",
                query={
                    "q": q,
                    "sponsor": sponsor,
                    "payer": payer,
                    "party": party,
                    "publisher": publisher,
                    "process": process,
                    "process-type": process_type,
                    "process-level": process_level,
                    "territory": territory,
                    "country": country,
                    "medium": medium,
                    "targeting": targeting,
                    "technique": technique,
                    "criterion": criterion,
                    "special-category": special_category,
                    "identifier": identifier,
                    "from": from_,
                    "until": until,
                    "period": period,
                    "at-least": at_least,
                    "at-most": at_most,
                    "currency": currency,
                    "amount-kind": amount_kind,
                    "amount-scope": amount_scope,
                    "format": format,
                    "account": account,
                    "accepted-from": accepted_from,
                    "accepted-until": accepted_until,
                    "position": position,
                },
            ).content,
            type=models.FiguresAnswer,
        )

    def get_figures_as(
        self,
        *,
        q: str | None = None,
        sponsor: str | None = None,
        payer: str | None = None,
        party: str | None = None,
        publisher: str | None = None,
        process: str | None = None,
        process_type: Literal["election", "referendum", "legislative-process", "regulatory-process"] | None = None,
        process_level: Literal["union", "national", "regional", "local"] | None = None,
        territory: str | None = None,
        country: Literal[
            "AD",
            "AE",
            "AF",
            "AG",
            "AI",
            "AL",
            "AM",
            "AO",
            "AQ",
            "AR",
            "AS",
            "AT",
            "AU",
            "AW",
            "AX",
            "AZ",
            "BA",
            "BB",
            "BD",
            "BE",
            "BF",
            "BG",
            "BH",
            "BI",
            "BJ",
            "BL",
            "BM",
            "BN",
            "BO",
            "BQ",
            "BR",
            "BS",
            "BT",
            "BV",
            "BW",
            "BY",
            "BZ",
            "CA",
            "CC",
            "CD",
            "CF",
            "CG",
            "CH",
            "CI",
            "CK",
            "CL",
            "CM",
            "CN",
            "CO",
            "CR",
            "CU",
            "CV",
            "CW",
            "CX",
            "CY",
            "CZ",
            "DE",
            "DJ",
            "DK",
            "DM",
            "DO",
            "DZ",
            "EC",
            "EE",
            "EG",
            "EH",
            "ER",
            "ES",
            "ET",
            "EU",
            "FI",
            "FJ",
            "FK",
            "FM",
            "FO",
            "FR",
            "GA",
            "GB",
            "GD",
            "GE",
            "GF",
            "GG",
            "GH",
            "GI",
            "GL",
            "GM",
            "GN",
            "GP",
            "GQ",
            "GR",
            "GS",
            "GT",
            "GU",
            "GW",
            "GY",
            "HK",
            "HM",
            "HN",
            "HR",
            "HT",
            "HU",
            "ID",
            "IE",
            "IL",
            "IM",
            "IN",
            "IO",
            "IQ",
            "IR",
            "IS",
            "IT",
            "JE",
            "JM",
            "JO",
            "JP",
            "KE",
            "KG",
            "KH",
            "KI",
            "KM",
            "KN",
            "KP",
            "KR",
            "KW",
            "KY",
            "KZ",
            "LA",
            "LB",
            "LC",
            "LI",
            "LK",
            "LR",
            "LS",
            "LT",
            "LU",
            "LV",
            "LY",
            "MA",
            "MC",
            "MD",
            "ME",
            "MF",
            "MG",
            "MH",
            "MK",
            "ML",
            "MM",
            "MN",
            "MO",
            "MP",
            "MQ",
            "MR",
            "MS",
            "MT",
            "MU",
            "MV",
            "MW",
            "MX",
            "MY",
            "MZ",
            "NA",
            "NC",
            "NE",
            "NF",
            "NG",
            "NI",
            "NL",
            "NO",
            "NP",
            "NR",
            "NU",
            "NZ",
            "OM",
            "PA",
            "PE",
            "PF",
            "PG",
            "PH",
            "PK",
            "PL",
            "PM",
            "PN",
            "PR",
            "PS",
            "PT",
            "PW",
            "PY",
            "QA",
            "RE",
            "RO",
            "RS",
            "RU",
            "RW",
            "SA",
            "SB",
            "SC",
            "SD",
            "SE",
            "SG",
            "SH",
            "SI",
            "SJ",
            "SK",
            "SL",
            "SM",
            "SN",
            "SO",
            "SR",
            "SS",
            "ST",
            "SV",
            "SX",
            "SY",
            "SZ",
            "TC",
            "TD",
            "TF",
            "TG",
            "TH",
            "TJ",
            "TK",
            "TL",
            "TM",
            "TN",
            "TO",
            "TR",
            "TT",
            "TV",
            "TW",
            "TZ",
            "UA",
            "UG",
            "UM",
            "US",
            "UY",
            "UZ",
            "VA",
            "VC",
            "VE",
            "VG",
            "VI",
            "VN",
            "VU",
            "WF",
            "WS",
            "XK",
            "YE",
            "YT",
            "ZA",
            "ZM",
            "ZW",
        ]
        | None = None,
        medium: Literal[
            "newspaper-magazine",
            "print-other",
            "outdoor",
            "television",
            "radio",
            "cinema",
            "website",
            "online-platform",
            "search-engine",
            "mobile-app",
            "computer-game",
            "audio-streaming",
            "video-streaming",
            "direct-message",
            "other-digital-interface",
        ]
        | None = None,
        targeting: Literal["used", "not-used", "not-disclosed"] | None = None,
        technique: Literal["targeting", "ad-delivery"] | None = None,
        criterion: Literal[
            "age",
            "gender",
            "location",
            "language",
            "interest",
            "behaviour",
            "custom-list",
            "lookalike",
            "contextual",
            "device",
            "other",
        ]
        | None = None,
        special_category: Literal[
            "racial-ethnic-origin",
            "political-opinions",
            "religious-philosophical-beliefs",
            "trade-union-membership",
            "genetic",
            "biometric-id",
            "health",
            "sex-life-sexual-orientation",
        ]
        | None = None,
        identifier: str | None = None,
        from_: str | None = None,
        until: str | None = None,
        period: Literal["intended", "actual", "reporting", "contracted"] | None = None,
        at_least: str | None = None,
        at_most: str | None = None,
        currency: str | None = None,
        amount_kind: Literal[
            "spent",
            "contracted",
            "invoiced",
            "total",
            "in-kind",
            "cash",
            "budget",
            "list-price",
            "discount",
            "running-total",
            "contribution-total",
            "expenditure-total",
            "share",
            "rate",
        ]
        | None = None,
        amount_scope: Literal[
            "ad", "campaign", "line", "period", "territory", "beneficiary", "filing", "election", "sponsor"
        ]
        | None = None,
        format: str | None = None,
        account: str | None = None,
        accepted_from: str | None = None,
        accepted_until: str | None = None,
        position: int | None = None,
        accept: Literal["text/csv"],
    ) -> Answer:
        """Figures of what a search finds: the answer in another media type, as it is."""
        return self.send(
            "GET",
            "/v1/figures",
            query={
                "q": q,
                "sponsor": sponsor,
                "payer": payer,
                "party": party,
                "publisher": publisher,
                "process": process,
                "process-type": process_type,
                "process-level": process_level,
                "territory": territory,
                "country": country,
                "medium": medium,
                "targeting": targeting,
                "technique": technique,
                "criterion": criterion,
                "special-category": special_category,
                "identifier": identifier,
                "from": from_,
                "until": until,
                "period": period,
                "at-least": at_least,
                "at-most": at_most,
                "currency": currency,
                "amount-kind": amount_kind,
                "amount-scope": amount_scope,
                "format": format,
                "account": account,
                "accepted-from": accepted_from,
                "accepted-until": accepted_until,
                "position": position,
            },
            accept=accept,
        )

    def list_dumps(self) -> models.DumpsAnswer:
        """List the daily dumps.

        A dump has what was public at the end of a day (UTC), as lines and in columns, with the whole log, so that
        anyone can verify it (`opads register verify --dump`). A day that is published never changes; `digest` is the
        SHA-256 of its `SHA256SUMS`.
        """
        return msgspec.json.decode(self.send("GET", "/v1/dumps").content, type=models.DumpsAnswer)

    def get_dump_file(self, day: str, name: str) -> Answer:
        """A file of a dump.

        As it is; one range of bytes can be asked for, so that a transfer that broke off goes on.
        """
        return self.send("GET", filled("/v1/dumps/{day}/{name}", day=day, name=name), accept="application/octet-stream")

    def get_me(self) -> models.Me:
        """Who asks.

        The account behind the key or token that is sent, its roles and what the key or token is good for.
        """
        return msgspec.json.decode(self.send("GET", "/v1/me").content, type=models.Me)

    def list_accounts(self, *, limit: int | None = None, cursor: str | None = None) -> models.PageAccountRow:
        """List the accounts. In the order in which they were made. For administrators."""
        return msgspec.json.decode(
            self.send("GET", "/v1/accounts", query={"limit": limit, "cursor": cursor}).content,
            type=models.PageAccountRow,
        )

    def add_account(self, body: Body | dict[str, Any]) -> models.AccountRow:
        """Make an account. For administrators. It has no key yet."""
        return msgspec.json.decode(
            self.send("POST", "/v1/accounts", body=_bytes(body), media_type="application/json").content,
            type=models.AccountRow,
        )

    def get_account(self, account_id: str) -> models.AccountRow:
        """Look at an account. One's own, or any for administrators."""
        return msgspec.json.decode(
            self.send("GET", filled("/v1/accounts/{account_id}", account_id=account_id)).content, type=models.AccountRow
        )

    def change_account(self, account_id: str, body: Body | dict[str, Any]) -> models.AccountRow:
        """Change, suspend or reinstate an account.

        For administrators. Members that are left out stay as they are. With If-Match, only what was seen is changed.
        The keys and tokens of a suspended account are refused; what it handed in stays as it is.
        """
        return msgspec.json.decode(
            self.send(
                "PATCH",
                filled("/v1/accounts/{account_id}", account_id=account_id),
                body=_bytes(body),
                media_type="application/json",
            ).content,
            type=models.AccountRow,
        )

    def list_keys(self, account_id: str, *, limit: int | None = None, cursor: str | None = None) -> models.PageKeyRow:
        """List the keys of an account.

        Of one's own, or of any for administrators; those that ended among them. Secrets are not among it.
        """
        return msgspec.json.decode(
            self.send(
                "GET",
                filled("/v1/accounts/{account_id}/keys", account_id=account_id),
                query={"limit": limit, "cursor": cursor},
            ).content,
            type=models.PageKeyRow,
        )

    def add_key(self, account_id: str, body: Body | dict[str, Any]) -> models.MadeKey:
        """Make a key.

        For administrators. The answer holds the secret, which is kept nowhere: where it is lost, revoke the key and
        make another.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                filled("/v1/accounts/{account_id}/keys", account_id=account_id),
                body=_bytes(body),
                media_type="application/json",
            ).content,
            type=models.MadeKey,
        )

    def get_key(self, account_id: str, key_id: str) -> models.KeyRow:
        """Look at a key. One of one's own, or any for administrators; without its secret."""
        return msgspec.json.decode(
            self.send(
                "GET", filled("/v1/accounts/{account_id}/keys/{key_id}", account_id=account_id, key_id=key_id)
            ).content,
            type=models.KeyRow,
        )

    def rotate_key(self, account_id: str, key_id: str, body: Body | dict[str, Any]) -> models.MadeKey:
        """Exchange a key for a new one.

        For administrators, and for the key itself. The new key is like the old one, which stays valid for the
        overlap.
        """
        return msgspec.json.decode(
            self.send(
                "POST",
                filled("/v1/accounts/{account_id}/keys/{key_id}/rotate", account_id=account_id, key_id=key_id),
                body=_bytes(body),
                media_type="application/json",
            ).content,
            type=models.MadeKey,
        )

    def revoke_key(self, account_id: str, key_id: str) -> models.KeyRow:
        """End a key now.

        For administrators. Every process heeds it within five seconds. To revoke twice changes nothing.
        """
        return msgspec.json.decode(
            self.send(
                "POST", filled("/v1/accounts/{account_id}/keys/{key_id}/revoke", account_id=account_id, key_id=key_id)
            ).content,
            type=models.KeyRow,
        )

    def list_webhooks(self, *, limit: int | None = None, cursor: str | None = None) -> models.PageWebhookRow:
        """List the caller's own webhooks. List webhooks, the oldest first."""
        return msgspec.json.decode(
            self.send("GET", "/v1/webhooks", query={"limit": limit, "cursor": cursor}).content,
            type=models.PageWebhookRow,
        )

    def create_webhook(self, body: Body | dict[str, Any]) -> models.WebhookRow:
        """Have an address told what happens.

        Events are thin: ids and links. They are signed as Standard Webhooks say (`v1a`, Ed25519, by the keys of
        `/v1/signing-keys`), sent at least once with the same `webhook-id`, and again for three days where the answer
        is not 2xx; 410 ends them. The same request again gives the same webhook.
        """
        return msgspec.json.decode(
            self.send("POST", "/v1/webhooks", body=_bytes(body), media_type="application/json").content,
            type=models.WebhookRow,
        )

    def get_webhook(self, id: str) -> models.WebhookRow:
        """A webhook, and whether it arrives. Return one of the caller's own webhooks."""
        return msgspec.json.decode(self.send("GET", filled("/v1/webhooks/{id}", id=id)).content, type=models.WebhookRow)

    def delete_webhook(self, id: str) -> None:
        """Have an address told nothing more. Remove one of the caller's own webhooks."""
        self.send("DELETE", filled("/v1/webhooks/{id}", id=id))

    def list_signing_keys(self) -> models.SigningKeysAnswer:
        """The keys that sign receipts and webhooks, with their dates. List every key."""
        return msgspec.json.decode(self.send("GET", "/v1/signing-keys").content, type=models.SigningKeysAnswer)

    def get_jwks(self) -> dict[str, Any]:
        """The keys that sign receipts and webhooks, as a JWK Set.

        RFC 7517. Keys that are out of use stay in it, with `exp` and `revoked` (OpenID Federation 1.0), so that what
        they signed can be verified. Keep a copy: a receipt is verified by keys that were pinned before.
        """
        return msgspec.json.decode(
            self.send("GET", "/.well-known/jwks.json", accept="application/jwk-set+json").content, type=dict[str, Any]
        )

    def get_jwks_as(self, *, accept: Literal["application/json"]) -> Answer:
        """The keys that sign receipts and webhooks, as a JWK Set: the answer in another media type, as it is."""
        return self.send("GET", "/.well-known/jwks.json", accept=accept)

    def list_problems(self) -> models.KindsAnswer:
        """List the kinds of problems. List every kind."""
        return msgspec.json.decode(self.send("GET", "/problems").content, type=models.KindsAnswer)

    def list_problems_as(self, *, accept: Literal["text/html"]) -> Answer:
        """List the kinds of problems: the answer in another media type, as it is."""
        return self.send("GET", "/problems", accept=accept)

    def get_problem(self, name: str) -> models.KindRow:
        """Explain a kind of problem. Explain one kind."""
        return msgspec.json.decode(self.send("GET", filled("/problems/{name}", name=name)).content, type=models.KindRow)

    def get_problem_as(self, name: str, *, accept: Literal["text/html"]) -> Answer:
        """Explain a kind of problem: the answer in another media type, as it is."""
        return self.send("GET", filled("/problems/{name}", name=name), accept=accept)

    def live(self) -> models.Health:
        """Whether the process answers. Answer at all."""
        return msgspec.json.decode(self.send("GET", "/health/live").content, type=models.Health)

    def ready(self) -> models.Health:
        """Whether every format is loaded and what is kept can be read and written.

        Without storage, the formats alone. False while the service is stopping. The cause of a refusal is in the log.
        """
        return msgspec.json.decode(self.send("GET", "/health/ready").content, type=models.Health)

    def get_metrics(self) -> Answer:
        """The figures of the service, for Prometheus.

        Counts of all processes since the service was started. Who may read them is set by the operator.
        """
        return self.send("GET", "/metrics", accept="text/plain")

    def get_contract(self) -> dict[str, Any]:
        """This document. Return the OpenAPI document."""
        return msgspec.json.decode(self.send("GET", "/openapi.json").content, type=dict[str, Any])


def _bytes(body: Any) -> Body:
    """Return a body of JSON as it is sent: values are written, documents are left as they are."""
    if isinstance(body, msgspec.Struct | dict):
        return msgspec.json.encode(body)
    told: Body = body
    return told
