"""How values stand in a form's fields, and how they are read again: moments on the market's wall, labels in words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markets.translate import translate

MINUTE = len("2026-04-09T15:00")


def label_of(name: str, language: str) -> str:
    """What a field is called."""
    return translate(f"label.{name}", language)


def date_text(value: object) -> str:
    """A date as its field takes it, or whatever was typed."""
    return "" if value is None else str(value)


def moment_shown(value: object, zone: str) -> str:
    """A moment as a ``datetime-local`` field shows it: on the wall of the zone, with seconds only where there are."""
    text = "" if value is None else str(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return text
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return wall.isoformat(timespec="seconds" if wall.second else "minutes")


def moment_read(text: str, zone: str) -> str:
    """The same back, with its offset; the text itself where it is no moment of that wall.

    A time that the wall has twice is the first; one that it never had is none.
    """
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        return text
    if wall.tzinfo is not None or len(text) < MINUTE:
        return text
    moment = wall.replace(tzinfo=ZoneInfo(zone))
    there_and_back = moment.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return moment.isoformat() if there_and_back == wall else text
