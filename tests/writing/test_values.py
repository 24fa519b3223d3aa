"""Answers as they are typed."""

import pytest

from opads.writing import Question
from opads.writing.values import Money, read_value


def question(kind: str, **more: object) -> Question:
    return Question.model_validate({"id": "one", "kind": kind, "to": ["/advertisement/title"], **more})


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("1234", "1234"),
        ("1234.5", "1234.5"),
        ("1234,50", "1234.50"),
        ("0", "0"),
        ("0.005", "0.005"),
        ("\u0661\u0662\u0663\u0664\u066b\u0665\u0660", "1234.50"),
    ],
)
def test_an_amount_is_taken_with_a_point_or_a_comma_in_any_digits(text: str, exact: str) -> None:
    assert read_value(question("money"), text, "EUR") == Money(exact, "EUR")


@pytest.mark.parametrize(
    ("kind", "text", "currency", "problem"),
    [
        ("money", "1.234", "EUR", "unclear-amount"),
        ("money", "1,234", "EUR", "unclear-amount"),
        ("money", "1 234", "EUR", "no-amount"),
        ("money", "-1", "EUR", "no-amount"),
        ("money", "007", "EUR", "no-amount"),
        ("money", "12", "", "no-currency"),
        ("money", "12", "euro", "no-currency"),
        ("date", "2027-02-30", "", "no-date"),
        ("date", "20270101", "", "no-date"),
        ("date", "01/02/2027", "", "no-date"),
        ("email", "me", "", "no-email"),
        ("url", "javascript:alert(1)", "", "no-url"),
        ("urls", "https://example.org/\nno", "", "no-url"),
        ("integer", "1.5", "", "no-number"),
        ("yes-no", "perhaps", "", "no-choice"),
        ("country", "XY", "", "no-choice"),
        ("text", "a\nb", "", "one-line"),
        ("text", "a\x00b", "", "not-text"),
        ("text", "a" * 501, "", "too-long"),
        ("long", "a" * 5001, "", "too-long"),
    ],
)
def test_what_cannot_be_read_is_told(kind: str, text: str, currency: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        read_value(question(kind), text, currency)


def test_several_answers_are_lines_and_each_counts_once() -> None:
    asked = question("codes", codes="fund-nature")
    assert read_value(asked, "public\nprivate\npublic") == ["public", "private"]
    assert read_value(question("yes-no"), "no") is False
    assert read_value(question("integer"), "\u0661\u0668") == 18


def test_a_question_leads_somewhere() -> None:
    with pytest.raises(ValueError, match="leads nowhere"):
        Question.model_validate({"id": "one", "kind": "text"})
    with pytest.raises(ValueError, match="codes"):
        question("code")
