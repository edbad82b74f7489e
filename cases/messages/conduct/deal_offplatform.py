"""Buying, changing terms, handing over or settling outside, and keeping quiet about it."""

from __future__ import annotations

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading
from cases.messages.conduct.weighing import said


def find(reading: Reading) -> list[Finding]:
    """What the words say."""
    return said(reading, "deal_offplatform")
