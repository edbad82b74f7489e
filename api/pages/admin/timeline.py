"""Everything that happened in a case, in one line of time: words, transitions, clocks, and who looked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.casefile.entries import Entry
from cases.casefile.replay import ClockChange, clock_changes
from cases.privacy.views import Look
from cases.timers.deadline import Deadline

MESSAGES, TRANSITIONS, CLOCK, LOOKS = "messages", "transitions", "clock", "looks"
KINDS = (MESSAGES, TRANSITIONS, CLOCK, LOOKS)
USUAL = (MESSAGES, TRANSITIONS, CLOCK)
AT_ONCE = 100
"""Of how many entries a page shows the lines, where not all of them are asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``entry`` is the message of the log that it is or that moved the clock; a look has none."""

    kind: str
    at: datetime
    name: str
    entry: Entry | None = None
    change: ClockChange | None = None
    deadline: Deadline | None = None
    look: Look | None = None


def shown_of(entries: Sequence[Entry], at: int, *, whole: bool) -> Sequence[Entry]:
    """The newest entries, or those around the one that is replayed, or all."""
    if whole or len(entries) <= AT_ONCE:
        return entries
    first = len(entries) - AT_ONCE
    first = min(first, max(0, at - AT_ONCE // 2)) if at else first
    return entries[first : first + AT_ONCE]


def looks_beside(looks: Sequence[Look], shown: Sequence[Entry], entries: Sequence[Entry]) -> list[Look]:
    """The looks that belong between the entries that are shown; after the newest entry, all."""
    since = shown[0].at if shown[0].seq > 1 else None
    until = shown[-1].at if shown[-1].seq < len(entries) else None
    after = [look for look in looks if since is None or look.at >= since]
    return [look for look in after if until is None or look.at <= until][-AT_ONCE:]


def timeline(
    entries: Sequence[Entry],
    deadlines: Mapping[tuple[int, int], Deadline],
    looks: Sequence[Look],
    kinds: Collection[str],
) -> list[Line]:
    """The lines of the kinds that are wanted, in order of time, those of one entry together."""
    lines = [line for entry in entries for line in _lines_of(entry, deadlines) if line.kind in kinds]
    lines += [Line(LOOKS, look.at, f"v{look.id}", look=look) for look in looks if LOOKS in kinds]
    return sorted(lines, key=lambda line: line.at)


def _lines_of(entry: Entry, deadlines: Mapping[tuple[int, int], Deadline]) -> Iterator[Line]:
    yield Line(TRANSITIONS if entry.event else MESSAGES, entry.at, f"m{entry.seq}", entry)
    for number, change in enumerate(clock_changes(entry), start=1):
        yield Line(CLOCK, entry.at, f"m{entry.seq}c{number}", entry, change, deadlines.get(change.key))
