"""The words of a PDF, for search."""

from __future__ import annotations

import re
from time import monotonic

import pypdfium2

LONGEST_TEXT = 200_000
SECONDS = 4.0
_BLANK = re.compile(r"\s+")


def text_of(data: bytes) -> str:
    """The words on the pages, one blank between them; as many as fit into the bounds of length and time."""
    pieces, length, until = [], 0, monotonic() + SECONDS
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        said = page.get_textpage().get_text_bounded(errors="ignore")
        page.close()
        pieces.append(said)
        length += len(said)
        if length > LONGEST_TEXT or monotonic() > until:
            break
    return _words(" ".join(pieces))[:LONGEST_TEXT]


def _words(text: str) -> str:
    """Without what is no character, some of which no database keeps."""
    return _BLANK.sub(" ", "".join(c if c.isprintable() else " " for c in text)).strip()
