"""What is said in words rather than in numbers: the patterns of the word files, over one text."""

from __future__ import annotations

from collections import defaultdict
from weakref import WeakKeyDictionary

from cases.messages.conduct.pattern import Pattern
from cases.messages.conduct.reading import Place, Reading

# Who says no to going elsewhere says it with these words; patterns that are a no themselves are exempt.
DECLINABLE = frozenset(["email", "phone", "messenger", "social", "payment_offplatform", "deal_offplatform"])
SAYS_NO_ITSELF = frozenset(["hush", "withdraw review"])
MOST = 200


Found = dict[str, list[tuple[Place, Pattern]]]
_worked_out: WeakKeyDictionary[Reading, Found] = WeakKeyDictionary()


def spoken(reading: Reading) -> Found:
    """Every pattern that holds, by label, with its place; worked out once a reading."""
    if reading not in _worked_out:
        _worked_out[reading] = _find(reading)
    return _worked_out[reading]


def _find(reading: Reading) -> Found:
    found: dict[str, list[tuple[Place, Pattern]]] = defaultdict(list)
    for pattern in reading.vocabulary.patterns:
        for count, place in enumerate(pattern.places(reading)):
            if count >= MOST:
                break
            if not _declined(reading, pattern, place):
                found[pattern.label].append((place, pattern))
    return {label: _merged(places) for label, places in found.items()}


def _declined(reading: Reading, pattern: Pattern, place: Place) -> bool:
    if pattern.label not in DECLINABLE:
        return False
    if SAYS_NO_ITSELF.intersection(pattern.meanings):
        return False
    if reading.in_sentence("asked me", place[0]):
        return True
    if reading.sentences[place[0]] in reading.asked:
        return False
    return reading.in_clause("not", place[0]) or any(
        reading.in_sentence(meaning, place[0]) for meaning in ("stay", "declines")
    )


def _merged(places: list[tuple[Place, Pattern]]) -> list[tuple[Place, Pattern]]:
    """Overlapping places as one, under the pattern that began first."""
    merged: list[tuple[Place, Pattern]] = []
    for place, pattern in sorted(places, key=lambda found: (found[0][0], -found[0][1])):
        if merged and place[0] <= merged[-1][0][1]:
            (start, end), first = merged[-1]
            merged[-1] = ((start, max(end, place[1])), first)
        else:
            merged.append((place, pattern))
    return merged
