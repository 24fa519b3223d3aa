"""A small mapping that uses every kind of row, and records for it."""

import yaml
from hypothesis import strategies as st

from opads.mapping import Lens, MappingFile

MAPPING = """
format: demo
rows:
- const: {canonical: /provenance/format, value: demo}
- const: {native: /kind, value: ad}
- {native: /id, canonical: "/identity/identifiers[scheme=demo-id,scope=ad]/value"}
- {native: /start, canonical: /periods/actual/start, codec: {name: date, patterns: ["%Y-%m-%d", "%d/%m/%Y"]}}
- {native: /spend/lower, canonical: "/money/amounts[kind=spent,scope=ad]/range/lower", codec: decimal}
- {native: /spend/upper, canonical: "/money/amounts[kind=spent,scope=ad]/range/upper", codec: decimal}
- {native: /currency, canonical: "/money/amounts[kind=spent,scope=ad]/currency"}
- {native: /who, canonical: "/parties[roles=sponsor,roles=payer]/name", relation: related}
- {native: /maker, canonical: "/parties[roles=agent,roles!=sponsor]/name"}
- native: /election
  canonical: {round: "/processes[type=election]/round", year: "/processes[type=election]/year"}
  codec:
    name: parts
    pattern: "(?P<round>[GP])(?P<year>[0-9]{4})"
    format: "{round}{year}"
    parts:
      round: {name: enum, map: [{native: G, canonical: general}, {native: P, canonical: primary}]}
      year: {name: integer, native: string}
- each: /demography
  into: /delivery/measures[metric=impressions,breakdown=age-gender]
  rows:
  - {native: /percentage, canonical: /share, codec: decimal}
  - {native: /age, canonical: /age, codec: age-range}
  - {native: /gender, canonical: /gender}
- each: /languages
  into: /advertisement/languages
  rows: [{native: "", canonical: ""}]
- {native: /places, canonical: /advertisement/platforms, codec: {name: list, separator: "; "}}
- each: /reach
  rows:
  - each: /groups
    rows:
    - when: {native: /male}
      each: ""
      into: /delivery/measures[metric=reach,gender=male]
      rows:
      - {native: /male, canonical: /exact, codec: integer, direction: read, reason: a row of its own per gender}
      - {native: ^/country, canonical: /place/code, direction: read, reason: one country for several rows}
- when: {native: "/form{F*}", canonical: "/identity/formType{F*}"}
  rows:
  - {native: /form, canonical: /identity/formType}
  - {native: /line, canonical: /identity/recordType}
"""


def lens() -> Lens:
    """Return the demo lens."""
    return Lens(MappingFile.model_validate(yaml.safe_load(MAPPING)), version="1.0")


def _mostly(good: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    odd: st.SearchStrategy[object] = (
        st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.just([]) | st.just({})
    )
    return good | good | good | odd


texts = _mostly(st.text(max_size=6))
numbers = _mostly(st.from_regex(r"-?[0-9]{1,4}(\.[0-9]{1,3})?", fullmatch=True))


def _object(fields: dict[str, st.SearchStrategy[object]]) -> st.SearchStrategy[object]:
    return st.fixed_dictionaries({}, optional={**fields, "other": texts})


records = st.fixed_dictionaries(
    {},
    optional={
        "kind": _mostly(st.just("ad")),
        "id": texts,
        "start": _mostly(st.sampled_from(["2026-01-02", "3/4/2026", "03/04/2026", "2026-1-2", "x"])),
        "spend": _mostly(_object({"lower": numbers, "upper": numbers})),
        "currency": texts,
        "who": texts,
        "maker": texts,
        "election": _mostly(st.sampled_from(["G2026", "P2024", "Q1", "G0005"])),
        "demography": _mostly(
            st.lists(
                _mostly(
                    _object(
                        {"percentage": numbers, "age": _mostly(st.sampled_from(["18-24", "65+", "?"])), "gender": texts}
                    )
                ),
                max_size=4,
            )
        ),
        "languages": _mostly(st.lists(texts, max_size=4)),
        "places": _mostly(st.sampled_from(["a; b", "a;b", "; ", "a"])),
        "reach": _mostly(
            st.lists(
                _mostly(
                    _object(
                        {
                            "country": texts,
                            "groups": _mostly(
                                st.lists(_mostly(_object({"male": _mostly(st.integers(0, 9))})), max_size=2)
                            ),
                        }
                    )
                ),
                max_size=3,
            )
        ),
        "form": _mostly(st.sampled_from(["F1", "F2", "G1"])),
        "line": texts,
        "extra": texts,
    },
)
