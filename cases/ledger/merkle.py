"""The Merkle tree of RFC 6962, section 2.1, over leaves that are hashes already: no database, only the arithmetic.

The hash of a message is SHA-256 over a zero byte and what is chained, which is how the RFC hashes a leaf; so the leaves
of the tree are the hashes of messages as they stand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

EMPTY = hashlib.sha256().digest()
Subtree = Callable[[int, int], bytes]
"""The hash of a full subtree: its level (0 is a leaf), and its place among those of its level."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 over a byte of one and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def full_hash(hashes: Sequence[bytes]) -> bytes:
    """The hash of a full subtree over a power of two of leaves, or of the full subtrees of any one level."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[place], row[place + 1]) for place in range(0, len(row), 2)]
    return row[0]


def root_of(subtree: Subtree, size: int) -> bytes:
    """The root of the tree over the first ``size`` leaves."""
    return _range_hash(subtree, 0, size) if size else EMPTY


def inclusion_path(subtree: Subtree, place: int, size: int) -> list[bytes]:
    """The audit path of the leaf at a place in the tree over the first ``size`` leaves (RFC 6962, section 2.1.1)."""
    path, start, stop = [], 0, size
    while stop - start > 1:
        middle = start + _largest_power_below(stop - start)
        if place < middle:
            path.append(_range_hash(subtree, middle, stop))
            stop = middle
        else:
            path.append(_range_hash(subtree, start, middle))
            start = middle
    return path[::-1]


def root_by_path(leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to from a leaf; None where it is no path of that place (RFC 9162, section 2.1.3.2)."""
    if not 0 <= place < size:
        return None
    at, last, found = place, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


class GrowingTree:
    """A tree that leaves are added to one after the other; it keeps only the full subtrees that it ends in."""

    def __init__(self) -> None:
        self.size = 0
        self._ends: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add the next leaf."""
        hashed, size = leaf, self.size
        while size & 1:
            hashed, size = node_hash(self._ends.pop(), hashed), size >> 1
        self._ends.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._ends:
            return EMPTY
        found = self._ends[-1]
        for hashed in reversed(self._ends[:-1]):
            found = node_hash(hashed, found)
        return found


def _range_hash(subtree: Subtree, start: int, stop: int) -> bytes:
    """The hash over the leaves from ``start`` until before ``stop``, which begin where a subtree of that size does."""
    count = stop - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return subtree(level, start >> level)
    middle = start + _largest_power_below(count)
    return node_hash(_range_hash(subtree, start, middle), _range_hash(subtree, middle, stop))


def _largest_power_below(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1
