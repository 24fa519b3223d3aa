"""What an operator may set."""

import pytest
from pydantic import ValidationError

from opads.settings import Settings


def test_defaults() -> None:
    settings = Settings()
    assert settings.max_bytes == 16 * 1024 * 1024
    assert settings.link("/problems/busy") == "/problems/busy"


def test_the_environment_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_MAX_BYTES", "123")
    monkeypatch.setenv("OPADS_BASE_URL", "https://opads.example")
    monkeypatch.setenv("OPADS_WORKERS", "3")
    settings = Settings()
    assert (settings.max_bytes, settings.workers) == (123, 3)
    assert settings.link("/x") == "https://opads.example/x"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("PORT", "x"), ("MAX_BYTES", "0"), ("BODY_TIMEOUT", "-1"), ("WORKERS", "0"), ("CONCURRENCY", "0"),
     ("BASE_URL", "opads.example"), ("BASE_URL", "https://opads.example/path"), ("BASE_URL", "javascript:1")],
)  # fmt: skip
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"OPADS_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
