"""How templates write dates, times, money and numbers: as the reader's language does, on the wall of a market."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from jinja2 import pass_context
from jinja2.runtime import Context

from cases.timers.condition import Standing
from markets.translate import locale_of, spoken, translate, translate_count

HOUR, MINUTE, DAY = 3_600, 60, 86_400
MIDNIGHT, _A_SECOND = time(), timedelta(seconds=1)
ENOUGH_HOURS = 48
Moment = datetime | str


@pass_context
def on_date(context: Context, value: Moment | date, zone: str = "") -> str:
    """`Tue 7 Apr 2026`."""
    return str(format_skeleton("yMMMEd", _date(value, zone), locale=_locale(context)))


@pass_context
def long_date(context: Context, value: Moment | date, zone: str = "") -> str:
    """`Tuesday 7 April 2026`."""
    return format_date(_date(value, zone), "full", locale=_locale(context))


@pass_context
def short_day(context: Context, value: date) -> str:
    """`Tue 7`."""
    return str(format_skeleton("Ed", value, locale=_locale(context)))


@pass_context
def last_day(context: Context, value: Moment, zone: str = "") -> str:
    """The long date of the last day of a period that ends with the moment, which is that day's midnight."""
    return long_date(context, _local(value, zone) - timedelta(seconds=1))


@pass_context
def is_over(context: Context, value: Moment) -> bool:
    """Whether the moment has passed."""
    now: datetime = context["now"]
    return _local(value, "") < now


@pass_context
def at_time(context: Context, value: Moment, zone: str = "") -> str:
    """`15:00`."""
    return format_time(_local(value, zone), "HH:mm", locale=_locale(context))


@pass_context
def moment(context: Context, value: Moment, zone: str = "") -> str:
    """`Tue 7 Apr, 15:00`, with the year where it is not this one."""
    local = _local(value, zone)
    return f"{_day(context, local)}, {format_time(local, 'HH:mm', locale=_locale(context))}"


@pass_context
def due(context: Context, value: Moment, zone: str = "") -> str:
    """A deadline: as a moment, but one that ends with a day as `end of Tue 7 Apr` and not as the next day's 00:00."""
    local = _local(value, zone)
    if not _ends_a_day(local):
        return moment(context, local)
    return translate("page.end_of", str(context["lang"]), day=_day(context, local - _A_SECOND))


@pass_context
def due_time(context: Context, value: Moment, zone: str = "") -> str:
    """The same beside its day: `15:00`, or `end of day`."""
    local = _local(value, zone)
    return translate("page.end_of_day", str(context["lang"])) if _ends_a_day(local) else at_time(context, local)


@pass_context
def until(context: Context, value: Moment, zone: str = "") -> str:
    """The same after `until`: a day's end is the day itself."""
    local = _local(value, zone)
    return _day(context, local - _A_SECOND) if _ends_a_day(local) else moment(context, local)


@pass_context
def day(context: Context, value: Moment, zone: str = "") -> str:
    """`Tue 7 Apr`, with the year where it is not this one."""
    return _day(context, _local(value, zone))


def _ends_a_day(local: datetime) -> bool:
    return local.time() == MIDNIGHT


def _day(context: Context, local: datetime) -> str:
    """`Tue 7 Apr`, with the year where it is not this one."""
    now = context.get("now")
    same_year = isinstance(now, datetime) and now.astimezone(local.tzinfo).year == local.year
    return str(format_skeleton("MMMEd" if same_year else "yMMMEd", local, locale=_locale(context)))


