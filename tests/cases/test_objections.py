"""Objections to verdicts about words: whose they are, until when, and what follows when one is won or lost."""

from __future__ import annotations

import pytest

from cases.casefile.asker import Asker
from cases.casefile.entries import Entry, entries_of
from cases.casefile.reviews import ReviewRow, list_reviews
from cases.errors import Forbidden, OffPlatformContact, ShapeInvalid
from cases.ledger.verify import verify
from cases.verbs.decide_review import decide_review
from cases.verbs.object_to_verdict import object_to_verdict
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from tests.builders import Desk, Told, a_question, a_return, at
from tests.cast import BEN, JAN, NORD, ROOT
from workflows.refusals import NotEligible

pytestmark = pytest.mark.usefixtures("every_rule_applied")

CALL = "It fits. My number is +49 151 23456789."
MINE = "Is it blue? My number is +49 151 23456789."
RUDE = "It fits, you idiot."


@pytest.fixture
def case(desk: Desk) -> Told:
    """Asked on Thursday at 15:00, so that the answer is due on Tuesday at 15:00."""
    desk.takes()
    return desk.opens(a_question())


def is_refused(case: Told, body: str = CALL) -> str:
    with pytest.raises(OffPlatformContact) as refused:
        case.says(NORD, body)
    return refused.value.refusal


def objects(desk: Desk, who: Asker, *, refusal: str | None = None, message: str | None = None) -> ReviewRow:
    return object_to_verdict(
        desk.database, who, refusal=refusal, message=message, body="That is an article number.", now=desk.now
    )


def is_decided(desk: Desk, review: str, decision: str) -> None:
    decide_review(desk.database, ROOT, review, decision, "We looked at it.", desk.now)


def read_by(case: Told, who: Asker, seq: int) -> Entry:
    with case.desk.database.read() as connection:
        return entries_of(connection, case.id, who, after=seq - 1, limit=1)[0]


