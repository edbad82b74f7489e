"""The market place's statistics: what was decided about sellers in a period, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from cases.errors import OffPlatformContact
from cases.verbs.decide_review import decide_review
from cases.verbs.object_to_verdict import object_to_verdict
from tests.api.web import Web, pointers, refusal
from tests.builders import Told, a_measure, a_question
from tests.cast import IDA, JAN, NORD, ROOT, SPAET, SYSTEMS


def read(web: Web, **query: str) -> dict[str, Any]:
    said = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    answer = web.get(ROOT, f"/statistics?{said}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def suspended(web: Web) -> Told:
    case = web.desk.opens(a_measure("suspension", [], urgent="danger"), ROOT)
    case.does(ROOT, "impose")
    return case


def later(web: Web, **length: float) -> None:
    web.desk.now += timedelta(**length)


def now(web: Web) -> str:
    return (web.desk.now + timedelta(seconds=1)).isoformat()


def test_it_counts_nothing_where_nothing_was(web: Web) -> None:
    found = read(web)
    assert found["measures"] == {
        "proposed": 0, "proposed_automatically": 0, "dismissed": 0, "imposed": [], "lifted": 0,
    }  # fmt: skip
    assert found["appeals"]["median_seconds_to_decide"] is None


def test_it_counts_measures_by_kind_and_ground(web: Web) -> None:
    suspended(web)
    suspended(web).does(ROOT, "lift")
    web.desk.opens(a_measure("removal", [], urgent="fraud"), ROOT).does(ROOT, "dismiss")
    measures = read(web, until=now(web))["measures"]
    imposed = [{"measure": "suspension", "ground": "danger", "automated": False, "count": 2}]
    assert (measures["proposed"], measures["dismissed"], measures["lifted"]) == (3, 1, 1)
    assert measures["imposed"] == imposed


@pytest.mark.usefixtures("every_rule_applied")
def test_it_tells_what_the_clock_did(web: Web) -> None:
    case = web.desk.opens(a_question())
    for _ in range(2):
        with pytest.raises(OffPlatformContact):
            case.says(NORD, "It fits. My number is +49 151 23456789.")
    web.desk.weighs()
    web.desk.waits(days=20)
    measures = read(web, until=now(web))["measures"]
    assert measures["proposed_automatically"] == 1
    assert measures["imposed"] == [{"measure": "warning", "ground": "conduct", "automated": True, "count": 1}]


def test_it_counts_appeals_and_how_long_they_took(web: Web) -> None:
    upheld, won = suspended(web), suspended(web)
    for case, event, days in ((upheld, "uphold", 1), (won, "lift", 3)):
        case.does(NORD, "appeal")
        later(web, days=days)
        case.does(IDA, event)
    assert read(web, until=now(web))["appeals"] == {
        "lodged": 2, "upheld": 1, "upheld_in_part": 0, "reversed": 1, "median_seconds_to_decide": 2 * 86400,
    }  # fmt: skip


def test_it_counts_objections_to_verdicts(web: Web) -> None:
    desk = web.desk
    desk.opens(a_question())
    desk.waits(days=6)
    ((breach,),) = desk.rows("SELECT id FROM breach WHERE kind = 'reply'")
    review = object_to_verdict(desk.database, NORD, breach=str(breach), body="We were ill.", now=desk.now)
    later(web, hours=2)
    decide_review(desk.database, ROOT, review.id, "strike", "That is so.", desk.now)
    assert read(web, until=now(web))["objections"] == {
        "lodged": 1, "by_subject": {"breach": 1}, "upheld": 0, "struck": 1, "median_seconds_to_decide": 7200,
    }  # fmt: skip


def test_it_counts_what_lies_in_the_period(web: Web) -> None:
    before = web.desk.now.isoformat()
    later(web, days=1)
    suspended(web)
    at_it = web.desk.now.isoformat()
    assert read(web, **{"from": before, "until": at_it})["measures"]["proposed"] == 0
    assert read(web, **{"from": at_it, "until": now(web)})["measures"]["proposed"] == 1


def test_it_is_for_the_market_place_alone(web: Web) -> None:
    assert web.get(SYSTEMS, "/statistics").status_code == 200
    for who in (JAN, NORD, SPAET):
        assert refusal(web.get(who, "/statistics")) == (403, "forbidden")


def test_it_takes_no_period_that_ends_before_it_begins(web: Web) -> None:
    answer = web.get(ROOT, "/statistics?from=2026-04-02T00:00:00Z&until=2026-04-01T00:00:00Z")
    assert pointers(answer) == ["/until"]
    assert refusal(web.get(ROOT, "/statistics?from=yesterday")) == (422, "fields_invalid")
