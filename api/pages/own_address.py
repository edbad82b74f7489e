"""Places of ours, told from places of others."""

from __future__ import annotations


def own_address(address: str) -> str:
    """The address if it is a place of ours, else the first page, because a link must not lead anybody away."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours and address.isascii() else "/"
