"""What tests of the log share."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from opads.operations import logs
from opads.settings import Settings

Written = Callable[[], list[dict[str, Any]]]


class Log(io.StringIO):
    """What was logged."""

    def lines(self) -> list[dict[str, Any]]:
        """Give the records; fails where a line is none."""
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    """Log all that is logged as JSON into memory."""
    stream = Log()
    logs.configured(Settings(log_format="json", log_level="debug"), stream)
    try:
        yield stream
    finally:
        logs.reset()
