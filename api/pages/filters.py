"""How templates write what they tell: moments, deadlines, money and numbers, as the reader's language does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from jinja2 import pass_context
from jinja2.runtime import Context

from api.pages.deadlines import DEADLINES, HOUR
from api.pages.moments import MOMENTS, locale_in
from markets.translate import locale_of


@pass_context
def money(context: Context, value: Mapping[str, str] | Decimal | str, currency: str = "") -> str:
    """`€12.50`, from a sum as a view has it, or from an amount and a currency."""
    amount, unit = (value["amount"], value["currency"]) if isinstance(value, Mapping) else (value, currency)
    return format_currency(Decimal(amount), unit, locale=locale_in(context))


@pass_context
def number(context: Context, value: float | Decimal) -> str:
    """`1,042`."""
    return format_decimal(value, locale=locale_in(context))


@pass_context
def percent(context: Context, value: float) -> str:
    """`85%`, from a share between 0 and 1, and `92.5%` where that is meant."""
    return str(format_percent(round(value, 4), locale=locale_in(context), decimal_quantization=False))


@pass_context
def count_above(context: Context, value: int, most: int = 1_000) -> str:
    """The number, or `1,000+` above so many."""
    locale = locale_in(context)
    return f"{format_decimal(most, locale=locale)}+" if value > most else format_decimal(value, locale=locale)


@pass_context
def hours(context: Context, seconds: float) -> str:
    """`4 hrs`, from seconds."""
    return str(format_unit(round(seconds / HOUR, 2), "duration-hour", "short", locale=locale_in(context)))


@pass_context
def lasting(context: Context, value: timedelta) -> str:
    """`3 days`, in the unit that says enough."""
    return str(format_timedelta(value, granularity="minute", locale=locale_in(context)))


@pass_context
def country(context: Context, code: str) -> str:
    """`Germany`, from the code of a market."""
    return str(locale_in(context).territories.get(code, code))


def own_name(language: str) -> str:
    """`Nederlands`: a language's name for itself."""
    name = Locale.parse(locale_of(language)).get_language_name(language.partition("-")[0]) or language
    return name[0].upper() + name[1:]


ALL: dict[str, Callable[..., Any]] = {
    **MOMENTS,
    **DEADLINES,
    "money": money,
    "number": number,
    "percent": percent,
    "count_above": count_above,
    "hours": hours,
    "lasting": lasting,
    "country": country,
    "own_name": own_name,
}
