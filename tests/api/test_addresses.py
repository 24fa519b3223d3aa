"""Whose request it is, as far as that can be believed."""

import pytest

from opads.api.addresses import address_of

PROXIES = "10.0.0.0/8, 2001:db8:ffff::1"


def asked(client: str | None, *forwarded: str, proxies: str = PROXIES) -> str:
    headers = [(b"x-forwarded-for", text.encode("latin-1")) for text in forwarded]
    return address_of({"client": (client, 1234) if client is not None else None, "headers": headers}, proxies)


@pytest.mark.parametrize(
    ("client", "found"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::ffff:192.0.2.7", "192.0.2.7"),
     ("2001:db8:1:2::", "2001:db8:1:2::/64"), ("fe80::1%eth0", "fe80::/64"), ("", "unknown"), (None, "unknown"), ("unix:", "unknown")],
)  # fmt: skip
def test_the_address_of_the_connection(client: str | None, found: str) -> None:
    assert asked(client) == found


def test_nobody_else_is_believed() -> None:
    assert asked("192.0.2.7", "198.51.100.1") == "192.0.2.7"
    assert asked("10.1.2.3", "198.51.100.1", proxies="") == "10.1.2.3"


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [(["198.51.100.1"], "198.51.100.1"),
     # Whatever the client wrote itself stands to the left.
     (["1.1.1.1, 198.51.100.1"], "198.51.100.1"), (["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
     (["198.51.100.1, 10.2.2.2"], "198.51.100.1"), (["198.51.100.1 , 2001:db8:ffff::1"], "198.51.100.1"),
     (["2001:db8:7:7::9"], "2001:db8:7:7::/64"), (["[2001:db8:7:7::9]:443"], "2001:db8:7:7::/64"), (["198.51.100.1:443"], "198.51.100.1"),
     # What is no address ends it: the proxy that passed it on is then the client.
     (["nonsense"], "10.1.2.3"), ([""], "10.1.2.3"), (["198.51.100.1, nonsense, 10.2.2.2"], "10.2.2.2"), (["10.9.9.9"], "10.9.9.9"),
     (["1.1.1.1\xff"], "10.1.2.3"), ([], "10.1.2.3")],
)  # fmt: skip
def test_proxies_of_the_settings_are_believed_from_the_right(forwarded: list[str], found: str) -> None:
    assert asked("10.1.2.3", *forwarded) == found
