"""What a party sees of an order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cases.casefile.asker import Asker
from cases.casefile.order_view import order_views
from tests.builders import Desk, a_line, a_question, a_return
from tests.cast import JAN, NORD


def seen(desk: Desk, *orders: str, by: Asker = JAN) -> list[dict[str, Any]]:
    with desk.database.read() as connection:
        return order_views(connection, orders, by, desk.now)


def test_it_shows_the_order_as_it_was_imported(desk: Desk) -> None:
    desk.takes(lines=[a_line(discount="9.5", sku="CM-1")], shipping="4.95")
    (order,) = seen(desk, "DE-1042")
    assert order["seller"] == {"id": "nord", "name": "Werkstatt Nord"}
    assert order["buyer"] == {"id": "jan", "name": "Jan Vos", "lang": "en", "type": "consumer", "country": "DE"}
    assert (order["placed_at"], order["shipping"], order["promised_at"]) == ("2026-03-20T10:00:00+01:00", "4.95", None)
    (line,) = order["lines"]
    assert (line["sku"], line["quantity"], line["unit_price"], line["discount"]) == ("CM-1", 1, "129.00", "9.50")


def test_it_shows_the_rights_also_where_no_case_is_open(desk: Desk) -> None:
    desk.takes()
    (order,) = seen(desk, "DE-1042")
    until = datetime.fromisoformat(order["rights"]["withdrawal_until"])
    assert until.astimezone(UTC) == datetime(2026, 4, 13, 22, tzinfo=UTC), "14 days after 28 March is a Saturday"
    assert order["cases"] == order["agreed"] == []


def test_it_shows_every_case_of_each_order_the_oldest_first(desk: Desk) -> None:
    desk.takes()
    desk.takes(number="7")
    asked = desk.opens(a_question())
    other = desk.opens(a_question("DE-7"))
    desk.waits(hours=1)
    back = desk.opens(a_return())
    first, second = seen(desk, "DE-7", "DE-1042", by=NORD)
    assert [case["id"] for case in first["cases"]] == [other.id]
    assert [case["id"] for case in second["cases"]] == [asked.id, back.id]
    assert second["cases"][1]["available_actions"]


def test_it_leaves_out_an_offer_that_nobody_accepted(desk: Desk) -> None:
    desk.takes()
    back = desk.opens(a_return())
    back.does(NORD, "offer", "Keep it and have a third back.")
    assert seen(desk, "DE-1042")[0]["agreed"] == []


def test_it_shows_an_accepted_offer_and_that_the_goods_stay(desk: Desk) -> None:
    desk.takes()
    back = desk.opens(a_return())
    back.does(NORD, "offer", "Keep it and have a third back.")
    back.does(JAN, "accept_offer")
    assert seen(desk, "DE-1042")[0]["agreed"] == [
        {"case": back.id, "what": "offer", "amount": {"amount": "43.00", "currency": "EUR"}},
        {"case": back.id, "what": "goods_stay", "amount": None},
    ]


def test_it_shows_an_agreed_change(desk: Desk) -> None:
    desk.takes(delivered_at=None)
    asked = desk.opens(a_question(reason="change", body="Could you send it to number 14?"))
    asked.does(NORD, "agree_change", "It goes to number 14.")
    assert seen(desk, "DE-1042")[0]["agreed"] == [{"case": asked.id, "what": "change", "amount": None}]
