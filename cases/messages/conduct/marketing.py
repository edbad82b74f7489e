"""Promotion: codes, newsletters, other products, rewards for a review. The whole sentence is the finding."""

from __future__ import annotations

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading
from cases.messages.conduct.weighing import weighed


def find(reading: Reading) -> list[Finding]:
    """The sentences that promote something."""
    return [
        reading.finding_at("marketing", reading.sentence_of(found.place), "marketing: words")
        for found in weighed(reading, "marketing")
    ]
