"""The acknowledgement as a PDF: a durable medium with content, date and time (Directive 2011/83/EU, art. 11a(4))."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg_noto_sans
from babel.dates import format_date, format_time
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from markets.translate import locale_of, spoken, translate

if TYPE_CHECKING:
    from api.pages.buyer.acknowledgement import Acknowledged

# One face for every language that we serve: Latin with all its marks, Greek and Cyrillic.
FONT = Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf"
FAMILY, SMALL, TEXT, TITLE = "noto", 9, 11, 18
LINE, GAP = 6, 4


def receipt(found: Acknowledged, language: str) -> bytes:
    """The file, in the reader's language; what was declared and acknowledged stays in its own."""
    page = _paper(translate("page.buyer.acknowledgement", language), spoken(language), found)
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
        _said(page, translate(key, language), value)
    written = bytes(page.output())
    for face in page.fonts.values():
        if isinstance(face, TTFFont):  # which keeps its file open until somebody happens to collect it
            face.ttfont.close()
    return written


def _paper(title: str, language: str, found: Acknowledged) -> FPDF:
    page = FPDF(format="A4")
    page.set_title(title)
    page.set_lang(language)
    page.set_creation_date(found.at)
    page.add_font(FAMILY, "", FONT)
    page.set_margins(25, 25)
    page.add_page()
    page.set_font(FAMILY, size=TITLE)
    page.multi_cell(0, LINE + GAP, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(GAP)
    return page


def _said(page: FPDF, label: str, value: str) -> None:
    page.set_font(FAMILY, size=SMALL)
    page.set_text_color(90)
    page.multi_cell(0, LINE - 1, label, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_font(FAMILY, size=TEXT)
    page.set_text_color(0)
    page.multi_cell(0, LINE, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(GAP)


def _moment(found: Acknowledged, language: str) -> str:
    locale = locale_of(spoken(language))
    day, time = format_date(found.at, "full", locale=locale), format_time(found.at, "HH:mm:ss z", locale=locale)
    return f"{day}, {time}"


def _words(body: str | None, language: str) -> str:
    return body if body is not None else translate("page.removed", language)
