"""What each number of the figures means, word for word: it goes with the numbers wherever they go."""

from __future__ import annotations

__all__ = ("DEFINITIONS", "REASONS")

DEFINITIONS = {
    "found": "Disclosures that fit the search and that the public sees, each in its newest version.",
    "counted": "Those found, without those left out. Every other number rests on some of these.",
    "sum": "Amounts of one currency, one kind and one scope, of at most one amount of each disclosure, added exactly. "
    "Nothing is converted into another currency, and sums of different series are never added up.",
    "lower": "The sum of the lower ends; an exact amount is both its ends. None where an amount in the sum has no lower end.",
    "upper": "The sum of the upper ends. None where an amount in the sum has no upper end: then it may be any sum above.",
    "statedLower": "The sum of the lower ends that are stated, whatever the others are.",
    "statedUpper": "The sum of the upper ends that are stated, whatever the others are.",
    "unlinked": "Disclosures in a sum whose amount covers more than one advertisement and that name by no identifier what it covers: "
    "the same money may be stated in several of them.",
    "chosen": "The series that charts show and by which groups are sorted: the one asked for by currency, amount-kind and amount-scope, "
    "and of several that fit the one that rests on most disclosures.",
    "sponsor": "By the name of a sponsor. Names that differ in nothing but case, diacritics and width are one; no others are joined.",
    "country": "By the country in which it was shown, or of a territory named.",
    "month": "By the month in which the period begins in which it was shown; where that is not stated, that in which it was meant to be "
    "shown, else that of the report or contract. Amounts are not spread over several months.",
    "publisher": "By the name of the publisher, else of the platform.",
    "process": "By the name of an election, referendum or other process.",
    "targeting": "By whether targeting is said to be used, said not to be used, or nothing is said.",
    "technique": "By technique of targeting or delivery.",
    "criterion": "By what a criterion of targeting is about.",
    "format": "By the format in which it was handed in.",
    "account": "By the account that handed it in.",
    "groups": "A disclosure with several values of a dimension is in several groups: groups do not add up to the whole.",
    "position": "The last entry of the public log that was taken into account. With this position the same search gives the same numbers, "
    "without what changed since, of which it is said how much.",
}
"""By the names that the numbers have in JSON."""

REASONS = {
    "not-indexed": "Not indexed yet; `opads register reindex` does it.",
    "beyond": "Older than the newest that are counted.",
    "superseded": "Another disclosure of the same account says that it amends this one.",
    "duplicate": "About an advertisement, by its identifier, that a disclosure accepted before is about too.",
    "no-amount": "States no amount that can be part of a sum.",
    "unusable": "States an amount without a number or without a currency.",
    "other-kind": "States amounts of another kind alone.",
    "other-scope": "States amounts of another scope alone.",
    "other-currency": "States amounts in another currency alone.",
    "several": "States several amounts of this series, and not which of them are parts of others.",
    "repeated": "States an amount for something that a disclosure accepted before states one for too.",
}
"""Why disclosures are left out."""
