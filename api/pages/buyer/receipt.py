"""The acknowledgement as a PDF: a durable medium with content, date and time (Directive 2011/83/EU, art. 11a(4))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, format_time

from api.paper import finished, paper, put
from markets.translate import locale_of, spoken, translate

if TYPE_CHECKING:
    from api.pages.buyer.acknowledgement import Acknowledged


def receipt(found: Acknowledged, language: str) -> bytes:
    """The file, in the reader's language; what was declared and acknowledged stays in its own."""
    page = paper(translate("page.buyer.acknowledgement", language), spoken(language), found.at)
    case = found.file.case
    for key, value in (
        ("page.buyer.receipt.number", case.number),
        ("page.buyer.receipt.order", case.order_id or ""),
        ("page.buyer.receipt.seller", found.file.seller_name),
        ("page.buyer.receipt.at", _moment(found, language)),
        ("page.buyer.receipt.declared", _words(found.declared.body, language)),
        ("page.buyer.receipt.confirmed", _words(found.confirmed.body, language)),
        ("page.buyer.receipt.hash", f"{found.declared.hash}\n{found.confirmed.hash}"),
    ):
        put(page, translate(key, language), value)
    return finished(page)


def _moment(found: Acknowledged, language: str) -> str:
    locale = locale_of(spoken(language))
    day, time = format_date(found.at, "full", locale=locale), format_time(found.at, "HH:mm:ss z", locale=locale)
    return f"{day}, {time}"


def _words(body: str | None, language: str) -> str:
    return body if body is not None else translate("page.removed", language)
