"""Two who meet on cases of one order: nobody waits for another who waits, nobody is sent away, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from cases.casefile.casefile import CaseFile
from cases.casefile.queries import load, lock
from cases.db import Connection, Database, run
from cases.errors import Busy
from cases.ledger.verify import verify
from cases.verbs.expire_deadline import expire_all
from cases.verbs.linked import rule
from tests.builders import Desk, Told, a_line, at, decided
from tests.cases.test_together import at_once, codes, deadlocks
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.claimed import escalated, unanswered

__all__ = ["deadlocks"]  # the fixture

ROUNDS = 6
ACT_REFUSED = {"not_eligible", "event_not_allowed"}


def rounds(desk: Desk, *, pieces: int = 1) -> Iterator[Told]:
    """Returns on orders of their own, left unanswered by the seller so that the buyer may escalate."""
    for number in range(ROUNDS):
        desk.now = at("2026-04-02 15:00")
        order = desk.takes(number=str(number), lines=[a_line(quantity=pieces)])
        yield unanswered(desk, order, units=[("1", pieces)])


def in_deciding(case: Told) -> Told:
    claim = escalated(case)
    claim.does(ROOT, "accept_for_review")
    claim.does(ROOT, "deliberate")
    return claim


def both(one: Callable[[], object], other: Callable[[], object]) -> list[str]:
    """How each of two that act at once was answered; neither was told to come again."""
    outcomes = at_once(one, other)
    assert not any(isinstance(outcome, Busy) for outcome in outcomes)
    return list(codes(outcomes).elements())


def assert_gapless(*cases: Told) -> None:
    for case in cases:
        assert [entry.seq for entry in case.entries()] == list(range(1, case.version + 1))


def test_it_escalates_while_the_seller_replies(desk: Desk, deadlocks: list[str]) -> None:
    for case in rounds(desk):
        answered = both(partial(case.does, JAN, "escalate"), partial(case.says, NORD, "In its box."))
        assert answered == ["written", "written"]
        (claim,) = case.linked("claim")
        assert (case.file.case.held_by, case.due, len(case.entries())) == (claim.id, None, case.version)
        assert [question.state for question in case.file.questions] == ["answered"]
        assert_gapless(case, claim)
    assert deadlocks == []
    assert verify(desk.database).holds


def test_it_decides_while_the_carrier_reports(desk: Desk, deadlocks: list[str]) -> None:
    for case in rounds(desk):
        claim = in_deciding(case)
        decide = partial(claim.says, ROOT, "We decided.", event="decide", fields=decided("refund"))
        assert both(decide, partial(case.does, SYSTEMS, "arrive")) == ["written", "written"]
        assert (claim.state, case.state) == ("decided", "refund_due")
        assert case.file.case.progress.goods_back_at == desk.now
        assert_gapless(case, claim)
    assert deadlocks == []
    assert verify(desk.database).holds


def test_it_splits_twice_at_once(desk: Desk, deadlocks: list[str]) -> None:
    for case in rounds(desk, pieces=3):
        split = partial(case.does, NORD, "split")
        assert both(split, split) == ["written", "written"]
        parts = [case, *case.linked("split")]
        assert [[unit.quantity for unit in part.file.case.units] for part in parts] == [[1], [1], [1]]
        assert sum(part.file.case.progress.price for part in parts) == 387
        assert_gapless(*parts)
    assert deadlocks == []
    assert verify(desk.database).holds


def test_it_ends_a_claim_once_when_one_withdraws_and_one_gives(desk: Desk, deadlocks: list[str]) -> None:
    for case in rounds(desk):
        claim = escalated(case)
        gives = partial(case.does, NORD, "refund_without_return")
        answered = both(partial(claim.does, JAN, "withdraw_claim"), gives)
        assert "written" in answered
        assert set(answered) <= {"written", *ACT_REFUSED}
        endings = [event for event in claim.events if event in ("settle", "withdraw_claim")]
        assert len(endings) == 1
        assert (case.state, case.file.case.held_by, claim.state) == ("refund_due", None, "closed")
        assert_gapless(case, claim)
    assert deadlocks == []
    assert verify(desk.database).holds


def test_it_lets_people_and_the_clock_meet_on_a_case_and_its_claim(desk: Desk, deadlocks: list[str]) -> None:
    for case in rounds(desk):
        claim = escalated(case)
        case.says(JAN, "Is anybody there?")
        desk.now = at("2026-04-20 10:00")
        outcomes = at_once(
            partial(expire_all, desk.database, desk.now),
            partial(claim.does, JAN, "withdraw_claim"),
            partial(case.says, NORD, "We are here."),
            partial(case.does, SYSTEMS, "arrive"),
        )
        assert not any(isinstance(outcome, Exception) for outcome in outcomes)
        assert (claim.outcome, case.file.case.held_by) == ("withdrawn", None)
        assert_gapless(case, claim)
    assert deadlocks == []
    assert verify(desk.database).holds


def test_it_holds_every_case_of_the_order_at_the_last_try(postgresql_url: str, tmp_path: Path) -> None:
    desk = Desk(Database(postgresql_url), tmp_path)
    case = next(rounds(desk))
    claim = escalated(case)
    with desk.database.write() as connection:
        lock(connection, case.id)
        with desk.database.write() as other, pytest.raises(Busy):
            run(other, "SELECT 1 FROM cases WHERE id = %(id)s FOR UPDATE NOWAIT", {"id": claim.id})
    desk.database.close()


def test_it_decides_anew_where_the_claim_ended_meanwhile(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(Database(postgresql_url), tmp_path)
    case = next(rounds(desk))
    claim = escalated(case)

    def late(connection: Connection, case_id: str) -> CaseFile | None:
        monkeypatch.undo()
        claim.does(JAN, "withdraw_claim")
        return load(connection, case_id)

    monkeypatch.setattr(rule, "load", late)
    case.does(NORD, "refund_without_return")
    assert (claim.outcome, case.state) == ("withdrawn", "refund_due")
    desk.database.close()
