"""Whether a server out on the internet could reach an address (threats, Fetching a key set).

Knows: the special-purpose registries of IANA (RFC 6890), and where IPv4 hides in IPv6.
``ipaddress.is_global`` has holes (multicast, site-local, metadata services, tunnels), and not the
same ones in every version of Python: it is not used.
Must never: look anything up.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

_SPECIAL: Final = "set aside for special purposes"
_KINDS: Final = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("127.0.0.0/8", "the machine itself (loopback)"),
        ("::1/128", "the machine itself (loopback)"),
        ("0.0.0.0/8", "no address that can be reached"),
        ("::/128", "no address that can be reached"),
        ("10.0.0.0/8", "a private network"),
        ("172.16.0.0/12", "a private network"),
        ("192.168.0.0/16", "a private network"),
        ("fc00::/7", "a private network"),
        ("fec0::/10", "a private network (site-local)"),
        ("100.64.0.0/10", "a provider's inner network"),
        ("169.254.0.0/16", "link-local, where cloud machines keep their metadata"),
        ("fe80::/10", "link-local"),
        ("168.63.129.16/32", "a cloud's metadata service"),
        ("192.0.0.0/24", _SPECIAL),
        ("192.0.2.0/24", _SPECIAL),
        ("192.88.99.0/24", _SPECIAL),
        ("198.18.0.0/15", _SPECIAL),
        ("198.51.100.0/24", _SPECIAL),
        ("203.0.113.0/24", _SPECIAL),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", _SPECIAL),
        ("ff00::/8", "multicast"),
        ("2001::/23", _SPECIAL),
        ("2001:db8::/32", _SPECIAL),
        ("3fff::/20", _SPECIAL),
    )
)
_GLOBAL_UNICAST: Final = ip_network("2000::/3")  # all else in IPv6 is special

_NAT64: Final = ip_network("64:ff9b::/96")  # RFC 6052 §2.1
_CARRIERS: Final = (
    _NAT64,
    ip_network("::ffff:0:0/96"),  # mapped, RFC 4291 §2.5.5.2
    ip_network("::ffff:0:0:0/96"),  # translated, RFC 2765 §2.1
)
"""IPv6 prefixes after which the last 32 bits are an IPv4 address."""

_COMPATIBLE: Final = ip_network("::/96")  # RFC 4291 §2.5.5.1; :: and ::1 are of it, and are not
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})  # RFC 5214 §6.1


def why_not_public(address: str) -> str:
    """Say what keeps the internet from reaching ``address``; empty where nothing does.

    ``address`` is as a resolver gives it, perhaps with a zone; ``ValueError`` for anything else.
    """
    parsed = ip_address(address.partition("%")[0])
    hidden = hidden_ipv4(parsed) if isinstance(parsed, IPv6Address) else None
    if hidden is None:
        kind = _kind(parsed)
        return f"{parsed} is {kind}" if kind else ""
    kind = _kind(hidden)
    if parsed in _NAT64 and not kind:
        return ""  # how a machine with IPv6 alone reaches every public IPv4 address
    return f"{parsed} hides {hidden}, {kind or 'an IPv4 address'}"


def hidden_ipv4(address: IPv6Address) -> IPv4Address | None:
    """Give the IPv4 address that packets to ``address`` really go to, where there is one."""
    low = int(address) & 0xFFFF_FFFF
    if any(address in carrier for carrier in _CARRIERS):
        return IPv4Address(low)
    if address in _COMPATIBLE and low > 1:
        return IPv4Address(low)
    if int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
        return IPv4Address(low)
    return address.sixtofour or (address.teredo[1] if address.teredo else None)


def _kind(address: IPv4Address | IPv6Address) -> str:
    for network, kind in _KINDS:
        if address in network:
            return kind
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return _SPECIAL
    return ""
