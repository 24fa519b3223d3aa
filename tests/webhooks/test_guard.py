"""Addresses that strangers would have us call."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from opads.settings import Settings
from opads.webhooks.errors import GuardError
from opads.webhooks.guard import Guard, Rules, resolve

PUBLIC = "93.184.215.14"


def guard(*addresses: str, **rules: object) -> Guard:
    """Return a guard whose resolver knows these addresses for every name."""

    def resolver(host: str, port: int) -> Sequence[str]:
        del host, port
        return addresses or (PUBLIC,)

    return Guard(Rules(**rules), resolver)  # type: ignore[arg-type] # what each test gives


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://hooks.example.org", "hooks.example.org", "/"),
        ("https://hooks.example.org/opads?a=b&c", "hooks.example.org", "/opads?a=b&c"),
        ("https://HOOKS.Example.org:8443/x", "hooks.example.org:8443", "/x"),
        ("https://hooks.example.org:443/", "hooks.example.org", "/"),
        ("https://xn--bcher-kva.example.org/", "xn--bcher-kva.example.org", "/"),
        ("https://8.8.8.8/", "8.8.8.8", "/"),
        ("https://[2606:4700:4700:0::1111]/", "[2606:4700:4700::1111]", "/"),
        ("https://[2606:4700:4700::1111]:8443/", "[2606:4700:4700::1111]:8443", "/"),
    ],
)
def test_what_is_called(url: str, authority: str, path: str) -> None:
    target = guard().look(url)
    assert (target.authority, target.path) == (authority, path)
    assert target.addresses


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example.org",
        "//hooks.example.org/",
        "http://hooks.example.org/",
        "HTTPS://hooks.example.org/",
        "ftp://hooks.example.org/",
        "file:///etc/passwd",
        "gopher://hooks.example.org/",
        "data:text/plain,x",
        "javascript:alert(1)",
        "https:hooks.example.org",
        "https:/hooks.example.org",
        "https://",
        "https:///path",
        "https://user@hooks.example.org/",
        "https://user:password@hooks.example.org/",
        "https://hooks.example.org@127.0.0.1/",
        "https://127.0.0.1#@hooks.example.org/",
        "https://hooks.example.org/#fragment",
        "https://hooks.example.org\\@127.0.0.1/",
        "https://hooks.example.org/\\",
        "https://hooks.example.org:80/",
        "https://hooks.example.org:22/",
        "https://hooks.example.org:0/",
        "https://hooks.example.org:/",
        "https://hooks.example.org:65536/",
        "https://hooks.example.org:-1/",
        "https://hooks.example.org:443a/",
        "https://hooks.example.org /",
        "https://hooks.example.org/a b",
        "https://hooks.example.org/\r\nHost: localhost",
        "https://hooks.example.org/\t",
        " https://hooks.example.org/",
        "https://hooks.example.org/\0",
        "https://bücher.example.org/",
        "https://\u0440\u0430\u0443\u0440\u0430l.com/",
        "https://hooks。example.org/",
        "https://ⓗooks.example.org/",
        "https://hooks%2eexample.org/",
        "https://%31%32%37.0.0.1/",
        "https://hooks.example.org./",
        "https://hooks..example.org/",
        "https://-hooks.example.org/",
        "https://hooks_.example.org/",
        "https://" + "a" * 64 + ".example.org/",
        "https://" + "a." * 130 + "example.org/",
        "https://hooks.example.org/" + "x" * 10_000,
    ],
)
def test_what_is_written_otherwise(url: str) -> None:
    with pytest.raises(GuardError):
        guard().look(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.01",
        "00127.0.0.1",
        "0",
        "0.0.0.0",  # noqa: S104 - looked at, not listened on
        "10.1.2.3",
        "169.254.169.254",
        "2852039166",
        "0xa9fea9fe",
        "0251.0376.0251.0376",
        "169.254.43518",
        "metadata.google.internal",
        "localhost",
        "LOCALHOST",
        "a.localhost",
        "printer.local",
        "router.lan",
        "intranet",
        "com",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::169.254.169.254]",
        "[2002:a9fe:a9fe::]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fd00:ec2::254]",
        "[8.8.8.8]",
        "::1",
        "[::1",
        "1.2.3.4.5",
        "256.1.1.1",
        "8.8.8.8.",
        "1.0x",
    ],
)
def test_hosts_that_are_near_or_no_hosts(host: str) -> None:
    with pytest.raises(GuardError):
        guard().look(f"https://{host}/")


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("169.254.169.254",),
        ("::1",),
        ("::ffff:10.0.0.1",),
        ("64:ff9b::a00:1",),
        ("fe80::1%eth0",),
        (PUBLIC, "10.0.0.1"),
        ("10.0.0.1", PUBLIC),
        ("2606:4700::1", "::1"),
        ("not an address",),
    ],
)
def test_names_that_mean_something_near(addresses: tuple[str, ...]) -> None:
    with pytest.raises(GuardError) as raised:
        guard(*addresses).look("https://hooks.example.org/")
    for address in addresses:
        assert address not in str(raised.value), "what the name means inside is not told"


@pytest.mark.parametrize("error", [OSError("no such name"), UnicodeError("label too long")])
def test_names_that_mean_nothing(error: Exception) -> None:
    def resolver(host: str, port: int) -> Sequence[str]:
        raise error

    with pytest.raises(GuardError, match=r"hooks\.example\.org is not known"):
        Guard(Rules(), resolver).look("https://hooks.example.org/")
    with pytest.raises(GuardError, match="is not known"):
        Guard(Rules(), lambda _host, _port: ()).look("https://hooks.example.org/")


def test_what_is_parsed_is_not_looked_up() -> None:
    def resolver(host: str, port: int) -> Sequence[str]:
        raise AssertionError("a name was looked up")

    assert Guard(Rules(), resolver).parse("https://hooks.example.org/").addresses == ()
    assert Guard(Rules(), resolver).look("https://8.8.8.8/").addresses == ("8.8.8.8",)


@given(
    st.text(max_size=60) | st.text(alphabet="htps:/@[]%.#?\\x0127af-", max_size=30).map(lambda text: f"https://{text}")
)
def test_nothing_but_a_refusal(url: str) -> None:
    try:
        target = guard().look(url)
    except GuardError:
        return
    assert target.scheme == "https"
    assert target.port in {443, 8443}
    assert "@" not in target.authority
    assert not target.addresses[0].startswith(("127.", "10.", "0.", "::"))


def test_an_operator_may_have_networks_of_its_own() -> None:
    rules = Rules.of(Settings(webhook_networks="10.1.0.0/16, fd00::/8", webhook_ports=(443, 9000)))
    own = Guard(rules, lambda _host, _port: ("10.1.2.3",))
    assert own.look("https://hooks.corp:9000/").addresses == ("10.1.2.3",)
    assert own.look("https://[fd00::1]/").host == "fd00::1"
    for url in ("https://10.2.0.1/", "https://127.0.0.1/", "https://[fc00::1]/", "http://10.1.2.3/"):
        with pytest.raises(GuardError):
            own.look(url)
    with pytest.raises(ValidationError):
        Settings(webhook_networks="everything")


def test_without_tls_only_where_it_is_set() -> None:
    rules = Rules.of(Settings(webhook_http=True))
    assert Guard(rules, lambda _host, _port: (PUBLIC,)).look("http://hooks.example.org/").port == 80
    with pytest.raises(GuardError, match="port 80"):
        Guard(rules, lambda _host, _port: (PUBLIC,)).look("https://hooks.example.org:80/")


def test_the_system_is_asked_for_names() -> None:
    assert "127.0.0.1" in resolve("127.0.0.1", 443)
