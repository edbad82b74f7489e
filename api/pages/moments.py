"""How templates write dates and moments: as the reader's language does, on the wall of a market."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from jinja2 import pass_context
from jinja2.runtime import Context

from markets.translate import locale_of, spoken

Moment = datetime | str


@pass_context
def on_date(context: Context, value: Moment | date, zone: str = "") -> str:
    """`Tue 7 Apr 2026`."""
    return str(format_skeleton("yMMMEd", _date(value, zone), locale=locale_in(context)))


@pass_context
def long_date(context: Context, value: Moment | date, zone: str = "") -> str:
    """`Tuesday 7 April 2026`."""
    return format_date(_date(value, zone), "full", locale=locale_in(context))


@pass_context
def short_day(context: Context, value: date) -> str:
    """`Tue 7`."""
    return str(format_skeleton("Ed", value, locale=locale_in(context)))


@pass_context
def last_day(context: Context, value: Moment, zone: str = "") -> str:
    """The long date of the last day of a period that ends with the moment, which is that day's midnight."""
    return long_date(context, on_the_wall(value, zone) - timedelta(seconds=1))


@pass_context
def is_over(context: Context, value: Moment) -> bool:
    """Whether the moment has passed."""
    now: datetime = context["now"]
    return on_the_wall(value, "") < now


@pass_context
def at_time(context: Context, value: Moment, zone: str = "") -> str:
    """`15:00`."""
    return format_time(on_the_wall(value, zone), "HH:mm", locale=locale_in(context))


@pass_context
def moment(context: Context, value: Moment, zone: str = "") -> str:
    """`Tue 7 Apr, 15:00`, with the year where it is not this one."""
    local = on_the_wall(value, zone)
    return f"{day_of(context, local)}, {format_time(local, 'HH:mm', locale=locale_in(context))}"


@pass_context
def day(context: Context, value: Moment, zone: str = "") -> str:
    """`Tue 7 Apr`, with the year where it is not this one."""
    return day_of(context, on_the_wall(value, zone))


def iso(value: Moment) -> str:
    """What a ``time`` element says to machines."""
    return value if isinstance(value, str) else value.isoformat()


def day_of(context: Context, local: datetime) -> str:
    """`Tue 7 Apr`, with the year where it is not this one."""
    now = context.get("now")
    same_year = isinstance(now, datetime) and now.astimezone(local.tzinfo).year == local.year
    return str(format_skeleton("MMMEd" if same_year else "yMMMEd", local, locale=locale_in(context)))


def _date(value: Moment | date, zone: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and len(value) == len("2026-04-07"):
        return date.fromisoformat(value)
    return on_the_wall(value, zone).date()


def on_the_wall(value: Moment, zone: str) -> datetime:
    """The moment on the wall of the zone; without one as it is written, which is on its market's wall."""
    known = datetime.fromisoformat(value) if isinstance(value, str) else value
    return known.astimezone(ZoneInfo(zone)) if zone else known


def locale_in(context: Context) -> Locale:
    """The locale of the reader."""
    return _parsed(spoken(str(context["lang"])))


@cache
def _parsed(language: str) -> Locale:
    return Locale.parse(locale_of(language))


MOMENTS: dict[str, Callable[..., Any]] = {
    "date": on_date,
    "long_date": long_date,
    "short_day": short_day,
    "last_day": last_day,
    "is_over": is_over,
    "time": at_time,
    "moment": moment,
    "day": day,
    "iso": iso,
}
