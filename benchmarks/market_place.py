"""The work that is measured: questions on orders of one seller, answered and asked again, 413 characters each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cases.casefile.asker import Asker
from cases.casefile.idempotency import Key
from cases.casefile.order_shape import OrderIn
from cases.db import Database, open_database, upgrade
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from cases.verbs.write_message import Message, write_message

START = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
BODY = ("Dear customer, your appliance has arrived at our workshop. " * 7)[:413]
ANSWER = ("Yes. We have repaired the pump of your machine and send it back to you on Friday. " * 7)[:413]
SELLER = Asker("seller", "anna", "S1", "en")


@dataclass
class MarketPlace:
    """A database with open questions, and a walk over them: each step is one advance of one case."""

    database: Database
    cases: list[tuple[Asker, str]]
    step: int = 0

    def advance(self) -> int:
        """The seller answers, the buyer follows up: the verb from its Idempotency-Key to the commit."""
        buyer, case_id = self.cases[self.step % len(self.cases)]
        turn = self.step // len(self.cases)
        answers = turn % 2 == 0
        asker, event = (SELLER, "answer") if answers else (buyer, "follow_up")
        now = START + timedelta(hours=1 + turn)
        key = Key.of(
            sub=asker.sub, role=asker.role, method="POST", path=case_id, key=str(self.step), body=b"{}", real_now=now
        )
        self.step += 1
        message = Message(body=ANSWER if answers else BODY, lang="en", event=event)
        write_message(self.database, asker, case_id, message, now, key)
        return 1


def build(url: str, count: int, *, first: int = 0, migrate: bool = True) -> MarketPlace:
    """Migrate and fill a database with ``count`` open questions, each on an order of its own."""
    if migrate:
        upgrade(url)
    database = open_database(url)
    cases = []
    for number in range(first, first + count):
        buyer = Asker("buyer", f"B{number}", lang="en")
        import_order(database, an_order(number), START)
        opening = Opening("question", order=f"O{number}", reason="product", body="Does it fit?", lang="en")
        cases.append((buyer, open_case(database, buyer, opening, START).file.case.id))
    return MarketPlace(database, cases)


def an_order(number: int) -> OrderIn:
    """An order of one coffee machine in Germany."""
    return OrderIn.model_validate(
        {
            "id": f"O{number}",
            "market": "DE",
            "seller": {"id": "S1", "name": "Werkstatt Nord"},
            "buyer": {"id": f"B{number}", "name": "Jan Vos", "lang": "en"},
            "currency": "EUR",
            "placed_at": "2026-03-20T10:00:00+01:00",
            "delivered_at": "2026-03-28T10:00:00+01:00",
            "lines": [{"line": "1", "title": "Coffee machine", "quantity": 1, "unit_price": "129.00"}],
        }
    )
