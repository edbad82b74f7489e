"""One order in Germany, before Easter 2026: a question, a return and a withdrawal, told day by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.order_shape import OrderIn
from cases.casefile.queries import load
from cases.db import Database
from cases.ledger.verify import verify
from cases.verbs.expire_deadline import expire_all, next_due
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import Opening, open_case
from cases.verbs.write_message import Message, write_message
from workflows.refusals import EventNotAllowed, NotEligible

THURSDAY = datetime(2026, 4, 2, 13, 0, tzinfo=UTC)  # 15:00 in Berlin, the day before Good Friday
BUYER = Asker("buyer", "jan", lang="en")
SELLER = Asker("seller", "anna", "nord", "en")
SYSTEMS = Asker("integration", "market-place", lang="en")


def an_order(market: str = "DE", **more: Any) -> OrderIn:
    """Two coffee machines, delivered on Saturday 28 March."""
    order = {
        "id": f"{market}-1042",
        "market": market,
        "seller": {"id": "nord", "name": "Werkstatt Nord"},
        "buyer": {"id": "jan", "name": "Jan Vos", "lang": "en"},
        "currency": "EUR",
        "placed_at": "2026-03-20T10:00:00+01:00",
        "delivered_at": "2026-03-28T10:00:00+01:00",
        "shipping": "4.95",
        "shipping_standard": "4.95",
        "lines": [{"line": "1", "title": "Coffee machine", "quantity": 2, "unit_price": "129.00", "discount": "0.01"}],
    }
    return OrderIn.model_validate(order | more)


def now_of(database: Database, case_id: str) -> CaseFile:
    """The case as it is now."""
    with database.read() as connection:
        file = load(connection, case_id)
    assert file is not None
    return file


def let_time_pass(database: Database, until: datetime) -> None:
    """Fire everything on the way, each one second after its moment."""
    while True:
        with database.read() as connection:
            moment = next_due(connection)
        if moment is None or moment + timedelta(seconds=1) > until:
            return
        expire_all(database, moment + timedelta(seconds=1))


def opened(database: Database, opening: Opening, at: datetime = THURSDAY) -> str:
    """Open a case as the buyer and return its id."""
    return open_case(database, BUYER, opening, at).file.case.id


def says(database: Database, who: Asker, case_id: str, at: datetime, **message: Any) -> CaseFile:
    """Write a message and return the case after it."""
    return write_message(database, who, case_id, Message(**message), at).file


def a_question(market: str = "DE") -> Opening:
    """A buyer's question on the order."""
    return Opening("question", order=f"{market}-1042", reason="product", body="Does the sieve fit?")


def a_return(**more: Any) -> Opening:
    """One of the two machines, because the buyer changed their mind."""
    given: dict[str, Any] = {"units": [("1", 1)], "reason": "changed_mind", "fields": {"wished_remedy": "refund"}}
    return Opening("return", order="DE-1042", body="I would like to send one back.", **(given | more))


@pytest.mark.parametrize(
    ("market", "due"),
    [("DE", datetime(2026, 4, 7, 13, 0, tzinfo=UTC)), ("FR", datetime(2026, 4, 3, 13, 0, tzinfo=UTC))],
)
def test_it_lets_easter_not_count_and_misses_one_second_later(database: Database, market: str, due: datetime) -> None:
    import_order(database, an_order(market), THURSDAY)
    case_id = opened(database, a_question(market))
    assert now_of(database, case_id).case.reply_due_at == due

    expire_all(database, due)
    assert not now_of(database, case_id).case.overdue

    fired = expire_all(database, due + timedelta(seconds=1))
    file = now_of(database, case_id)
    assert fired.by_kind == {"reply": 1}
    assert (file.case.overdue, file.case.state, file.case.version) == (1, "awaiting_seller", 2)


def test_it_meets_a_question_by_its_answer_and_closes_in_silence(database: Database) -> None:
    import_order(database, an_order(), THURSDAY)
    case_id = opened(database, a_question())
    file = says(database, SELLER, case_id, THURSDAY + timedelta(hours=1), body="Yes, it fits.")
    assert file.case.state == "answered"
    assert [question.state for question in file.questions] == ["answered"]

    let_time_pass(database, THURSDAY + timedelta(days=14))
    assert now_of(database, case_id).case.outcome == "answered"


def test_it_refunds_a_return_whose_seller_says_nothing_after_the_parcel(database: Database) -> None:
    import_order(database, an_order(), THURSDAY)
    case_id = opened(database, a_return())
    label = {"pays": "seller", "label": "platform"}
    says(database, SELLER, case_id, THURSDAY, body="Gladly.", event="approve", fields=label)
    parcel = {"parcels": [{"carrier": "DHL", "tracking": "00340434"}]}
    says(database, BUYER, case_id, THURSDAY, event="ship", fields=parcel)
    arrived = {"parcel": "00340434", "at": THURSDAY.isoformat()}
    assert says(database, SYSTEMS, case_id, THURSDAY, event="arrive", fields=arrived).case.state == "inspecting"

    let_time_pass(database, datetime(2026, 4, 16, tzinfo=UTC))
    file = now_of(database, case_id)
    assert file.case.state == "refunding"
    assert file.order is not None
    assert str(file.order.refunded) == "129.00"

    file = says(
        database,
        SYSTEMS,
        case_id,
        datetime(2026, 4, 16, tzinfo=UTC),
        event="confirm_payment",
        fields={"reference": "p1"},
    )
    assert (file.case.state, file.case.outcome) == ("closed", "refunded")
    assert verify(database).holds


def test_it_acknowledges_a_withdrawal_and_lets_it_lapse_without_a_parcel(database: Database) -> None:
    import_order(database, an_order(), THURSDAY)
    case_id = opened(database, Opening("withdrawal", order="DE-1042"))
    assert now_of(database, case_id).case.version == 2
    let_time_pass(database, THURSDAY + timedelta(days=80))
    file = now_of(database, case_id)
    assert (file.case.state, file.case.outcome) == ("closed", "lapsed")

    parcel = {"parcels": [{"carrier": "DHL", "tracking": "00340434"}]}
    later = THURSDAY + timedelta(days=81)
    assert says(database, BUYER, case_id, later, event="ship", fields=parcel).case.state == "in_transit"


def test_it_refuses_what_no_row_or_no_guard_allows_and_leaves_nothing(database: Database) -> None:
    import_order(database, an_order(), THURSDAY)
    case_id = opened(database, a_return())
    with pytest.raises(EventNotAllowed):
        says(database, SELLER, case_id, THURSDAY, body="Taken.", event="accept", fields={})
    with pytest.raises(NotEligible):
        opened(database, a_return(units=[("1", 2)]))
    assert now_of(database, case_id).case.version == 1
    with database.read() as connection:
        refused = connection.driver.execute("SELECT code FROM refusal ORDER BY id").fetchall()
    assert [tuple(row) for row in refused] == [("event_not_allowed",), ("not_eligible",)]