def counting(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT kind, counts, because FROM breach ORDER BY id")


def test_it_opens_a_review_and_nothing_counts_meanwhile(case: Told) -> None:
    review = objects(case.desk, NORD, refusal=is_refused(case))
    assert (review.kind, review.case_id, review.seq, review.decision) == ("objection", case.id, None, "")
    assert counting(case.desk) == [("conduct", 0, "objection_open")]
    assert [deadline.waits_on for deadline in case.running("review")] == ["platform"]


def test_it_tells_its_words_to_the_platform_alone(case: Told) -> None:
    review = objects(case.desk, NORD, refusal=is_refused(case))
    assert [review.said_to(who) is not None for who in (NORD, ROOT, JAN, BEN)] == [True, True, False, False]
    assert "article number" not in (read_by(case, JAN, case.version).body or "")


def test_it_is_listed_for_whoever_objects(desk: Desk) -> None:
    desk.takes()
    with pytest.raises(OffPlatformContact) as refused:
        open_case(desk.database, NORD, Opening("question", "DE-1042", reason="other", body=CALL), desk.now)
    review = objects(desk, NORD, refusal=refused.value.refusal)
    with desk.database.read() as connection:
        found = [list_reviews(connection, who, is_open=True, after=None, limit=9) for who in (NORD, ROOT, JAN)]
    assert [[row.id for row in rows] for rows in found] == [[review.id], [review.id], []]


@pytest.mark.parametrize("who", [BEN, JAN])
def test_it_is_for_whose_words_they_are(who: Asker, case: Told) -> None:
    refusal = is_refused(case)
    with pytest.raises(ShapeInvalid):
        objects(case.desk, who, refusal=refusal)


def test_it_is_not_for_the_platform(case: Told) -> None:
    with pytest.raises(Forbidden):
        objects(case.desk, ROOT, refusal=is_refused(case))


def test_it_is_done_once(case: Told) -> None:
    refusal = is_refused(case)
    objects(case.desk, NORD, refusal=refusal)
    with pytest.raises(NotEligible):
        objects(case.desk, NORD, refusal=refusal)


def test_it_is_possible_for_six_months(case: Told) -> None:
    refusal, desk = is_refused(case), case.desk
    desk.now = at("2026-10-02 15:00")
    seq = objects(desk, NORD, refusal=refusal).case_id
    assert seq == case.id
    late = is_refused(case)
    desk.now = at("2027-04-02 15:01")
    with pytest.raises(NotEligible):
        objects(desk, NORD, refusal=late)


def test_it_is_against_a_verdict(case: Told) -> None:
    seq = case.says(JAN, "Is it blue?").entry.seq
    with pytest.raises(ShapeInvalid):
        objects(case.desk, JAN, message=case.message(seq))


def test_it_counts_again_when_it_is_lost(case: Told) -> None:
    review = objects(case.desk, NORD, refusal=is_refused(case))
    is_decided(case.desk, review.id, "uphold")
    assert counting(case.desk) == [("conduct", 1, "conduct_refused")]
    assert "We looked at it." in (read_by(case, NORD, case.version).body or "")
    assert case.running("review") == []


def test_it_writes_what_was_refused_when_it_is_won(case: Told) -> None:
    review = objects(case.desk, NORD, refusal=is_refused(case))
    is_decided(case.desk, review.id, "strike")
    written = read_by(case, JAN, case.version)
    assert (written.body, written.event, written.role) == (CALL, "answer", "seller")
    assert written.author is not None
    assert written.author.external_id == "anna"
    assert case.state == "answered"
    assert counting(case.desk) == [("conduct", 0, "objection_won")]
    assert set(case.desk.rows("SELECT stands FROM finding")) == {(0,)}
    assert verify(case.desk.database).holds


def test_it_judges_the_clock_by_the_moment_of_the_refusal(case: Told) -> None:
    desk = case.desk
    desk.waits_until(at("2026-04-07 14:00"))
    review = objects(desk, NORD, refusal=is_refused(case))
    desk.waits_until(at("2026-04-09 10:00"))
    assert [(reply.state) for reply in case.ended("reply")] == ["missed"]
    is_decided(desk, review.id, "strike")
    (reply,) = case.ended("reply")
    assert (reply.state, reply.ended_at) == ("met", at("2026-04-07 14:00"))
    assert counting(desk) == [("conduct", 0, "objection_won"), ("reply", 0, "objection_won")]
    assert case.file.case.overdue == 0


def test_it_excuses_no_answer_that_was_late_at_its_refusal(case: Told) -> None:
    desk = case.desk
    desk.waits_until(at("2026-04-08 10:00"))
    review = objects(desk, NORD, refusal=is_refused(case))
    is_decided(desk, review.id, "strike")
    assert [reply.state for reply in case.ended("reply")] == ["missed"]
    assert ("reply", 1, "deadline_missed") in counting(desk)


def test_it_takes_the_event_that_was_refused(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    with pytest.raises(OffPlatformContact) as refused:
        case.does(NORD, "approve", CALL)
    review = objects(desk, NORD, refusal=refused.value.refusal)
    is_decided(desk, review.id, "strike")
    assert case.state == "awaiting_parcel"


def test_it_opens_the_case_that_was_refused(desk: Desk) -> None:
    desk.takes()
    with pytest.raises(OffPlatformContact) as refused:
        open_case(desk.database, NORD, Opening("question", "DE-1042", reason="other", body=CALL), desk.now)
    review = objects(desk, NORD, refusal=refused.value.refusal)
    is_decided(desk, review.id, "strike")
    ((case_id,),) = desk.rows("SELECT id FROM cases")
    assert read_by(Told(desk, str(case_id)), JAN, 1).body == CALL


def test_it_shows_what_was_covered_when_it_is_won(case: Told) -> None:
    seq = case.says(JAN, MINE).entry.seq
    review = objects(case.desk, JAN, message=case.message(seq))
    is_decided(case.desk, review.id, "strike")
    assert read_by(case, NORD, seq).body == MINE
    assert case.desk.rows("SELECT stands FROM finding") == [(0,)]
    assert verify(case.desk.database).holds


def test_it_delivers_what_stayed_held_when_it_is_won(case: Told) -> None:
    desk = case.desk
    desk.waits_until(at("2026-04-07 14:00"))
    seq = case.says(NORD, RUDE).entry.seq
    with desk.database.read() as connection:
        (held,) = list_reviews(connection, ROOT, is_open=True, after=None, limit=9)
    is_decided(desk, held.id, "refuse")
    desk.waits_until(at("2026-04-07 20:00"))
    assert [reply.state for reply in case.ended("reply")] == ["missed"]
    review = objects(desk, NORD, message=case.message(seq))
    assert counting(desk)[0] == ("conduct", 0, "objection_open")
    is_decided(desk, review.id, "strike")
    assert read_by(case, JAN, seq).body == RUDE
    assert [reply.state for reply in case.ended("reply")] == ["met"]
    assert {row[1:] for row in counting(desk)} == {(0, "objection_won")}
