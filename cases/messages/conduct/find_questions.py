"""The things that a buyer's message asks of the seller: questions and requests, each a span of its words.

A message is read sentence by sentence, a sentence word by word: an asking clause begins where a phrase of the
language says so and lasts until the next, a closing phrase or the end. The phrases are in `asking/<language>.toml`.
"""

from __future__ import annotations

from itertools import pairwise

from cases.messages.conduct.asking import Asking, asking
from cases.messages.conduct.clauses import LONG, Clauses
from cases.messages.conduct.phrases import Word, words_of
from cases.messages.conduct.sentences import OPEN, Sentence, masked, sentences_of


def find_questions(text: str, language: str) -> list[tuple[int, int]]:
    """Where each question or request stands, in order; ``language`` is one of `LANGUAGES`."""
    lists = asking(language)
    plain = masked(text)
    words = words_of(plain)
    readers: list[Clauses] = []
    first, headed = 0, False
    for sentence in sentences_of(plain, lists.abbreviations, lists.openers):
        while first < len(words) and words[first].start < sentence.start:
            first += 1
        after = first
        while after < len(words) and words[after].start < sentence.stop:
            after += 1
        readers.append(Clauses(plain, words[first:after], sentence, lists, headed=headed, marks="?" in plain))
        if not sentence.listed:
            headed = _heads(plain, sentence, words[first:after], lists)
        first = after
    return _of_all(readers)


def _of_all(readers: list[Clauses]) -> list[tuple[int, int]]:
    """The clauses of every sentence; where one item of a list asks, each does that says nothing else."""
    clauses = [reader.clauses() for reader in readers]
    for number, (reader, following) in enumerate(pairwise(readers)):
        if following.headed and reader.text[reader.sentence.stop - 1] == ":":
            clauses[number] = []
    asks = sum(bool(found) for reader, found in zip(readers, clauses, strict=True) if reader.sentence.listed)
    for number, reader in enumerate(readers):
        if asks and not clauses[number] and reader.sentence.listed and reader.sentence.mark == OPEN:
            reader.headed = True
            clauses[number] = reader.clauses()
    return [clause for found in clauses for clause in found]


def _heads(text: str, sentence: Sentence, words: list[Word], lists: Asking) -> bool:
    """Whether the sentence announces a list of questions."""
    if text[sentence.start : sentence.stop].endswith(":"):
        return any(phrases.at(words, place) for phrases in (lists.header, lists.lead) for place in range(len(words)))
    short = sentence.mark == OPEN and len(words) <= LONG
    return short and any(lists.header.at(words, place) for place in range(len(words)))
