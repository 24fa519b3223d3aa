"""A profile as a zip."""

import io
import zipfile
from pathlib import Path

import pytest

import opads.kit
from opads.formats import default_registry, registry_with
from opads.formats.check import check_format
from opads.kit.errors import KitError
from opads.kit.parts import Described
from opads.kit.zipping import MOST_FIELDS, packed, zipped

REGISTRY = default_registry()
STARTER = (Path(opads.kit.__file__).parent / "starter.csv").read_bytes()
DESCRIBED = Described("xn-register", "Register of XN", "Authority of XN")


def test_the_list_to_begin_with_gives_a_sound_format(tmp_path: Path) -> None:
    made, content = packed(STARTER, DESCRIBED, REGISTRY)
    assert made.fields == STARTER.count(b"\n") - 1
    assert not made.folder.exists(), "nothing is left behind"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert all(name.startswith("xn-register/") for name in archive.namelist())
        archive.extractall(tmp_path)
    registry = registry_with([tmp_path])
    assert list(check_format(registry.get("xn-register"), registry)) == []


def test_the_same_list_gives_the_same_bytes() -> None:
    assert packed(STARTER, DESCRIBED, REGISTRY)[1] == packed(STARTER, DESCRIBED, REGISTRY)[1]


@pytest.mark.parametrize(
    ("listed", "described", "told"),
    [
        (b"", DESCRIBED, "empty"),
        (b"name,type\nsponsor,strng\n", DESCRIBED, "did you mean 'text'"),
        (b"\xff\xfe", DESCRIBED, "UTF-8"),
        (b"PK\x03\x04nonsense", DESCRIBED, "workbook"),
        (b"name\n" + b"".join(b"f%d\n" % n for n in range(MOST_FIELDS + 1)), DESCRIBED, "at most"),
        (STARTER, Described("../x", "", ""), "is no id"),
        (STARTER, Described("eu-ttpa", "", ""), "already"),
    ],
)
def test_what_cannot_be_made_is_told(listed: bytes, described: Described, told: str) -> None:
    with pytest.raises(KitError, match=told):
        packed(listed, described, REGISTRY)


def test_a_folder_as_it_is() -> None:
    (pack, *_) = REGISTRY.packs
    with zipfile.ZipFile(io.BytesIO(zipped(pack.folder))) as archive:
        assert archive.read(f"{pack.id}/pack.yaml") == (pack.folder / "pack.yaml").read_bytes()
