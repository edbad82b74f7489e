"""Denying a right that the law gives: no returns on sale items, go to the maker, one year only.

Without the case's facts only the words can be judged, so a finding warns and is noted; people decide.
"""

from __future__ import annotations

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading
from cases.messages.conduct.weighing import said


def find(reading: Reading) -> list[Finding]:
    """What denies a right."""
    return said(reading, "misleading")
