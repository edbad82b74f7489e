"""Which addresses we call for others: public ones, so that nobody reaches through us what only we can reach.

A name is looked up once and what it leads to is called, never the name again: else it could lead elsewhere by then.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST = 2_000
_TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address lies in the last four bytes


class NotPublic(Exception):
    """The address leads to a machine that the public cannot reach."""


def fault_of(url: str, *, internal: bool) -> str:
    """The key of what is wrong with an address to be called; empty where nothing is seen to be."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "field.webhook_address"
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not plain or not host or parts.scheme not in ("https", "http") or parts.fragment or "@" in parts.netloc:
        return "field.webhook_address"
    if port == 0:
        return "field.webhook_address"
    if internal:
        return ""
    if parts.scheme != "https":
        return "field.webhook_https"
    return "field.webhook_not_public" if _is_inside(host) else ""


def _is_inside(host: str) -> bool:
    """Whether the name alone says so; what it leads to is looked at before every call."""
    try:
        return not is_public(str(ip_address(host)))
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or _is_odd(host)


def _is_odd(host: str) -> bool:
    """Whether it is an IPv4 address in one of the spellings that only the C library knows."""
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True


def addresses_of(host: str, port: int, *, internal: bool) -> list[str]:
    """What a name leads to. Raises ``NotPublic`` where any of it is not public, and ``OSError`` for no such name."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not internal and not all(map(is_public, found)):
        raise NotPublic
    return list(dict.fromkeys(found))


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, and so is the one that it carries where it carries one."""
    known = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (known, *_carried(known)))


def _carried(known: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(known, IPv4Address):
        return []
    found = [known.ipv4_mapped, known.sixtofour, *(known.teredo or ())]
    if known in _TRANSLATED:
        found.append(IPv4Address(known.packed[-4:]))
    return [one for one in found if one is not None]
