"""How a deadline stands: by the share of its own time that is left, and at rest while its clock does not run."""

from __future__ import annotations

from datetime import datetime

import pytest

from cases.timers.condition import Condition, standing
from cases.timers.deadline import Deadline
from markets.business_time import due
from markets.calendars import calendar_of
from markets.durations import CalendarDays, WorkingHours
from tests.builders import at

GERMANY = calendar_of("DE")
HOUR = 3_600


def a_deadline(within: str, started: datetime, due_at: datetime | None) -> Deadline:
    return Deadline("case", 1, 1, "reply", "reply", "seller", within, started, due_at)


def of_hours(started: str) -> Deadline:
    begun = at(started)
    return a_deadline("WorkingHours(24)", begun, due(GERMANY, begun, WorkingHours(24)))


@pytest.mark.parametrize(
    ("moment", "condition", "hours"),
    [
        ("2026-04-07 10:00", Condition.CALM, 24),
        ("2026-04-07 21:59", Condition.CALM, 12),
        ("2026-04-07 22:00", Condition.SOON, 12),
        ("2026-04-08 05:12", Condition.SOON, 4.8),
        ("2026-04-08 05:13", Condition.URGENT, 4.78),
        ("2026-04-08 10:00", Condition.URGENT, 0),
    ],
)
def test_it_is_calm_then_soon_then_urgent(moment: str, condition: Condition, hours: float) -> None:
    stands = standing(of_hours("2026-04-07 10:00"), GERMANY, at(moment))
    assert stands.condition is condition
    assert stands.left == pytest.approx(hours * HOUR, abs=120)


def test_it_is_missed_only_after_its_moment() -> None:
    deadline = of_hours("2026-04-07 10:00")
    assert deadline.due_at == at("2026-04-08 10:00")
    assert standing(deadline, GERMANY, at("2026-04-08 10:01")).condition is Condition.MISSED


def test_it_rests_over_easter_and_says_when_it_goes_on() -> None:
    stands = standing(of_hours("2026-04-02 15:00"), GERMANY, at("2026-04-04 12:00"))
    assert stands.condition is Condition.RESTING
    assert stands.goes_on_at == at("2026-04-07 00:00")
    assert stands.left == 15 * HOUR


def test_it_rests_while_it_is_paused() -> None:
    stands = standing(a_deadline("WorkingDays(2)", at("2026-04-07 10:00"), None), GERMANY, at("2026-04-08 10:00"))
    assert (stands.condition, stands.due_at) == (Condition.RESTING, None)


def test_it_counts_plain_time_where_days_are_of_the_calendar() -> None:
    begun = at("2026-04-02 15:00")
    deadline = a_deadline("CalendarDays(14)", begun, due(GERMANY, begun, CalendarDays(14)))
    stands = standing(deadline, GERMANY, at("2026-04-05 12:00"))
    assert (stands.condition, stands.counts_working_time) == (Condition.CALM, False)
