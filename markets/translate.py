"""Every text that a person reads, in the reader's language.

A key such as `return.approve.label` is the msgid; the texts lie in `locale/<language>/LC_MESSAGES/nazorg.po`,
which is read as it stands, so there is nothing to compile and nothing to forget. A language is read when it is
first asked for.
"""

from __future__ import annotations

import io
import re
from datetime import time, timedelta
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, tzinfo

    from babel import Locale

    from markets.money import Money

FALLBACK = "en"
_LETTER_THEN_DIGIT = re.compile(r"(?<=[A-Z])(?=\d)")
_TWO_LETTERS = re.compile(r"[a-z]{2}", re.ASCII)
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", re.ASCII)
_LOCALE = Path(__file__).with_name("locale")


class MissingText(LookupError):
    """There is no text with this key, not even in English."""


def translate(key: str, language: str, **values: object) -> str:
    """The text of `key` in `language`, English where it has none, with `{name}` filled from `values`."""
    text = _text(key, spoken(language)) or _text(key, FALLBACK)
    if text is None:
        raise MissingText(f"There is no text {key!r} in {FALLBACK}.")
    return text.format(**values) if values else text


def translate_count(key: str, n: int, language: str, **values: object) -> str:
    """The text of `key` that the language has for so many, `{n}` filled with the number as the language writes it."""
    from babel.numbers import format_decimal

    served = spoken(language)
    text = _catalogue(served).ngettext(key, key, n)
    if text == key:
        served = FALLBACK
        text = _catalogue(FALLBACK).ngettext(key, key, n)
    if text == key:
        raise MissingText(f"There is no text {key!r} in {FALLBACK}.")
    return text.format(n=format_decimal(n, locale=_locale(served)), **values)


def has_text(key: str, language: str) -> bool:
    """Whether `language` itself has a text for `key`."""
    return language in languages() and _text(key, language) is not None


@cache
def languages() -> tuple[str, ...]:
    """The languages that texts are kept in, English first."""
    found = sorted(path.parent.parent.name for path in _LOCALE.glob("*/LC_MESSAGES/nazorg.po"))
    return (FALLBACK, *(language for language in found if language != FALLBACK))


def spoken(language: str) -> str:
    """The language of ours that serves a reader of `language` (`nl-BE` is served by `nl`), else English."""
    base = language.replace("_", "-").split("-")[0].lower()
    return base if base in languages() else FALLBACK


def is_language(tag: str) -> bool:
    """Whether the tag (BCP 47, in its usual case) names a language: two letters, or more of which Babel knows."""
    from babel import Locale, UnknownLocaleError

    if _TWO_LETTERS.fullmatch(tag):
        return True
    if _LANGUAGE_TAG.fullmatch(tag) is None:
        return False
    try:
        Locale.parse(tag, sep="-")
    except UnknownLocaleError:
        return False
    return True


def plain_list(items: Sequence[str], language: str) -> str:
    """`a, b and c`, as the language joins them."""
    from babel.lists import format_list

    return format_list(items, locale=_locale(spoken(language)))


def say_moment(moment: datetime, zone: tzinfo, language: str) -> str:
    """`Tuesday 7 April 2026, 15:00`, on the wall of `zone`."""
    local = moment.astimezone(zone)
    return f"{say_day(local, language)}, {local:%H:%M}"


def say_deadline(moment: datetime, zone: tzinfo, language: str) -> str:
    """The same of a deadline: one that ends with a day ends at its 24:00, and not at the next day's 00:00."""
    local = moment.astimezone(zone)
    if local.time() != time():
        return say_moment(moment, zone, language)
    return f"{say_day(local - timedelta(days=1), language)}, 24:00"


def say_number(number: float, language: str) -> str:
    """`1,234.5`, as the language writes it."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(spoken(language)))


def say_share(share: float, language: str) -> str:
    """`87.5%` of 0.875, to one place, as the language writes it."""
    from babel.numbers import format_decimal, format_percent

    locale = _locale(spoken(language))
    if round(share * 100, 1) == round(share * 100):
        return format_percent(share, locale=locale)
    # The locale's own sign and space, with one place, which its usual pattern leaves out.
    whole = format_decimal(round(share * 100), locale=locale)
    return format_percent(share, locale=locale).replace(whole, format_decimal(round(share * 100, 1), locale=locale))


def say_day(day: date, language: str) -> str:
    """`Tuesday 7 April 2026`."""
    from babel.dates import format_date

    # The whole date as the locale writes it; Babel's English has a comma after the day, ours has none.
    pattern = "EEEE d MMMM y" if spoken(language) == FALLBACK else "full"
    return format_date(day, pattern, locale=_locale(spoken(language)))


def say_money(money: Money, language: str) -> str:
    """`€12.50`, as the language writes it."""
    from babel.numbers import format_currency

    said = format_currency(money.amount, money.currency, locale=_locale(spoken(language)))
    # Babel leaves out the space that a currency of letters has before its number.
    return _LETTER_THEN_DIGIT.sub("\N{NO-BREAK SPACE}", said)


@cache
def _locale(language: str) -> Locale:
    """The locale itself, read once, because Babel reads a name anew each time."""
    from babel import Locale

    return Locale.parse(locale_of(language))


def locale_of(language: str) -> str:
    """The name of the language's locale; British for English, because our markets write the day before the month."""
    from babel import Locale, UnknownLocaleError

    try:
        return "en_GB" if language == "en" else str(Locale.parse(language, sep="-" if "-" in language else "_"))
    except (UnknownLocaleError, ValueError):
        return "en_GB"


def _text(key: str, language: str) -> str | None:
    # gettext gives the key back where it has no text, and answers the empty key with its own header.
    text = _catalogue(language).gettext(key)
    return text if text != key and key else None


@cache
def _catalogue(language: str) -> GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (_LOCALE / language / "LC_MESSAGES" / "nazorg.po").open("rb") as file:
        texts = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, texts)
    compiled.seek(0)
    return GNUTranslations(compiled)
