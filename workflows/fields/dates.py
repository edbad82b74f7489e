"""The bounds of the days and moments that a message may name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from markets.business_time import due_on
from markets.calendars import calendar_of
from workflows.facts import Facts
from workflows.fields.faults import FieldError

_A_YEAR, _TEN_YEARS = timedelta(366), timedelta(3653)


def today(facts: Facts) -> date:
    """The date in the market's zone."""
    return facts.now.astimezone(ZoneInfo(facts.zone)).date()


def local_date(facts: Facts, days: int) -> str:
    """The date so many days after today in the market's zone, for examples."""
    return (today(facts) + timedelta(days)).isoformat()


def day_ahead(pointer: str, day: date, facts: Facts) -> FieldError | None:
    """The end of the day lies ahead on the business clock, within a year."""
    if day > today(facts) + _A_YEAR:
        return FieldError(pointer, "provided.date_is_within_a_year")
    if day < today(facts) or due_on(calendar_of(facts.market), day) <= facts.now:
        return FieldError(pointer, "provided.date_is_ahead")
    return None


def day_within(pointer: str, day: date, days: int, reason: str, facts: Facts) -> FieldError | None:
    """The day lies ahead and at most so many days from now; else the fault with ``reason``."""
    return FieldError(pointer, reason) if day > today(facts) + timedelta(days) else day_ahead(pointer, day, facts)


def moment_ahead(pointer: str, moment: datetime, facts: Facts) -> FieldError | None:
    """The moment lies ahead on the business clock, within a year."""
    if moment > facts.now + _A_YEAR:
        return FieldError(pointer, "provided.date_is_within_a_year")
    return FieldError(pointer, "provided.date_is_ahead") if moment <= facts.now else None


def moment_past(pointer: str, moment: datetime, facts: Facts) -> FieldError | None:
    """The moment is past, and not so far that no case can be about it."""
    if moment > facts.now:
        return FieldError(pointer, "provided.moment_is_not_ahead")
    return FieldError(pointer, "provided.moment_is_recent") if moment < facts.now - _TEN_YEARS else None
