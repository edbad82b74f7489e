"""What one act writes about one case, gathered in memory until the one write takes it all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile, PersonRow, QuestionRow
from cases.casefile.queue import QueuePlace, place_in_queue, queue_row
from cases.ids import deadline_id
from cases.outbox.events import Event, outbox_row
from cases.sellers.merits import merit_of
from cases.timers.deadline import Deadline, Ended, alert_from, run_until
from markets.durations import Duration
from workflows.grammar import Role

Row = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """A case file as it changes, and the rows that say so. ``version_before`` is what the write insists on.

    ``said_in`` and ``said_at`` are where and when the words were said that are at work now; those of a message that was
    held, or refused, were said before.

    The ``untrue`` are answers that were none, by whose message they answered: they are no merit any more. What is
    ``struck`` are breaches that count no more, and why.

    One that ``follows`` is written with another draft of the same order, which holds the order's version for both.
    """

    file: CaseFile
    now: datetime
    opens: bool = False
    version_before: int = 0
    order_version: int | None = None
    refunded: Decimal = Decimal(0)
    opened_row: Row | None = None
    messages: list[Row] = field(default_factory=list)
    contents: list[Row] = field(default_factory=list)
    started: list[Deadline] = field(default_factory=list)
    changed: list[Deadline] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    asked: list[QuestionRow] = field(default_factory=list)
    settled_questions: list[QuestionRow] = field(default_factory=list)
    outbox: list[Row] = field(default_factory=list)
    breaches: list[Row] = field(default_factory=list)
    merits: list[Row] = field(default_factory=list)
    untrue: list[Row] = field(default_factory=list)
    struck: list[Row] = field(default_factory=list)
    persons: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    used: list[Row] = field(default_factory=list)
    redactions: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    held_events: list[Row] = field(default_factory=list)
    released: list[Row] = field(default_factory=list)
    seq: int = 0
    said_in: int = 0
    said_at: datetime | None = None
    speaker: Role | None = None
    actor: str = ""
    follows: bool = False
    started_now: list[Deadline] = field(default_factory=list)
    ended_now: list[str] = field(default_factory=list)
    lay: QueuePlace | None = None

    @classmethod
    def of(cls, file: CaseFile, now: datetime, *, opens: bool = False) -> Draft:
        """Begin to write about the case as it was read."""
        lay = None if opens else place_in_queue(file)
        return cls(file, now, opens, version_before=file.case.version, seq=file.case.version, lay=lay)

    def author(self, asker: Asker, known: PersonRow | None) -> PersonRow:
        """Who writes: the buyer of the case, somebody known, or somebody whose first words these are."""
        if asker.role == "buyer":
            return self.file.customer
        if known is None:
            known = asker.as_person(self.file.seller_name if asker.role == "seller" else "")
            self.persons.append(msgspec.structs.asdict(known))
        return known

    def touch_order(self) -> None:
        """What is true of the order changes, so its version must still be the one that was read."""
        if self.file.order is not None and not self.follows:
            self.order_version = self.file.order.version

    def give_back(self, amount: Decimal) -> None:
        """Money of the order goes back to the buyer (or, negative, did not reach the buyer)."""
        assert self.file.order is not None
        self.touch_order()
        self.file.order.refunded += amount

    def start(
        self,
        kind: str,
        name: str,
        on: str,
        within: Duration | str,
        due_at: datetime | None,
        *,
        started_at: datetime | None = None,
        remind_days: int = 0,
        alert_every: Duration | None = None,
    ) -> Deadline:
        """Start a deadline with this message; without ``due_at`` it is a wait for ever that alerts."""
        number = len(self.started_now) + 1
        deadline = Deadline(
            case_id=self.file.case.id,
            seq=self.seq,
            number=number,
            kind=kind,
            name=name,
            waits_on=on,
            within=str(within),
            started_at=started_at or self.now,
            due_at=due_at,
        )
        if due_at is not None:
            run_until(deadline, due_at, self.file.calendar, remind_days)
        elif alert_every is not None:
            alert_from(deadline, self.now, alert_every, self.file.calendar)
        self.file.deadlines.append(deadline)
        self.started.append(deadline)
        self.started_now.append(deadline)
        return deadline

    def change(self, deadline: Deadline) -> None:
        """The deadline's row is written anew."""
        if all(deadline is not known for known in (*self.started, *self.changed)):
            self.changed.append(deadline)

    def end(self, deadline: Deadline, state: str) -> None:
        """The deadline is met, missed, waived or cancelled by this message."""
        self.file.deadlines.remove(deadline)
        self.changed = [known for known in self.changed if known is not deadline]
        self.started = [known for known in self.started if known is not deadline]
        values = {name: getattr(deadline, name) for name in Deadline.__struct_fields__}
        ended_at = self.said_at if state == "met" and self.said_at is not None else self.now
        ended = Ended(**values, state=state, ended_at=ended_at, ended_seq=self.seq)
        self.ended.append(ended)
        case = self.file.case
        if (merit := merit_of(ended, case.seller_id, case.market, self.file.calendar)) is not None:
            self.merits.append(merit)
        self.ended_now.append(f"{deadline_id(deadline.case_id, deadline.seq, deadline.number)}={state}")

    def tell(self, event: Event, **more: Any) -> None:
        """The world hears of it after commit; what happens at one version of the case is one row."""
        case = self.file.case
        if self.outbox and self.outbox[-1]["seq"] == self.seq:
            self.outbox[-1]["events"].append({"type": str(event), **more})
        else:
            self.outbox.append(outbox_row(event, case.id, self.seq, case.market, case.seller_id, self.now, **more))

    @property
    def placed(self) -> list[Row]:
        """Where the case lies in its seller's queue, if that is not where it lay."""
        return [queue_row(self.file)] if place_in_queue(self.file) != self.lay else []

    def running(self, kind: str, name: str | None = None) -> list[Deadline]:
        """The open deadlines of a kind, and of a name where one is given."""
        return [d for d in self.file.deadlines if d.kind == kind and (name is None or d.name == name)]
