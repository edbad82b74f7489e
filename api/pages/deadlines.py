"""How templates write deadlines: when one ends, where a day ends with it, how much time is left, what was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.units import format_unit
from jinja2 import pass_context
from jinja2.runtime import Context

from api.pages.moments import Moment, at_time, day_of, locale_in, moment, on_the_wall
from cases.timers.condition import Standing
from markets.translate import translate, translate_count

HOUR, MINUTE, DAY = 3_600, 60, 86_400
MIDNIGHT, _A_SECOND = time(), timedelta(seconds=1)
ENOUGH_HOURS = 48


@pass_context
def due(context: Context, value: Moment, zone: str = "") -> str:
    """A deadline: as a moment, but one that ends with a day as `end of Tue 7 Apr` and not as the next day's 00:00."""
    local = on_the_wall(value, zone)
    if not _ends_a_day(local):
        return moment(context, local)
    return translate("page.end_of", str(context["lang"]), day=day_of(context, local - _A_SECOND))


@pass_context
def due_time(context: Context, value: Moment, zone: str = "") -> str:
    """The same beside its day: `15:00`, or `end of day`."""
    local = on_the_wall(value, zone)
    return translate("page.end_of_day", str(context["lang"])) if _ends_a_day(local) else at_time(context, local)


@pass_context
def until(context: Context, value: Moment, zone: str = "") -> str:
    """The same after `until`: a day's end is the day itself."""
    local = on_the_wall(value, zone)
    return day_of(context, local - _A_SECOND) if _ends_a_day(local) else moment(context, local)


def _ends_a_day(local: datetime) -> bool:
    return local.time() == MIDNIGHT


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
    return str(format_unit(seconds // size, unit, "short", locale=locale_in(context)))


DEADLINES: dict[str, Callable[..., Any]] = {
    "due": due,
    "due_time": due_time,
    "until": until,
    "elsewhere": elsewhere,
    "stretches": stretches,
    "left": left,
    "left_in_short": left_in_short,
}
