"""Refusals: each has its stable code, is recorded, and leaves nothing else behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.casefile.idempotency import Key
from cases.errors import Forbidden, NotFound, RateLimited, ShapeInvalid, code_of
from cases.verbs.openings import Opening
from cases.verbs.preview import preview_message, preview_opening
from cases.verbs.redact import redact
from cases.verbs.write_message import Message, write_message
from tests.builders import THURSDAY, Desk, Told, a_question, a_return, a_withdrawal
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS
from workflows.refusals import FieldsInvalid

NOWHERE = "01890000-0000-7000-8000-000000000000"
EVERYTHING = ("message", "content", "deadline", "deadline_history", "question", "outbox", "person", "idempotency")

Act = Callable[[Desk, Told], object]


def keyed(desk: Desk, case: Told, body: bytes) -> object:
    key = Key.of(sub="jan", role="buyer", method="POST", path="/", key="k", body=body, real_now=THURSDAY)
    return write_message(desk.database, JAN, case.id, Message("Is it blue?"), desk.now, key)


REFUSED: dict[str, tuple[str, Act]] = {
    "another_buyers_case": ("not_found", lambda _, case: case.says(MIA, "Hello")),
    "another_sellers_case": ("not_found", lambda _, case: case.says(SPAET, "Hello")),
    "a_case_that_is_not_there": ("not_found", lambda desk, _: Told(desk, NOWHERE).says(JAN, "Hello")),
    "a_case_without_an_id": ("not_found", lambda desk, _: Told(desk, "Q-8F3K27Q").says(JAN, "Hello")),
    "another_buyers_order": ("not_found", lambda desk, _: desk.opens(a_return(), MIA)),
    "an_order_that_is_not_there": ("not_found", lambda desk, _: desk.opens(a_return("DE-9"))),
    "a_return_by_a_seller": ("forbidden", lambda desk, _: desk.opens(a_return(), NORD)),
    "a_question_by_an_admin": ("forbidden", lambda desk, _: desk.opens(a_question(), ROOT)),
    "on_behalf_of_oneself": ("forbidden", lambda desk, _: desk.opens(a_return(on_behalf_of="jan"))),
    "an_unknown_kind": ("fields_invalid", lambda desk, _: desk.opens(Opening("riddle", order="DE-1042"))),
    "an_unknown_reason": ("fields_invalid", lambda desk, _: desk.opens(a_return(reason="moon"))),
    "no_units": ("fields_invalid", lambda desk, _: desk.opens(a_return(units=None))),
    "units_of_nothing": ("fields_invalid", lambda desk, _: desk.opens(a_return(units=[("1", 0)]))),
    "fewer_units_than_none": ("fields_invalid", lambda desk, _: desk.opens(a_return(units=[("1", -1)]))),
    "more_units_than_ordered": ("fields_invalid", lambda desk, _: desk.opens(a_return(units=[("1", 1), ("1", 1)]))),
    "an_unknown_line": ("fields_invalid", lambda desk, _: desk.opens(a_return(units=[("9", 1)]))),
    "another_buyers_name": ("fields_invalid", lambda desk, _: desk.opens(a_return(on_behalf_of="mia"), ROOT)),
    "an_unknown_file": ("fields_invalid", lambda _, case: case.says(JAN, "Look", attachments=["att_1"])),
    "an_unknown_photo": (
        "fields_invalid",
        lambda desk, _: desk.opens(a_return(reason="damaged", fields={"wished_remedy": "refund", "photos": ["att_1"]})),
    ),
    "an_unknown_question": ("fields_invalid", lambda _, case: case.says(NORD, "Yes", answers=[case.id + ".1.q9"])),
    "an_endless_place": ("fields_invalid", lambda _, case: case.says(NORD, "Yes", corrects=f"{case.id}.{'9' * 5000}")),
    "a_waived_question": ("not_eligible", lambda _, case: case.says(NORD, "No", waives=[case.message(1)])),
    "waives_by_a_buyer": ("fields_invalid", lambda _, case: case.says(JAN, "No", waives=[case.message(1)])),
    "fields_without_an_event": ("fields_invalid", lambda _, case: case.says(JAN, "Yes", fields={"a": 1})),
    "an_unknown_field": ("fields_invalid", lambda _, case: case.does(NORD, "update_status", moon="full")),
    "an_old_version": ("version_conflict", lambda _, case: case.says(JAN, "Is it blue?", version=0)),
    "a_version_ahead": ("version_conflict", lambda _, case: case.says(JAN, "Is it blue?", version=2)),
    "an_event_of_another_state": ("event_not_allowed", lambda _, case: case.does(JAN, "close")),
    "an_event_of_another_role": ("event_not_allowed", lambda _, case: case.does(JAN, "answer")),
    "an_event_that_is_none": ("event_not_allowed", lambda _, case: case.says(JAN, "Now", event="explode")),
    "a_systems_event_that_is_none": ("event_not_allowed", lambda _, case: case.says(SYSTEMS, "Now", event="explode")),
    "a_systems_event_of_a_seller": ("event_not_allowed", lambda _, case: case.says(SYSTEMS, "Now", event="answer")),
    "a_guard_that_says_no": ("not_eligible", lambda _, case: case.does(NORD, "agree_change")),
    "no_words": ("message_required", lambda _, case: case.does(NORD, "answer", "")),
    "another_body_under_a_key": (
        "idempotency_conflict",
        lambda desk, case: (keyed(desk, case, b"1"), keyed(desk, case, b"2")),
    ),
    "a_redaction_by_a_seller": (
        "forbidden",
        lambda desk, case: redact(desk.database, NORD, case.id, 1, "x", desk.now),
    ),
}


def everything(desk: Desk) -> dict[str, int]:
    return {table: desk.rows(f"SELECT count(*) FROM {table}")[0][0] for table in EVERYTHING}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(name: str, desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    code, act = REFUSED[name]
    if code == "idempotency_conflict":
        keyed(desk, case, b"1")
    before = everything(desk)
    with pytest.raises(Exception) as refused:  # noqa: PT011  # which one it is, its code says
        act(desk, case)
    assert code_of(refused.value) == code
    assert everything(desk) == before
    recorded = desk.rows("SELECT code FROM refusal")
    assert recorded == ([] if code == "not_found" or name == "a_redaction_by_a_seller" else [(code,)])


def test_it_records_who_wanted_what_and_every_guard(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    with pytest.raises(Exception):  # noqa: B017, PT011  # told above
        case.does(NORD, "agree_change")
    ((role, sub, case_id, event),) = desk.rows("SELECT role, sub, case_id, event FROM refusal")
    assert (role, sub, str(case_id), event) == ("seller", "anna", case.id, "agree_change")
    ((guards,),) = desk.rows("SELECT guards FROM refusal")
    assert "change_was_asked_before_dispatch" in str(guards)


def test_it_records_nothing_of_a_preview(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    with pytest.raises(FieldsInvalid):
        preview_message(desk.database, NORD, case.id, Message("Soon.", event="update_status"), desk.now)
    with pytest.raises(Forbidden):
        preview_opening(desk.database, NORD, a_return(), desk.now)
    assert desk.rows("SELECT code FROM refusal") == []


def test_it_previews_what_it_then_does(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    before = everything(desk)
    seen = preview_message(desk.database, NORD, case.id, Message("It fits."), desk.now)
    assert everything(desk) == before
    assert (seen["state"], seen["transition"]["event"], seen["unanswered"]) == ("answered", "answer", [])
    case.says(NORD, "It fits.")
    assert (case.state, case.events[-1]) == ("answered", "answer")
    opened = preview_opening(desk.database, JAN, a_withdrawal(), desk.now)
    assert (opened["state"], everything(desk)["message"]) == ("declared", 2)


def test_it_takes_twenty_messages_of_the_buyer_a_day_in_a_case(desk: Desk) -> None:
    desk.takes()
    case, other = desk.opens(a_question()), desk.opens(a_question())
    for _ in range(20):
        case.says(JAN, "Are you there?")
    with pytest.raises(RateLimited) as refused:
        case.says(JAN, "Are you there?", version=0)
    assert refused.value.retry_after == 9 * 3600  # it is 15:00 in Berlin
    other.says(JAN, "Are you there?")
    case.says(NORD, "I am.")
    desk.now += timedelta(hours=9)
    case.says(JAN, "Fine.")


def test_it_asks_for_an_order_or_an_article(desk: Desk) -> None:
    desk.takes()
    about: dict[str, Any] = {"market": "XX", "seller": "nobody", "sku": "S-1", "title": "Sieve"}
    for opening in (a_question(order=None), a_return(order=None), a_question(order=None, about=about)):
        with pytest.raises(ShapeInvalid):
            desk.opens(opening)
    with pytest.raises(NotFound):
        desk.opens(a_question("DE-9", about=about | {"market": "DE", "seller": "nord"}))
