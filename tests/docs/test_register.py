"""The walk through a register is carried out word for word, on a port that is free."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from tests.docs.runner import carried_out
from tests.served import free_port

PAGE = "docs/register.md"
PORT = "8765"


def test_a_new_user_can_hand_in_amend_search_and_verify(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "daily"
    folder.mkdir()
    page = (project / PAGE).read_text(encoding="utf-8")
    assert page.count(PORT) >= 8
    try:
        _, differing = carried_out(page.replace(PORT, str(free_port())), folder)
    finally:
        left = folder / "service.pid"
        if left.exists():
            with suppress(ProcessLookupError):
                os.kill(int(left.read_text()), signal.SIGTERM)
    assert differing == []
    assert (folder / "receipt.jws").read_text().count(".") == 2
    assert not (folder / "log.txt").read_text().count("Traceback")
