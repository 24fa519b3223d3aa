"""``opads batches``: what an operator sees and does."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from opads.batches.model import Wish
from opads.cli.main import cli
from opads.formats import default_registry
from opads.installation import Installation
from opads.settings import Settings
from opads.storage.ids import new_id
from opads.work import queue


@pytest.fixture
def opads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("OPADS_DATA", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(cli, ["batches", *arguments])


def test_a_batch_is_listed_shown_and_tried_again(opads: Callable[..., Result], tmp_path: Path) -> None:
    installation = Installation(Settings(data=str(tmp_path)), default_registry())
    incoming = installation.batches.begin(new_id(), "")
    incoming.write(b"{}")
    batch = installation.batches.accept(incoming, "", "k", Wish())
    lease = queue.lease(installation.database, ("batches.judge",), "me", 60)
    assert lease is not None
    installation.database.write(lambda t: queue.give_up(t, lease, "no disk"))
    installation.close()
    assert batch.id in opads("list").output
    shown = json.loads(opads("show", batch.id).output)
    assert (shown["state"], shown["jobs"][0]["state"], shown["jobs"][0]["error"]) == ("waiting", "given-up", "no disk")
    assert opads("retry", batch.id).exit_code == 0
    assert opads("retry", batch.id).exit_code == 2
    assert json.loads(opads("show", batch.id).output)["jobs"][0]["state"] == "waiting"
    assert "0 batches let go" in opads("sweep").output
    assert opads("show", "nothing").exit_code == 2


def test_where_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPADS_DATA", raising=False)
    monkeypatch.delenv("OPADS_DATABASE", raising=False)
    done = CliRunner().invoke(cli, ["batches", "list"])
    assert (done.exit_code, "set OPADS_DATA" in done.output) == (2, True)
