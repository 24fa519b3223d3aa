"""The table of hostile inputs is whole, and every test that it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TABLE = PROJECT / "spec" / "hostile-inputs.md"
PARTS = {
    "A": range(1, 25),
    "B": range(25, 39),
    "C": range(39, 53),
    "D": range(53, 61),
    "E": range(61, 71),
    "F": range(71, 81),
    "G": range(81, 97),
}
OPEN = frozenset({69})
"""What is not proven, or not all of it; the list only shrinks."""
ROW = re.compile(r"\| (\d+) \| (.+) \| (.+) \| (.+) \|")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in functions if node.name.startswith("test_"))


def rows() -> dict[str, list[tuple[int, str, str, str]]]:
    """Return the rows of each part: number, input, what is to happen, proof."""
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    part = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            part = line[3:4] if line[4:5] == "." else ""
        elif part and (row := ROW.fullmatch(line)):
            found.setdefault(part, []).append((int(row[1]), row[2], row[3], row[4]))
    return found


def test_it_is_whole() -> None:
    assert {part: [row[0] for row in of] for part, of in rows().items()} == {
        part: list(of) for part, of in PARTS.items()
    }


def test_every_test_that_it_names_is_there() -> None:
    for number, _, _, proof in (row for of in rows().values() for row in of):
        named = TEST.findall(proof)
        assert proof == "<br>".join(
            ["`open`"] * proof.startswith("`open`") + [f"`{path}::{test}`" for path, test in named]
        ), number
        for path, test in named:
            assert test in names_in(PROJECT / path), f"{number}: {path}::{test}"


def test_what_is_not_open_has_a_test() -> None:
    open_ = {number for of in rows().values() for number, _, _, proof in of if proof.startswith("`open`")}
    assert open_ == OPEN
    assert all(TEST.search(proof) for of in rows().values() for number, _, _, proof in of if number not in OPEN)


def test_every_test_with_a_number_is_in_its_row() -> None:
    linked = {
        (path, test): number
        for of in rows().values()
        for number, _, _, proof in of
        for path, test in TEST.findall(proof)
    }
    for path in sorted(Path(__file__).parent.glob("test_?_*.py")):
        for test in names_in(path):
            if number := re.match(r"test_(\d\d)_", test):
                assert linked.get((f"tests/hostile/{path.name}", test)) == int(number[1]), test
