"""Outage windows: who declares them, what they extend, what they excuse, and that nothing is ever shortened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.casefile.asker import Asker
from cases.errors import Forbidden, ShapeInvalid
from cases.sellers.recount import differences
from cases.timers.deadline import Deadline
from cases.timers.outages import Outage, due_after, outages
from cases.verbs.declare_outage import TakenOut, declare_outage, take_out_outages
from markets.business_time import due
from markets.calendars import calendar_of
from markets.durations import parse_duration
from tests.builders import Desk, a_question, a_return, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS

BERLIN = calendar_of("DE")


def declared(desk: Desk, since: str, until: str, by: Asker = ROOT, **more: Any) -> TakenOut:
    said = {"scope": "platform", "carrier": None, "market": None, "reason": "It was down."} | more
    window = {"since": at(since), "until": at(until)}
    return declare_outage(desk.database, by, now=desk.now, **(said | window))[1]


def test_it_goes_on_where_the_hours_had_stopped(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))  # on Thursday at 15:00, due on Tuesday at 15:00
    assert declared(desk, "2026-04-07 09:00", "2026-04-07 13:00").extended == 2
    (reply,) = case.running("reply")
    assert (reply.due_at, reply.extended_from) == (at("2026-04-07 19:00"), at("2026-04-07 15:00"))
    assert case.entries()[-1].kind == "system"


def test_it_waits_for_the_end_of_a_window_that_outlasts_the_deadline(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))
    declared(desk, "2026-04-07 14:00", "2026-04-08 10:00")
    assert case.running("reply")[0].due_at == at("2026-04-08 11:00")


def test_it_leaves_what_the_window_does_not_touch(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))
    version = case.version
    assert declared(desk, "2026-04-01 09:00", "2026-04-02 09:00") == TakenOut()
    assert case.version == version


def test_it_is_taken_out_once(desk: Desk) -> None:
    desk.opens(a_question(desk.takes()))
    declared(desk, "2026-04-07 09:00", "2026-04-07 13:00")
    assert take_out_outages(desk.database, desk.now) == TakenOut()


def test_it_reaches_what_begins_while_it_lasts(desk: Desk) -> None:
    desk.takes()
    declared(desk, "2026-04-02 14:00", "2026-04-02 20:00")
    case = desk.opens(a_question("DE-1042"))
    assert take_out_outages(desk.database, desk.now).extended == 2
    assert case.running("reply")[0].due_at == at("2026-04-07 20:00")


def test_it_excuses_what_was_missed_meanwhile(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))
    desk.waits_until(at("2026-04-07 16:00"))
    assert declared(desk, "2026-04-07 09:00", "2026-04-07 13:00").struck == 1
    assert desk.rows("SELECT counts, because FROM breach") == [(0, "outage")]
    assert case.entries()[-1].kind == "system"
    with desk.database.read() as connection:
        assert differences(connection, "nord") == []


def test_it_stays_in_its_market(desk: Desk) -> None:
    desk.opens(a_question(desk.takes()))
    assert declared(desk, "2026-04-07 09:00", "2026-04-07 13:00", market="NL") == TakenOut()


def test_it_stays_with_its_carrier(desk: Desk) -> None:
    case = desk.opens(a_return(desk.takes()))
    case.does(NORD, "approve")
    case.does(JAN, "ship", parcels=[{"carrier": "DHL", "tracking": "00340434161094021501"}])
    before = case.due
    assert declared(desk, "2026-04-07 09:00", "2026-04-08 09:00", scope="carrier", carrier="UPS") == TakenOut()
    assert declared(desk, "2026-04-07 09:00", "2026-04-08 09:00", scope="carrier", carrier="dhl").extended == 1
    assert before is not None
    assert case.due is not None
    assert case.due > before


def test_it_does_not_move_the_law(desk: Desk) -> None:
    case = desk.opens(a_return(desk.takes()))
    statutory = [(running.name, running.due_at) for running in case.running("statutory")]
    declared(desk, "2026-04-07 09:00", "2026-04-08 09:00")
    assert [(running.name, running.due_at) for running in case.running("statutory")] == statutory


@pytest.mark.parametrize("who", [JAN, NORD, SYSTEMS])
def test_it_is_an_admins_to_declare(desk: Desk, who: Asker) -> None:
    desk.takes()
    with pytest.raises(Forbidden):
        declared(desk, "2026-04-07 09:00", "2026-04-07 13:00", by=who)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"scope": "carrier"}, "/carrier"),
        ({"carrier": "DHL"}, "/carrier"),
        ({"market": "XX"}, "/market"),
        ({"until": "2026-04-07 09:00"}, "/until"),
        ({"until": "2026-06-07 09:00"}, "/since"),
        ({"since": "2025-04-07 09:00", "until": "2025-04-08 09:00"}, "/since"),
    ],
)
def test_it_says_what_is_wrong_with_a_window(desk: Desk, wrong: dict[str, Any], pointer: str) -> None:
    window = {"since": "2026-04-07 09:00", "until": "2026-04-07 13:00"} | wrong
    with pytest.raises(ShapeInvalid) as refused:
        declared(desk, window.pop("since"), window.pop("until"), **window)
    assert [error.pointer for error in refused.value.errors] == [pointer]
    with desk.database.read() as connection:
        assert outages(connection) == []


SECONDS = st.integers(0, 61 * 86400)
MOMENTS = SECONDS.map(lambda seconds: at("2026-03-01 00:00") + timedelta(seconds=seconds))


@given(
    received=MOMENTS,
    window=st.tuples(MOMENTS, MOMENTS).filter(lambda pair: pair[0] < pair[1]),
    within=st.sampled_from(("WorkingHours(24)", "WorkingDays(2)", "CalendarDays(14)")),
)
def test_it_never_shortens(received: datetime, window: tuple[datetime, datetime], within: str) -> None:
    start, since, until = received, *window
    promised = due(BERLIN, start, parse_duration(within))
    deadline = Deadline("c", 1, 1, "reply", "1", "seller", within, start, promised)
    later = due_after(Outage("o", "platform", None, None, since, until, "", since), deadline, BERLIN)
    touches = max(start, since) < min(promised, until)
    assert (later is not None) == touches
    assert later is None or later >= promised
