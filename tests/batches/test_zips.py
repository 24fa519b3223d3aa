"""Archives: what is taken, and what is refused before it does harm."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from opads.batches.zips import RATIO, UNSUSPECTED, PackedTooLongError, PackingError, is_zip, unzip

MOST = 64 * 1024 * 1024
TEXT = b'{"a": 1}\n' * 500


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, data in entries:
            made.writestr(name, data, method)
    return held.getvalue()


def unzipped(tmp_path: Path, data: bytes, most: int = MOST) -> bytes:
    path, into = tmp_path / "packed", tmp_path / "document"
    path.write_bytes(data)
    assert is_zip(path)
    unzip(path, into, most)
    return into.read_bytes()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("name", ["export.ndjson", "Ausgaben 2026.csv", "расходы.json"])
def test_one_plain_file_is_taken(tmp_path: Path, method: int, name: str) -> None:
    assert unzipped(tmp_path, archive((name, TEXT), method=method)) == TEXT


def test_what_is_no_archive_is_none(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for data in (b"", b"PK", TEXT, b"\x1f\x8b"):
        path.write_bytes(data)
        assert not is_zip(path)


def linked() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("link")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry


def device() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("zero")
    entry.create_system, entry.external_attr = 3, 0o020666 << 16
    return entry


def flagged(bits: int) -> bytes:
    """Return an archive whose entry says of itself what these bits mean."""
    data = bytearray(archive(("a.csv", TEXT)))
    at = data.index(b"PK\x01\x02")
    data[6:8] = struct.pack("<H", bits)
    data[at + 8 : at + 10] = struct.pack("<H", bits)
    return bytes(data)


def lying(entries: int) -> bytes:
    """Return an archive of two files that says at its end how many it has."""
    data = bytearray(archive(("a", TEXT), ("b", TEXT)))
    at = data.rindex(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", entries, entries)
    return bytes(data)


def sized(size: int) -> bytes:
    """Return an archive whose list says that the file has this length."""
    data = bytearray(archive(("a", TEXT)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (archive(), "no entry"),
        (archive(("a", TEXT), ("b", TEXT)), "several entries"),
        (archive(*((f"{number}", b"") for number in range(5000))), "several entries"),
        (lying(1), "exactly one entry"),
        (lying(0), "no entry"),
        (archive(("folder/", b"")), "no plain file"),
        (archive((linked(), b"/etc/passwd")), "no plain file"),
        (archive((device(), b"")), "no plain file"),
        (flagged(1), "encrypted"),
        (archive(("a.zip", archive(("b", TEXT)))), "packed itself"),
        (archive(("a.gz", b"\x1f\x8b" + TEXT)), "packed itself"),
        (archive(("a.zst", b"\x28\xb5\x2f\xfd" + TEXT)), "packed itself"),
        (archive(("a", TEXT), method=zipfile.ZIP_LZMA), "method"),
        (archive(("a", TEXT), method=zipfile.ZIP_BZIP2), "method"),
        (archive(("a", TEXT))[:-30], "its end is missing"),
        (archive(("a", TEXT)).replace(b"PK\x01\x02", b"PK\x01\x03"), "cannot be unpacked"),
        (sized(len(TEXT) - 9), "cannot be unpacked"),
        (b"PK\x03\x04" + b"\x00" * 100, "its end is missing"),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(PackingError, match=why):
        unzipped(tmp_path, data)


@pytest.mark.parametrize(
    "name",
    ["../a.csv", "/etc/a.csv", "a/b.csv", "..", "C:a.csv", "a\\b.csv", "con.csv", "NUL", "lpt1.txt", "a\r\nb", "\u202eb", "x" * 300],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused_and_shown_tamed(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackingError) as caught:
        unzipped(tmp_path, archive((name, TEXT)))
    assert "the name " in str(caught.value)
    assert str(caught.value).isascii()
    assert str(caught.value).isprintable()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["packed"]


def test_more_than_may_be_is_refused_by_what_the_list_says(tmp_path: Path) -> None:
    with pytest.raises(PackedTooLongError):
        unzipped(tmp_path, archive(("a", TEXT)), most=len(TEXT) - 1)
    assert not (tmp_path / "document").exists()
    with pytest.raises(PackedTooLongError):
        unzipped(tmp_path, sized(2**32 - 2))


def test_what_the_list_says_too_small_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(PackingError):
        unzipped(tmp_path, sized(10), most=100)
    assert (tmp_path / "document").stat().st_size <= 100


def test_a_bomb_is_refused_while_it_is_unpacked(tmp_path: Path) -> None:
    bomb = archive(("a.csv", b"0" * (UNSUSPECTED * 2)))
    assert len(bomb) * RATIO < UNSUSPECTED * 2
    with pytest.raises(PackedTooLongError, match=f"{RATIO} times"):
        unzipped(tmp_path, bomb)
    assert (tmp_path / "document").stat().st_size <= UNSUSPECTED + 2 * 1024 * 1024
