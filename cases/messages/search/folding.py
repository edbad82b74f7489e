"""Words as a search compares them: without case and accents, and where each stands in the text as it was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from cases.db.search import ALSO_FOLDED, OF_OTHER_ALPHABETS

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_MARKS_ON_LATIN = re.compile(r"(?<=[A-Za-z\u00c0-\u024f])[\u0300-\u036f]+")
_OF_OTHER_ALPHABETS = str.maketrans(OF_OTHER_ALPHABETS)
_ALSO = str.maketrans(ALSO_FOLDED)


class Word(NamedTuple):
    """A word, folded, and where it stands in code points, end exclusive."""

    text: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in its order; what is neither a letter nor a digit parts them."""
    for found in _WORD.finditer(text):
        yield Word(folded(found.group()), found.start(), found.end())


def folded(word: str) -> str:
    """A word without case and accents: ``Müller`` is ``muller``, ``Straße`` ``strasse``, ``ŁÓDŹ`` ``lodz``.

    It folds what the index of SQLite folds; PostgreSQL folds what it is asked once more, as it folded its words.
    """
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFC", word).translate(_OF_OTHER_ALPHABETS)
    text = _MARKS_ON_LATIN.sub("", unicodedata.normalize("NFD", text))
    return _MARKS.sub("", unicodedata.normalize("NFC", text)).lower().translate(_ALSO)
