"""The seller's queue: what do I owe next?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Response

from api.pages.case_rows import CaseRow, row_of
from api.pages.door import Visit
from api.pages.seller.folders import PEOPLE, asked_by
from cases.casefile.asker import Asker
from cases.casefile.glance import Glance, glances
from cases.casefile.listing import Place
from cases.casefile.queries import load_all
from cases.casefile.queue import FOLDERS, WantedFolder, folder_counts, in_queue
from cases.db import Connection
from cases.outbox.feed import bounds
from cases.timers.condition import Condition, Standing
from cases.verbs.save_view import views_of
from workflows.registry import CURRENT


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case in the queue. ``said`` is the last that a person said; ``asked`` and ``open`` count questions."""

    row: CaseRow
    said: Glance | None
    asked: int
    open: int

    @property
    def clock(self) -> Standing | None:
        """How the next deadline stands; of a reply that was missed none runs, and it comes before all that do."""
        missed = [owed.due_at for owed in self.row.file.case.progress.owed if owed.missed]
        return Standing(Condition.MISSED, min(missed)) if missed and self.row.file.is_open else self.row.clock

    @property
    def owes_reply(self) -> bool:
        """Whether a message of the buyer waits for an answer."""
        return bool(self.row.file.case.progress.owed)

    @property
    def may_be_waived(self) -> bool:
        """Whether the seller may say that no answer is needed: a question always needs one."""
        return self.owes_reply and not self.open and self.row.file.is_open


def home(visit: Visit) -> Response:
    """The queue of one folder."""
    asked = asked_by(visit)
    with visit.database.read() as connection:
        position = bounds(connection).last
        rows, last = queue_rows(connection, visit.asker, asked.wanted, visit.now)
        counts = folder_counts(connection, visit.asker, asked.wanted)
        views = views_of(connection, visit.asker)
    return visit.page(
        "seller/queue.html",
        rows=rows,
        position=position,
        asked=asked,
        counts=counts,
        views=views,
        folders=FOLDERS,
        kinds=[kind for kind in CURRENT if kind != "sanction"],
        people_of_queue=PEOPLE,
        colleagues=_colleagues(rows, visit.asker),
        more=asked.onward(last) if last else "",
    )


def _colleagues(rows: Sequence[QueueRow], asker: Asker) -> list[str]:
    """Who else has a case that is shown."""
    return sorted({row.said.assignee for row in rows if row.said and row.said.assignee} - {asker.sub})


def queue_rows(
    connection: Connection, asker: Asker, wanted: WantedFolder, now: datetime
) -> tuple[list[QueueRow], Place | None]:
    """One page of a folder, and where the next begins, None on the last; three statements however many rows."""
    found = in_queue(connection, asker, wanted)
    shown = found[: wanted.limit]
    return rows_of(connection, asker, [place.case for place in shown], now), shown[-1] if len(
        found
    ) > wanted.limit else None


def rows_of(connection: Connection, asker: Asker, case_ids: Sequence[str], now: datetime) -> list[QueueRow]:
    """These cases as the queue shows them, in this order."""
    files = {file.case.id: file for file in load_all(connection, case_ids)}
    said = glances(connection, asker, case_ids)
    return [
        QueueRow(
            row_of(files[name], asker, now),
            said.get(name),
            len(files[name].questions),
            len(files[name].open_questions()),
        )
        for name in case_ids
    ]
