"""The seller's queue: in which folder each case lies, by what it is sorted there, and how many lie there.

A case has one row, which the same write that moves the case keeps; so a folder of a hundred thousand cases is read
from its index alone, from the first row on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.listing import CaseQuery, Place
from cases.db import Connection, moment_text, run
from workflows.grammar import PLATFORM, SELLER

OWED, WAITING, WITH_PLATFORM, CLOSED = "owed", "waiting", "platform", "closed"
FOLDERS = (OWED, WAITING, WITH_PLATFORM, CLOSED)
"""I owe an answer; they owe; the platform has it; closed."""

FILTERS = ("kind", "market")
MOST = 1_000
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_LATER = "statutory"
"""A period of the law runs beside what is to be done now, so alone it makes no case one to answer."""


class QueuePlace(NamedTuple):
    """The folder of a case, and the moment that it is sorted by there."""

    folder: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class WantedFolder:
    """Which cases of a folder, how many, from after which row on. ``assignees`` as in lists of cases."""

    folder: str = OWED
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    assignees: Sequence[str] = ()
    limit: int = 50
    after: Place | None = None


def place_in_queue(file: CaseFile) -> QueuePlace:
    """Where the case lies. What the seller owes comes before what the platform has."""
    case = file.case
    if not file.is_open:
        return QueuePlace(CLOSED, case.closed_at or case.updated_at)
    running = [one for one in file.deadlines if one.paused_at is None]
    mine = [one for one in running if one.waits_on == SELLER]
    replies = [owed.due_at for owed in case.progress.owed]  # a missed one runs no more, and is owed all the same
    if replies or any(one.kind != _LATER for one in mine):
        return QueuePlace(OWED, _earliest([*replies, *(one.due_at for one in mine)]))
    others = _earliest([one.due_at for one in running if one.waits_on != SELLER])
    has_it = case.held_by is not None or any(one.waits_on == PLATFORM for one in running)
    return QueuePlace(WITH_PLATFORM if has_it else WAITING, others)


def _earliest(moments: Sequence[datetime | None]) -> datetime:
    return min((moment for moment in moments if moment is not None), default=_NEVER)


def queue_row(file: CaseFile) -> dict[str, Any]:
    """The row that says where the case lies."""
    case, place = file.case, place_in_queue(file)
    return {"case_id": case.id, "seller_id": case.seller_id, "kind": case.kind, "market": case.market} | place._asdict()


def in_queue(connection: Connection, asker: Asker, wanted: WantedFolder) -> list[Place]:
    """The asker's cases of one page of a folder, and one more where there is a next page; the closed newest first."""
    query = CaseQuery(connection.dialect)
    source = _conditions(query, asker, wanted)
    down = wanted.folder == CLOSED
    if wanted.after is not None:
        after, case = query.mark(wanted.after.key), query.mark(wanted.after.case)
        query.where.append(f"(q.due_at, q.case_id) {'<' if down else '>'} ({after}, {case})")
    way = "DESC" if down else "ASC"
    sql = (
        f"SELECT q.due_at, q.case_id FROM {source} WHERE {' AND '.join(query.where)}"
        f" ORDER BY q.due_at {way}, q.case_id {way} LIMIT {wanted.limit + 1:d}"
    )
    return [Place(_text(moment), str(case)) for moment, case in run(connection, sql, query.values)]


def folder_counts(connection: Connection, asker: Asker, wanted: WantedFolder) -> dict[str, int]:
    """How many cases each open folder has under the same filters, counted no further than one above ``MOST``."""
    query, counted = CaseQuery(connection.dialect), []
    for folder in FOLDERS[:-1]:
        query.where = []
        one = WantedFolder(folder, wanted.filters, wanted.assignees)
        source = _conditions(query, asker, one)
        # In the index's order, because PostgreSQL else reads the whole table for a folder that has nearly nothing.
        counted.append(
            f"(SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {' AND '.join(query.where)}"
            f" ORDER BY q.due_at, q.case_id LIMIT {MOST + 1:d}) x)"
        )
    return dict(zip(FOLDERS, run(connection, f"SELECT {', '.join(counted)}", query.values)[0], strict=False))


def _conditions(query: CaseQuery, asker: Asker, wanted: WantedFolder) -> str:
    query.where += [f"q.seller_id = {query.mark(asker.seller)}", f"q.folder = {query.mark(wanted.folder)}"]
    for name, values in wanted.filters.items():
        assert name in FILTERS
        query.where.append(f"q.{name} IN ({', '.join(map(query.mark, values))})")
    if wanted.assignees:
        query.with_somebody(asker, wanted.assignees)
        return "queue q JOIN cases c ON c.id = q.case_id"
    return "queue q"


def _text(moment: Any) -> str:
    return moment_text(moment) if isinstance(moment, datetime) else str(moment)
