"""An admin sets a day of a market's calendar, or takes that back: only with a reason, and only a day to come.

A holiday that was decreed moves open deadlines later and a working day moves none, by the rule of every newer calendar
(``extend_deadlines``). A day that has begun stays as it was, because clocks have run by it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from cases.casefile.asker import ADMIN, Asker
from cases.casefile.people import person_named
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database
from cases.errors import Forbidden, NotFound, ShapeInvalid
from cases.timers.overrides import apply_overrides, in_effect, keep_day, set_days
from markets.calendars import LAST_DAY, calendar_of
from markets.catalogue import MARKETS
from workflows.fields.base import FieldError

LONGEST_NAME, LONGEST_REASON = 120, 500
_SATURDAY = 5


def override_day(
    database: Database, asker: Asker, market: str, day: date | None, holiday: str, reason: str, now: datetime
) -> None:
    """Make a day off of a working day, by the name ``holiday``, or where that is empty a working day of a holiday.

    Raises ``Forbidden``, ``NotFound`` for no market of ours, and ``ShapeInvalid``: a day that has begun or is too far
    away, one of a weekend, no reason, or what would change nothing.
    """
    name, why = holiday.strip()[:LONGEST_NAME], reason.strip()[:LONGEST_REASON]

    def once(connection: Connection) -> None:
        _refuse(market, day, name, why, now)
        assert day is not None
        keep_day(connection, market, day, name, why, _who(connection, asker), now)

    _set(database, asker, market, once)


def withdraw_override(database: Database, asker: Asker, market: str, name: str, reason: str, now: datetime) -> None:
    """Take back what was set for a day to come. Raises as ``override_day``; ``NotFound`` for what is not set."""
    why = reason.strip()[:LONGEST_REASON]

    def once(connection: Connection) -> None:
        act = next((one for one in in_effect(set_days(connection)) if one.id == name and one.market == market), None)
        if act is None:
            raise NotFound
        if faults := [*_of_day(market, act.day, now), *_of_reason(why)]:
            raise ShapeInvalid(faults)
        keep_day(connection, market, act.day, act.holiday, why, _who(connection, asker), now, withdraws=act.id)

    _set(database, asker, market, once)


def _set(database: Database, asker: Asker, market: str, once: Callable[[Connection], None]) -> None:
    if asker.role != ADMIN:
        raise Forbidden
    if market not in MARKETS:
        raise NotFound
    apply_overrides(database)  # so that it is judged by what is set, whichever process set it
    until_it_holds(database, None, once, whole=True)
    apply_overrides(database)


def _refuse(market: str, day: date | None, name: str, why: str, now: datetime) -> None:
    faults = [*_of_day(market, day, now), *_of_reason(why)]
    if day is not None and not faults and calendar_of(market).works(day) != bool(name):
        faults = [FieldError("/day", "field.day_is_so_already")]
    if faults:
        raise ShapeInvalid(faults)


def _of_day(market: str, day: date | None, now: datetime) -> list[FieldError]:
    today = now.astimezone(calendar_of(market).zone).date()
    if day is None or not today < day <= LAST_DAY:
        return [FieldError("/day", "field.day_to_come", {"last": LAST_DAY.isoformat()})]
    return [FieldError("/day", "field.day_of_the_weekend")] if day.weekday() >= _SATURDAY else []


def _of_reason(why: str) -> list[FieldError]:
    return [] if why else [FieldError("/reason", "page.admin.why_missing")]


def _who(connection: Connection, asker: Asker) -> str:
    return person_named(connection, asker.role, asker.sub, asker.lang)
