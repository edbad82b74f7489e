"""The cast of every test about cases: the same people in every story, so that a story tells only what is its own."""

from __future__ import annotations

from cases.casefile.asker import Asker

JAN = Asker("buyer", "jan", lang="en")
"""Jan Vos, who buys."""

MIA = Asker("buyer", "mia", lang="en")
"""Another buyer, whose cases are not Jan's."""

NORD = Asker("seller", "anna", "nord", "en")
"""Anna of Werkstatt Nord, the prompt seller."""

BEN = Asker("seller", "ben", "nord", "en")
"""Ben of Werkstatt Nord, Anna's colleague."""

SPAET = Asker("seller", "uwe", "spaet", "en")
"""Uwe of Spaet und Sohn, who is always late."""

LAUT = Asker("seller", "liv", "laut", "en")
"""Liv of Laut und Lampe, who would rather be called."""

KLEIN = Asker("seller", "kim", "klein", "en")
"""Kim of Kleine Kanne, who is rarely asked anything."""

ROOT = Asker("admin", "root", lang="en")
"""The market place's admin."""

IDA = Asker("admin", "ida", lang="en")
"""Another admin, who looks at what Root decided."""

KAI = Asker("admin", "kai", lang="en")
"""A third one, for what the first two have decided."""

SYSTEMS = Asker("integration", "market-place", lang="en")
"""The market place's systems: they speak as carrier and as payments."""

NAMES = {
    "nord": "Werkstatt Nord",
    "spaet": "Spaet und Sohn",
    "laut": "Laut und Lampe",
    "klein": "Kleine Kanne",
    "jan": "Jan Vos",
    "mia": "Mia Blom",
}
"""What the market place calls sellers and buyers."""
