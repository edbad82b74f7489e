"""What a case offers is what whoever looks at it may do: nothing more, and nothing less."""

from __future__ import annotations

import pytest

from cases.casefile.asker import Asker
from tests.builders import Desk, Told, a_return
from tests.cast import IDA, JAN, NORD, ROOT
from tests.claimed import decides, escalated, unanswered


def offered(case: Told, who: Asker) -> set[str]:
    """The events that somebody is offered."""
    return {action["event"] for action in case.view(who)["available_actions"]}


@pytest.fixture
def claim(desk: Desk) -> Told:
    """The buyer's claim about a return that the seller left unanswered."""
    return escalated(unanswered(desk, desk.takes()))


def test_it_offers_to_withdraw_a_claim_to_whoever_brought_it(claim: Told) -> None:
    assert "withdraw_claim" in offered(claim, JAN)
    assert "withdraw_claim" not in offered(claim, NORD)


def test_it_offers_a_settlement_to_the_other_side(claim: Told) -> None:
    claim.does(ROOT, "accept_for_review")
    claim.does(JAN, "propose_settlement")
    assert "accept_settlement" in offered(claim, NORD)
    assert "accept_settlement" not in offered(claim, JAN)


def test_it_offers_to_give_evidence_to_whom_it_was_asked_of(claim: Told) -> None:
    claim.does(ROOT, "accept_for_review")
    claim.does(ROOT, "request_evidence", of="seller")
    assert "give_evidence" in offered(claim, NORD)
    assert "give_evidence" not in offered(claim, JAN)


def test_it_offers_an_appeal_to_another_admin_than_before(claim: Told) -> None:
    decides(claim, "refund")
    claim.does(NORD, "appeal")
    assert offered(claim, ROOT) == set()
    assert offered(claim, IDA) == {"grant_appeal", "deny_appeal"}


def test_it_offers_the_sellers_acts_to_an_admin_who_took_the_case_over(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    assert "approve" not in offered(case, ROOT)
    case.does(ROOT, "take_over")
    assert {"approve", "decline", "hand_back"} <= offered(case, ROOT)
    case.does(ROOT, "hand_back")
    assert "approve" not in offered(case, ROOT)
