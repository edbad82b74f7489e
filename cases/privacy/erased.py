"""What an erasure says: what went, and what stays, until when and on which ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

UNDER_WAY = "under_way"
OTHERS_RECORD, TEAMS_RECORD, BOOKS, NO_WORDS = "others_record", "teams_record", "books", "no_words"
JOURNAL, IN_USE = "journal", "in_use"


@dataclass(frozen=True, slots=True)
class Stay:
    """What stays, in which case, until the end of which day (None: until the ground falls away), on which ground."""

    what: str
    ground: str
    case: str | None = None
    until: date | None = None


@dataclass(slots=True)
class Erased:
    """What of a person went in this run, and what stays. ``done``: nothing is left that will still go."""

    person: str
    asked_at: datetime
    done: bool = False
    cases: int = 0
    messages: int = 0
    files: int = 0
    refusals: int = 0
    stays: list[Stay] = field(default_factory=list)
