# ruff: noqa: A002, D401 - names and words are those of the contract
"""Every operation as a method. Made from the OpenAPI document by tools/make_client.py; not to be changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from opads.client import models
from opads.client.bodies import Body
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
                query={"from": from_, "for": for_, "carrier": carrier, "date": date},
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
        media_type: str | None = None,
        accept: Literal[
            "application/x-ndjson", "application/sarif+json", "application/xml", "text/plain", "text/csv", "text/html"
        ],
    ) -> Answer:
        """Check a document: the answer in another media type, as it is."""
        return self.send(
            "POST",
            "/v1/validate",
            query={"from": from_, "for": for_, "carrier": carrier, "date": date},
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
                query={"from": from_, "for": for_, "carrier": carrier, "date": date},
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
        media_type: str | None = None,
        accept: Literal[
            "application/x-ndjson", "application/sarif+json", "application/xml", "text/plain", "text/csv", "text/html"
        ],
    ) -> Answer:
        """Check a long file: the answer in another media type, as it is."""
        return self.send(
            "POST",
            "/v1/bulk/validate",
            query={"from": from_, "for": for_, "carrier": carrier, "date": date},
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
        template: Literal["eu-ttpa"] | None = None,
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
        template: Literal["eu-ttpa"] | None = None,
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
        template: Literal["eu-ttpa"] | None = None,
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
        template: Literal["eu-ttpa"] | None = None,
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
        self, *, format: str | None = None, severity: Literal["error", "warning", "info"] | None = None
    ) -> models.RulesAnswer:
        """List rules and findings. List what a report can say."""
        return msgspec.json.decode(
            self.send("GET", "/v1/rules", query={"format": format, "severity": severity}).content,
            type=models.RulesAnswer,
        )

    def get_rule(self, group: str, name: str) -> models.RuleInfo:
        """Explain a rule or finding. Explain one rule: what it asks, by which law, how to mend it."""
        return msgspec.json.decode(
            self.send("GET", filled("/v1/rules/{group}/{name}", group=group, name=name)).content, type=models.RuleInfo
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
        """Whether every format is loaded. Load what is not loaded yet and say so."""
        return msgspec.json.decode(self.send("GET", "/health/ready").content, type=models.Health)

    def get_contract(self) -> dict[str, Any]:
        """This document. Return the OpenAPI document."""
        return msgspec.json.decode(self.send("GET", "/openapi.json").content, type=dict[str, Any])


def _bytes(body: Any) -> Body:
    """Return a body of JSON as it is sent: values are written, documents are left as they are."""
    if isinstance(body, msgspec.Struct | dict):
        return msgspec.json.encode(body)
    told: Body = body
    return told
