"""What a figure rests on, in words of the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from babel.numbers import format_decimal, format_percent

from cases.sellers.standing import Because
from markets.translate import locale_of, say_moment, spoken, translate

KEYS = (
    "standing.score",
    "standing.visibility",
    "standing.visibility_by_measure",
    "standing.selling_allowed",
    "standing.selling_until",
    "standing.selling_without_end",
    "standing.messages",
    "standing.missed",
    "standing.on_time",
    "standing.on_time_unknown",
    "standing.speed",
    "standing.speed_unknown",
    "standing.promises",
    "standing.promises_unknown",
    "standing.steps",
    "standing.steps_unknown",
    "standing.conduct",
    "standing.claims",
    "standing.updates",
)
"""Every text that says why."""

AS_PERCENT = ("visibility",)


def said(because: Because, language: str, zone: tzinfo = UTC) -> str:
    """The sentence, with moments on the wall of ``zone`` and numbers as the language writes them."""
    return translate(
        because.key, language, **{name: _value(name, value, language, zone) for name, value in because.values.items()}
    )


def _value(name: str, value: object, language: str, zone: tzinfo) -> str:
    locale = locale_of(spoken(language))
    if isinstance(value, datetime):
        return say_moment(value, zone, language)
    if name == "measure":
        return translate(f"choice.{value}", language)
    if name in AS_PERCENT and isinstance(value, float):
        return str(format_percent(value, locale=locale))
    if isinstance(value, int | float):
        return str(format_decimal(value, locale=locale))
    return "" if value is None else str(value)
