"""Where sentences begin and end in what people type: abbreviations, lists, wrapped lines, quotes, links, markup."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from cases.messages.conduct.phrases import fold

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")
_QUOTE = re.compile(
    r"(?<![^\s(\[])\"[^\"\n]{1,300}\"|“[^”“\n]{1,300}”|„[^“”„\n]{1,300}[“”]|«[^»«\n]{1,300}»|»[^«»\n]{1,300}«|"
    r"(?<![^\s(\[])'[^'\n]{1,120}\?'(?!\w)"
)
_MARKUP = re.compile(r"</?[a-z!][^<>\n]{0,300}>|\{\{[^{}\n]{0,300}\}\}", re.IGNORECASE)
_CITED_LINE = re.compile(r"^>.*$", re.MULTILINE)
_STOP = re.compile(
    r"[.!?…؟？。！]+|\n+|[\U0001f300-\U0001faff\u2600-\u27bf][\U0001f300-\U0001faff\u2600-\u27bf\u200d\ufe0f]*|(?<=\s)[-*•–](?=\s)|[;]"
)
_MARKER = re.compile(
    r"\s*(?:[-*•–·>]+(?=\s|\w)|\(?\d{1,2}\s?[.):](?!\d)-?|\d{1,2}(?=\s+[^\W\d])|\(?[a-hA-H][.)](?=\s))\s*"
)
_INLINE_MARKER = re.compile(r"(?<=\s)(?:\(?\d{1,2}[)]|\d{1,2}[.:](?=\s[^\W\d])|[a-hA-H]\))(?=\s?\w)")
_FIRST_MARKER = re.compile(r"(?:^|(?<=\s))\(?[1aA][.:)](?=\s?[^\W\d])", re.MULTILINE)
_LAST_WORD = re.compile(r"[^\s(]+$")
_NEXT_WORD = re.compile(r"\s+¿?([^\W\d_]{1,20})")
_SHORTENED = re.compile(r"[^aeiouy]{1,4}$")
_DAY_DIGITS = 2
ASKED = "?"
CLOSED = "."
OPEN = ""
WRAPPED_FROM = 50


class Sentence(NamedTuple):
    """A sentence's place, without list marker and full stop, how it closes, and whether a list marker led it."""

    start: int
    stop: int
    mark: str
    listed: bool


def masked(text: str) -> str:
    """The text with quotes, cited lines and links blotted out and markup left blank, each letter where it was."""
    text = _MARKUP.sub(lambda found: " " * len(found.group()), text)
    for pattern in (_LINK, _QUOTE, _CITED_LINE):
        text = pattern.sub(lambda found: "x" * len(found.group()), text)
    return text


def sentences_of(text: str, abbreviations: AbstractSet[str], openers: AbstractSet[str] = frozenset()) -> list[Sentence]:
    """The sentences of a masked text in order; ``openers`` are words that begin one even behind "the 20."."""
    markers = _inline_markers(text)
    cuts = sorted([*_stops(text, abbreviations, openers), *((at, at, OPEN) for at in markers)])
    found: list[Sentence] = []
    start, last = 0, (len(text), len(text), OPEN)
    for at, after, mark in [*cuts, last]:
        if at < start:
            continue
        _append(found, text, start, at, after, mark)
        start = after
    return found


def _inline_markers(text: str) -> dict[int, int]:
    """The markers of a list within a line, where they begin with the first; a lone "3." is a date or an ordinal."""
    first = _FIRST_MARKER.search(text)
    return {marker.start(): marker.end() for marker in _INLINE_MARKER.finditer(text, first.start())} if first else {}


def _append(found: list[Sentence], text: str, start: int, at: int, after: int, mark: str) -> None:
    before = text[max(0, start - 8) : start]
    at_line = start == 0 or before.rstrip(" \t").endswith("\n") or bool(_INLINE_MARKER.match(text, start))
    marker = _MARKER.match(text, start, at) if at_line or before.rstrip().endswith("?") else None
    begin = marker.end() if marker else start
    while begin < at and text[begin].isspace():
        begin += 1
    stop = after if mark == ASKED else at
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    if stop > begin:
        found.append(Sentence(begin, stop, mark, marker is not None))


def _stops(text: str, abbreviations: AbstractSet[str], openers: AbstractSet[str]) -> list[tuple[int, int, str]]:
    stops = []
    small = _begins_small(text)
    for found in _STOP.finditer(text):
        signs, at, after = found.group(), found.start(), found.end()
        if "?" in signs or "？" in signs or "؟" in signs:
            if after < len(text) and text[after] in ")]" and "(" in text[max(0, at - 80) : at]:
                after += 1
            stops.append((at, after, ASKED))
        elif signs[0] == "\n":
            if not _wraps(text, at, after):
                stops.append((at, after, OPEN))
        elif signs[0] == ".":
            if _closes(text, at, after, abbreviations, small=small) or _opens(text, after, openers):
                stops.append((at, after, CLOSED))
        elif signs[0] in "!！…。！":
            stops.append((at, after, CLOSED))
        elif any(letter.isalnum() for letter in text[max(stops[-1][1] if stops else 0, at - 200) : at]):
            stops.append((at, after, OPEN))
    return stops


def _begins_small(text: str) -> bool:
    """Whether the writer begins sentences with small letters."""
    first = next((letter for letter in text[:200] if letter.isalpha()), "")
    return first.islower()


def _closes(text: str, at: int, after: int, abbreviations: AbstractSet[str], *, small: bool) -> bool:
    """Whether this full stop ends a sentence; `small`: the writer begins sentences with small letters."""
    if after == len(text):
        return True
    if not text[after].isspace():
        return text[at - 1 : at].islower() and text[after].isupper() and after - at == 1
    if after - at > 1:
        return True
    last = _LAST_WORD.search(text, max(0, at - 20), at)
    word = fold(last.group()) if last else ""
    rest = text[after : after + 3].lstrip()
    if word in abbreviations or (word.isalpha() and (len(word) == 1 or _SHORTENED.match(word))):
        return False
    if rest[:1].islower() and not small and "\n" not in text[after : after + 3]:
        return False
    return not (
        word.isdigit() and len(word) <= _DAY_DIGITS and rest[:1].isalnum() and not _begins_line(text, at - len(word))
    )


def _opens(text: str, after: int, openers: AbstractSet[str]) -> bool:
    """Whether a word that begins questions stands here with a capital."""
    word = _NEXT_WORD.match(text, after)
    return word is not None and word[1][0].isupper() and fold(word[1]) in openers


def _begins_line(text: str, at: int) -> bool:
    return not text[max(0, at - 3) : at].strip(" \t") or text[max(0, at - 3) : at].rstrip(" \t").endswith("\n")


def _wraps(text: str, at: int, after: int) -> bool:
    """Whether a line goes on in the next: it is long, closes with no mark, and the next begins small."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    if after - at > 1 or len(line) < WRAPPED_FROM or line.rstrip()[-1:] in ".!?:;":
        return False
    following = text[after : after + 12].lstrip()
    return following[:1].islower() and not _MARKER.match(following)
