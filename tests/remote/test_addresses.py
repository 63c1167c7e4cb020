from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.remote.addresses import normal_address, target_of
from editor.remote.errors import Refused
from editor.remote.public import is_public
from editor.remote.request import numeric_address


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTPS://Fonts.Example/css2?family=A:wght@400;700", "https://fonts.example/css2?family=A:wght@400;700"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("http://a.example:8080/x#part", "http://a.example:8080/x"),
        ("https://a.example/b/../c/./d/%2e%2e/e", "https://a.example/c/e"),
        ("https://a.example/two words", "https://a.example/two%20words"),
        ("  https://a.exa\nmple/x\t ", "https://a.example/x"),
        ("https:\\\\a.example\\x?y\\z", "https://a.example/x?y\\z"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
    ],
)  # fmt: skip
def test_an_address_has_one_form(written: str, normal: str) -> None:
    assert normal_address(written) == normal


def test_a_relative_address_is_taken_from_what_names_it() -> None:
    base = "https://cdn.example/lib/v3/a.css?x"
    assert normal_address("../fonts/f.woff2", base) == "https://cdn.example/lib/fonts/f.woff2"
    assert normal_address("//other.example/i.png", base) == "https://other.example/i.png"
    assert normal_address("\\\\other.example/i.png", base) == "https://other.example/i.png"


@pytest.mark.parametrize(
    "written",
    [
        "", "style.css", "/style.css", "file:///etc/passwd", "ftp://a.example/", "data:,x",
        "javascript:1", "https://", "https:///x", "https://user@a.example/", "https://u:p@a.example/",
        "https://a.example:99999/", "https://[::1", "https://a b.example/", "https://a%00.example/",
        "https://" + "a" * 64 + ".example/", "https://a.example/" + "x" * 5000,
        "https://good.example\r\nHost: evil/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_network_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        target_of(written)


@given(st.text(max_size=60), st.sampled_from(["", "https://a.example/", "http://[::1]/?"]))
def test_the_one_form_of_an_address_is_its_own(text: str, before: str) -> None:
    try:
        normal = normal_address(before + text)
    except Refused:
        return
    assert normal_address(normal) == normal
    target = target_of(normal)
    assert target.address == normal
    assert normal.isascii()
    assert not set(" \t\r\n") & set(target.path)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.168.1.1", "198.18.0.1", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:93.184.215.14",
        "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "fc00::1",
        "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1", "2001::1",
        "2002:7f00:1::", "2606:4700::1%1", "a.example", "",
    ],
)  # fmt: skip
def test_a_machine_of_ones_own_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "172.32.0.1", "2606:4700::6810:1"])
def test_a_machine_of_the_network_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses())
def test_nothing_is_public_that_python_does_not_call_global(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    assert address.is_global or not is_public(str(address))


def test_an_address_in_other_numbers_is_seen_for_what_it_is() -> None:
    for written in ("127.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.0.0.1"):
        assert numeric_address(target_of(f"http://{written}/").host) == "127.0.0.1"
    assert numeric_address("a.example") == ""
