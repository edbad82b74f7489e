"""Small builders, and a desk at which a test acts while it moves the time by hand."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.entries import Entry, entries_of
from cases.casefile.facts import facts_of
from cases.casefile.order_shape import OrderIn
from cases.casefile.queries import ended_deadlines, load
from cases.casefile.reading import view_for
from cases.casefile.written import Written
from cases.db import Database, run
from cases.ids import message_id, question_id
from cases.messages.files import Files
from cases.timers.deadline import Deadline, Ended
from cases.verbs.expire_deadline import Fired, expire_all, next_due
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from cases.verbs.upload_attachment import upload_attachment
from cases.verbs.weigh_sellers import Weighed, weigh_sellers
from cases.verbs.write_message import Message, write_message
from markets.catalogue import market as market_of
from tests.cast import JAN, NAMES, ROOT
from workflows.engine import offered
from workflows.grammar import CLOCK

A_SECOND = timedelta(seconds=1)


def at(wall: str, market: str = "DE") -> datetime:
    """``2026-04-07 15:00`` on the wall of a market."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(market_of(market).zone)).astimezone(UTC)


THURSDAY = at("2026-04-02 15:00")
"""The day before Good Friday, when most stories begin."""


def an_order(
    market: str = "DE", *, number: str = "1042", seller: str = "nord", buyer: str = "jan", lang: str = "en", **more: Any
) -> OrderIn:
    """A coffee machine, placed on Friday 20 March 2026 and delivered on Saturday 28 March."""
    order = {
        "id": f"{market}-{number}",
        "market": market,
        "seller": {"id": seller, "name": NAMES[seller]},
        "buyer": {"id": buyer, "name": NAMES[buyer], "lang": lang},
        "currency": market_of(market).currency,
        "placed_at": "2026-03-20T10:00:00+01:00",
        "delivered_at": "2026-03-28T10:00:00+01:00",
        "shipping": "4.95",
        "shipping_standard": "4.95",
        "lines": [a_line()],
    }
    return OrderIn.model_validate(order | more)


def a_line(name: str = "1", **more: Any) -> dict[str, Any]:
    """One coffee machine for 129.00."""
    return {"line": name, "title": "Coffee machine", "quantity": 1, "unit_price": "129.00"} | more


