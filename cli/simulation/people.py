"""Who lives in a simulated market place: sellers and buyers of several temperaments, and the systems around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Temperament:
    """How somebody of a kind behaves.

    They act within ``hours`` (from, to; of working time for who works, of any for buyers) once it is their turn.
    ``forgets``, ``slips``, ``vague``, ``tells``, ``refuses`` and ``asks`` are shares of their turns in which they let
    time run out, say what must not be said, answer without saying anything, tell how it stands unasked, say no rather
    than yes, and ask before it is their turn. ``volume`` is how many cases a seller has beside others, and ``away``
    which days of the run a seller works not at all, as shares of it.
    """

    name: str
    hours: tuple[int, int]
    forgets: float = 0.0
    slips: float = 0.0
    vague: float = 0.0
    tells: float = 0.0
    refuses: float = 0.3
    asks: float = 0.0
    volume: float = 1.0
    away: tuple[float, float] | None = None


# fmt: off
SELLERS = (
    Temperament("prompt",     (1, 8),   forgets=0.01, vague=0.01, tells=0.10, refuses=0.15),
    Temperament("late",       (12, 44), forgets=0.25, vague=0.05,             refuses=0.40),
    Temperament("careless",   (2, 14),  forgets=0.04, vague=0.12, slips=0.10, refuses=0.40),
    Temperament("small",      (3, 20),  forgets=0.04, volume=0.06),
    Temperament("slow",       (9, 16),                tells=0.20, refuses=0.10),
    Temperament("on holiday", (1, 10),  forgets=0.02, away=(0.35, 0.55)),
)
"""The temperaments of sellers; ``slow`` is slow but reliable."""

MIXED = ("prompt", "late", "careless", "small", "slow", "on holiday", "prompt", "prompt", "slow", "prompt")
"""In which order sellers of these temperaments open their shops, again and again."""

BUYERS = (
    Temperament("decided",    (1, 30),  asks=0.05, refuses=0.20),
    Temperament("slow",       (40, 160), forgets=0.10, asks=0.02),
    Temperament("silent",     (10, 60), forgets=0.60, refuses=0.30),
    Temperament("impatient",  (1, 12),  asks=0.25, slips=0.04, refuses=0.70),
)

PLATFORM = Temperament("platform", (3, 20), forgets=0.05, refuses=0.40)
CARRIERS = Temperament("carrier", (20, 90), forgets=0.04, refuses=0.05)
PAYMENTS = Temperament("payments", (4, 40), forgets=0.01, refuses=0.03)
# fmt: on


def seller_named(name: str) -> Temperament:
    """The temperament of sellers of that name."""
    return next(kind for kind in SELLERS if kind.name == name)
