"""GET /health/live and /health/ready."""

import logging
import shutil
from pathlib import Path

import pytest
from litestar.testing import TestClient

import opads
from opads.api.app import create_app
from opads.catalogue import catalogue_of
from opads.formats import Registry, default_registry
from opads.settings import Settings
from tests.api.conftest import Client


def test_live_and_ready(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "live", "version": opads.__version__}
    registry = default_registry()
    assert client.get("/health/ready").json() == {
        "status": "ready",
        "version": opads.__version__,
        "formats": len(registry),
        "rules": len(catalogue_of(registry)),
    }


def test_a_broken_format_makes_the_service_unready_but_not_down(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = default_registry()
    broken = next(iter(good)).folder
    shutil.copytree(broken, tmp_path / broken.name)
    (tmp_path / broken.name / "mapping.yaml").write_text("format: another\nrows: []\n")
    registry = Registry(tmp_path, good.schemas)
    with (
        caplog.at_level(logging.ERROR, "opads.api"),
        TestClient(create_app(Settings(), registry), raise_server_exceptions=False) as client,
    ):
        assert client.get("/health/live").status_code == 200
        response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["type"] == "/problems/not-ready"
    assert "mapping" not in response.text
    assert "mapping.yaml" in caplog.text
