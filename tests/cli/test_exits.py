"""Exit codes."""

from itertools import permutations

import pytest

from opads.cli import exits
from tests.rendering import builders


def test_the_worst_of_several_files_counts() -> None:
    order = (4, 2, 1, 3, 0)
    for number, code in enumerate(order):
        for rest in permutations(order[number:]):
            assert exits.worst(rest) == code
    assert exits.worst(()) == exits.NOTHING


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("clean", (0, 0, 0, 0)),
        ("remarked", (0, 0, 1, 0)),
        ("table", (1, 1, 1, 0)),
        ("unsure", (2, 2, 2, 2)),
        ("hostile", (2, 1, 1, 2)),
        ("empty", (3, 3, 3, 3)),
        ("unknown", (1, 1, 1, 3)),
    ],
)
def test_of_report(name: str, codes: tuple[int, ...]) -> None:
    report = builders.ALL[name]().report
    assert tuple(exits.of_report(report, severity) for severity in exits.FAIL_ON) == codes


def test_allow_empty_forgives_only_emptiness() -> None:
    codes = {name: exits.of_report(make().report, allow_empty=True) for name, make in builders.ALL.items()}
    assert codes == {"clean": 0, "remarked": 0, "table": 1, "unsure": 2, "hostile": 2, "empty": 0, "unknown": 1}
