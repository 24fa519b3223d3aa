"""The same report wherever it is made: language, time zone, seed of hashes, a home that cannot be written, no network (input 94)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from opads.formats import default_registry

ALONE = shutil.which("unshare")
"""Runs a command without a network, where the system lets us."""

ENVIRONMENTS: dict[str, dict[str, str]] = {
    "plain": {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "1"},
    "turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR", "LANGUAGE": "tr", "TZ": "America/St_Johns", "PYTHONHASHSEED": "424242"},
    "far": {"LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "random", "COLUMNS": "20", "NO_COLOR": "1"},
    "nowhere": {"TZ": "no/such/place", "HOME": "/proc/none", "XDG_CACHE_HOME": "/proc/none", "PYTHONHASHSEED": "7"},
}  # fmt: skip


def documents() -> list[Path]:
    """Give a sound and a faulty document of several formats."""
    found: list[Path] = []
    for format_ in default_registry():
        for kind in ("valid", "invalid"):
            found += sorted((format_.folder / "examples" / kind).glob("*.*"))[:1]
    return found[::9]


def made(name: str, documents: list[Path], tmp_path: Path, cache: Path, *, alone: bool = False) -> bytes:
    """Give the reports of the command line in one of the environments."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "HOME": str(tmp_path),
        "OPADS_CACHE": str(cache),
        **ENVIRONMENTS[name],
    }
    if environment["HOME"] != str(tmp_path):
        del environment["OPADS_CACHE"]
    command = [
        sys.executable,
        "-m",
        "opads.cli",
        "validate",
        "-f",
        "json",
        "--date",
        "2026-11-01",
        *map(str, documents),
    ]
    if alone:
        command = [str(ALONE), "--user", "--map-root-user", "--net", *command]
    result = subprocess.run(command, capture_output=True, env=environment, check=False, cwd=tmp_path)
    assert result.returncode == 1, result.stderr.decode(errors="replace")
    return result.stdout


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of what is kept between runs: what one environment left there serves the others."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> bytes:
    return made("plain", documents(), tmp_path_factory.mktemp("plain"), cache)


@pytest.mark.parametrize("name", [name for name in ENVIRONMENTS if name != "plain"])
def test_reports_are_the_same_to_the_byte(plain: bytes, name: str, tmp_path: Path, cache: Path) -> None:
    assert len(plain) > 10_000
    assert made(name, documents(), tmp_path, cache) == plain


def test_and_without_a_network(plain: bytes, tmp_path: Path, cache: Path) -> None:
    probe = [str(ALONE), "--user", "--map-root-user", "--net", "true"]
    if ALONE is None or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody leave the network; tests/test_no_network.py blocks sockets everywhere")
    assert made("plain", documents(), tmp_path, cache, alone=True) == plain