def a_png(shot: int = 0) -> bytes:
    """A real picture of one grey pixel, another one for each shot."""
    head = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    chunks = (head, (b"IDAT", zlib.compress(bytes([0, shot]))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def a_question(order: str | None = "DE-1042", body: str = "Does the sieve fit?", **more: Any) -> Opening:
    """A question of the buyer on an order."""
    return Opening("question", order=order, **({"reason": "product", "body": body} | more))


def a_return(order: str | None = "DE-1042", **more: Any) -> Opening:
    """The machine goes back because the buyer changed their mind; nothing is asked, so no words wait."""
    given: dict[str, Any] = {
        "units": [("1", 1)],
        "reason": "changed_mind",
        "body": "I would like to send it back.",
        "fields": {"wished_remedy": "refund"},
        "reply_expected": False,
    }
    return Opening("return", order=order, **(given | more))


def a_withdrawal(order: str = "DE-1042", **more: Any) -> Opening:
    """The declaration of withdrawal, without a word of the buyer's own."""
    return Opening("withdrawal", order=order, **more)


def a_complaint(order: str = "DE-1042", wish: str = "repair", **more: Any) -> Opening:
    """The machine is defective and is to be repaired, or what else is wished; nothing is asked, so no words wait."""
    given: dict[str, Any] = {
        "units": [("1", 1)],
        "reason": "defective",
        "body": "The pump does not work.",
        "fields": {"found_on": "2026-04-01", "wished_remedy": wish},
        "reply_expected": False,
    }
    return Opening("complaint", order=order, **(given | more))


def a_warranty(order: str = "DE-1042", **more: Any) -> Opening:
    """The machine is defective and a commercial guarantee is to cover it."""
    given: dict[str, Any] = {
        "units": [("1", 1)],
        "body": "The pump does not work.",
        "fields": {
            "serial_number": "EN500-2214-0087",
            "proof_of_purchase": "The order on this market place",
            "defect": "The pump runs but no water comes.",
        },
        "reply_expected": False,
    }
    return Opening("warranty", order=order, **(given | more))


def a_delivery_problem(order: str = "DE-1042", **more: Any) -> Opening:
    """The parcel did not come."""
    given: dict[str, Any] = {"reason": "not_received", "body": "It did not come.", "reply_expected": False}
    return Opening("delivery", order=order, **(given | more))


def a_measure(measure: str, breaches: Sequence[str], *, urgent: str = "", seller: str = "nord") -> Opening:
    """A measure against a seller, until May but for a removal, which has no end."""
    fields: dict[str, Any] = {"measure": measure, "breaches": list(breaches), "rule": "Answers within 24 hours."}
    fields |= {} if measure == "removal" else {"until": "2026-05-29"}
    fields |= {"urgent": urgent} if urgent else {}
    return Opening("sanction", seller=seller, market="DE", body="This is proposed.", fields=fields)


def decided(how: str, amount: str = "129.00", **more: Any) -> dict[str, Any]:
    """What a decision says: for the ``seller``, ``shared``, or for the buyer a refund, a repair, a replacement.

    ``goods_back``: a refund, and the goods go back first.
    """
    sides = {"seller": "seller", "shared": "shared"}
    remedies = {"seller": "none", "repair": "repair", "replacement": "replacement"}
    remedy = remedies.get(how, "refund")
    shared = {"amount": {"amount": "64.50" if how == "shared" else amount, "currency": "EUR"}}
    return {
        "findings": "The machine was delivered with a faulty pump.",
        "rules": "Directive (EU) 2019/771, articles 10, 11 and 13.",
        "evidence": "The photos of 1 April and the seller's own report.",
        "in_favour_of": sides.get(how, "buyer"),
        "remedy": remedy,
        **(shared if remedy == "refund" else {}),
        "goods_come_back": how == "goods_back",
        "who_pays": "nobody" if how == "seller" else "seller",
        "counts_against_the_seller": how != "seller",
        "redress": "You can appeal within thirty days.",
    } | more


@dataclass
class Desk:
    """A database, the moment it is there, and everything that somebody does at the desk at that moment."""

    database: Database
    folder: Path
    now: datetime = THURSDAY
    photos: dict[Asker, tuple[str, str]] = field(default_factory=dict)

    @property
    def files(self) -> Files:
        """Where attachments lie."""
        return Files(str(self.folder / "files"))

    def takes(self, market: str = "DE", **order: Any) -> str:
        """The market place's systems send an order; its id."""
        return import_order(self.database, an_order(market, **order), self.now).order

    def opens(self, opening: Opening, by: Asker = JAN) -> Told:
        """Somebody opens a case."""
        return Told(self, open_case(self.database, by, opening, self.now).file.case.id)

    def waits_until(self, moment: datetime) -> Fired:
        """Time passes; everything on the way is fired one second after its mark, as the sandbox does it."""
        fired = Fired()
        while (mark := self._next_mark()) is not None and mark + A_SECOND <= moment:
            fired.add(self.sweeps(max(mark + A_SECOND, self.now)))
        assert moment >= self.now
        self.now = moment
        return fired

    def waits(self, **length: float) -> Fired:
        """So much time passes."""
        return self.waits_until(self.now + timedelta(**length))

    def sweeps(self, moment: datetime) -> Fired:
        """The scheduler looks once, at a moment."""
        self.now = moment
        fired = expire_all(self.database, moment)
        assert not fired.parked, self.rows("SELECT case_id, error FROM parked_firing")
        return fired

    def weighs(self) -> Weighed:
        """The clock weighs the sellers."""
        weighed = weigh_sellers(self.database, self.now)
        assert not weighed.failed
        return weighed

    def waits_for_the_next_mark(self) -> Fired:
        """Time passes until one mark of any deadline has passed."""
        mark = self._next_mark()
        assert mark is not None, "nothing runs"
        return self.sweeps(max(mark + A_SECOND, self.now))

    def told(self, event: str) -> list[dict[str, Any]]:
        """What the world will hear of one type of event, each with the case that it is about."""
        rows = [(case_id, json.loads(found) if isinstance(found, str) else found) for case_id, found in self._events()]
        return [{**one, "case": str(case_id)} for case_id, found in rows for one in found if one["type"] == event]

    def _events(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT case_id, events FROM outbox ORDER BY id")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement finds."""
        with self.database.read() as connection:
            return [tuple(row) for row in run(connection, sql)]

    def photos_of(self, who: Asker) -> tuple[str, str]:
        """Two photos that somebody uploaded."""
        if who not in self.photos:
            one, two = (
                upload_attachment(
                    self.database,
                    self.files,
                    who,
                    a_png(shot),
                    name="photo.png",
                    document="photo",
                    real_now=self.now,
                ).id
                for shot in (1, 2)
            )
            self.photos[who] = one, two
        return self.photos[who]

    def _next_mark(self) -> datetime | None:
        with self.database.read() as connection:
            return next_due(connection)


@dataclass(frozen=True)
class Told:
    """A case, as a story tells it."""

    desk: Desk
    id: str

    def says(self, who: Asker, body: str, **message: Any) -> Written:
        """Somebody writes a message."""
        return write_message(self.desk.database, who, self.id, Message(body, **message), self.desk.now)

    def does(self, who: Asker, event: str, body: str | None = None, **fields: Any) -> Written:
        """Somebody does an event, in a few words where it needs them; what it must say is the form's own example.

        Of a seller's few words the seller says that they answer whatever was asked.
        """
        words = ("As said." if who.role in ("seller", "admin") else "") if body is None else body
        given = {**self.example(who, event), **fields}
        if "photos" in given and "photos" not in fields:
            given["photos"] = list(self.desk.photos_of(who))
        named = self.open_questions if who.role == "seller" and body is None and event != "promise_answer" else None
        return self.says(who, words, event=event, fields=given, reply_expected=False, answers=named)

    def example(self, who: Asker, event: str) -> Mapping[str, Any]:
        """What the form of the event shows as its example, for this case."""
        file = self.file
        role, facts = who.acts_in(file, event), facts_of(file, self.desk.now)
        rows = [row for row in offered(file.workflow, file.case.state, role, facts) if row.event == event]
        rows += [row for row in file.workflow.all_rows if row.event == event and role in row.who]
        return rows[0].saying.example(facts) if rows else {}

    def waits_for(self, event: str) -> datetime:
        """Time passes until the clock does the event, before it does any other in this case."""
        version = self.version
        for _ in range(400):
            self.desk.waits_for_the_next_mark()
            done = [entry for entry in self.entries(after=version) if entry.role == CLOCK and entry.event]
            if done:
                assert done[0].event == event, f"the clock did {[entry.event for entry in done]}, not {event}"
                return self.desk.now
        raise AssertionError(f"the clock never did {event}")

    @property
    def file(self) -> CaseFile:
        """The case as it is now."""
        with self.desk.database.read() as connection:
            file = load(connection, self.id)
        assert file is not None
        return file

    @property
    def state(self) -> str:
        """Whom it waits for."""
        return self.file.case.state

    @property
    def outcome(self) -> str:
        """How it ended."""
        return self.file.case.outcome

    @property
    def version(self) -> int:
        """How many messages it has."""
        return self.file.case.version

    def entries(self, *, after: int = 0) -> list[Entry]:
        """Its messages."""
        with self.desk.database.read() as connection:
            return entries_of(connection, self.id, after=after, limit=1000)

    @property
    def events(self) -> list[str]:
        """The events of its messages, the plain ones left out."""
        return [entry.event for entry in self.entries() if entry.event]

    def running(self, kind: str) -> list[Deadline]:
        """Its open deadlines of a kind."""
        return [deadline for deadline in self.file.deadlines if deadline.kind == kind]

    def ended(self, kind: str) -> list[Ended]:
        """Its deadlines of a kind that are over."""
        with self.desk.database.read() as connection:
            return [deadline for deadline in ended_deadlines(connection, self.id) if deadline.kind == kind]

    def linked(self, relation: str) -> list[Told]:
        """The cases that stand in this relation to it, the oldest first."""
        sql = f"SELECT other_id FROM link WHERE case_id = '{self.id}' AND relation = '{relation}' ORDER BY other_id"
        return [Told(self.desk, str(other)) for (other,) in self.desk.rows(sql)]

    @property
    def due(self) -> datetime | None:
        """When the wait of its state ends."""
        (deadline,) = self.running("state")
        return deadline.due_at

    @property
    def open_questions(self) -> list[str]:
        """Those of its questions that wait for an answer."""
        return [question_id(q.case_id, q.seq, q.number) for q in self.file.open_questions()]

    @property
    def questions(self) -> list[str]:
        """Its questions by id, with their states beside them in ``file``."""
        return [question_id(q.case_id, q.seq, q.number) for q in self.file.questions]

    def message(self, seq: int) -> str:
        """The id of one of its messages."""
        return message_id(self.id, seq)

    def view(self, who: Asker = ROOT) -> dict[str, Any]:
        """What a party sees."""
        with self.desk.database.read() as connection:
            return view_for(connection, self.file, who, self.desk.now)
