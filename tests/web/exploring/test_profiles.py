"""A profile from a list of fields."""

import io
import zipfile
from typing import Any

from opads.formats import default_registry
from opads.web.exploring.profiles import STARTER
from tests.web.conftest import Client, Page, Reader

GIVEN = {"id": "xn-register", "name": "Register of XN", "authority": "Authority", "country": "XN", "carrier": "csv"}


def made(client: Client, status: int = 200, path: str = "/explore/profile", **fields: Any) -> Page:
    files = {"file": fields.pop("file", ("", b"", "application/octet-stream"))}
    answer = client.post(path, data={**GIVEN, **fields}, files=files)
    assert answer.status_code == status, answer.text[:500]
    return Page(answer.text)


def test_the_form_has_a_list_to_begin_with(client: Client, read: Reader) -> None:
    page = read("/explore/profile")
    assert page.all("textarea", name="fields")[0][1].lstrip("\n") == STARTER.read_text(encoding="utf-8")
    given = client.get("/explore/profile/starter.csv")
    assert given.content == STARTER.read_bytes()
    assert given.headers["content-disposition"] == 'attachment; filename="starter.csv"'


def test_a_list_becomes_a_folder(client: Client) -> None:
    text = STARTER.read_text(encoding="utf-8").replace("\n", "\r\n")
    page = made(client, fields=text)
    with zipfile.ZipFile(io.BytesIO(page.download("xn-register.zip"))) as archive:
        assert {"xn-register/format.yaml", "xn-register/record.json", "xn-register/mapping.yaml"} <= set(
            archive.namelist()
        )
    assert "has no canonical path" in page.text
    same = made(client, fields="", file=("anything.csv", STARTER.read_bytes(), "text/csv"))
    assert same.download("xn-register.zip") == page.download("xn-register.zip")


def test_mistakes_are_told_by_row_and_what_was_typed_stays(client: Client) -> None:
    listed = "name,type,canonical\nsponsor,strng,/parties/name\nmedium,code,\n"
    page = made(client, 400, fields=listed)
    assert "row 2, column type: 'strng' is no type; did you mean 'text'?" in page.text
    assert "row 3" in page.text
    assert page.all("textarea", name="fields")[0][1].lstrip("\n") == listed
    assert page.all("input", name="id")[0][0]["value"] == "xn-register"
    assert page.all("title")[0][1].startswith("Error: ")


def test_what_is_said_of_it_is_checked(client: Client) -> None:
    listed = STARTER.read_text(encoding="utf-8")
    for wrong, told in (
        ({"id": "../../x"}, "is no id"),
        ({"id": "eu-ttpa"}, "already"),
        ({"country": "Norland"}, "is no code"),
        ({"read": "yesterday"}, "is no day"),
        ({"carrier": "pdf"}, "is none of"),
        ({"url": "javascript:alert(1)"}, "is no web address"),
        ({"fields": ""}, "is empty"),
    ):
        page = made(client, 400, **{"fields": listed, **wrong})
        ((link, text),) = page.all("a", href=f"#{next(iter(wrong))}")
        assert told in text, (wrong, link)
        assert "--" not in text
        tags = [a for tag in ("input", "textarea", "select") for a, _ in page.all(tag, id=next(iter(wrong)))]
        assert all(a.get("aria-invalid") == "true" for a in tags if a["id"] != "carrier")


def test_a_body_that_is_no_form_is_refused(client: Client) -> None:
    answer = client.post("/explore/profile", content=b"x", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    large = client.post("/explore/profile", data=GIVEN, files={"file": ("a.csv", b"x" * 600_000, "text/csv")})
    assert large.status_code == 413


def test_a_pack_to_begin_with(client: Client, read: Reader) -> None:
    for pack in default_registry().packs:
        assert read("/explore/profile").all("a", href=f"/explore/profile/{pack.id}.zip")
        with zipfile.ZipFile(io.BytesIO(client.get(f"/explore/profile/{pack.id}.zip").content)) as archive:
            assert f"{pack.id}/pack.yaml" in archive.namelist()
