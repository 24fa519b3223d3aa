"""What a service answers. Made from the OpenAPI document by tools/make_client.py; not to be changed by hand.

What a newer service says besides is left out; a value that is not always told is None or empty where it is not.
"""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = (
    "Account",
    "AccountRow",
    "AccountTotals",
    "AmountSeries",
    "Answer",
    "AsOf",
    "BatchAnswer",
    "Block",
    "Candidate",
    "Citation",
    "CodeRow",
    "CodelistAnswer",
    "CodelistRow",
    "CodelistsAnswer",
    "ConstantRow",
    "ConversionAnswer",
    "Count",
    "Counts",
    "Deadline",
    "DefinitionRow",
    "DetectionAnswer",
    "DisclosureRow",
    "DisclosuresAnswer",
    "DumpFile",
    "DumpsAnswer",
    "DutyOutcome",
    "Edit",
    "Election",
    "ElectionsAnswer",
    "Fact",
    "FieldFate",
    "Figures",
    "FiguresAnswer",
    "FiguresBasis",
    "FiguresGroup",
    "FiguresSince",
    "FiguresSum",
    "Finding",
    "FixRow",
    "FixesAnswer",
    "FormatAnswer",
    "FormatInfo",
    "FormatsAnswer",
    "Gap",
    "Group",
    "Grouping",
    "Head",
    "Health",
    "HistoryAnswer",
    "InputInfo",
    "InstrumentRow",
    "JudgedWith",
    "KeyRow",
    "KindRow",
    "KindsAnswer",
    "LabelDocument",
    "LabelLine",
    "LabelRow",
    "Law",
    "LeafRow",
    "Ledger",
    "LedgerRow",
    "LeftOut",
    "LogEntry",
    "LogPosition",
    "MadeKey",
    "Me",
    "MissingRow",
    "NoticeDocument",
    "NoticeEntry",
    "NoticePoint",
    "Operation",
    "PageAccountRow",
    "PageBatchAnswer",
    "PageKeyRow",
    "PageLogEntry",
    "PageSubmissionAnswer",
    "PageWebhookRow",
    "Pair",
    "PairCounts",
    "Place",
    "ProgressAnswer",
    "Published",
    "Question",
    "RecordAccount",
    "RecordPatch",
    "RecordRow",
    "RegimeOutcome",
    "RelationRow",
    "Report",
    "RuleInfo",
    "RuleRow",
    "RulesAnswer",
    "Said",
    "SchemaRow",
    "SchemasAnswer",
    "SigningKeyRow",
    "SigningKeysAnswer",
    "StatedRow",
    "StepAnswer",
    "SubmissionAnswer",
    "Sums",
    "TermAnswer",
    "TermRow",
    "TermsAnswer",
    "Totals",
    "Value",
    "VersionRow",
    "WebhookRow",
)


