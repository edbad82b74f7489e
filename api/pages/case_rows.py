"""Rows of cases as each face lists them: the case, and how the deadline that concerns the reader stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.casefile.asker import ADMIN, Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.facts import facts_of
from cases.casefile.listing import Place, Wanted, list_cases
from cases.casefile.queries import load_all
from cases.casefile.view import whom
from cases.db import Connection
from cases.timers.condition import Standing, standing
from cases.timers.deadline import Deadline

OWN_ROLES = {"buyer": ("buyer",), "seller": ("seller",), ADMIN: ("platform",)}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list. ``what`` is the key of what is to do or waited for; ``clock`` the reader's next deadline.

    ``unfounded`` is how many claims of its buyer did not hold, where it is a claim and they are many.
    """

    file: CaseFile
    what: str
    is_mine: bool
    deadline: Deadline | None
    clock: Standing | None
    unfounded: int = 0

    @property
    def zone(self) -> str:
        """The zone of the case's market."""
        return str(self.file.calendar.zone)


def case_rows(
    connection: Connection, asker: Asker, wanted: Wanted, now: datetime
) -> tuple[list[CaseRow], Place | None]:
    """One page of cases, and where the next page begins, None on the last."""
    found = list_cases(connection, asker, wanted)
    shown = found[: wanted.limit]
    files = {file.case.id: file for file in load_all(connection, [place.case for place in shown])}
    rows = [row_of(files[place.case], asker, now) for place in shown]
    return rows, shown[-1] if len(found) > wanted.limit else None


def row_of(file: CaseFile, asker: Asker, now: datetime) -> CaseRow:
    """One case as the asker lists it."""
    wait = file.workflow.wait_of(file.case.state)
    waits_on = whom(wait, facts_of(file, now)) if wait is not None else ()
    mine = any(role in OWN_ROLES[asker.role] for role in waits_on)
    deadline = next_deadline(file.deadlines, () if asker.role == ADMIN else OWN_ROLES[asker.role])
    return CaseRow(
        file,
        f"state.{file.case.state}.{'acts' if mine else 'waits'}",
        mine,
        deadline,
        standing(deadline, file.calendar, now) if deadline is not None else None,
    )


def next_deadline(deadlines: Sequence[Deadline], on: Sequence[str]) -> Deadline | None:
    """The earliest deadline of these roles (of anybody, where none is named); a paused one comes last."""
    theirs = [one for one in deadlines if one.within and (not on or one.waits_on in on)]
    return min(theirs, key=lambda one: (one.due_at is None, one.due_at or one.started_at), default=None)
