"""What is installed: versions, extras, the standard as it was published, every format."""

from __future__ import annotations

import base64
import hashlib
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, PackagePath, files, version
from importlib.util import find_spec
from pathlib import Path

import opads
from opads.formats import FormatError, registry_with
from opads.formats.local import named_in
from opads.operations.doctor.finding import Finding, bad, fine, poor
from opads.settings import Settings
from opads.standard import resources
from opads.standard.resources import ResourceError
from opads.standard.schemas import SchemaError

__all__ = ("EXTRAS", "extras", "formats", "integrity", "versions")

OLDEST = (3, 11)
SERVING = ("granian", "litestar", "structlog", "prometheus-client")
EXTRAS = {
    "service": ("granian", "litestar", "structlog", "prometheus_client"),
    "postgres": ("psycopg", "psycopg_pool"),
    "receipts": ("joserfc",),
    "notice": ("babel", "segno"),
    "parquet": ("pyarrow",),
    "zstd": ("zstandard",),
    "client": ("httpx",),
    "otel": ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"),
}
"""Modules of the extras of the package."""


def versions(settings: Settings) -> Iterator[Finding]:
    """Tell the versions of OPADS, Python and the server."""
    del settings
    yield fine("versions", f"opads {opads.__version__}, standard {resources.VERSION}")
    python = platform.python_version()
    if sys.version_info < OLDEST:
        yield bad("python", f"Python {python} is too old", "use Python 3.11 or newer")
    else:
        yield fine("python", f"Python {python} on {platform.system()} {platform.machine()}")
    found = []
    for name in SERVING:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield bad("service", f"{name} is not installed", "pip install 'opads[service]'")
    yield fine("service", ", ".join(found))


def extras(settings: Settings) -> Iterator[Finding]:
    """Tell which extras are installed, and which of them the settings need."""
    missing = [name for name, modules in EXTRAS.items() if not all(map(_there, modules))]
    needed = {"otel": settings.traces, "postgres": settings.database.startswith("postgres")}
    for name in missing:
        if needed.get(name):
            yield bad(
                "extras", f"the settings need opads[{name}], which is not installed", f"pip install 'opads[{name}]'"
            )
    told = ["installed: " + ", ".join(name for name in EXTRAS if name not in missing)]
    if missing:
        told.append("not installed: " + ", ".join(missing))
    yield fine("extras", "; ".join(told))


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def integrity(settings: Settings) -> Iterator[Finding]:
    """Compare the standard's files with the digests that the package was published with."""
    del settings
    try:
        digest = resources.digest()
    except (ResourceError, OSError) as error:
        yield bad("standard", f"{error}", "install opads anew, or set OPADS_SCHEMA to a folder that holds the standard")
        return
    told = f"standard {resources.VERSION} in {resources.root()}, SHA-256 {digest[:16]}…"
    try:
        root = resources.root()
        listed = [file for file in files("opads") or () if file.hash is not None and _path(file).is_relative_to(root)]
    except PackageNotFoundError:
        listed = []
    if not listed:
        yield fine("standard", f"{told}; a working copy, which no published digests are known of")
        return
    changed = []
    for file in listed:
        path = _path(file)
        raw = path.read_bytes() if path.is_file() else b""
        seal = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
        if file.hash is not None and seal != file.hash.value:
            changed.append(str(file))
    if changed:
        yield bad("standard", f"{len(changed)} files are not those published, first {changed[0]}", "install opads anew")
    else:
        yield fine("standard", f"{told}; {len(listed)} files are those published")


def _path(file: PackagePath) -> Path:
    return Path(str(file.locate())).resolve()


def formats(settings: Settings) -> Iterator[Finding]:
    """Load every part of every format."""
    try:
        registry = registry_with(named_in(settings.path))
    except (FormatError, ResourceError, SchemaError) as error:
        yield bad("formats", str(error), "mend the folder that is named, or take it out of OPADS_PATH")
        return
    wrong = 0
    for format_ in registry:
        try:
            _ = (format_.lens, format_.rules, format_.record_validator, format_.declared)
        except (FormatError, SchemaError, ResourceError) as error:
            wrong += 1
            yield bad("formats", f"{format_.id}: {error}", f"opads format check {format_.folder}")
    if not wrong:
        yield fine("formats", f"{len(registry)} formats load")
    if settings.path and not named_in(settings.path):
        yield poor("formats", "OPADS_PATH names no folder", "name folders of formats, or unset it")