class Account(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Account of the contract."""

    account: str
    source: dict[str, Any]
    target: dict[str, Any]
    totals: AccountTotals
    records: tuple[RecordAccount, ...]
    unread: tuple[dict[str, Any], ...] = ()
    refusal: str | None = None


class AccountRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """AccountRow of the contract."""

    id: str
    name: str
    roles: tuple[str, ...]
    sandbox: bool
    issuer: str | None
    subject: str | None
    version: int
    created_at: str = msgspec.field(name="createdAt")
    changed_at: str = msgspec.field(name="changedAt")
    suspended_at: str | None = msgspec.field(name="suspendedAt")


class AccountTotals(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """AccountTotals of the contract."""

    records: int
    leaves: int
    written: int
    narrowed: int
    carried: int
    dropped: int
    missing: int
    outside: int
    stated: int | None = None


class AmountSeries(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """AmountSeries of the contract."""

    currency: str
    kind: str
    scope: str


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Answer of the contract."""

    standard: str
    digest: str
    as_of: str | None = msgspec.field(name="asOf")
    counts: Counts
    regimes: tuple[RegimeOutcome, ...]
    duties: tuple[DutyOutcome, ...]
    derived: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()


class AsOf(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """AsOf of the contract."""

    basis: tuple[str, ...]
    first: str | None = None
    last: str | None = None


class BatchAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """BatchAnswer of the contract."""

    id: str
    state: str
    verdict: str | None
    error: str | None
    bytes: int
    sha256: str
    progress: ProgressAnswer
    judged_with: JudgedWith | None = msgspec.field(name="judgedWith")
    created_at: str = msgspec.field(name="createdAt")
    started_at: str | None = msgspec.field(name="startedAt")
    ended_at: str | None = msgspec.field(name="endedAt")
    expires_at: str | None = msgspec.field(name="expiresAt")
    retention_seconds: float = msgspec.field(name="retentionSeconds")
    links: dict[str, str]


class Block(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Block of the contract."""

    entries: tuple[NoticeEntry, ...]


class Candidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Candidate of the contract."""

    format: str
    carrier: str
    score: float
    features: tuple[str, ...]


class Citation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Citation of the contract."""

    instrument: str
    provision: str | None = None
    url: str | None = None
    retrieved: str | None = None


class CodeRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """CodeRow of the contract."""

    code: str
    title: str
    definition: str
    source: str
    valid_from: str = msgspec.field(name="validFrom")
    valid_until: str = msgspec.field(name="validUntil")
    replaced_by: str = msgspec.field(name="replacedBy")


class CodelistAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """CodelistAnswer of the contract."""

    name: str
    codes: tuple[CodeRow, ...]


class CodelistRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """CodelistRow of the contract."""

    name: str
    codes: int


class CodelistsAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """CodelistsAnswer of the contract."""

    codelists: tuple[CodelistRow, ...]


class ConstantRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """ConstantRow of the contract."""

    canonical: str
    status: str
    target: tuple[str, ...] = ()


class ConversionAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """ConversionAnswer of the contract."""

    output: str
    media_type: str = msgspec.field(name="mediaType")
    account: Account
    report: Report


class Count(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Count of the contract."""

    number: int
    exact: bool


class Counts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Counts of the contract."""

    applies: int
    does_not_apply: int = msgspec.field(name="doesNotApply")
    undetermined: int


class Deadline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Deadline of the contract."""

    text: str
    kind: str
    at: str | None = None
    missing: tuple[str, ...] = ()
    verified: bool | None = None
    reason: str | None = None


class DefinitionRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """DefinitionRow of the contract."""

    law: str
    name: str
    jurisdiction: str
    provision: str
    term: str
    text: str
    match: str
    verified: bool
    url: str | None = None


class DetectionAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """DetectionAnswer of the contract."""

    format: str | None
    carrier: str | None
    candidates: tuple[Candidate, ...]
    carriers: tuple[str, ...]


class DisclosureRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """DisclosureRow of the contract."""

    id: str
    status: str
    version: int
    format: str
    account: str
    accepted_at: str = msgspec.field(name="acceptedAt")
    changed_at: str = msgspec.field(name="changedAt")
    url: str
    summary: dict[str, Any]
    publisher_id: str | None = msgspec.field(name="publisherId", default=None)


class DisclosuresAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """DisclosuresAnswer of the contract."""

    items: tuple[DisclosureRow, ...]
    next: str | None
    total: Count


class DumpFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """DumpFile of the contract."""

    name: str
    bytes: int
    sha256: str


class DumpsAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """DumpsAnswer of the contract."""

    dumps: tuple[Published, ...]


class DutyOutcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """DutyOutcome of the contract."""

    id: str
    regime: str
    title: str
    who: tuple[str, ...]
    status: str
    description: str
    citations: tuple[Citation, ...]
    why: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str | None = None
    deadline: Deadline | None = None
    format: str | None = None
    rules: tuple[str, ...] = ()
    verified: bool | None = None
    note: str | None = None


class Edit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Edit of the contract."""

    offset: int
    length: int
    text: str


class Election(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Election of the contract."""

    id: str
    country: str
    territory: str
    type: str
    level: str
    round: str
    name: str
    date: str
    end_date: str = msgspec.field(name="endDate")
    source: str
    source_date: str = msgspec.field(name="sourceDate")
    verified: bool


class ElectionsAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """ElectionsAnswer of the contract."""

    elections: tuple[Election, ...]


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Fact of the contract."""

    pointer: str
    title: str
    value: Any
    because: str | None = None


class FieldFate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FieldFate of the contract."""

    field: str
    fate: str
    canonical: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    relation: str | None = None


class Figures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Figures of the contract."""

    position: LogPosition
    since: FiguresSince | None
    found: int
    counted: int
    left_out: tuple[LeftOut, ...] = msgspec.field(name="leftOut")
    sums: tuple[FiguresSum, ...]
    chosen: AmountSeries | None
    chosen_left_out: tuple[LeftOut, ...] = msgspec.field(name="chosenLeftOut")
    groupings: tuple[Grouping, ...]
    basis: FiguresBasis


class FiguresAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FiguresAnswer of the contract."""

    asked: dict[str, str]
    url: str
    page: str
    figures: Figures
    definitions: dict[str, str]
    reasons: dict[str, str]


class FiguresBasis(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FiguresBasis of the contract."""

    accounts: int
    publishers: int
    exact: int
    ranges: int
    without_amount: int = msgspec.field(name="withoutAmount")
    earlier_versions: int = msgspec.field(name="earlierVersions")
    start: str
    end: str
    without_period: int = msgspec.field(name="withoutPeriod")
    accepted_from: str = msgspec.field(name="acceptedFrom")
    accepted_until: str = msgspec.field(name="acceptedUntil")


class FiguresGroup(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FiguresGroup of the contract."""

    value: str
    disclosures: int
    sums: tuple[FiguresSum, ...]


class FiguresSince(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FiguresSince of the contract."""

    changed: int
    removed: int


class FiguresSum(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FiguresSum of the contract."""

    series: AmountSeries
    disclosures: int
    exact: int
    lower: str | None
    upper: str | None
    stated_lower: str = msgspec.field(name="statedLower")
    stated_upper: str = msgspec.field(name="statedUpper")
    without_lower: int | None = msgspec.field(name="withoutLower", default=None)
    without_upper: int | None = msgspec.field(name="withoutUpper", default=None)
    unlinked: int | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Finding of the contract."""

    rule: str
    severity: str
    params: dict[str, Any] | None = None
    record: int | None = None
    pointer: str | None = None
    native: str | None = None
    place: Place | None = None


class FixRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FixRow of the contract."""

    id: str
    rule: str
    kind: str
    reason: str
    why: str
    before: str
    after: str
    edit: Edit
    record: int | None = None
    native: str | None = None
    place: Place | None = None
    patches: tuple[RecordPatch, ...] = ()


class FixesAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FixesAnswer of the contract."""

    fixes: tuple[FixRow, ...]
    more: bool
    put_in: tuple[str, ...] = msgspec.field(name="putIn")
    patches: tuple[RecordPatch, ...]
    output: str | None
    report: Report


class FormatAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FormatAnswer of the contract."""

    id: str
    name: str
    description: str
    authority: str
    kind: str
    jurisdiction: tuple[str, ...]
    versions: tuple[str, ...]
    media_type: str = msgspec.field(name="mediaType")
    carriers: tuple[str, ...]
    rules: int
    digest: str
    instruments: tuple[InstrumentRow, ...]
    record_schema: str = msgspec.field(name="recordSchema")
    valid_from: str | None = msgspec.field(name="validFrom", default=None)
    valid_until: str | None = msgspec.field(name="validUntil", default=None)


class FormatInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FormatInfo of the contract."""

    id: str
    name: str
    digest: str
    local: bool | None = None


class FormatsAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """FormatsAnswer of the contract."""

    formats: tuple[FormatAnswer, ...]


class Gap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Gap of the contract."""

    said: Said
    reason: Said | None = None
    note: str | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Group of the contract."""

    rule: str
    severity: str
    title: str
    total: int
    records: int
    citations: tuple[Citation, ...]
    text: str
    fix: str
    samples: tuple[Finding, ...]


class Grouping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Grouping of the contract."""

    dimension: str
    groups: tuple[FiguresGroup, ...]
    unstated: int
    more: int


class Head(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Head of the contract."""

    chain: str
    sequence: int
    hash: str
    at: str | None = None


class Health(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Health of the contract."""

    status: str
    version: str
    formats: int | None = None
    rules: int | None = None


class HistoryAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """HistoryAnswer of the contract."""

    id: str
    status: str
    items: tuple[VersionRow, ...]


class InputInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """InputInfo of the contract."""

    bytes: int
    sha256: str
    format: str | None = None
    carrier: str | None = None
    detected: bool | None = None


class InstrumentRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """InstrumentRow of the contract."""

    name: str
    provision: str | None = None
    url: str | None = None
    retrieved: str | None = None
    verified: bool | None = None
    note: str | None = None


class JudgedWith(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """JudgedWith of the contract."""

    engine: str
    standard: str
    formats: str


class KeyRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """KeyRow of the contract."""

    id: str
    account: str
    name: str
    scopes: tuple[str, ...]
    sandbox: bool
    follows: str | None
    created_at: str = msgspec.field(name="createdAt")
    expires_at: str | None = msgspec.field(name="expiresAt")
    revoked_at: str | None = msgspec.field(name="revokedAt")
    used_at: str | None = msgspec.field(name="usedAt")


class KindRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """KindRow of the contract."""

    type: str
    name: str
    status: int
    title: str
    description: str


class KindsAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """KindsAnswer of the contract."""

    problems: tuple[KindRow, ...]


class LabelDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """LabelDocument of the contract."""

    template: str
    language: str
    direction: str
    statement: Said
    lines: tuple[LabelLine, ...]
    notice: Said
    code: Said
    url: str | None = None
    shown: str | None = None
    gap: Said | None = None


class LabelLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """LabelLine of the contract."""

    id: str
    sentence: Said
    values: tuple[Value, ...] = ()
    gap: Said | None = None


class LabelRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """LabelRow of the contract."""

    language: str
    label: str
    verified: bool


class Law(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Law of the contract."""

    instrument: str
    provision: str
    verified: bool


class LeafRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """LeafRow of the contract."""

    source: str
    status: str
    value: Any = None
    canonical: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    reason: str | None = None
    params: dict[str, Any] | None = None
    relation: str | None = None


class Ledger(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Ledger of the contract."""

    due: int
    passed: int
    failed: int
    not_applicable: int = msgspec.field(name="notApplicable")
    not_evaluated: int = msgspec.field(name="notEvaluated")
    needs_human: int = msgspec.field(name="needsHuman")
    rules: tuple[LedgerRow, ...]


class LedgerRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """LedgerRow of the contract."""

    rule: str
    passed: int | None = None
    failed: int | None = None
    not_applicable: int | None = msgspec.field(name="notApplicable", default=None)
    not_evaluated: int | None = msgspec.field(name="notEvaluated", default=None)
    needs_human: int | None = msgspec.field(name="needsHuman", default=None)
    reasons: tuple[str, ...] = ()


class LeftOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """LeftOut of the contract."""

    reason: str
    disclosures: int


class LogEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """LogEntry of the contract."""

    chain: str
    sequence: int
    kind: str
    disclosure: str
    version: int
    account: str
    publisher_id: str | None = msgspec.field(name="publisherId")
    submission: str | None
    record: int | None
    document: str | None
    canonical: str | None
    format: str | None
    verdict: str | None
    report: str | None
    reason: str | None
    at: str
    previous: str
    hash: str | None = None


class LogPosition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """LogPosition of the contract."""

    sequence: int
    hash: str
    at: str


class MadeKey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """MadeKey of the contract."""

    key: KeyRow
    secret: str
    replaces: KeyRow | None = None


class Me(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Me of the contract."""

    account: str
    name: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    sandbox: bool
    credential: str


class MissingRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """MissingRow of the contract."""

    target: str
    title: str | None = None


class NoticeDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """NoticeDocument of the contract."""

    template: str
    language: str
    direction: str
    title: Said
    statement: Said
    introduction: Said
    head: tuple[NoticeEntry, ...]
    points: tuple[NoticePoint, ...]
    embedded: Said
    subject: str
    disclosure: dict[str, Any]
    url: str | None = None
    data_language: str | None = msgspec.field(name="dataLanguage", default=None)
    missing: Said | None = None
    unverified: Said | None = None


class NoticeEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """NoticeEntry of the contract."""

    field: str
    label: Said
    values: tuple[Value, ...] = ()
    gaps: tuple[Gap, ...] = ()


class NoticePoint(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """NoticePoint of the contract."""

    id: str
    number: int
    heading: Said
    law: Law
    blocks: tuple[Block, ...] = ()
    empty: Said | None = None
    gap: Gap | None = None


class Operation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Operation of the contract."""

    op: str
    path: str
    value: Any = None
    from_: str | None = msgspec.field(name="from", default=None)


class PageAccountRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Page[AccountRow] of the contract."""

    items: tuple[AccountRow, ...]
    next: str | None


class PageKeyRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Page[KeyRow] of the contract."""

    items: tuple[KeyRow, ...]
    next: str | None


class PageBatchAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Page[BatchAnswer] of the contract."""

    items: tuple[BatchAnswer, ...]
    next: str | None


class PageSubmissionAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Page[SubmissionAnswer] of the contract."""

    items: tuple[SubmissionAnswer, ...]
    next: str | None


class PageLogEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Page[LogEntry] of the contract."""

    items: tuple[LogEntry, ...]
    next: str | None


class PageWebhookRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Page[WebhookRow] of the contract."""

    items: tuple[WebhookRow, ...]
    next: str | None


class Pair(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Pair of the contract."""

    counts: PairCounts
    fields: tuple[FieldFate, ...]
    missing: tuple[str, ...]


class PairCounts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """PairCounts of the contract."""

    source: str
    target: str
    fields: int
    survives: int
    narrows: int
    depends: int
    carried: int
    drops: int
    missing: int


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Place of the contract."""

    line: int | None = None
    column: int | None = None
    offset: int | None = None
    row: int | None = None
    field: str | None = None
    field_number: int | None = msgspec.field(name="fieldNumber", default=None)


class ProgressAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """ProgressAnswer of the contract."""

    bytes: int
    share: float
    records: int
    valid: int
    invalid: int
    undetermined: int
    errors: int
    warnings: int
    failures: int
    remaining_seconds: float | None = msgspec.field(name="remainingSeconds")


class Published(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Published of the contract."""

    date: str
    digest: str
    sequence: int
    hash: str
    files: tuple[DumpFile, ...]


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Question of the contract."""

    pointer: str
    title: str
    description: str
    duties: int


class RecordAccount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RecordAccount of the contract."""

    record: int
    leaves: tuple[LeafRow, ...]
    constants: tuple[ConstantRow, ...]
    missing: tuple[MissingRow, ...]
    stated: tuple[StatedRow, ...] = ()


class RecordPatch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RecordPatch of the contract."""

    operations: tuple[Operation, ...]
    record: int | None = None


class RecordRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RecordRow of the contract."""

    record: int
    outcome: str
    disclosure: str
    version: int
    sequence: int
    hash: str
    canonical: str
    url: str
    publisher_id: str | None = msgspec.field(name="publisherId", default=None)
    status: str | None = None
    newest: int | None = None


class RegimeOutcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RegimeOutcome of the contract."""

    id: str
    title: str
    status: str
    jurisdiction: tuple[str, ...]
    counts: Counts


class RelationRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RelationRow of the contract."""

    relation: str
    concept: str | None = None
    iri: str | None = None
    note: str | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Report of the contract."""

    report: str
    verdict: str
    engine: dict[str, str]
    standard: dict[str, str]
    formats: tuple[FormatInfo, ...]
    judged_for: tuple[str, ...] = msgspec.field(name="judgedFor")
    input: InputInfo
    as_of: AsOf = msgspec.field(name="asOf")
    totals: Totals
    groups: tuple[Group, ...]
    ledger: Ledger


class RuleInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RuleInfo of the contract."""

    id: str
    title: str
    severity: str
    description: str | None = None
    format: str | None = None
    citations: tuple[Citation, ...] = ()
    verified: bool | None = None
    executability: str | None = None
    valid_from: str | None = msgspec.field(name="validFrom", default=None)
    valid_until: str | None = msgspec.field(name="validUntil", default=None)
    text: str | None = None
    fix: str | None = None
    when: str | None = None
    check: str | None = None
    at: str | None = None


class RuleRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RuleRow of the contract."""

    id: str
    group: str
    name: str
    title: str
    severity: str
    executability: str
    format: str | None = None


class RulesAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RulesAnswer of the contract."""

    total: int
    rules: tuple[RuleRow, ...]


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Said of the contract."""

    text: str
    verified: bool
    lang: str | None = None


class SchemaRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SchemaRow of the contract."""

    version: str
    path: str
    media_type: str = msgspec.field(name="mediaType")
    bytes: int


class SchemasAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SchemasAnswer of the contract."""

    files: tuple[SchemaRow, ...]


class SigningKeyRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SigningKeyRow of the contract."""

    kid: str
    state: str
    valid_from: str = msgspec.field(name="validFrom")
    jwk: dict[str, Any]
    pem: str
    webhook_key: str = msgspec.field(name="webhookKey")
    retired_at: str | None = msgspec.field(name="retiredAt", default=None)
    revoked_at: str | None = msgspec.field(name="revokedAt", default=None)
    reason: str | None = None


class SigningKeysAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SigningKeysAnswer of the contract."""

    keys: tuple[SigningKeyRow, ...]


class StatedRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """StatedRow of the contract."""

    target: str
    value: Any


class StepAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """StepAnswer of the contract."""

    id: str
    url: str
    chain: str
    kind: str
    disclosure: str
    version: int
    status: str
    sequence: int
    hash: str
    received_at: str = msgspec.field(name="receivedAt")
    receipt: str
    reason: str | None = None


class SubmissionAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SubmissionAnswer of the contract."""

    id: str
    url: str
    chain: str
    account: str
    received_at: str = msgspec.field(name="receivedAt")
    document: str
    media_type: str = msgspec.field(name="mediaType")
    format: str
    carrier: str
    verdict: str
    report: str
    records: tuple[RecordRow, ...]
    receipt: str


class Sums(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Sums of the contract."""

    formats: tuple[str, ...]
    pairs: tuple[PairCounts, ...]


class TermAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """TermAnswer of the contract."""

    id: str
    labels: tuple[LabelRow, ...]
    definitions: tuple[DefinitionRow, ...]
    relations: tuple[RelationRow, ...]


class TermRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """TermRow of the contract."""

    id: str
    label: str
    laws: tuple[str, ...]


class TermsAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """TermsAnswer of the contract."""

    terms: tuple[TermRow, ...]


class Totals(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Totals of the contract."""

    records: int
    valid: int
    invalid: int
    undetermined: int
    errors: int
    warnings: int
    infos: int
    outside: int


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Value of the contract."""

    text: str
    lang: str | None = None
    href: str | None = None
    note: Said | None = None


class VersionRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """VersionRow of the contract."""

    sequence: int
    kind: str
    version: int
    at: str
    account: str
    hash: str
    previous: str
    canonical: str | None = None
    document: str | None = None
    reason: str | None = None
    url: str | None = None


class WebhookRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """WebhookRow of the contract."""

    id: str
    url: str
    events: tuple[str, ...]
    of: str
    sandbox: bool
    created_at: str = msgspec.field(name="createdAt")
    state: str
    delivered_at: str | None = msgspec.field(name="deliveredAt", default=None)
    failing_since: str | None = msgspec.field(name="failingSince", default=None)
    last_error: str | None = msgspec.field(name="lastError", default=None)
    disabled_at: str | None = msgspec.field(name="disabledAt", default=None)
