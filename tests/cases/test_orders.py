"""Orders: whose they are, in which order they come, which dates they may have; the day's limit of messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from cases.casefile.asker import Asker
from cases.casefile.orders import list_orders, load_orders
from cases.errors import RateLimited
from cases.verbs.write_message import A_DAY
from tests.builders import Desk, a_line, a_question, a_return, an_order
from tests.cast import JAN, MIA, NORD, ROOT

ALL = ["DE-3", "DE-2", "DE-1"]


def listed(desk: Desk, who: Asker, after: str | None = None, limit: int = 10) -> list[str]:
    with desk.database.read() as connection:
        return list_orders(connection, who, after=after, limit=limit)


def three_orders(desk: Desk) -> None:
    """Two on one day and a later one, so that the id decides between the two."""
    for number, day in (("1", "18"), ("2", "18"), ("3", "19")):
        desk.takes(number=number, placed_at=f"2026-03-{day}T10:00:00+01:00")


def test_it_lists_the_newest_order_first(desk: Desk) -> None:
    three_orders(desk)
    assert listed(desk, JAN) == listed(desk, NORD) == listed(desk, ROOT) == ALL


def test_it_goes_on_after_an_order_without_losing_one(desk: Desk) -> None:
    three_orders(desk)
    assert [listed(desk, JAN, after, 1) for after in (None, *ALL)] == [["DE-3"], ["DE-2"], ["DE-1"], []]


def test_it_lists_nobody_elses_orders(desk: Desk) -> None:
    three_orders(desk)
    assert listed(desk, MIA) == []
    assert listed(desk, Asker("seller", "anna", "another")) == []
    assert listed(desk, Asker("seller", "jan", "jan")) == []


def test_it_loads_orders_in_the_order_in_which_they_are_named(desk: Desk) -> None:
    three_orders(desk)
    with desk.database.read() as connection:
        found = load_orders(connection, ["DE-2", "DE-none", "DE-3"])
    assert [order.head.id for order in found] == ["DE-2", "DE-3"]


@pytest.mark.parametrize(
    "finer",
    [{"shipping": "0.50"}, {"lines": [a_line(unit_price="12905.50")]}, {"lines": [a_line(discount="0.01")]}],
)
def test_it_refuses_sums_that_the_currency_cannot_pay(finer: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"shipping": "0", "shipping_standard": "0", "lines": [a_line()]}
    assert an_order("IS", **whole).lines[0].unit_price == "129.00"
    with pytest.raises(ValidationError, match="finer than ISK"):
        an_order("IS", **(whole | finer))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_it_refuses_a_moment_that_has_no_equal_in_another_zone(moment: str) -> None:
    with pytest.raises(ValidationError, match="placed_at"):
        an_order(placed_at=moment)


def test_it_opens_a_question_on_an_order_older_than_the_calendar(desk: Desk) -> None:
    desk.takes(placed_at="2018-03-01T10:00:00Z", delivered_at="2018-03-05T10:00:00Z")
    assert desk.opens(a_question()).id


def test_it_takes_no_return_of_an_order_older_than_the_calendar(desk: Desk) -> None:
    desk.takes(placed_at="2018-03-01T10:00:00Z", delivered_at="2018-03-05T10:00:00Z")
    with pytest.raises(Exception, match="returns_are_taken"):
        desk.opens(a_return())


def test_it_counts_a_days_messages_before_it_judges_one(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    for number in range(A_DAY):
        case.says(JAN, f"And the spare part number {number}?")
    with pytest.raises(RateLimited):
        case.says(JAN, "And this one?", event="no_such_event", attachments=["att_unknown"])


def test_it_counts_anew_on_the_next_day(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    for number in range(A_DAY):
        case.says(JAN, f"And the spare part number {number}?")
    desk.now += timedelta(days=1)
    assert case.says(JAN, "And this one?").entry.seq == A_DAY + 2