def stretches(counted: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What was counted, from when to when; what follows without a gap is one stretch."""
    found: list[tuple[str, str]] = []
    for part in counted:
        if found and found[-1][1] == part["from"]:
            found[-1] = (found[-1][0], part["to"])
        else:
            found.append((part["from"], part["to"]))
    return found


@pass_context
def elsewhere(context: Context, value: Moment) -> str:
    """The same moment on the reader's own wall, where that shows another time; else nothing."""
    own = context.get("own_zone") or ""
    if not own:
        return ""
    here = datetime.fromisoformat(value) if isinstance(value, str) else value
    there = here.astimezone(ZoneInfo(own))
    if there.utcoffset() == here.utcoffset():
        return ""
    return f"{due(context, there)} ({own.rsplit('/', 1)[-1]})"


@pass_context
def money(context: Context, value: Mapping[str, str] | Decimal | str, currency: str = "") -> str:
    """`€12.50`, from a sum as a view has it, or from an amount and a currency."""
    amount, unit = (value["amount"], value["currency"]) if isinstance(value, Mapping) else (value, currency)
    return format_currency(Decimal(amount), unit, locale=_locale(context))


@pass_context
def number(context: Context, value: float | Decimal) -> str:
    """`1,042`."""
    return format_decimal(value, locale=_locale(context))


@pass_context
def percent(context: Context, value: float) -> str:
    """`85%`, from a share between 0 and 1, and `92.5%` where that is meant."""
    return str(format_percent(round(value, 4), locale=_locale(context), decimal_quantization=False))


@pass_context
def count_above(context: Context, value: int, most: int = 1_000) -> str:
    """The number, or `1,000+` above so many."""
    locale = _locale(context)
    return f"{format_decimal(most, locale=locale)}+" if value > most else format_decimal(value, locale=locale)


@pass_context
def left(context: Context, standing: Standing) -> str:
    """`8 h of working time left`, in the unit that says enough."""
    language, seconds = str(context["lang"]), standing.left
    kind = "working" if standing.counts_working_time else "plain"
    if seconds >= ENOUGH_HOURS * HOUR:
        key = {"working": "page.left.working_days", "plain": "page.left.days"}[kind]
        return translate_count(key, seconds // DAY, language)
    if seconds >= HOUR:
        key = {"working": "page.left.working_hours", "plain": "page.left.hours"}[kind]
        return translate_count(key, seconds // HOUR, language)
    key = {"working": "page.left.working_minutes", "plain": "page.left.minutes"}[kind]
    return translate_count(key, seconds // MINUTE, language)


@pass_context
def left_in_short(context: Context, standing: Standing) -> str:
    """`8 h`: the same for a narrow column, beside which the whole is told."""
    seconds = standing.left
    if seconds >= ENOUGH_HOURS * HOUR:
        size, unit = DAY, "duration-day"
    else:
        size, unit = (HOUR, "duration-hour") if seconds >= HOUR else (MINUTE, "duration-minute")
    return str(format_unit(seconds // size, unit, "short", locale=_locale(context)))


@pass_context
def hours(context: Context, seconds: float) -> str:
    """`4 hrs`, from seconds."""
    return str(format_unit(round(seconds / HOUR, 2), "duration-hour", "short", locale=_locale(context)))


@pass_context
def lasting(context: Context, value: timedelta) -> str:
    """`3 days`, in the unit that says enough."""
    return str(format_timedelta(value, granularity="minute", locale=_locale(context)))


@pass_context
def country(context: Context, code: str) -> str:
    """`Germany`, from the code of a market."""
    return str(_locale(context).territories.get(code, code))


def own_name(language: str) -> str:
    """`Nederlands`: a language's name for itself."""
    name = Locale.parse(locale_of(language)).get_language_name(language.partition("-")[0]) or language
    return name[0].upper() + name[1:]


def iso(value: Moment) -> str:
    """What a ``time`` element says to machines."""
    return value if isinstance(value, str) else value.isoformat()


def _date(value: Moment | date, zone: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and len(value) == len("2026-04-07"):
        return date.fromisoformat(value)
    return _local(value, zone).date()


def _local(value: Moment, zone: str) -> datetime:
    """The moment on the wall of the zone; without one as it is written, which is on its market's wall."""
    known = datetime.fromisoformat(value) if isinstance(value, str) else value
    return known.astimezone(ZoneInfo(zone)) if zone else known


def _locale(context: Context) -> Locale:
    return _parsed(spoken(str(context["lang"])))


@cache
def _parsed(language: str) -> Locale:
    return Locale.parse(locale_of(language))


ALL: dict[str, Callable[..., Any]] = {
    "date": on_date,
    "long_date": long_date,
    "short_day": short_day,
    "last_day": last_day,
    "is_over": is_over,
    "time": at_time,
    "moment": moment,
    "due": due,
    "due_time": due_time,
    "until": until,
    "day": day,
    "stretches": stretches,
    "elsewhere": elsewhere,
    "money": money,
    "number": number,
    "percent": percent,
    "count_above": count_above,
    "left": left,
    "left_in_short": left_in_short,
    "hours": hours,
    "lasting": lasting,
    "country": country,
    "own_name": own_name,
    "iso": iso,
}
