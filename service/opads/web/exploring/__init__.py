"""The pages under ``/explore``, with ``/formats`` and ``/rules``: the standard to look things up in."""

from opads.web.exploring import codes, duties, elections, fields, formats, pairs, profiles, rules, start, terms

__all__ = ("HANDLERS",)

HANDLERS = (
    start.show_start,
    fields.show_subjects,
    fields.show_subject,
    terms.show_terms,
    terms.show_term,
    rules.show_rules,
    rules.show_rule,
    formats.show_formats,
    formats.show_format,
    codes.show_lists,
    codes.show_list,
    pairs.show_matrix,
    pairs.show_pair,
    duties.show_duties,
    elections.show_elections,
    profiles.show_profile,
    profiles.make_profile,
    profiles.give_starter,
)
"""All of them."""
