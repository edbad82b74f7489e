"""Who must act in a case and by when, as a sentence: "The seller must answer by Tuesday 7 April, 15:00"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list

from cases.casefile.view import View
from markets.translate import locale_of, spoken, translate

SATURDAY = 5
_NAME = re.compile("E+|ccc|MMM+")


@dataclass(frozen=True, slots=True)
class WhoActs:
    """``key`` is the sentence's text, ``skipped`` says which days do not count, ``then`` what the clock does."""

    key: str
    due_at: str
    by: str
    skipped: str
    skips: int
    then: str


def who_acts(view: View, language: str) -> WhoActs | None:
    """The next thing that somebody must do in the case; None where nothing runs."""
    running = [one for one in view["deadlines"] if one["state"] == "open" and one["due_at"]]
    if not running:
        return None
    first = min(running, key=lambda one: datetime.fromisoformat(one["due_at"]))
    names = _skipped(first, language)
    answers = first["on"] == "seller" and first["kind"] in ("reply", "promise")
    then = first["then"][0] if len(first["then"]) == 1 else ""
    return WhoActs(
        "answer" if answers else first["on"],
        first["due_at"],
        by_when(first["due_at"], language),
        _capital(format_list(names, locale=_locale(language))) if names else "",
        len(names),
        then,
    )


def by_when(moment: str, language: str) -> str:
    """`Tuesday 7 April, 15:00`; the end of a day is its 24:00 and not the next day's first moment."""
    local = datetime.fromisoformat(moment)
    day, time = local.date(), format_time(local, "HH:mm", locale=_locale(language))
    if (local.hour, local.minute) == (0, 0):
        day, time = date.fromordinal(day.toordinal() - 1), "24:00"
    return f"{format_date(day, _spelt_out(language), locale=_locale(language))}, {time}"


def _spelt_out(language: str) -> str:
    """The pattern of a day without its year, its names whole; many locales have only the short one ready-made."""
    ready = _locale(language).datetime_skeletons
    pattern = str((ready.get("MMMMEd") or ready["MMMEd"]).pattern)
    return _NAME.sub(lambda name: "MMMM" if name[0].startswith("M") else "EEEE", pattern)


def _skipped(deadline: View, language: str) -> list[str]:
    """What was not counted, each once; Saturdays and Sundays are the weekend."""
    days = [(date.fromisoformat(one["date"]), one["why"]) for one in deadline["explanation"]["skipped"]]
    weekend = translate("page.buyer.weekend", language)
    return list(dict.fromkeys(weekend if day.weekday() >= SATURDAY else why for day, why in days))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _locale(language: str) -> Locale:
    return Locale.parse(locale_of(spoken(language)))
