"""Which addresses are public."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.webhooks.addresses import is_public, networks, parsed_address

NOT_PUBLIC = (
    "0.0.0.0",  # noqa: S104 - looked at, not listened on
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
)
PUBLIC = (
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "2606:4700:4700::1111",
    "2a00:1450::1",
)


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public(text: str) -> None:
    assert is_public(ip_address(text))


@given(st.ip_addresses(v=4))
def test_no_form_of_six_brings_four_in(address: object) -> None:
    for form in (f"::ffff:{address}", f"::{address}", f"64:ff9b::{address}"):
        assert not is_public(ip_address(form))


@given(st.ip_addresses())
def test_nothing_private_is_public(address: object) -> None:
    found = ip_address(str(address))
    if is_public(found):
        assert not any((found.is_private, found.is_loopback, found.is_link_local, found.is_multicast))


@pytest.mark.parametrize(
    "text", ["127.1", "0177.0.0.1", "2130706433", "0x7f000001", "1.2.3", "", "1.2.3.4.5", "\uff11.1.1.1"]
)
def test_forms_that_are_none(text: str) -> None:
    assert parsed_address(text) is None


def test_networks() -> None:
    assert [str(network) for network in networks(" 10.0.0.0/8, fd00::/8 ,")] == ["10.0.0.0/8", "fd00::/8"]
    with pytest.raises(ValueError, match="host bits"):
        networks("10.0.0.1/8")
