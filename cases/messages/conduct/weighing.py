"""What a sentence says as a whole: each meaning in it weighs for or against a label, in every language alike.

The weights are a table that people can read, `words/weights.txt`, worked out from the development corpus by
`benchmarks/conduct_weights.py`. A pattern of the word files is a meaning too (`=label`), so what the patterns say
outright weighs most, and what speaks against it (a courier who calls, a voucher as remedy) can still outweigh it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from cases.messages.conduct.finding import Finding, Label
from cases.messages.conduct.reading import Place, Reading
from cases.messages.conduct.spoken import DECLINABLE, spoken
from cases.messages.conduct.vocabulary import WORDS

ALWAYS = "(always)"
# For these a pattern is one voice among others; for the rest it settles the matter.
_BY_WEIGHT_ALONE = frozenset(["marketing"])
# The product that runs a service, the courier who calls: not outweighed by any number of other words.
_SPEAKS_AGAINST: dict[Label, frozenset[str]] = {
    "messenger": frozenset(["topic", "product talk", "courier"]),
    "phone": frozenset(["courier", "someone"]),
}
_SIGNS = (
    ("(percent)", re.compile(r"\d ?%")),
    ("(price)", re.compile(r"(?:[€$£] ?\d|\d ?(?:[€$£]|eur|kr\b|kc\b|zl\b|lei\b|euro|ron\b))|\d[.,]\d\d\b")),
    ("(exclaims)", re.compile(r"!")),
    ("(code)", re.compile(r"\b(?!sn|ean|imei|rma|inv|ref|ord|awb)[a-z]{4,12}\d{1,3}\b")),
)


class Weighed(NamedTuple):
    """A sentence that says something, as its first and last word that weigh for it, and by how much it does."""

    place: Place
    score: float


def features(reading: Reading) -> dict[int, dict[str, Place]]:
    """What each sentence holds: meanings with their first place, patterns that hold, signs, whether it asks."""
    held: dict[int, dict[str, Place]] = defaultdict(dict)
    for meaning, places in reading.index.items():
        if not meaning.startswith("="):
            for place in places:
                held[reading.sentences[place[0]]].setdefault(meaning, place)
    for label, found in spoken(reading).items():
        for place, _ in found:
            held[reading.sentences[place[0]]].setdefault(f"={label}", place)
    for name, sign in _SIGNS:
        for match in sign.finditer(reading.text):
            at = reading.word_at(match.start())
            if reading.words:
                held[reading.sentences[at]].setdefault(name, (at, at))
    for sentence in reading.asked & held.keys():
        held[sentence]["(asks)"] = (0, -1)
    return held


_worked_out: WeakKeyDictionary[Reading, dict[Label, list[Weighed]]] = WeakKeyDictionary()


def said(reading: Reading, label: Label) -> list[Finding]:
    """Where the words say this, as findings."""
    return [reading.finding_at(label, found.place, f"{label}: words") for found in weighed(reading, label)]


def weighed(reading: Reading, label: Label) -> list[Weighed]:
    """The sentences that say this; worked out once a reading."""
    if reading not in _worked_out:
        _worked_out[reading] = weigh(reading)
    return _worked_out[reading].get(label, [])


def weigh(reading: Reading) -> dict[Label, list[Weighed]]:
    """The sentences whose meanings outweigh what speaks against them, by label."""
    found: dict[Label, list[Weighed]] = defaultdict(list)
    weights = _weights()
    for held in features(reading).values():
        scores: dict[Label, float] = dict(weights[ALWAYS])
        for meaning in held:
            for label, weight in weights.get(meaning, {}).items():
                scores[label] += weight
        for label, score in scores.items():
            settled = f"={label}" in held and label not in _BY_WEIGHT_ALONE
            if settled or (score > 0 and not _is_spoken_against(label, held)):
                found[label].append(Weighed(_place(held, label), score))
    return found


def _is_spoken_against(label: Label, held: dict[str, Place]) -> bool:
    """Whether something in the sentence forbids this label however much else weighs for it."""
    if label not in DECLINABLE:
        return False
    return _declines(held) or bool(_SPEAKS_AGAINST.get(label, frozenset()) & held.keys())


def _declines(held: dict[str, Place]) -> bool:
    """Whether the sentence turns an offer down, or tells of one, rather than making it."""
    if "hush" in held:
        return False
    return "asked me" in held or ("(asks)" not in held and bool(held.keys() & {"stay", "declines", "not"}))


def _place(held: dict[str, Place], label: Label) -> Place:
    """From the first to the last word that weighs for the label; a pattern of the label goes before all."""
    if f"={label}" in held:
        return held[f"={label}"]
    standing = {meaning: place for meaning, place in held.items() if meaning != "(asks)"}
    speaking = [place for meaning, place in standing.items() if _weights().get(meaning, {}).get(label, 0) > 0]
    places = speaking or list(standing.values())
    return min(place[0] for place in places), max(place[1] for place in places)


@cache
def _weights() -> dict[str, dict[Label, float]]:
    weights: dict[str, dict[Label, float]] = defaultdict(dict)
    for line in (WORDS / "weights.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, meaning, weight = line.split("\t")
            weights[meaning][label] = float(weight)  # type: ignore[index]  # the file names labels and nothing else
    return dict(weights)
