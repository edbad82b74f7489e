"""A text as its reader hears it: small letters, no accents, disguises undone, each with its place in the original.

Rules read `Plain.text` and answer with `Plain.place(start, end)`, so what people see marked is what they wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain, count, repeat
from typing import NamedTuple

# What NFKD leaves whole although a reader takes it for these letters.
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁃": "-", "∕": "/", "⁄": "/", "∶": ":",
    "⟨": "(", "⟩": ")", "❨": "(", "❩": ")", "〈": "(", "〉": ")", "【": "(", "】": ")",
    "「": "(", "」": ")", "‹": "(", "›": ")",
    "º": ".", "ª": ".", "。": ".", "․": ".", "•": ".", "·": ".", "∙": ".", "🔟": "10",
}  # fmt: skip
_SILENT = frozenset(["Cf", "Mn", "Me", "Mc", "Cc", "Cs"])
_ENCLOSED = re.compile(r"(?:LATIN|INDICATOR|SQUARED|CIRCLED) (?:(?:CAPITAL|SMALL) )?(?:SYMBOL )?LETTER ([A-Z])$")
# Letters or signs of an address, one by one with the same thing between them: "w h a t s", "0.6.1.2", "j-a-n".
_SPACED = re.compile(r"(?<![^\W_])[a-z@](?:([ .\-_*/|])[a-z0-9@.])(?:\1[a-z0-9@.]){2,}(?![^\W_])")


class Plain(NamedTuple):
    """A normalised text and, for each of its characters, the code point of the original that it came from."""

    original: str
    text: str
    origins: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original, with the marks that combine with its last letter."""
        if start >= end:
            here = self.origins[start] if start < len(self.origins) else len(self.original)
            return here, here
        first, last = self.origins[start], self.origins[end - 1] + 1
        while last < len(self.original) and _combines(self.original[last]):
            last += 1
        return first, last


def normalise(text: str) -> Plain:
    """The text without its disguises; linear in its length."""
    parts = list(map(_FOLDED.__getitem__, text))
    plain = "".join(parts)
    if len(plain) == len(text) and all(parts):
        return _unspaced(Plain(text, plain, range(len(text))))
    origins = list(chain.from_iterable(map(repeat, count(), map(len, parts))))
    return _unspaced(Plain(text, plain, origins))


def _unspaced(plain: Plain) -> Plain:
    """The same with single letters that stand apart pushed together again."""
    kept: list[str] = []
    origins: list[int] = []
    at = 0
    for run in _SPACED.finditer(plain.text):
        start, end = run.span()
        kept += (plain.text[at:start], plain.text[start:end:2])
        origins += (*plain.origins[at:start], *plain.origins[start:end:2])
        at = end
    if not kept:
        return plain
    return Plain(plain.original, "".join((*kept, plain.text[at:])), [*origins, *plain.origins[at:]])


class _Folded(dict[str, str]):
    """What each character reads as; worked out once."""

    def __missing__(self, character: str) -> str:
        read = self[character] = _fold(character)
        return read


_FOLDED = _Folded()


def _fold(character: str) -> str:
    if character in "\n\t\r":
        return "\n" if character == "\n" else " "
    if character in _LETTERS:
        return _LETTERS[character]
    kind = unicodedata.category(character)
    if kind in _SILENT:
        return ""
    if kind == "No" and unicodedata.digit(character, None) is not None:
        return str(unicodedata.digit(character))
    enclosed = _ENCLOSED.search(unicodedata.name(character, ""))
    if enclosed:
        return enclosed.group(1).lower()
    parts = unicodedata.normalize("NFKD", character.lower())
    return "".join(map(_bare, parts)) if parts.isascii() or len(parts) > 1 else _bare(parts)


def _bare(character: str) -> str:
    """One decomposed character: a mark falls away, another alphabet's look-alike becomes the letter it plays."""
    if character.isascii():
        return " " if character.isspace() else character
    if character in _LETTERS:
        return _LETTERS[character]
    kind = unicodedata.category(character)
    if kind in _SILENT:
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(character))
    if kind.startswith("Z"):
        return " "
    return _look_alike(character) if kind.startswith("L") else character


def _look_alike(character: str) -> str:
    for same in _look_alikes().get(character, ()):
        letter = same["c"].lower()
        if len(letter) == 1 and letter.isascii() and letter.isalnum():
            return letter
    return character


@cache
def _look_alikes() -> dict[str, list[dict[str, str]]]:
    """Unicode's table of confusable characters, read when the first foreign letter comes by."""
    from confusable_homoglyphs.confusables import confusables_data

    table: dict[str, list[dict[str, str]]] = confusables_data
    return table


def _combines(character: str) -> bool:
    return _FOLDED[character] == "" and character not in "\u200b\u2060\ufeff\u00ad"
