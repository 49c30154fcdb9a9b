from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.identity.addresses import why_not_public

INNER = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 — an address to refuse
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2001:db8::1",
    "2001:20::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "64:ff9b:1::7f00:1",
]

HIDDEN = [
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:10.0.0.1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::2",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2606:4700::5efe:192.168.0.1",
    "2606:4700::200:5efe:10.0.0.1",
]

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "169.253.0.1",
    "168.63.129.15",
    "192.0.1.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "64:ff9b::8.8.8.8",
]


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_not_public(address: str) -> None:
    assert why_not_public(address)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("fe80::1%eth0", "fe80::1 is link-local"),
        ("224.0.0.1", "224.0.0.1 is multicast"),
        ("ff02::1", "ff02::1 is multicast"),
    ],
)
def test_what_an_address_is_is_told_in_a_word(address: str, told: str) -> None:
    assert why_not_public(address) == told


@pytest.mark.parametrize("address", HIDDEN)
def test_ipv4_hidden_in_ipv6_is_seen(address: str) -> None:
    assert "hides" in why_not_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert why_not_public(address) == ""


@given(st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="fe80::/10"))
def test_whole_networks_are_covered(address: object) -> None:
    assert why_not_public(str(address))


@given(st.text(max_size=20))
def test_what_is_no_address_is_a_value_error(text: str) -> None:
    try:
        why_not_public(text)
    except ValueError:
        return
