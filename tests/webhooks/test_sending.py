"""The connection goes where the guard looked, and nowhere else."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_network
from pathlib import Path

import pytest

from opads.webhooks.errors import DeliveryError, GuardError
from opads.webhooks.guard import Guard, Rules
from opads.webhooks.sending import Sender, _seconds
from tests.webhooks.receiver import NAME, Receiver, receiving

HERE = (ip_network("127.0.0.0/8"),)


def sender(
    receiver: Receiver,
    resolver: Callable[[str, int], Sequence[str]] = lambda _host, _port: ("127.0.0.1",),
    **more: float,
) -> Sender:
    rules = Rules(frozenset({"https", "http"}), frozenset({receiver.port}), HERE)
    return Sender(Guard(rules, resolver), receiver.trusted, **more)


@pytest.fixture
def plain() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Receiver]:
    with receiving(tmp_path) as receiver:
        yield receiver


def test_a_request_arrives(secure: Receiver) -> None:
    assert sender(secure).send(f"https://{NAME}:{secure.port}/hook?a=b", b"body", {"webhook-id": "msg_1"}) == 204
    (asked,) = secure.asked
    assert (asked.path, asked.body) == ("/hook?a=b", b"body")
    assert asked.headers["host"] == f"{NAME}:{secure.port}"
    assert asked.headers["webhook-id"] == "msg_1"
    assert asked.headers["user-agent"] == "opads"
    assert secure.names == [NAME]


def test_the_certificate_must_be_that_of_the_name(secure: Receiver) -> None:
    with pytest.raises(DeliveryError, match="no connection"):
        sender(secure).send(f"https://other.example.org:{secure.port}/", b"", {})
    assert secure.asked == []


def test_a_certificate_that_nobody_trusts(secure: Receiver) -> None:
    secure.trusted = None
    with pytest.raises(DeliveryError, match="no connection"):
        sender(secure).send(f"https://{NAME}:{secure.port}/", b"", {})
    assert secure.asked == []


def test_a_name_that_changes_its_meaning_is_asked_once(plain: Receiver) -> None:
    """DNS rebinding: whatever the name means the second time, the connection goes to what was looked at."""
    meanings = iter([["127.0.0.1"], ["169.254.169.254"]])
    assert sender(plain, lambda _host, _port: next(meanings)).send(f"http://{NAME}:{plain.port}/", b"", {}) == 204
    assert next(meanings) == ["169.254.169.254"], "the resolver was not asked again"


def test_a_name_that_means_something_near_by_then_is_not_called(plain: Receiver) -> None:
    guard = Guard(Rules(frozenset({"http"}), frozenset({plain.port})), lambda _host, _port: ("127.0.0.1",))
    with pytest.raises(GuardError, match="not on the public Internet"):
        Sender(guard).send(f"http://{NAME}:{plain.port}/", b"", {})
    assert plain.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(plain: Receiver, status: int) -> None:
    plain.statuses = [status]
    plain.headers = {"Location": f"http://127.0.0.1:{plain.port}/elsewhere"}
    with pytest.raises(DeliveryError, match=f"the answer was {status}"):
        sender(plain).send(f"http://{NAME}:{plain.port}/", b"", {})
    assert [asked.path for asked in plain.asked] == ["/"]


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503])
def test_what_is_no_success(plain: Receiver, status: int) -> None:
    plain.statuses = [status]
    with pytest.raises(DeliveryError) as raised:
        sender(plain).send(f"http://{NAME}:{plain.port}/", b"", {})
    assert raised.value.status == status


def test_the_answer_is_not_read_and_not_told(plain: Receiver) -> None:
    plain.statuses = [500]
    plain.body = b"secret of the inside" * 1_000_000
    with pytest.raises(DeliveryError) as raised:
        sender(plain).send(f"http://{NAME}:{plain.port}/", b"", {})
    assert "secret" not in str(raised.value)


def test_the_environment_is_not_asked(plain: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert sender(plain).send(f"http://{NAME}:{plain.port}/", b"", {}) == 204


def test_who_does_not_answer_in_time(plain: Receiver) -> None:
    plain.slow = 0.3
    with pytest.raises(DeliveryError, match="in time"):
        sender(plain, patience=0.05).send(f"http://{NAME}:{plain.port}/", b"", {})


def test_all_of_it_has_its_time(plain: Receiver) -> None:
    def slow(host: str, port: int) -> Sequence[str]:
        del host, port
        time.sleep(0.3)
        return ("127.0.0.1",)

    with pytest.raises(DeliveryError, match="in time"):
        sender(plain, slow, whole=0.05).send(f"http://{NAME}:{plain.port}/", b"", {})
    assert plain.asked == []


def test_nobody_there(plain: Receiver) -> None:
    guard = Guard(Rules(frozenset({"http"}), frozenset({1}), HERE), lambda _host, _port: ("127.0.0.1",))
    with pytest.raises(DeliveryError, match="no connection"):
        Sender(guard).send(f"http://{NAME}:1/", b"", {})


def test_how_long_to_leave_a_receiver_alone() -> None:
    assert _seconds("120") == 120.0
    assert _seconds("999999") == 86_400.0
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 50 < (_seconds(soon) or 0) <= 60
    assert _seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    for header in (None, "", "-1", "soon", "1" * 30, "21 Oct", "²"):
        assert _seconds(header) is None
