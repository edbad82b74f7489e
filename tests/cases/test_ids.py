"""Identifiers: sorted by the time of making, also within a millisecond."""

from __future__ import annotations

from itertools import pairwise

from cases.ids import is_id, new_id


def test_it_is_sorted_by_the_time_of_making() -> None:
    made = [new_id() for _ in range(10_000)]

    assert all(before < after for before, after in pairwise(made))


def test_it_is_a_uuid_of_version_7() -> None:
    made = new_id()

    assert is_id(made)
    assert (made[14], made[19] in "89ab") == ("7", True)
