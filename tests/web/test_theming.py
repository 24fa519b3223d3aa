"""An operator's own design: served under names with digests, nothing else of the folder, and the example is legible."""

import hashlib
from pathlib import Path

import pytest
from litestar.testing import TestClient
from pydantic import ValidationError

from opads import theming
from opads.api.app import create_app
from opads.settings import Settings, nonsense
from opads.web import assets
from opads.web.assets import theme_asset
from tests.web.conftest import Page
from tests.web.test_pages import DARK, LIGHT, colours, contrast


@pytest.fixture(scope="module")
def ministry(project: Path) -> Path:
    return project / "docs" / "themes" / "ministry"


def test_a_design_is_served_under_its_digest(ministry: Path) -> None:
    settings = Settings(theme=str(ministry), site_name="Register <of> ads")
    with TestClient(create_app(settings)) as client:
        client.headers["Accept"] = "text/html"
        response = client.get("/accessibility")
        page = Page(response.text)
        styles = [a["href"] for a, _ in page.all("link", rel="stylesheet")]
        content = (ministry / "theme.css").read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:16]
        assert styles[-1] == f"/static/theme/theme.{digest}.css" == theme_asset(str(ministry), "theme.css")
        served = client.get(styles[-1])
        assert served.content == content
        assert served.headers["content-type"].startswith("text/css")
        assert "immutable" in served.headers["cache-control"]
        assert "default-src 'none'" in served.headers["content-security-policy"]
        ((icon, _),) = page.all("link", rel="icon")
        mark = client.get(icon["href"])
        assert mark.headers["content-type"] == "image/svg+xml"
        assert mark.content == (ministry / "mark.svg").read_bytes()
        assert page.all("title")[0][1] == "Accessibility · Register <of> ads"
        assert "design of their own" in page.text
        for other in (
            "theme.css",
            f"theme.{'0' * 16}.css",
            "../theme.css",
            "..%2f..%2fetc%2fpasswd",
            "readme.txt",
            f"{digest}",
        ):
            assert client.get(f"/static/theme/{other}").status_code == 404


def test_without_a_design_there_is_none() -> None:
    with TestClient(create_app(Settings())) as client:
        assert client.get("/static/theme/theme.css").status_code == 404
    assert theme_asset("", "theme.css") == ""


def test_only_two_files_are_ever_served(tmp_path: Path) -> None:
    (tmp_path / "theme.css").write_text(":root { --link: #00563f }", encoding="utf-8")
    (tmp_path / "secret.css").write_text("secret", encoding="utf-8")
    (tmp_path / "script.js").write_text("secret", encoding="utf-8")
    assert set(assets._theme(str(tmp_path))) == {"theme.css"}
    assert theme_asset(str(tmp_path), "secret.css") == ""


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "names no folder"),
        ({}, "the folder holds neither theme.css nor mark.svg"),
        ({"style.css": b"a"}, "the folder holds neither theme.css nor mark.svg"),
        ({"theme.css": b"a" * (theming.LONGEST + 1)}, "theme.css has 524289 bytes, 524288 are the most"),
        ({"mark.svg": b"\x89PNG\r\n"}, "mark.svg is not text in UTF-8"),
    ],
)
def test_a_folder_that_is_none_keeps_the_service_from_starting(
    tmp_path: Path, files: dict[str, bytes] | None, said: str
) -> None:
    folder = tmp_path / "theme"
    if files is not None:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
    with pytest.raises(ValidationError) as raised:
        Settings(theme=str(folder))
    (told,) = nonsense(raised.value)
    assert told.startswith("OPADS_THEME: ")
    assert said in told


def test_a_file_may_be_as_long_as_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "theme.css").write_bytes(b" " * theming.LONGEST)
    assert Settings(theme=str(tmp_path)).theme == str(tmp_path)


@pytest.mark.parametrize("dark", [False, True])
def test_the_example_is_legible(ministry: Path, *, dark: bool) -> None:
    light, _, other = (
        (ministry / "theme.css").read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    )
    own = {**(DARK if dark else LIGHT), **(colours(other) if dark else colours(light))}
    for text, ground in (
        ("ink", "ground"),
        ("soft", "ground"),
        ("link", "ground"),
        ("link", "paper"),
        ("link", "code"),
        ("paper", "link"),
        ("info", "info-bg"),
    ):
        assert contrast(own[text], own[ground]) >= 4.5, (text, ground)


def test_the_documentation_names_each_colour(project: Path) -> None:
    text = (project / "docs" / "theming.md").read_text(encoding="utf-8")
    assert [name for name in LIGHT if f"`--{name}`" not in text] == []
