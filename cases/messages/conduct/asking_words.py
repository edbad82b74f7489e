"""What is seen of each word of a message when it is judged whether the word asks: itself, its neighbours, signs.

A sign is anything said by name: a list of `asking/<language>.toml` that holds a phrase here, what stands between two
words, how the sentence closes. Signs carry over from language to language.
"""

from __future__ import annotations

from typing import NamedTuple

from cases.messages.conduct.asking import asking
from cases.messages.conduct.phrases import Word, words_of
from cases.messages.conduct.sentences import OPEN, Sentence, masked, sentences_of

EDGE, NOTHING, OTHER, LINE = "^", "_", "o", "/"
_SIGNS = frozenset(',.:;!?()-¿¡"')
BEGINNING, END = 4, 3
FAR = 4
AROUND = (-2, -1, 1, 2)


class Seen(NamedTuple):
    """The words of a message, and for each what is seen of it."""

    words: list[Word]
    features: list[list[str]]


class _Place(NamedTuple):
    """Where a word stands: the mark that closes its sentence, whether in a list, first word of sentence and clause."""

    mark: str
    listed: bool
    sentence: int
    clause: int


def seen(text: str, language: str) -> Seen:
    """What is seen of a message; ``language`` is one of `LANGUAGES`."""
    lists = asking(language)
    plain = masked(text)
    words = words_of(plain)
    gaps = _gaps(plain, words)
    # "1)" by itself is a list's mark without a list
    sentences = sentences_of(plain, lists.abbreviations, lists.openers) or [Sentence(0, len(plain), OPEN, True)]
    message = _Message(
        language=language,
        said=["0" if word.plain[:1].isdigit() else word.plain for word in words],
        gaps=gaps,
        places=_places(words, sentences, gaps),
        signs=[lists.lists.at(words, place) for place in range(len(words))],
        marks="?" in plain,
    )
    return Seen(words, [message.features(place) for place in range(len(words))])


class _Message(NamedTuple):
    language: str
    said: list[str]
    gaps: list[str]
    places: list[_Place]
    signs: list[list[tuple[str, int]]]
    marks: bool

    def features(self, at: int) -> list[str]:
        said, gap, word = self.said, self.gaps[at], self.said[at]
        mark, listed, sentence, clause = self.places[at]
        found = [
            f"in {self.language}",
            f"is {word}",
            f"begins {word[:BEGINNING]}",
            f"ends {word[-END:]}",
            f"after {gap}",
            f"before {self.gaps[at + 1]}",
            f"closes {mark}",
            f"closes {mark} after {gap}",
            f"closes {mark} at {min(at - sentence, FAR)}",
            f"after {gap} begins {word[:BEGINNING]}",
            f"sentence {said[sentence]} closes {mark}",
            f"clause {said[clause]}",
            f"clause at {min(at - clause, FAR)}",
            f"behind {self._near(at - 1)} is {word}",
            f"is {word} then {self._near(at + 1)}",
            f"is {word} then {self._near(at + 1)} {self._near(at + 2)}",
        ]
        found += [f"{by} is {self._near(at + by)}" for by in AROUND]
        found += [f"{by} begins {self._near(at + by)[:BEGINNING]}" for by in (-1, 1)]
        if listed:
            found.append("listed")
        if self.marks:
            found.append(f"marks closes {mark}")
        for name, length in self.signs[at]:
            sign = name if length == 1 else f"{name}s"
            found += [f"={sign}", f"={sign} closes {mark}"]
        for by in AROUND:
            if 0 <= at + by < len(said):
                found += [f"{by}={name}" for name, _ in self.signs[at + by]]
        return found

    def _near(self, at: int) -> str:
        return self.said[at] if 0 <= at < len(self.said) else EDGE


def _gaps(text: str, words: list[Word]) -> list[str]:
    """What stands before each word and behind the last, as one sign."""
    starts = [word.start for word in words]
    stops = [word.stop for word in words]
    return [EDGE, *(_gap(text[stop:start]) for stop, start in zip(stops, [*starts[1:], len(text)], strict=False))]


def _gap(signs: str) -> str:
    if "\n" in signs:
        return LINE
    sign = signs.strip()[:1]
    return (sign if sign in _SIGNS else OTHER) if sign else NOTHING


def _places(words: list[Word], sentences: list[Sentence], gaps: list[str]) -> list[_Place]:
    places: list[_Place] = []
    number = first = clause = 0
    for at, word in enumerate(words):
        if gaps[at] != NOTHING:
            clause = at
        if number + 1 < len(sentences) and sentences[number + 1].start <= word.start:
            first = at
        while number + 1 < len(sentences) and sentences[number + 1].start <= word.start:
            number += 1
        places.append(_Place(sentences[number].mark or OTHER, sentences[number].listed, first, clause))
    return places
