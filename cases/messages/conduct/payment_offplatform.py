"""Paying, paying back or asking for account details outside the order."""

from __future__ import annotations

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading
from cases.messages.conduct.weighing import said


def find(reading: Reading) -> list[Finding]:
    """What the words say."""
    return said(reading, "payment_offplatform")
