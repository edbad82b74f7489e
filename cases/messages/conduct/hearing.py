"""What is said in words and has no grammar: the sentences in which the classifier hears a label, as findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from cases.messages.conduct.features import Sentence, sentences
from cases.messages.conduct.finding import Finding, Label, Role
from cases.messages.conduct.model import CONTACT, OF_SELLERS, Model, Score
from cases.messages.conduct.reading import Place, Reading
from cases.messages.conduct.taught import model

# Marked as a whole, because no word of theirs can be taken out.
WHOLE: frozenset[Label] = frozenset(["marketing", "misleading"])


class Heard(NamedTuple):
    """From which score on a label is found, and from which it is sure: the logarithm of the odds."""

    found: float
    sure: float


# Chosen on hands that the classifier was not taught by: `benchmarks/conduct_classifier.py`.
CONTACT_SAID = Heard(0.1, 2.5)
# Where contact is said at all, what of it; the likeliest where none reaches this.
WHICH = -0.5
# fmt: off
THRESHOLDS: dict[Label, Heard] = {
    "marketing":  Heard(-1.25, 1.5),
    "insult":     Heard(-0.5, 1.0),
    "misleading": Heard(-1.0, 1.5),
}
# fmt: on


def heard(reading: Reading, written: Sequence[Finding], role: Role) -> list[Finding]:
    """What the words say, beside what the rules with a grammar found written.

    Who gives a number as well leaves no doubt what "call me" means: then what is said of contact is sure.
    """
    taught = model()
    parts = sentences(reading, written)
    plain = any(item.label in CONTACT for item in written)
    return [
        reading.finding_at(
            label, _place(reading, part, label, taught), f"{label}: words", sure=sure or (plain and label in CONTACT)
        )
        for part, score in zip(parts, taught.scores(parts), strict=True)
        for label, sure in labels_of(score, role).items()
    ]


def labels_of(score: Score, role: Role) -> dict[Label, bool]:
    """The labels that a sentence has by its scores, and whether each is sure."""
    found: dict[Label, bool] = {}
    for label, heard in THRESHOLDS.items():
        if (role == "seller" or label not in OF_SELLERS) and (said := score(label)) >= heard.found:
            found[label] = said >= heard.sure
    if (said := score("contact")) >= CONTACT_SAID.found:
        likeliest = max(CONTACT, key=score)
        found |= {label: said >= CONTACT_SAID.sure for label in CONTACT if label == likeliest or score(label) >= WHICH}
    return found


def _place(reading: Reading, part: Sentence, label: Label, taught: Model) -> Place:
    """The clause of the sentence that says it most."""
    first, last = part.place
    if label in WHOLE:
        return first, last
    weights = taught.of_words(part.words, label)
    for sign, (at, _) in part.signs.items():
        weights[at - first] += taught.of_sign(sign, label)
    clauses = [list(words) for _, words in groupby(range(first, last + 1), key=reading.clauses.__getitem__)]
    best = max(clauses, key=lambda clause: sum(weights[at - first] for at in clause))
    return best[0], best[-1]
