"""The words of one language by what they mean, read from `words/<language>.txt` when somebody first writes in it.

The files are for native speakers: `[meaning]` opens a list, words stand between commas, `*` is any ending, a phrase
of several words is one entry. `[= label]` opens a list of patterns, one a line (see `pattern.py`). Accents may be
written; they are not needed to be found, and a German umlaut is also found as two vowels.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from cases.messages.conduct.normalise import normalise
from cases.messages.conduct.pattern import Pattern, parse

WORDS = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(path.stem for path in WORDS.glob("??.txt")))
EVERYWHERE = "everywhere"
# A word that may be the first of a phrase has this before the word as a meaning of its own.
BEGINS = "^"
# Under which its phrases stand whose second word may end in any way.
ANY = "*"
MOST_REMEMBERED, LONGEST_REMEMBERED = 50_000, 40
LONGEST_STEM = 24
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

Phrase = tuple[tuple[str, ...], str]
Beginning = dict[str, list[Phrase]]
"""The phrases that begin with one word, by their second."""

# How the name of the best known service is spelled by ear in any of our languages, and glued to other words.
_BY_EAR = re.compile(r"(?:gu|ou|uo|gw|[wvul])h?[aou]h?(?:t+[sz]*|[sz]+|c|tz)[aeou]p+[a-z]{0,4}")
LONGEST_BY_EAR, GLUED = 14, "whatsap"
_FIRST = frozenset("gouwvl")

# Figures in the place of letters: "1nsta", "p4yp4l"; looked for in names only, with a meaning of its own.
_AS_LETTERS = str.maketrans("0134578", "oleastb")
_FIGURE_I = str.maketrans("1", "i")
DISGUISED, SHORTEST_DISGUISED = "disguised", 4
_NAMES = frozenset(["channel", "weak channel", "social", "service", "provider"])


def _sounds_like(word: str) -> tuple[str, ...]:
    if word[:1] in _FIRST and len(word) <= LONGEST_BY_EAR and _BY_EAR.fullmatch(word):
        return ("channel",)
    return ("channel",) if GLUED in word else ()


class Vocabulary:
    """Which meanings a word may have, which phrases it may begin, by their second word, and every label's patterns."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.exact: dict[str, set[str]] = defaultdict(set)
        self.stems: dict[str, set[str]] = defaultdict(set)
        self.phrases: dict[str, Beginning] = defaultdict(lambda: defaultdict(list))
        self.patterns: list[Pattern] = []
        for name in names:
            self._read(WORDS / f"{name}.txt")
        self._meanings = lru_cache(MOST_REMEMBERED)(self._look_up)
        self._known = lru_cache(MOST_REMEMBERED)(self._sort)

    def meanings(self, word: str) -> frozenset[str]:
        """Everything that the word may mean, by itself or by its stem."""
        return self._meanings(word[:LONGEST_REMEMBERED])

    def known(self, word: str) -> tuple[Sequence[str], Sequence[Beginning]]:
        """What the word means by itself, and the phrases that it may begin."""
        return self._known(word[:LONGEST_REMEMBERED])

    def _look_up(self, word: str) -> frozenset[str]:
        return frozenset(self._listed(word) | self._disguised(word))

    def _sort(self, word: str) -> tuple[Sequence[str], Sequence[Beginning]]:
        found = sorted(self._meanings(word))
        return (
            tuple(meaning for meaning in found if meaning not in self.phrases),
            tuple(self.phrases[meaning] for meaning in found if meaning in self.phrases),
        )

    def _listed(self, word: str) -> set[str]:
        found = {*self.exact.get(word, ()), *_sounds_like(word)}
        for length in range(2, min(len(word), LONGEST_STEM) + 1):
            found |= self.stems.get(word[:length], set())
        return found

    def _disguised(self, word: str) -> set[str]:
        """What the word would mean with letters for its figures, where that is a name."""
        if len(word) < SHORTEST_DISGUISED or word.isalpha() or word[-2:].isdecimal():
            return set()
        spelled = {word.translate(_AS_LETTERS), word.translate(_FIGURE_I).translate(_AS_LETTERS)}
        found = set().union(*map(self._listed, filter(str.isalpha, spelled))) & _NAMES
        return {*found, DISGUISED} if found else found

    def _read(self, path: Path) -> None:
        heading = ""
        for written in path.read_text(encoding="utf-8").splitlines():
            line = written.partition("#")[0].strip()
            if line.startswith("["):
                heading = line.strip("[] ")
            elif line and heading.startswith("="):
                self._add_pattern(heading.lstrip("= "), line)
            else:
                for entry in filter(None, map(str.strip, line.split(","))):
                    self._add(entry, heading)

    def _add_pattern(self, label: str, line: str) -> None:
        pattern, words = parse(label, line)
        self.patterns.append(pattern)
        for meaning, entries in words.items():
            for entry in entries:
                self._add(entry, meaning)

    def _add(self, entry: str, meaning: str) -> None:
        for spelling in {entry.lower(), entry.lower().translate(_UMLAUTS)}:
            words = tuple(normalise(spelling).text.replace("'", " ").replace("-", " ").split())
            if not words:
                continue
            if len(words) > 1:
                meaning_of_first = f"{BEGINS}{words[0]}"
                second = ANY if words[1].endswith("*") else words[1]
                self.phrases[meaning_of_first][second].append((words[1:], meaning))
            else:
                meaning_of_first = meaning
            if words[0].endswith("*"):
                self.stems[words[0][:-1]].add(meaning_of_first)
            else:
                self.exact[words[0]].add(meaning_of_first)


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of the language with English and what is said everywhere; of a language unknown to us, all of them."""
    known = (language,) if language in LANGUAGES else LANGUAGES
    return Vocabulary((EVERYWHERE, *dict.fromkeys((*known, "en"))))
