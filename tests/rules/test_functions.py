"""The extension functions: exact semantics, called as rules call them, and through both libraries as well."""

import time
from decimal import Decimal
from typing import Any

import pytest

from opads.rules.errors import ExpressionError
from opads.rules.functions import extension_functions
from opads.rules.program import compile_expression
from tests.rules.oracles import ERROR, ORACLES, ours, same
from tests.rules.packs import FUNCTIONS

AD = {
    "parties": [
        {"name": "Ada", "roles": ["sponsor"]},
        {"name": "Bob", "roles": ["payer", "sponsor"]},
        {"roles": ["payer"]},
    ],
    "amounts": [{"scope": "ad", "exact": "1.10"}, {"scope": "line", "exact": "2.2"}, {"scope": "ad"}],
}

CASES: list[tuple[str, Any]] = [
    ("select(ad, '/parties[roles=sponsor]/name')", ["Ada", "Bob"]),
    ("select(ad, '/parties[roles=payer,roles=sponsor]/name')", ["Bob"]),
    ("select(ad, '/parties[]/roles[]')", ["sponsor", "payer", "sponsor", "payer"]),
    ("select(ad, '/parties[roles!=payer]/name')", ["Ada"]),
    ("select(ad, '/amounts[scope=ad]/exact')", ["1.10"]),
    ("select(ad, '/nothing/here')", []),
    ("select(null, '/a')", []),
    ("select(ad, '')", [AD]),
    ("select('text', '')", ["text"]),
    ("size(select(ad, '/parties'))", 1),
    ("select(ad, '/parties' + '[roles=payer]/name')", ["Bob"]),
    ("select(ad, 'no path' + '')", ERROR),
    ("select(ad, 1)", ERROR),
    ("first(ad, '/parties[roles=payer]/name', '')", "Bob"),
    ("first(ad, '/parties[roles=agent]/name', 'nobody')", "nobody"),
    ("first(ad, '/parties[2]/name', null)", None),
    ("first(ad, '/par' + 'ties[0]/name', null)", "Ada"),
    ("first(ad, '?' + '', null)", ERROR),
    ("select(ad, '/amounts[scope=ad]').all(a, has(a.exact))", False),
    ("decimal_compare('1.10', '1.1')", 0),
    ("decimal_compare('2', '10')", -1),
    ("decimal_compare('-0.5', '-0.50001')", 1),
    ("decimal_compare('0', '-0')", 0),
    ("decimal_compare(3, '2.5')", 1),
    ("decimal_compare(2.5, 2)", 1),
    ("decimal_compare('1e3', '1')", ERROR),
    ("decimal_compare('', '1')", ERROR),
    ("decimal_compare(null, '1')", ERROR),
    ("decimal_compare(true, '1')", ERROR),
    ("decimal_sum(['0.1', '0.2'])", "0.3"),
    ("decimal_sum(['1.50', '-1.5'])", "0.00"),
    ("decimal_sum([])", "0"),
    ("decimal_sum(['1', 2, 0.5])", "3.5"),
    ("decimal_sum(select(ad, '/amounts[]/exact'))", "3.30"),
    ("decimal_sum(['1', 'x'])", ERROR),
    ("decimal_sum('1')", ERROR),
    ("counts(['a', 'b', 'a'])", {"a": 2, "b": 1}),
    ("counts(['a', 1, null])", {"a": 1}),
    ("counts([])['x']", ERROR),
    ("'a' in counts(['a'])", True),
    ("counts('a')", ERROR),
    ("is_decimal('12.50')", True),
    ("is_decimal('-0')", True),
    ("is_decimal('007')", True),
    ("is_decimal('1.')", False),
    ("is_decimal('.5')", False),
    ("is_decimal('+1')", False),
    ("is_decimal('1,5')", False),
    ("is_decimal('1e5')", False),
    ("is_decimal('\u0661')", False),
    ("is_decimal('1\\n')", False),
    ("is_decimal(5)", True),
    ("is_decimal(5.5)", True),
    ("is_decimal(true)", False),
    ("is_decimal(null)", False),
    ("is_date('2024-02-29')", True),
    ("is_date('2023-02-29')", False),
    ("is_date('2026-03-01T08:30:00Z')", True),
    ("is_date('2026-03-01T08:30:00.123+02:00')", True),
    ("is_date('2026-03-01T08:30')", True),
    ("is_date('2026-03-01 08:30:00')", True),
    ("is_date('2026-03-01T25:00:00Z')", False),
    ("is_date('2026-3-1')", False),
    ("is_date('20260301')", False),
    ("is_date('2026-W10-7')", False),
    ("is_date('0000-01-01')", False),
    ("is_date('2026-03-01x')", False),
    ("is_date(' 2026-03-01')", False),
    ("is_date(20260301)", False),
    ("is_date(null)", False),
    ("days_between('2026-02-28', '2026-03-01')", 1),
    ("days_between('2024-02-28', '2024-03-01')", 2),
    ("days_between('2026-03-01', '2026-02-28')", -1),
    ("days_between('2026-03-01T23:59:59Z', '2026-03-02T00:00:00Z')", 1),
    ("days_between('2026-03-01', 'soon')", ERROR),
    ("days_between(null, '2026-03-01')", ERROR),
    ("add_months('2026-01-31', 1)", "2026-02-28"),
    ("add_months('2024-01-31', 1)", "2024-02-29"),
    ("add_months('2026-03-15T10:00:00Z', -3)", "2025-12-15"),
    ("add_months('2026-12-01', 84)", "2033-12-01"),
    ("add_months('9999-12-01', 1)", ERROR),
    ("add_months('2026-01-01', 9223372036854775807)", ERROR),
    ("add_months('2026-01-01', 1.0)", ERROR),
    ("add_months('2026-01-01', true)", ERROR),
    ("is_code('colours', 'red')", True),
    ("is_code('colours', 'blue')", False),
    ("is_code('colours', 5)", False),
    ("is_code('colours', [])", False),
    ("is_code('col' + 'ours', 'red')", True),
    ("is_code('sha' + 'pes', 'red')", ERROR),
    ("is_code(1, 'red')", ERROR),
    ("is_code('colours', 'red', '2024-12-31')", True),
    ("is_code('colours', 'red', '2025-01-01')", False),
    ("is_code('colours', 'blue', '2024-12-31')", False),
    ("is_code('col' + 'ours', 'red', '2024-12-31T23:00:00Z')", True),
    ("is_code('colours', 'red', 'one day')", ERROR),
    ("is_code('colours', 'red', null)", ERROR),
    ("lower('\u00c9A')", "\u00e9a"),
    ("upper('stra\u00dfe')", "STRASSE"),
    ("trim(' \\t\u00a0a b\u3000\\n')", "a b"),
    ("trim('\u200ba')", "\u200ba"),
    ("lower(null)", ERROR),
    ("upper(1)", ERROR),
    ("trim([])", ERROR),
    ("is_url('https://example.org')", True),
    ("is_url('HTTP://example.org:8080/a?b=c#d')", True),
    ("is_url('https://ex\u00e4mple.org/stra\u00dfe')", True),
    ("is_url('https://[2001:db8::1]/')", True),
    ("is_url('https://203.0.113.5/x')", True),
    ("is_url('example.org')", False),
    ("is_url('ftp://example.org')", False),
    ("is_url('https://')", False),
    ("is_url('https://localhost/')", False),
    ("is_url('https://example.org/a b')", False),
    ("is_url('https://-example.org')", False),
    ("is_url(' https://example.org')", False),
    ("is_url('https://example.org\\n')", False),
    ("is_url('javascript:alert(1)')", False),
    ("is_url(null)", False),
    ("is_email('ada.l+ads@example.org')", True),
    ("is_email('a@ex\u00e4mple.example.org')", True),
    ("is_email('ada@example')", False),
    ("is_email('ada')", False),
    ("is_email('@example.org')", False),
    ("is_email('a b@example.org')", False),
    ("is_email('a@b@example.org')", False),
    ("is_email('a@example.org\\n')", False),
    ("is_email('a@-example.org')", False),
    ("is_email([])", False),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_case(text: str, expected: Any) -> None:
    assert same(ours(text, {"ad": AD}, FUNCTIONS), expected)


@pytest.mark.parametrize("library", sorted(ORACLES))
def test_the_functions_serve_the_libraries_too(library: str) -> None:
    """Plain functions of JSON values: an implementation in another language registers its own and gets the same."""
    plain = {name: function.call for name, function in FUNCTIONS.items()}
    for text, expected in CASES:
        assert same(ORACLES[library](text, {"ad": AD}, plain), expected), text


def test_every_function_is_covered() -> None:
    assert {name for name in FUNCTIONS if not any(f"{name}(" in text for text, _ in CASES)} == set()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("select(ad, 'parties')", "expected '/'"),
        ("first(ad, '/a[', null)", "bracket is not closed"),
        ("is_code('shapes', 'red')", "there is no code list 'shapes'"),
        ("first(ad, '/a')", "takes 3 argument(s), not 2"),
        ("is_code('colours')", "takes 2 to 3 argument(s), not 1"),
        ("ad.select('/a')", "is a function: write select(x)"),
    ],
)
def test_a_wrong_constant_is_refused_at_load(text: str, problem: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        compile_expression(text, {"ad": "dyn"}, FUNCTIONS)
    assert problem in refusal.value.problem


def test_the_code_lists_of_the_standard_are_there() -> None:
    functions = extension_functions()
    assert ours("is_code('party-role', 'sponsor')", {}, functions) is True
    assert ours("is_code('party-role', 'king')", {}, functions) is False
    assert ours("is_code('currencies', 'HRK', '2022-06-01')", {}, functions) is True
    assert ours("is_code('currencies', 'HRK', '2024-06-01')", {}, functions) is False


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("is_email(x)", "a" * 200_000 + "@" + "b." * 100_000),
        ("is_email(x)", "a." * 100 + "@" + "-." * 20),
        ("is_url(x)", "https://" + "a-" * 100_000),
        ("is_url(x)", "https://" + "a." * 4000 + " "),
        ("is_url(x)", "https://" + "a" * 8000),
        ("is_decimal(x)", "1" * 1_000_000),
        ("is_date(x)", "2026-01-01T00:00:00." + "0" * 1_000_000),
        ("x.matches('^(a+)+$')", "a" * 200_000 + "!"),
        ("x.matches('(x+x+)+y')", "x" * 200_000),
        ("trim(x) == ''", " " * 1_000_000),
        ("decimal_sum([x, 1])", Decimal("1e999999999")),
        ("decimal_compare(x, '1')", Decimal("1e-999999999")),
    ],
)
def test_hostile_values_take_no_time(text: str, value: Any) -> None:
    begun = time.perf_counter()
    ours(text, {"x": value}, FUNCTIONS)
    assert time.perf_counter() - begun < 2
