"""A message that a person must read first: who reads it meanwhile, what stands still, and what is decided about it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cases.casefile.asker import Asker
from cases.casefile.entries import Entry, entries_of
from cases.casefile.reviews import list_reviews
from cases.casefile.search import search
from cases.casefile.search_indexes import Search
from cases.errors import NotFound
from cases.ledger.verify import verify
from cases.messages.search.query import sought_in
from cases.verbs.decide_review import decide_review
from cases.verbs.preview import preview_message
from cases.verbs.read_attachment import read_attachment
from cases.verbs.redact import redact
from cases.verbs.write_message import Message
from tests.builders import Desk, Told, a_question, a_return, a_withdrawal, at
from tests.cast import BEN, JAN, NORD, ROOT, SYSTEMS
from workflows.refusals import NotEligible

pytestmark = pytest.mark.usefixtures("every_rule_applied")

RUDE = "It fits, you idiot."
RUDELY_ASKED = "Is it blue, you idiot?"


@pytest.fixture
def case(desk: Desk) -> Told:
    """Asked on Thursday at 15:00, so that the answer is due on Tuesday at 15:00."""
    desk.takes()
    return desk.opens(a_question())


def read_by(case: Told, who: Asker, seq: int) -> Entry:
    with case.desk.database.read() as connection:
        return entries_of(connection, case.id, who, after=seq - 1, limit=1)[0]


def is_decided(case: Told, decision: str, reason: str = "It is rude and no insult.") -> None:
    desk = case.desk
    with desk.database.read() as connection:
        (review,) = list_reviews(connection, ROOT, is_open=True, after=None, limit=10)
    decide_review(desk.database, ROOT, review.id, decision, reason, desk.now)


def test_it_is_read_by_its_own_side_and_the_platform_alone(case: Told) -> None:
    entry = case.says(NORD, RUDE).entry
    assert entry.body == RUDE
    assert json.loads(entry.canonical)["delivery"] == "held"
    assert [read_by(case, who, entry.seq).body for who in (NORD, BEN, ROOT)] == [RUDE] * 3
    assert [read_by(case, who, entry.seq).body for who in (JAN, SYSTEMS)] == [None] * 2


def test_it_moves_nothing(case: Told) -> None:
    entry = case.says(NORD, RUDE, event="answer").entry
    assert (entry.event, case.state) == ("", "awaiting_seller")
    assert case.desk.rows("SELECT seq, event, role FROM held_event") == [(entry.seq, "answer", "seller")]


def test_it_is_put_before_the_platform_for_a_working_day(case: Told) -> None:
    seq = case.says(NORD, RUDE).entry.seq
    assert case.desk.rows("SELECT kind, seq, decision FROM review") == [("held", seq, "")]
    (review,) = case.running("review")
    assert (review.waits_on, review.due_at) == ("platform", at("2026-04-08 00:00"))


def test_it_stops_the_clock_that_it_would_end(case: Told) -> None:
    case.says(NORD, RUDE)
    (reply,) = case.running("reply")
    assert (reply.due_at, reply.paused_at) == (None, case.desk.now)


def test_it_asks_for_no_answer_before_it_is_free(case: Told) -> None:
    case.says(NORD, "It fits.")
    case.says(JAN, RUDELY_ASKED)
    assert case.running("reply") == []
    case.desk.waits(hours=20)
    is_decided(case, "release")
    (reply,) = case.running("reply")
    assert reply.started_at == case.desk.now
    assert [question["text"] for question in case.view(NORD)["questions"]][-1].startswith("Is it blue")


def test_it_meets_the_clock_at_its_own_moment_once_free(case: Told) -> None:
    case.desk.waits_until(at("2026-04-07 14:00"))
    held = case.says(NORD, RUDE).entry
    case.desk.waits_until(at("2026-04-07 20:00"))
    is_decided(case, "release")
    (reply,) = case.ended("reply")
    assert (reply.state, reply.ended_at, reply.due_at) == ("met", held.at, at("2026-04-07 15:00"))
    assert read_by(case, JAN, held.seq).body == RUDE
    assert case.state == "answered"
    assert case.desk.rows("SELECT id FROM breach") == []
    (question,) = case.view(JAN)["questions"]
    assert (question["state"], question["answered_by"]) == ("answered", case.message(held.seq))


def test_it_is_told_who_wrote_it_when_by_the_message_that_frees_it(case: Told) -> None:
    seq = case.says(NORD, RUDE).entry.seq
    is_decided(case, "release")
    told = read_by(case, JAN, case.version)
    assert (told.kind, told.role, told.event) == ("system", "platform", "answer")
    assert told.body is not None
    assert f"message {seq} (Seller, " in told.body
    assert "It is rude and no insult." in told.body
    assert case.desk.rows("SELECT seq, by_seq FROM released") == [(seq, case.version)]


def test_it_takes_its_event_once_free(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    held = case.does(NORD, "approve", RUDE).entry
    assert (case.state, held.fields is None) == ("requested", False)
    assert read_by(case, JAN, held.seq).fields is None
    is_decided(case, "release")
    assert case.state == "awaiting_parcel"
    (wait,) = case.ended("state")
    assert wait.state == "met"


def test_it_is_plain_where_no_row_holds_any_more(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    held = case.does(NORD, "approve", RUDE).entry
    case.does(BEN, "approve")
    is_decided(case, "release")
    assert case.state == "awaiting_parcel"
    assert read_by(case, JAN, held.seq).body == RUDE
    assert "plain message" in (read_by(case, JAN, case.version).body or "")


def test_it_is_set_free_by_the_clock(case: Told) -> None:
    seq = case.says(NORD, RUDE).entry.seq
    assert case.waits_for("answer") == at("2026-04-08 00:00") + timedelta(seconds=1)
    assert read_by(case, JAN, seq).body == RUDE
    assert case.state == "answered"
    assert [row[0] for row in case.desk.rows("SELECT decision FROM review")] == ["release"]
    assert [reply.state for reply in case.ended("reply")] == ["met"]
    assert verify(case.desk.database).holds


def test_it_stays_held_for_ever_where_it_is_refused(case: Told) -> None:
    seq = case.says(NORD, RUDE).entry.seq
    is_decided(case, "refuse", "It is an insult.")
    assert read_by(case, JAN, seq).body is None
    assert json.loads(read_by(case, JAN, seq).canonical)["delivery"] == "held"
    told = read_by(case, NORD, case.version).body or ""
    assert "It is an insult." in told
    assert "can object until" in told
    assert case.desk.rows("SELECT kind, seq, counts, because FROM breach") == [
        ("conduct", seq, 1, "conduct_held_refused")
    ]


def test_it_is_judged_at_the_first_due_where_it_is_refused(case: Told) -> None:
    case.desk.waits_until(at("2026-04-07 14:00"))
    case.says(NORD, RUDE)
    case.desk.waits_until(at("2026-04-07 20:00"))
    is_decided(case, "refuse")
    (reply,) = case.running("reply")
    assert reply.due_at == at("2026-04-07 15:00")
    case.desk.sweeps(case.desk.now)
    (missed,) = case.ended("reply")
    assert missed.state == "missed"


def test_it_goes_on_to_its_first_due_where_it_is_refused_in_time(case: Told) -> None:
    case.says(NORD, RUDE)
    case.desk.waits(hours=1)
    is_decided(case, "refuse")
    (reply,) = case.running("reply")
    assert (reply.due_at, reply.paused_at) == (at("2026-04-07 15:00"), None)
    case.says(NORD, "It fits.")
    assert [one.state for one in case.ended("reply")] == ["met"]


def test_it_keeps_a_clock_stopped_for_the_other_that_is_held(case: Told) -> None:
    case.says(NORD, RUDE)
    case.says(NORD, f"{RUDE} Believe me.")
    desk = case.desk
    with desk.database.read() as connection:
        first, second = list_reviews(connection, ROOT, is_open=True, after=None, limit=10)
    decide_review(desk.database, ROOT, first.id, "refuse", "An insult.", desk.now)
    assert [reply.paused_at is not None for reply in case.running("reply")] == [True]
    decide_review(desk.database, ROOT, second.id, "refuse", "An insult.", desk.now)
    assert [reply.due_at for reply in case.running("reply")] == [at("2026-04-07 15:00")]


def test_it_opens_a_case_whose_words_wait(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question(body=RUDELY_ASKED))
    assert (case.state, read_by(case, NORD, 1).body) == ("awaiting_seller", None)
    assert case.running("reply") == []
    is_decided(case, "release")
    assert read_by(case, NORD, 1).body == RUDELY_ASKED
    assert len(case.running("reply")) == 1
    assert verify(desk.database).holds


def test_it_does_not_show_its_files_to_the_other_side(case: Told) -> None:
    desk = case.desk
    photo = desk.photos_of(NORD)[0]
    case.says(NORD, RUDE, attachments=[photo])
    with pytest.raises(NotFound):
        read_attachment(desk.database, desk.files, JAN, photo)
    is_decided(case, "release")
    assert read_attachment(desk.database, desk.files, JAN, photo).content_type == "image/png"


def test_it_is_decided_once(case: Told) -> None:
    case.says(NORD, RUDE)
    desk = case.desk
    with desk.database.read() as connection:
        (review,) = list_reviews(connection, ROOT, is_open=True, after=None, limit=10)
    decide_review(desk.database, ROOT, review.id, "release", "Fine.", desk.now)
    with pytest.raises(NotEligible):
        decide_review(desk.database, ROOT, review.id, "refuse", "Not so fine.", desk.now)


def test_it_can_lose_its_words_before_it_is_decided(case: Told) -> None:
    seq = case.says(NORD, RUDE).entry.seq
    redact(case.desk.database, ROOT, case.id, seq, "Asked for.", case.desk.now)
    case.desk.waits_until(at("2026-04-08 00:01"))
    assert case.running("review") == []
    assert [reply.state for reply in case.ended("reply")] == ["missed"]
    assert verify(case.desk.database).holds


def test_it_previews_that_it_would_be_held(case: Told) -> None:
    seen = preview_message(case.desk.database, NORD, case.id, Message(RUDE), case.desk.now)
    assert ([one["action"] for one in seen["findings"]], seen["transition"]) == (["hold"], None)
    assert case.version == 1


def test_it_is_found_once_free_by_everybody_who_reads_it(case: Told) -> None:
    case.says(NORD, "It fits like a glove, you idiot.", attachments=case.desk.photos_of(NORD))
    assert not found_by(case, JAN, "glove")
    is_decided(case, "release")
    assert [found_by(case, who, "glove photo.png") for who in (JAN, NORD, ROOT)] == [[2]] * 3


def found_by(case: Told, who: Asker, words: str) -> list[int]:
    with case.desk.database.read() as connection:
        hits, _ = search(connection, who, Search(sought_in(words)))
    return [hit.entry.seq for hit in hits]


def test_it_stops_the_deadline_of_the_law_that_it_would_meet(desk: Desk) -> None:
    desk.takes(delivered_at=None)
    case = desk.opens(a_withdrawal())
    case.does(NORD, "let_buyer_keep")
    (law,) = case.running("statutory")
    case.says(NORD, RUDE, event="refund", fields=case.example(NORD, "refund"))
    case.says(JAN, "Thank you!")  # nothing that is written meanwhile lets it run
    (stopped,) = case.running("statutory")
    assert (stopped.due_at, stopped.paused_at) == (None, desk.now)
    is_decided(case, "refuse")
    assert [deadline.due_at for deadline in case.running("statutory")] == [law.due_at]
