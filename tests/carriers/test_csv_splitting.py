"""Tables in blocks: lines taken at once are cut where rows one by one are."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads.carriers import Block, Limits
from opads.carriers.table import splitting
from opads.carriers.table.splitting import RowsSplitter

ROWS = st.lists(
    st.sampled_from(
        [
            "1,2\n",
            "1,2\r\n",
            "x,y,z\n",
            "é,\n",
            "\n",
            "\r\n",
            " \n",
            "\r",
            "1,2\r",
            '"a\nb",1\n',
            '"',
            '"x"y\n',
            "x" * 30 + "\n",
        ]
    ),
    max_size=30,
).map("".join)


def blocks(data: bytes, size: int, limits: Limits) -> list[Block]:
    """Cut a table whole."""
    return list(RowsSplitter().split(io.BytesIO(data).read, {}, limits, size))


@settings(max_examples=400)
@given(
    st.sampled_from(["a,b\n", "a,b\r\n", "sep=;\na;b\n", "\n\na,b\n", "\ufeffa,b\n", ""]),
    ROWS,
    st.integers(1, 90),
    st.sampled_from([7, 64, 65536]),
    st.sampled_from([Limits(), Limits(max_bytes=20)]),
)
def test_at_once_is_row_by_row(header: str, rows: str, size: int, piece: int, limits: Limits) -> None:
    data = (header + rows).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splitting, "PIECE", piece)
        patch.setattr(splitting, "WINDOW", 2 * piece)
        found = blocks(data, size, limits)
        patch.setattr(splitting._Lines, "plain", lambda *_: "")
        assert found == blocks(data, size, limits)


def test_lines_are_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    line = splitting._Cutting.line

    def noted(cutting: splitting._Cutting) -> str:
        looked_at.append(line(cutting))
        return looked_at[-1]

    monkeypatch.setattr(splitting._Cutting, "line", noted)
    cut = blocks(b"a,b\n" + b"1,2\n" * 1000, 400, Limits())
    assert [len(block.data) for block in cut] == [400] * 10
    assert len(looked_at) < 20
