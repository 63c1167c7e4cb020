"""Which addresses of machines are public: those alone are connected to.

A page's words must not make this program ask things of the person's own network: a router, a
printer, a service of the machine, a cloud's metadata. The lists are IANA's special-purpose
registries for IPv4 and IPv6; Python's `is_global` follows them, but not the same in each version.
"""

from __future__ import annotations

import ipaddress

_RESERVED_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
# Only this is given out to hosts of the network; mapped, compatible and NAT64 addresses
# (::ffff:0:0/96, ::/96, 64:ff9b::/96, 64:ff9b:1::/48), private and link-local ones lie outside.
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_RESERVED_6 = tuple(
    map(
        ipaddress.IPv6Network,
        # Protocols with Teredo, documentation, 6to4 (an IPv4 address inside), AS112.
        ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)


def is_public(address: str) -> bool:
    """Tell whether a machine's address is one of the public network.

    Args:
        address: As `getaddrinfo` gives it: IPv4 or IPv6, in numbers.
    """
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv4Address):
        return not any(number in each for each in _RESERVED_4)
    # One with a scope is of this machine's own link.
    return (
        number.scope_id is None
        and number in _GLOBAL_6
        and not any(number in each for each in _RESERVED_6)
    )
