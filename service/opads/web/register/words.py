"""The words of the register's pages for what stands in data as codes."""

from __future__ import annotations

from opads.register.figures.model import AmountSeries
from opads.speech import Speech, mark

__all__ = (
    "AMOUNTS",
    "KINDS",
    "LABELS",
    "REASONS",
    "SCOPES",
    "STATUSES",
    "STEPS",
    "TARGETING",
    "TECHNIQUES",
    "series_of",
)

KINDS = {
    "spent": mark("spent"),
    "contracted": mark("contracted"),
    "invoiced": mark("invoiced"),
    "total": mark("total"),
    "in-kind": mark("in kind"),
    "cash": mark("in money"),
    "budget": mark("budget"),
    "list-price": mark("list price"),
    "contribution-total": mark("all contributions"),
    "expenditure-total": mark("all expenditures"),
}
"""Kinds of amounts, of those that can be added up."""
SCOPES = {
    "ad": mark("this advertisement"),
    "campaign": mark("the campaign"),
    "line": mark("a line of a filing"),
    "period": mark("a period"),
    "territory": mark("a territory"),
    "beneficiary": mark("a beneficiary"),
    "filing": mark("a filing"),
    "election": mark("an election"),
    "sponsor": mark("all of a sponsor"),
}
STATUSES = {"accepted": mark("shown"), "suspended": mark("suspended"), "withdrawn": mark("withdrawn")}
TARGETING = {
    "used": mark("Used"),
    "not-used": mark("Stated not to be used"),
    "not-disclosed": mark("Not disclosed"),
}
TECHNIQUES = {"targeting": mark("Targeting"), "ad-delivery": mark("Ad delivery")}
AMOUNTS = {
    "no-amount": mark("state no amount"),
    "unusable": mark("state an amount without a number or a currency"),
    "other-kind": mark("state another kind of amount"),
    "other-scope": mark("state an amount for something else"),
    "other-currency": mark("state an amount in another currency"),
    "several": mark("state several amounts, and not which are parts of others"),
    "repeated": mark("repeat an amount that is counted already"),
}
"""Why disclosures are not in a sum."""
REASONS = {
    "not-indexed": mark("not ready to be counted yet"),
    "beyond": mark("older than the newest that are counted"),
    "superseded": mark("amended by another disclosure of the same account"),
    "duplicate": mark("about an advertisement that is counted already"),
}
"""Why disclosures are in no number."""
STEPS = {
    "accepted": mark("Handed in"),
    "amended": mark("Amended: the facts changed"),
    "corrected": mark("Corrected: the version before was wrong"),
    "suspended": mark("Suspended by the regulator"),
    "resumed": mark("Shown again"),
    "withdrawn": mark("Withdrawn"),
}
LABELS = {
    "q": mark("Words"),
    "sponsor": mark("Sponsor"),
    "payer": mark("Who pays"),
    "party": mark("Anyone named"),
    "publisher": mark("Publisher or platform"),
    "process": mark("Election, referendum or measure"),
    "process-type": mark("Type of process"),
    "process-level": mark("Level of process"),
    "territory": mark("Place"),
    "country": mark("Country"),
    "medium": mark("Medium"),
    "targeting": mark("Targeting"),
    "technique": mark("Technique of targeting"),
    "criterion": mark("Criterion of targeting"),
    "special-category": mark("Special category of data"),
    "identifier": mark("Identifier"),
    "from": mark("Shown from"),
    "until": mark("Shown until"),
    "period": mark("Kind of period"),
    "least": mark("At least"),
    "most": mark("At most"),
    "at-least": mark("At least"),
    "at-most": mark("At most"),
    "currency": mark("Currency"),
    "amount-kind": mark("Kind of amount"),
    "amount-scope": mark("Amount for"),
    "status": mark("Status"),
    "format": mark("Format"),
    "account": mark("Handed in by"),
    "accepted-from": mark("Handed in from"),
    "accepted-until": mark("Handed in until"),
}
"""What can be asked for, by the names of the parameters."""


def series_of(series: AmountSeries, speech: Speech) -> str:
    """Return a series in words: currency, kind, what for."""
    kind = speech.gettext(KINDS.get(series.kind, series.kind))
    scope = speech.gettext(SCOPES.get(series.scope, series.scope) or mark("not stated what for"))
    return speech.said("%(currency)s, %(kind)s, %(scope)s", currency=series.currency, kind=kind, scope=scope)
