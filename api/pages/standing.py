"""A seller's standing as pages show it: the parts as bars, the way of the score as a line, each breach in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.pages.choices import BREACHES
from api.pages.door import Visit
from cases.sellers.record import BreachLine
from cases.sellers.said import said
from cases.sellers.scale import WINDOWS
from cases.sellers.standing import USUAL_WINDOW, Because, Standing
from cases.sellers.trend import Point
from cases.verbs.read_record import Record, read_record
from markets.calendars import calendar_of

WIDE, LEFT, TOP, HIGH, BAR = 640, 36, 16, 128, 120
MOST_PAGES = 10_000

BECAUSE = {
    "deadline_missed": "breach.deadline_missed",
    "same_silence": "breach.same_silence",
    "conduct_refused": "breach.conduct_refused",
    "conduct_held_refused": "breach.conduct_held_refused",
    "claim_lost": "breach.claim_lost",
    "report_upheld": "breach.report_upheld",
    "appeal_won": "breach.appeal_won",
    "measure_lifted": "breach.measure_lifted",
    "objection_open": "breach.objection_open",
    "objection_won": "breach.objection_won",
    "outage": "breach.outage",
}
"""The sentence for each reason why a breach counts or not."""


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part of the score: its name, its points of how many, why, and how long its bar is."""

    name: str
    points: float
    of: float
    why: str
    wide: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the score's way, and where it stands in the picture."""

    at: datetime
    score: float
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class BreachShown:
    """A breach in words; ``address`` leads to the message where there is one, ``days`` is how long it still weighs."""

    line: BreachLine
    what: str
    why: str
    address: str
    falls_at: datetime
    days: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a page tells of a record; ``whys`` are the sentences for the whole, by their figure."""

    record: Record
    days: int
    windows: Sequence[int]
    parts: Sequence[PartShown]
    whys: dict[str, str]
    dots: Sequence[Dot]
    breaches: Sequence[BreachShown]
    page: int

    @property
    def standing(self) -> Standing:
        """The standing itself."""
        return self.record.standing

    @property
    def way(self) -> str:
        """The line through the dots, as a path."""
        return "M" + "L".join(f"{dot.x} {dot.y}" for dot in self.dots)


def seen_record(visit: Visit, seller_id: str) -> Shown:
    """The record of a seller over the window that the address names. Raises ``Forbidden`` and ``NotFound``."""
    window, number = visit.asked("window"), visit.asked("page", "1")
    days = int(window) if window in {str(days) for days in WINDOWS} else USUAL_WINDOW
    page = int(number) if number.isdecimal() and 0 < len(number) < len(str(MOST_PAGES)) else 1
    with visit.database.read() as connection:
        record = read_record(connection, visit.asker, seller_id, visit.now, days, max(page, 1))
    zone = calendar_of(visit.market).zone
    why = [(because, said(because, visit.lang, zone)) for because in record.standing.because]
    return Shown(
        record,
        days,
        WINDOWS,
        _parts(record.standing, why),
        {because.figure: sentence for because, sentence in why if because.points is None},
        dots_of(record.trend),
        [_breach(line, days, visit.now) for line in record.breaches],
        max(page, 1),
    )


def dots_of(trend: Sequence[Point]) -> list[Dot]:
    """Where the points of the score stand: 0 at the bottom, 100 at the top, whatever they are."""
    step = (WIDE - 2 * LEFT) / max(1, len(trend) - 1)
    return [
        Dot(point.at, point.score, round(LEFT + step * place), round(TOP + HIGH * (1 - point.score / 100)))
        for place, point in enumerate(trend)
    ]


def _parts(standing: Standing, why: Sequence[tuple[Because, str]]) -> list[PartShown]:
    """Each part with its sentence; a part has its reason in the same place."""
    sentences = [sentence for because, sentence in why if because.points is not None]
    return [
        PartShown(part.name, part.points, part.of, sentence, round(BAR * part.points / part.of) if part.of else 0)
        for part, sentence in zip(standing.parts, sentences, strict=True)
    ]


def _breach(line: BreachLine, days: int, now: datetime) -> BreachShown:
    address = f"/cases/{line.case}" if line.case else ""
    address += f"?all=true#m{line.seq}" if line.case and line.seq else ""
    falls_at = line.falls_out(days)
    left = max(1, -((now - falls_at) // timedelta(days=1)))
    return BreachShown(line, BREACHES[line.kind], BECAUSE.get(line.because, ""), address, falls_at, left)
