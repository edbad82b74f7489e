"""Sheets of paper that people keep: a title, then what is said, each with its label."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import fontpkg_noto_sans
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

# One face for every language that we serve: Latin with all its marks, Greek and Cyrillic.
FONT = Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf"
FAMILY, SMALL, TEXT, TITLE = "noto", 9, 11, 18
LINE, GAP = 6, 4


def paper(title: str, language: str, at: datetime) -> FPDF:
    """A first sheet with its title, in a language of ours, made as of a moment."""
    page = FPDF(format="A4")
    page.set_title(title)
    page.set_lang(language)
    page.set_creation_date(at)
    page.add_font(FAMILY, "", FONT)
    page.set_margins(25, 25)
    page.add_page()
    page.set_font(FAMILY, size=TITLE)
    page.multi_cell(0, LINE + GAP, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(GAP)
    return page


def put(page: FPDF, label: str, value: str) -> None:
    """One thing that is said, below its label; the label never ends a sheet."""
    if page.y + LINE * 2 > page.page_break_trigger:
        page.add_page()
    page.set_font(FAMILY, size=SMALL)
    page.set_text_color(90)
    page.multi_cell(0, LINE - 1, label, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_font(FAMILY, size=TEXT)
    page.set_text_color(0)
    page.multi_cell(0, LINE, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(GAP)


def finished(page: FPDF) -> bytes:
    """The file."""
    written = bytes(page.output())
    for face in page.fonts.values():
        if isinstance(face, TTFFont):  # which keeps its file open until somebody happens to collect it
            face.ttfont.close()
    return written
