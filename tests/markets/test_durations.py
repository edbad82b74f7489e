from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markets.durations import CalendarDays, Duration, UnreadableDuration, WorkingDays, WorkingHours, parse_duration


@given(st.sampled_from([WorkingHours, WorkingDays, CalendarDays]), st.integers(1, 99_999))
def test_it_reads_what_it_prints(kind: type[Duration], n: int) -> None:
    assert parse_duration(str(kind(n))) == kind(n)


def test_it_prints_its_unit_and_calendar() -> None:
    assert str(WorkingDays(2)) == repr(WorkingDays(2)) == f"{WorkingDays(2)}" == "WorkingDays(2)"


@pytest.mark.parametrize(
    "text", ["", "2", "WorkingDays", "WorkingDays()", "WorkingDays(0)", "WorkingDays(-1)", "Days(2)", "WorkingDays(2) "]
)
def test_it_refuses_to_read(text: str) -> None:
    with pytest.raises(UnreadableDuration):
        parse_duration(text)


@pytest.mark.parametrize("n", [0, -1, True, 1.5, "2"])
def test_it_counts_whole_numbers_from_one(n: int) -> None:
    with pytest.raises(UnreadableDuration):
        WorkingHours(n)


def test_it_tells_the_units_apart() -> None:
    two: set[Duration] = {WorkingDays(2), WorkingDays(2), CalendarDays(2), WorkingHours(2)}
    assert len(two) == 3


def test_it_has_no_order() -> None:
    with pytest.raises(TypeError):
        sorted([WorkingDays(2), CalendarDays(1)])  # type: ignore[type-var]  # the refusal is what is tested


def test_it_never_changes() -> None:
    with pytest.raises(AttributeError):
        WorkingDays(2).n = 3  # type: ignore[misc]  # the refusal is what is tested
