"""Notices and labels of every example, word for word."""

import pytest

from tests.notice.golden_files import CASES, FOLDER, path, text


@pytest.mark.parametrize(("name", "language"), CASES)
def test_text_is_as_expected(name: str, language: str) -> None:
    assert text(name, language) == path(name, language).read_text(encoding="utf-8"), (
        "if the change is meant: python -m tests.notice.golden_files"
    )


def test_no_expected_text_is_left_over() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {path(*case).name for case in CASES}


@pytest.mark.parametrize("name", [name for name, language in CASES if language == "en"])
def test_valid_examples_have_no_gap(name: str) -> None:
    assert "[" not in path(name, "en").read_text(encoding="utf-8")
