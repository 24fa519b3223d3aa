"""Documents, profiles and notices are full of addresses, and none is ever followed.

Python code is watched by the interpreter's own events, other code by a canary to which every address leads (``tests/network.py``).
"""

import json
import re
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from opads.cli.main import cli
from opads.conversion import convert
from opads.formats import Format, default_registry
from opads.standard.schemas import SchemaError
from opads.validation import validate
from tests.network import WATCH, ReachedOutError, listening

REGISTRY = default_registry()
ADDRESS = re.compile(rb"https?://[A-Za-z0-9./?=&%_#:@~-]+")


def examples() -> list[tuple[Format, Path]]:
    """Give the shortest sound example of each format."""
    found = []
    for format_ in REGISTRY:
        paths = [path for path in (format_.folder / "examples" / "valid").glob("*.*") if path.is_file()]
        found += [(format_, min(paths, key=lambda path: (path.stat().st_size, path.name)))] if paths else []
    return found


@pytest.mark.parametrize(("format_", "path"), examples(), ids=lambda found: getattr(found, "id", None) or found.name)
def test_documents_full_of_addresses(format_: Format, path: Path, offline: list[str], canary: str) -> None:
    data = ADDRESS.sub(canary.encode() + b"/followed", path.read_bytes())
    assert validate(data, REGISTRY, targets=REGISTRY.ids[:3]).input.bytes == len(data)
    at = REGISTRY.ids.index(format_.id)
    for target in (REGISTRY.ids[at], REGISTRY.ids[at - 1]):
        assert convert(data, REGISTRY, source=format_.id, target=target).account is not None


HOSTILE: dict[str, str] = {
    "entity": '<!DOCTYPE a [<!ENTITY e SYSTEM "URL/entity">]><a>&e;</a>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % e SYSTEM "URL/entity"> %e;]><a/>',
    "document type": '<!DOCTYPE a SYSTEM "URL/a.dtd"><a/>',
    "public document type": '<!DOCTYPE a PUBLIC "-//A//B" "URL/a.dtd"><a/>',
    "local file": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    "inclusion": '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="URL/included"/></a>',
    "schema location": '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a URL/a.xsd"/>',
    "style sheet": '<?xml-stylesheet href="URL/a.xsl" type="text/xsl"?><a/>',
    "namespace": '<a xmlns="URL/namespace"/>',
    "reference": '{"opads": "1.0", "$ref": "URL/ref", "$schema": "URL/schema", "$id": "URL/id"}',
    "context": '{"@context": "URL/context", "@type": "URL/type", "opads": "1.0"}',
    "formula": 'sponsor,amount\n"=WEBSERVICE(""URL/formula"")",1\n"=HYPERLINK(""URL"")",2\n',
    "lines": '{"url": "URL/1"}\n{"url": "URL/2"}\n',
    "address alone": "URL/alone",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_documents_that_ask_to_be_followed(name: str, offline: list[str], canary: str) -> None:
    data = HOSTILE[name].replace("URL", canary).encode()
    report = validate(data, REGISTRY)
    assert "root:" not in str(report.groups)
    for carrier in ("xml", "json", "jsonld", "csv"):
        validate(data, REGISTRY, carrier=carrier)


@pytest.mark.parametrize(
    "form", ["URL/ref.json", "//localhost/ref.json", "file:///etc/passwd", "data:application/json,true"]
)
def test_profiles_that_refer_elsewhere(form: str, offline: list[str], canary: str) -> None:
    with pytest.raises(SchemaError):
        REGISTRY.schemas.compile({"$ref": form.replace("URL", canary)})


def test_a_folder_of_a_format_that_refers_elsewhere(tmp_path: Path, offline: list[str], canary: str) -> None:
    folder = tmp_path / "eu-other"
    shutil.copytree(REGISTRY.get("eu-ttpa").folder, folder)
    text = (folder / "format.yaml").read_text("utf-8")
    (folder / "format.yaml").write_text(re.sub(r"(?m)^id: .*$", "id: eu-other", text), "utf-8")
    record = json.loads((folder / "record.json").read_text("utf-8"))
    record["properties"]["elsewhere"] = {"$ref": f"{canary}/ref.json"}
    (folder / "record.json").write_text(json.dumps(record), "utf-8")
    result = CliRunner().invoke(cli, ["format", "check", str(folder)])
    assert result.exit_code in {1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.fixture
def linked(tmp_path: Path, canary: str) -> Path:
    """Give a notice in which every text that may be one is an address, and pictures are among them."""
    path = REGISTRY.get("eu-ttpa").folder / "examples" / "valid" / "natural-person.json"
    value: Any = json.loads(ADDRESS.sub(canary.encode() + b"/followed", path.read_bytes()))
    text = json.dumps(value).replace("</", "<\\/")
    tricks = f"<img src='{canary}/img'><link rel=stylesheet href='{canary}/css'> url({canary}/font) @import '{canary}/import'"
    names = re.sub(r'("[^"]*[Nn]ame": )"[^"]*"', lambda found: found[1] + json.dumps(tricks), text)
    made = tmp_path / "notice.json"
    made.write_text(names, "utf-8")
    return made


FORMS = {"notice": ("html", "txt", "json"), "label": ("svg", "html", "txt", "qr", "json")}


@pytest.mark.parametrize(("command", "form"), [(name, form) for name, forms in FORMS.items() for form in forms])
def test_notices_full_of_addresses(command: str, form: str, linked: Path, offline: list[str]) -> None:
    result = CliRunner().invoke(cli, [command, str(linked), "--to", form])
    assert result.exit_code == 0, result.stderr


def test_a_printed_notice_full_of_addresses(linked: Path, pango: None, offline: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["notice", str(linked), "--to", "pdf", "-o", str(tmp_path / "notice.pdf")])
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "notice.pdf").read_bytes().startswith(b"%PDF-")


def test_the_watch_sees_what_is_forbidden() -> None:
    tried = len(WATCH.seen)
    with socket.socket() as one, pytest.raises(ReachedOutError, match=r"192\.0\.2\.1"):
        one.connect(("192.0.2.1", 80))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(ReachedOutError):
        one.sendto(b"", ("192.0.2.1", 53))
    with pytest.raises(ReachedOutError, match=r"example\.org"):
        socket.create_connection(("example.org", 80))
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("no.such.host.invalid", 80)
    assert len(WATCH.seen) == tried + 3
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert len(WATCH.seen) == tried + 3, "this machine may be reached"


def test_the_canary_sings() -> None:
    with pytest.raises(AssertionError, match="followed an address"), listening() as address:  # noqa: PT012 - it is told at the end
        host, _, port = address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as one:
            one.recv(1)
