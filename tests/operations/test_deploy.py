"""What is in deploy/ fits together: files that are referred to exist, variables are settings, hardening is there."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from opads.operations.variables import names

OTHER = {"DATABASE_PASSWORD"}
VARIABLE = re.compile(r"\bOPADS_[A-Z_]+\b")


@pytest.fixture
def deploy(project: Path) -> Path:
    return project / "deploy"


@pytest.fixture
def compose(deploy: Path) -> Any:
    return yaml.safe_load((deploy / "compose.yaml").read_text())


def unit(path: Path) -> configparser.ConfigParser:
    class Parser(configparser.RawConfigParser):
        def optionxform(self, optionstr: str) -> str:
            return optionstr

    parser = Parser(strict=False)
    parser.read_string(path.read_text())
    return parser  # type: ignore[return-value]  # it interpolates nothing


UNITS = ("opads.service", "opads-worker.service")


def test_every_variable_is_a_setting(deploy: Path, project: Path) -> None:
    for file in (*deploy.rglob("*.*"), deploy / "Dockerfile", project / "docs" / "operations.md"):
        unknown = set(VARIABLE.findall(file.read_text())) - set(names())
        assert not unknown, f"{file.name}: {unknown}"


def test_what_the_image_is_made_of_is_there_and_let_in(deploy: Path, project: Path) -> None:
    let_in = (deploy / "Dockerfile.dockerignore").read_text()
    for line in (deploy / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (project / source).exists(), source
                assert f"!{source}" in let_in, source


def test_the_image_is_locked_and_runs_as_nobody(deploy: Path) -> None:
    text = (deploy / "Dockerfile").read_text()
    assert "--require-hashes" in text
    stages = text.split("\nFROM ")
    assert re.search(r"^USER 10001:10001$", stages[-1], re.MULTILINE)
    assert "HEALTHCHECK" in stages[-1]
    assert "/health/ready" in stages[-1]
    assert "pip install" not in stages[-1]
    assert "ADD " not in text
    assert "curl" not in text


def test_services_are_hardened_and_wait_for_the_database(compose: Any) -> None:
    for name in ("service", "worker"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["depends_on"]["database"]["condition"] == "service_healthy"
        assert service["build"]["dockerfile"] == "deploy/Dockerfile"
    assert compose["networks"]["inside"]["internal"] is True
    assert compose["services"]["database"]["networks"] == ["inside"]


def test_the_grace_of_the_service_is_shorter_than_that_of_who_stops_it(compose: Any, deploy: Path) -> None:
    service = compose["services"]["service"]
    assert int(service["stop_grace_period"].removesuffix("s")) > int(service["environment"]["OPADS_SHUTDOWN_GRACE"])
    for name in UNITS:
        assert int(unit(deploy / "systemd" / name)["Service"]["TimeoutStopSec"]) > 30


def test_only_this_machine_is_published_to(compose: Any) -> None:
    for service in compose["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


@pytest.mark.parametrize("name", UNITS)
def test_units_are_hardened(deploy: Path, name: str) -> None:
    service = unit(deploy / "systemd" / name)["Service"]
    assert {"NoNewPrivileges", "PrivateTmp", "ProtectHome", "MemoryDenyWriteExecute", "RestrictNamespaces"} <= {
        key for key, value in service.items() if value == "yes"
    }
    assert service["ProtectSystem"] == "strict"
    assert service["KillMode"] == "mixed"
    assert service["StateDirectory"] == "opads"
    assert "OPADS_DATA=/var/lib/opads" in service["Environment"]


@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_them(deploy: Path, tmp_path: Path, name: str) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not here")
    text = (deploy / "systemd" / name).read_text().replace("/opt/opads/bin/opads", "/bin/true")
    (tmp_path / name).write_text(text)
    result = subprocess.run([program, "verify", str(tmp_path / name)], capture_output=True, text=True, check=False)
    assert name not in result.stderr, result.stderr
    result = subprocess.run(
        [program, "security", "--offline=true", "--threshold=20", str(tmp_path / name)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-300:]


def test_the_documentation_names_the_files(project: Path) -> None:
    text = (project / "docs" / "operations.md").read_text()
    for file in ("deploy/Dockerfile", "deploy/compose.yaml", "deploy/systemd/opads.service", "settings.md"):
        assert file in text
        assert (project / ("docs/settings.md" if file == "settings.md" else file)).exists()
