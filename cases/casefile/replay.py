"""A case as it stood after one entry of its log: the state, what ran and until when, what was asked and not answered.

Read from the entries up to that one, each of which says what it started and what it ended. What a clock was moved to
afterwards (a pause, a longer time) is no entry, so a due moment is the one that was promised when the clock started.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import orjson

from cases.casefile.entries import Entry
from cases.ids import seq_of
from cases.timers.deadline import Deadline


class ClockChange(NamedTuple):
    """What an entry did to one deadline: ``due_at`` of one that it started, ``ending`` of one that it ended."""

    key: tuple[int, int]
    due_at: datetime | None = None
    ending: str = ""


class Stood(NamedTuple):
    """The case at an instant."""

    entry: Entry
    state: str
    outcome: str
    deadlines: Sequence[Deadline]


def as_it_stood(entries: Sequence[Entry], deadlines: Iterable[Deadline], seq: int) -> Stood:
    """Replay the log up to ``seq``; ``entries`` begin with the first, ``deadlines`` are all that the case ever had."""
    known = {deadline.key: deadline for deadline in deadlines}
    running: dict[tuple[int, int], datetime | None] = {}
    outcome = ""
    for entry in entries[:seq]:
        for change in clock_changes(entry):
            if change.ending:
                running.pop(change.key, None)
            else:
                running[change.key] = change.due_at
        outcome = orjson.loads(entry.canonical).get("outcome", "") if entry.event else outcome
    last = entries[seq - 1]
    then = [_as_promised(known[key], due_at) for key, due_at in running.items() if key in known]
    return Stood(last, last.to_state, outcome, then)


def clock_changes(entry: Entry) -> list[ClockChange]:
    """What the entry ended, then what it started."""
    said = orjson.loads(entry.canonical)
    ended = [ClockChange(_key(name, entry.case_id), None, how) for name, how in map(_parts, said.get("ended", ()))]
    started = [ClockChange(_key(name, entry.case_id), _due(text)) for name, text in map(_parts, said["started"])]
    return ended + started


def at_moment(entries: Sequence[Entry], moment: datetime) -> int:
    """The place of the last entry that was written by then; the first one, where none was."""
    return max((entry.seq for entry in entries if entry.at <= moment), default=1)


def _as_promised(deadline: Deadline, due_at: datetime | None) -> Deadline:
    names = Deadline.__struct_fields__
    values = {name: getattr(deadline, name) for name in names}
    return Deadline(**values | {"due_at": due_at, "paused_at": None, "extended_from": None})


def _parts(text: str) -> tuple[str, str]:
    name, _, what = text.partition("=")
    return name, what


def _key(name: str, case: str) -> tuple[int, int]:
    seq = seq_of(name, case)
    assert seq is not None, name
    return seq, int(name.rpartition("d")[2])


def _due(text: str) -> datetime | None:
    """The moment; None of a clock without an end, of which the log tells the kind instead."""
    return datetime.fromisoformat(text) if text[:1].isdigit() else None
