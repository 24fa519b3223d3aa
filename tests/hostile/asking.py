"""Asking what is said of a document: by HTTP, and on the command line, which says the same to the byte."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import jsonschema_rs
from click.testing import CliRunner

from opads.cli.main import cli
from opads.standard.resources import version_folder
from tests.api.conftest import ANY, Client

OWN = "opads-disclosure"
"""The standard's own form, the format of a document unless a test says otherwise."""
LONG = 256 * 1024
"""Bytes of a document from which on the command line is not asked as well."""


class Answer(NamedTuple):
    """What was said: the verdict, and each finding as ``rule@line:column``, in the order of the report."""

    verdict: str
    found: list[str]
    body: dict[str, Any]

    def finding(self, rule: str) -> dict[str, Any]:
        """Return the one finding of a rule."""
        (group,) = [group for group in self.body["groups"] if group["rule"] == rule]
        assert group["total"] == 1, group
        sample: dict[str, Any] = group["samples"][0]
        return sample

    def text(self, rule: str) -> str:
        """Return the sentence that is said for a rule."""
        return next(str(group["text"]) for group in self.body["groups"] if group["rule"] == rule)


class Ask:
    """Judges documents; whatever the bytes are, the answer is a report that fits its own schema."""

    def __init__(self, door: Client) -> None:
        self._door = door
        path = version_folder() / "report.json"
        self._fits = jsonschema_rs.validator_for(json.loads(path.read_bytes())).is_valid

    def __call__(self, data: bytes | str, source: str | None = OWN, carrier: str | None = None) -> Answer:
        """Return what is said of a document."""
        raw = data.encode() if isinstance(data, str) else data
        query = {name: value for name, value in (("from", source), ("carrier", carrier)) if value is not None}
        response = self._door.post("/v1/validate", content=raw, headers=ANY, params=query)
        assert response.status_code == 200, response.text[:500]
        if len(raw) < LONG:
            options = [part for name, value in query.items() for part in (f"--{name}", value)]
            result = CliRunner().invoke(cli, ["validate", "-", "--format", "json", *options], input=raw)
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
            assert result.stdout_bytes.strip() == response.content.strip()
        body = response.json()
        assert self._fits(body)
        return Answer(body["verdict"], [told for group in body["groups"] for told in _told(group)], body)


def _told(group: dict[str, Any]) -> list[str]:
    places = [sample.get("place") for sample in group["samples"]]
    return [f"{group['rule']}@{place['line']}:{place['column']}" if place else group["rule"] for place in places]


def work(job: Callable[[], object]) -> float:
    """Return the processor time of a job, the least of three runs, in seconds."""
    found = []
    for _ in range(3):
        begun = time.process_time()
        job()
        found.append(time.process_time() - begun)
    return min(found)


def grows_evenly(job: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Say whether eight times the input costs at most about eight times the work; squares would cost sixty-four."""
    job(size // 8)()
    return work(job(size * 8)) < 24 * work(job(size)) + 0.05


MEASURE = """
import json, resource, sys
{prepare}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
{work}
print(json.dumps([before * 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, said]))
"""


def peak(prepare: str, work: str) -> tuple[int, Any]:
    """Run a program of its own; return by how many bytes its memory grew at the most in ``work``, and what it said.

    ``prepare`` loads what is not counted, ``work`` leaves what it has to say in ``said``.
    """
    program = MEASURE.format(prepare=prepare, work=work)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    before, after, said = json.loads(run.stdout.splitlines()[-1])
    return after - before, said
