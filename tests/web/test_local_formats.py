"""A service with folders of formats beside the standard's, and the documentation on a format's page."""

from pathlib import Path

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.formats import FormatError, default_registry
from opads.kit.documentation import document
from opads.kit.fields import parse_fields
from opads.kit.parts import Described
from opads.kit.scaffold import scaffold
from opads.settings import Settings
from tests.web.conftest import Page, Reader

REGISTRY = default_registry()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a local format."""
    rows = [["name", "required", "canonical"], ["payer", "yes", "/parties[roles=payer]/name"], ["remark_x", "", ""]]
    fields = parse_fields("f", list(enumerate(rows, 1)))
    return scaffold(fields, Described("xx-own", "Our own", "Nobody"), REGISTRY, tmp_path).folder


def test_the_setting_names_folders(folder: Path) -> None:
    data = (folder / "examples/valid/complete.csv").read_bytes()
    with TestClient(create_app(Settings(path=str(folder)))) as client:
        report = client.post("/v1/validate", content=data, headers={"Content-Type": "text/csv"}).json()
        page = Page(client.get("/formats/xx-own").text)
    assert report["input"]["format"] == "xx-own"
    assert report["formats"][0]["local"] is True
    assert "/remark_x" in page.text
    assert "What is lost towards" in page.text
    with TestClient(create_app(Settings())) as client:
        assert client.get("/formats/xx-own").status_code == 404


def test_the_variable_is_the_setting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_PATH", str(folder))
    assert Settings().path == str(folder)
    (folder / "rules.yaml").write_text("rules: [")
    with pytest.raises(FormatError, match=r"xx-own/rules\.yaml: line"):
        create_app()


def test_a_page_shows_fields_mapping_and_losses(read: Reader) -> None:
    format_ = next(f for f in REGISTRY if f.file.kind == "platform")
    shown = read(f"/formats/{format_.id}").text
    page = document(format_, REGISTRY)
    for field in page.fields:
        assert field.title in shown
    for row in page.mapping:
        assert row.canonical in shown
    assert all(title in shown for losses in page.losses for _, title, _ in losses.missing)
