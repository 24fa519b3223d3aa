"""Every phase of Schemathesis against a real server with storage, 50,000 cases and more: no check may fail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzzing import CONFIG
from tests.served import Served
from tests.soak.figures import Figure
from tests.soak.test_killing import key_of

CASES = int(os.environ.get("OPADS_SOAK_CASES", "50000"))
EXAMPLES = 500
"""Cases that are made up for each operation in a round."""
ROLES = ("submitter", "regulator", "admin")
ITSELF = ("changeAccount", "revokeKey", "rotateKey")
"""Operations by which the walk could shut itself out; they are fuzzed in process."""
PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.soak
def test_no_check_fails(tmp_path: Path, figure: Figure) -> None:
    found, rounds = 0, 0
    served = Served(tmp_path / "log.txt", environment={"OPADS_DATA": str(tmp_path / "data")})
    key = key_of(served.environment, "Fuzz", *ROLES)
    config = tmp_path / "schemathesis.toml"
    chances = CONFIG.replace("deterministic = true\n", "")  # each round its own cases
    config.write_text(f'{chances}\n[auth.openapi.key]\nbearer = "{key}"\n\n[auth.openapi.token]\nbearer = "{key}"\n')
    with served:
        while found < CASES:
            report = tmp_path / f"report-{rounds}.json"
            done = subprocess.run(
                [
                    *(Path(sys.executable).with_name("st"), "--config-file", config, "run"),
                    f"{served.address}/openapi.json",
                    *("--max-examples", str(EXAMPLES), "--seed", str(rounds), "--continue-on-failure", "--no-color"),
                    *(word for name in ITSELF for word in ("--exclude-operation-id", name)),
                    *("--report", "json", "--report-json-path", report),
                ],
                cwd=PROJECT,
                env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.fuzzing"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-4_000:]
            cases = json.loads(report.read_text())["test_cases"]
            assert cases["with_failures"] == cases["errored"] == 0
            found += cases["generated"]
            rounds += 1
    figure("Schemathesis, all phases, real server", "cases, of which failed", f"{found:,}, 0")
