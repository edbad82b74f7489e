"""Words of a text and phrases of a list, compared without capitals and accents, in time linear in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

# A letter may carry combining marks and, where somebody pastes, invisible joiners.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u200b-\u200d\u2060\ufeff]*)+")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
ANY = "_"
LONGEST = 12
LONGEST_REMEMBERED = 40


class Word(NamedTuple):
    """One word: where it stands, how it reads with its accents and how without them."""

    start: int
    stop: int
    exact: str
    plain: str


def words_of(text: str) -> list[Word]:
    """The words of the text in order, with places in code points of the text as it came."""
    words = []
    for found in _WORD.finditer(text):
        written = found.group()
        exact, plain = _read(written) if len(written) <= LONGEST_REMEMBERED else _read.__wrapped__(written)
        if plain:  # a voicing mark alone folds to nothing
            words.append(Word(found.start(), found.end(), exact, plain))
    return words


@lru_cache(maxsize=20_000)
def _read(written: str) -> tuple[str, str]:
    letters = "".join(letter for letter in written if letter not in "\u200b\u200c\u200d\u2060\ufeff")
    exact = unicodedata.normalize("NFKC", letters).casefold()
    return exact, fold(exact)


def fold(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_PLAIN)


class Lists:
    """Lists of phrases, all looked up at once; ``<name>`` in a phrase stands for any phrase of the list of that name.

    In a phrase ``_`` is any one word, ``word*`` any word that begins so, ``*word`` any that ends so, and ``=word``
    keeps its accents.
    """

    def __init__(self, written: Mapping[str, Iterable[str]], lists: Mapping[str, Sequence[str]] | None = None) -> None:
        self._root = _Node()
        for name, phrases in written.items():
            for phrase in phrases:
                self._root.add(phrase, lists or {}, name)

    def at(self, words: Sequence[Word], place: int) -> list[tuple[str, int]]:
        """The lists that have a phrase which begins at this word, and how many words the longest of each takes."""
        found: dict[str, int] = {}
        ways = [self._root]
        for taken in range(min(LONGEST, len(words) - place)):
            ways = [after for node in ways for after in node.ways(words[place + taken])]
            if not ways:
                break
            for node in ways:
                found |= dict.fromkeys(node.ends, taken + 1)
        return list(found.items())


class _Node:
    __slots__ = ("ends", "lengths", "starts", "steps", "tail_lengths", "tails")

    def __init__(self) -> None:
        self.steps: dict[str, _Node] = {}
        self.starts: dict[str, _Node] = {}
        self.lengths: tuple[int, ...] = ()
        self.tails: dict[str, _Node] = {}
        self.tail_lengths: tuple[int, ...] = ()
        self.ends: frozenset[str] = frozenset()

    def add(self, written: str, lists: Mapping[str, Sequence[str]], name: str) -> None:
        """Add a phrase, and for every list that it names one with each phrase of that."""
        for parts in product(*(_choices(part, lists) for part in written.split())):
            node = self
            for part in _parts(" ".join(parts)):
                node = node.step(part)
            node.ends |= {name}

    def step(self, part: str) -> _Node:
        """The node behind this part of a phrase, made where there is none."""
        if part.startswith("*"):
            self.tail_lengths = tuple(sorted({*self.tail_lengths, len(part) - 1}))
            return self.tails.setdefault(part[1:], _Node())
        if not part.endswith("*"):
            return self.steps.setdefault(part, _Node())
        self.lengths = tuple(sorted({*self.lengths, len(part) - 1}))
        return self.starts.setdefault(part[:-1], _Node())

    def ways(self, word: Word) -> list[_Node]:
        """The nodes that this word leads to."""
        steps = self.steps
        ways = [steps[key] for key in (word.plain, f"={word.exact}", ANY) if key in steps]
        if self.lengths:
            ways += [self.starts[word.plain[:n]] for n in self.lengths if word.plain[:n] in self.starts]
        if self.tail_lengths:
            ways += [self.tails[word.plain[-n:]] for n in self.tail_lengths if word.plain[-n:] in self.tails]
        return ways


def _choices(part: str, lists: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return lists[part[1:-1]] if part.startswith("<") else (part,)


def _parts(phrase: str) -> Iterator[str]:
    """The words of a written phrase; apostrophes, dots and hyphens part words here as they do in a text."""
    for part in phrase.split():
        if part == ANY:
            yield part
        elif part.startswith("="):
            yield "=" + unicodedata.normalize("NFKC", part[1:]).casefold()
        else:
            words = [fold(found) for found in _WORD.findall(part)] or ([part] if part == "&" else [])
            if words:
                words[0] = ("*" if part.startswith("*") else "") + words[0]
                words[-1] += "*" if part.endswith("*") else ""
            yield from words
