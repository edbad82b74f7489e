"""One text read once: its words, where each stands, what each may mean. Every rule reads from here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from cases.messages.conduct.finding import REASONS, Finding, Label
from cases.messages.conduct.normalise import Plain, normalise
from cases.messages.conduct.vocabulary import ANY, Vocabulary, vocabulary

_SAID = frozenset(["word", "sign"])

Place = tuple[int, int]
"""The first and the last word of something."""

_TOKEN = re.compile(
    r"(?P<word>(?:e-)?[^\W_]+(?:_+[^\W_]+)*)|(?P<sign>[📞📱☎✆📲📧✉📩])|(?P<end>[.!?;…]+(?=\s|$|[\"')])|\n+)|(?P<cut>[,:()\"]|\s-\s)"
)


@dataclass(eq=False)
class Reading:
    """The words of a text in order, with the sentence and the clause that each is in."""

    plain: Plain
    language: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    clauses: list[int]
    asked: frozenset[int]
    vocabulary: Vocabulary

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.plain.text

    @cached_property
    def index(self) -> dict[str, list[Place]]:
        """Each meaning and where it stands."""
        found: dict[str, list[Place]] = defaultdict(list)
        known = self.vocabulary.known
        for at, (word, behind) in enumerate(zip(self.words, [*self.words[1:], ""], strict=False)):
            meanings, phrases = known(word)
            for meaning in meanings:
                found[meaning].append((at, at))
            for beginning in phrases:
                for rest, said in (*beginning.get(behind, ()), *beginning.get(ANY, ())):
                    if self._continues(at + 1, rest):
                        found[said].append((at, at + len(rest)))
        return dict(found)

    @cached_property
    def said(self) -> dict[int, set[str]]:
        """The meanings of each sentence."""
        found: dict[int, set[str]] = defaultdict(set)
        for meaning, places in self.index.items():
            for first, _ in places:
                found[self.sentences[first]].add(meaning)
        return dict(found)

    def _continues(self, at: int, rest: tuple[str, ...]) -> bool:
        if at + len(rest) > len(self.words) or self.sentences[at - 1] != self.sentences[at + len(rest) - 1]:
            return False
        return all(
            word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
            for word, wanted in zip(self.words[at : at + len(rest)], rest, strict=True)
        )

    def nearest(self, meaning: str, to: Place, within: int) -> Place | None:
        """The nearest place of the meaning beside `to`, in the same sentence and no further than so many words."""
        places = self.index.get(meaning)
        if not places:
            return None
        at = bisect_left(places, to)
        beside = [
            place
            for place in places[max(0, at - 2) : at + 3]
            if (place[0] > to[1] or place[1] < to[0]) and self.sentences[place[0]] == self.sentences[to[0]]
        ]
        near = [place for place in beside if max(place[0] - to[1], to[0] - place[1]) <= within]
        return min(near, key=lambda place: max(place[0] - to[1], to[0] - place[1]), default=None)

    def in_sentence(self, meaning: str, at: int) -> bool:
        """Whether the sentence of this word holds the meaning anywhere."""
        return self.sentences[at] in self._held(meaning, self.sentences)

    def in_clause(self, meaning: str, at: int) -> bool:
        """Whether the clause of this word holds the meaning anywhere."""
        return self.clauses[at] in self._held(meaning, self.clauses)

    def _held(self, meaning: str, parts: list[int]) -> frozenset[int]:
        key = (meaning, parts is self.clauses)
        if key not in self._held_by:
            self._held_by[key] = frozenset(parts[place[0]] for place in self.index.get(meaning, ()))
        return self._held_by[key]

    @cached_property
    def _held_by(self) -> dict[tuple[str, bool], frozenset[int]]:
        return {}

    def word_at(self, offset: int) -> int:
        """The first word that ends after this character of the normalised text; the last word where none does."""
        return min(bisect_left(self.ends, offset + 1), max(0, len(self.words) - 1))

    def word_after(self, original: int) -> int:
        """The first word that ends after this character of the original; the last word where none does."""
        origins = self.plain.origins
        found = bisect_left(range(len(self.words)), original, key=lambda at: origins[self.ends[at] - 1])
        return min(found, max(0, len(self.words) - 1))

    def sentence_of(self, place: Place) -> Place:
        """The whole sentence, or sentences, around a place, as first and last word."""
        first = bisect_left(self.sentences, self.sentences[place[0]])
        return first, bisect_left(self.sentences, self.sentences[place[1]] + 1) - 1

    def finding(self, label: Label, start: int, end: int, rule: str, *, sure: bool = True) -> Finding:
        """A finding over these characters of the normalised text."""
        return Finding(label, *self.plain.place(start, end), rule, REASONS[label], sure)

    def finding_at(self, label: Label, place: Place, rule: str, *, sure: bool = True) -> Finding:
        """A finding over these words."""
        return self.finding(label, self.starts[place[0]], self.ends[place[1]], rule, sure=sure)


def read(text: str, language: str) -> Reading:
    """Read a text in a language; linear in its length."""
    plain = normalise(text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    clauses: list[int] = []
    asked: set[int] = set()
    sentence = clause = 0
    for token in _TOKEN.finditer(plain.text):
        kind, (start, end) = token.lastgroup, token.span()
        if kind in _SAID:
            words.append(token[0].replace("-", ""))
            starts.append(start)
            ends.append(end)
            sentences.append(sentence)
            clauses.append(clause)
            continue
        clause += 1
        if kind == "end":
            if "?" in token[0]:
                asked.add(sentence)
            sentence += 1
    return Reading(plain, language, words, starts, ends, sentences, clauses, frozenset(asked), vocabulary(language))
