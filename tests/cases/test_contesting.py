"""A breach is contested on its own: whose it is, until when, what counts meanwhile, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.casefile.asker import Asker
from cases.casefile.reviews import ReviewRow
from cases.errors import Forbidden, OffPlatformContact, ShapeInvalid
from cases.ledger.verify import verify
from cases.sellers.recount import differences
from cases.verbs.decide_review import decide_review
from cases.verbs.object_to_verdict import object_to_verdict
from tests.builders import Desk, Told, a_complaint, a_question, at
from tests.cast import BEN, JAN, NORD, ROOT, SPAET
from workflows.refusals import NotEligible

pytestmark = pytest.mark.usefixtures("every_rule_applied")


@pytest.fixture
def case(desk: Desk) -> Told:
    """Jan asked, and Nord let it pass."""
    asked = desk.opens(a_question(desk.takes()))
    desk.waits_until(at("2026-04-07 16:00"))
    return asked


def breach(desk: Desk, kind: str = "reply") -> str:
    ((name,),) = desk.rows(f"SELECT id FROM breach WHERE kind = '{kind}'")
    return str(name)


def contests(desk: Desk, who: Asker = NORD, name: str = "") -> ReviewRow:
    body = "The platform was not to be reached on that day."
    return object_to_verdict(desk.database, who, breach=name or breach(desk), body=body, now=desk.now)


def is_decided(desk: Desk, review: ReviewRow, decision: str) -> None:
    decide_review(desk.database, ROOT, review.id, decision, "We looked at it.", desk.now)


def counting(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT kind, counts, because FROM breach ORDER BY id")


def agrees(desk: Desk) -> bool:
    with desk.database.read() as connection:
        return differences(connection, "nord") == [] and verify(desk.database).holds


def test_it_opens_a_review_and_does_not_count_meanwhile(case: Told) -> None:
    review = contests(case.desk)
    assert (review.kind, review.case_id, review.breach) == ("objection", case.id, breach(case.desk))
    assert counting(case.desk) == [("reply", 0, "objection_open")]
    last = case.entries()[-1]
    assert (last.role, last.kind) == ("seller", "system")
    assert [deadline.waits_on for deadline in case.running("review")] == ["platform"]
    assert agrees(case.desk)


def test_it_counts_again_where_it_stands(case: Told) -> None:
    is_decided(case.desk, contests(case.desk), "uphold")
    assert counting(case.desk) == [("reply", 1, "deadline_missed")]
    assert "We looked at it." in (case.entries()[-1].body or "")
    assert agrees(case.desk)


def test_it_counts_no_more_where_it_is_struck(case: Told) -> None:
    is_decided(case.desk, contests(case.desk), "strike")
    assert counting(case.desk) == [("reply", 0, "objection_won")]
    last = case.entries()[-1]
    assert (last.role, last.kind, case.running("review")) == ("platform", "system", [])
    assert "Tuesday 7 April 2026" in (last.body or "")
    assert agrees(case.desk)


def test_it_is_for_every_colleague_and_nobody_else(case: Told) -> None:
    for stranger in (SPAET, JAN):
        with pytest.raises(ShapeInvalid):
            contests(case.desk, stranger)
    with pytest.raises(Forbidden):
        contests(case.desk, ROOT)
    assert contests(case.desk, BEN).breach == breach(case.desk)


def test_it_knows_no_other_breach(case: Told) -> None:
    for name in ("0198f3c2-7d1e-7b3a-9c55-2f1d8a6b4e10", "nothing"):
        with pytest.raises(ShapeInvalid):
            contests(case.desk, name=name)


def test_it_is_contested_once(case: Told) -> None:
    is_decided(case.desk, contests(case.desk), "uphold")
    with pytest.raises(NotEligible):
        contests(case.desk)


def test_it_is_contested_for_six_months(case: Told) -> None:
    case.desk.now += timedelta(days=185)
    with pytest.raises(NotEligible):
        contests(case.desk)


def test_it_is_not_contested_where_it_does_not_count(case: Told) -> None:
    desk = case.desk
    case.says(JAN, "And is it blue?")
    desk.waits(days=3)
    ((silent,),) = desk.rows("SELECT id FROM breach WHERE because = 'same_silence'")
    with pytest.raises(NotEligible):
        contests(desk, name=str(silent))


def test_it_is_the_objection_to_the_words_where_it_is_about_words(case: Told) -> None:
    desk = case.desk
    with pytest.raises(OffPlatformContact):
        case.says(NORD, "It fits. My number is +49 151 23456789.")
    review = contests(desk, BEN, breach(desk, "conduct"))
    assert review.refusal is not None
    is_decided(desk, review, "strike")
    assert ("conduct", 0, "objection_won") in counting(desk)
    assert any("+49 151 23456789" in (entry.body or "") for entry in case.entries()), "it is written after all"


def test_it_can_be_a_lost_claim(desk: Desk) -> None:
    source = desk.opens(a_complaint(desk.takes()))
    source.does(NORD, "reject")
    source.does(JAN, "escalate")
    (claim,) = source.linked("claim")
    for event in ("accept_for_review", "deliberate"):
        claim.does(ROOT, event)
    claim.does(ROOT, "decide", in_favour_of="buyer", remedy="refund", amount={"amount": "129.00", "currency": "EUR"})
    review = contests(desk, name=breach(desk, "claim"))
    is_decided(desk, review, "uphold")
    assert counting(desk) == [("claim", 1, "claim_lost")]
