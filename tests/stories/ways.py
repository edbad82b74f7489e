"""Every way through every kind: how it ends, and who does what until then.

``clock`` waits until the clock acts by itself; ``days`` pass, so many of them; ``another`` and a ``third`` are admins
beside the platform's first. ``platform decides`` the claim that holds the case, ``buyer appeals`` in it, and in a claim
the ``seller gives`` what it asks for in the case that it is about. In brackets stands what is chosen: the reason or the
kind of order of an opening, the kind of an offer, how a parcel was posted, for whom and what is decided. A way of the
common rows ends as what is left of its colon, and says nothing there where it stays open.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.stories.ways_of_claims import CLAIM
from tests.stories.ways_of_complaints import COMPLAINT
from tests.stories.ways_of_deliveries import DELIVERY
from tests.stories.ways_of_everywhere import COMMON
from tests.stories.ways_of_sanctions import SANCTION
from tests.stories.ways_of_warranties import WARRANTY


class Way(NamedTuple):
    """One way: its kind, the outcome, and the steps as who, what and how."""

    kind: str
    outcome: str
    steps: tuple[tuple[str, str, str], ...]

    @property
    def title(self) -> str:
        """The way as a sentence."""
        return f"{self.kind}, {self.outcome}: {', '.join(' '.join(step).strip() for step in self.steps)}"


QUESTION = """
answered: buyer ask, seller says, clock close
answered: buyer ask, seller answer, buyer close
answered: buyer ask, seller promise_answer, seller update_status, seller answer, buyer follow_up, seller answer,
    clock close
answered: buyer ask(change), seller agree_change, buyer close
answered: buyer ask(stop), seller decline_change, buyer says, seller says, clock close
answered: buyer ask(wordy), seller waives, clock close
answered: buyer ask(wordy), seller no_reply_needed, buyer close
answered: buyer ask, platform answer, buyer close
answered: buyer ask, clock alert_platform, platform answer, buyer close
answered: buyer ask, clock alert_platform, seller answer, buyer close
answered: buyer ask, clock alert_platform, platform close
answered: seller inform, clock close
answered: seller inform, buyer follow_up, seller says, buyer close
answered: buyer ask, seller answer, buyer object, seller says, clock close
answered: buyer ask, seller answer, platform object, seller says, clock close
answered: buyer ask, seller answer, buyer close, buyer reopen, seller says, buyer close
answered: buyer ask, seller answer, buyer close, platform reopen, seller says, buyer close
answered: buyer ask(pre_sale), seller says, buyer close
withdrawn_by_buyer: buyer ask, buyer cancel
"""

RETURN = """
refunded: buyer request, seller approve, buyer ship, carrier arrive, seller accept, seller refund, payments
    confirm_payment
refunded: buyer request, clock alert_platform, platform approve, carrier ship, seller arrive, clock accept, clock
    refund, clock alert_platform, platform confirm_payment
refunded: buyer request, clock alert_platform, clock approve, buyer ship(posted), clock trace, clock declare_lost,
    payments refund, payments fail_payment, seller refund, clock alert_platform, payments fail_payment, seller
    refund, payments confirm_payment
refunded: buyer request, clock alert_platform, seller approve, buyer ship, clock trace, carrier declare_lost,
    payments confirm_payment
refunded: buyer request, clock alert_platform, seller arrange_collection, seller fail_collection, buyer
    ask_for_label, buyer ship, clock trace, platform declare_lost, seller refund, clock alert_platform, platform
    fail_payment, seller refund, clock alert_platform, payments confirm_payment
refunded: buyer request, clock alert_platform, platform decline, seller approve, buyer ship, clock trace, clock
    report_not_sent, buyer ship(posted), carrier arrive, seller accept, clock refund, payments confirm_payment
refunded: buyer request, seller arrange_collection, carrier collect, carrier arrive, seller accept, seller refund,
    payments confirm_payment
refunded: buyer request, seller arrange_collection, clock fail_collection, buyer ship, seller arrive, seller accept,
    seller refund, payments confirm_payment
refunded: buyer request(silence_approves), clock approve, buyer ship, carrier arrive, clock accept, seller refund,
    payments confirm_payment
refunded: buyer request, seller refund_without_return, seller refund, payments confirm_payment
refunded: buyer request, buyer ship, carrier arrive, seller accept, seller refund, payments confirm_payment
refunded: buyer request, carrier ship, seller arrive, seller accept, seller refund, payments confirm_payment
refunded: buyer request, seller arrive, seller accept, seller refund, payments confirm_payment
refunded: buyer request, carrier arrive, seller reject_units, buyer ask_back, clock refund_instead, seller refund,
    payments confirm_payment
declined: buyer request, seller arrive, seller reject_units, buyer ask_back, seller send_back
declined: buyer request, seller arrive, seller reject_units, clock close
declined: buyer request, seller decline, clock close
declined: buyer request, seller decline, clock close, buyer reopen, seller decline, clock close
declined: buyer request, seller decline, clock close, platform reopen, seller decline, clock close
no_buyer_action: buyer request, seller request_information, buyer give_information, seller request_information,
    clock close
no_buyer_action: buyer request, seller approve, clock close
partially_refunded: buyer request, seller offer(partial_refund_keep), buyer accept_offer, seller refund, payments
    confirm_payment
refunded: buyer request, seller decline, seller offer(refund_keep), buyer accept_offer, seller refund, payments
    confirm_payment
no_buyer_action: buyer request, seller offer(refund_on_return), buyer accept_offer, clock close
withdrawn_by_buyer: buyer request, seller offer, buyer decline_offer, seller offer, clock decline_offer, buyer
    cancel
partially_refunded: buyer request, seller arrive, seller offer, buyer decline_offer, seller offer, clock
    decline_offer, seller offer, buyer accept_offer, seller refund, payments confirm_payment
withdrawn_by_buyer: buyer request(asking), seller promise_answer, seller update_status, seller says, buyer object,
    seller says, platform object, seller says, buyer cancel
"""

WITHDRAWAL = """
refunded: buyer declare(unsent), clock let_buyer_keep, seller refund, payments confirm_payment
refunded: buyer declare, seller give_instructions, buyer ship, carrier arrive, seller accept, seller refund,
    payments confirm_payment
refunded: buyer declare, clock give_instructions, buyer ask_for_label, carrier ship, seller arrive, clock accept,
    clock refund, clock alert_platform, platform confirm_payment
refunded: buyer declare, seller arrange_collection, carrier collect, carrier arrive, seller accept, payments refund,
    payments fail_payment, seller refund, clock alert_platform, platform fail_payment, payments confirm_payment
refunded: buyer declare, seller give_instructions, buyer ship, clock trace, carrier declare_lost, seller refund,
    clock alert_platform, payments confirm_payment
refunded: buyer declare, seller arrange_collection, seller fail_collection, buyer ship, clock release_refund,
    payments confirm_payment
refunded: buyer declare, seller arrange_collection, clock fail_collection, buyer ship, carrier arrive, seller
    accept, seller refund, payments confirm_payment
refunded: buyer declare, seller give_instructions, buyer ship, clock trace, platform declare_lost, seller refund,
    payments confirm_payment
refunded: buyer declare, seller give_instructions, buyer ship, clock trace, clock report_not_sent, buyer
    ship(posted), clock trace, clock declare_lost, seller refund, payments confirm_payment
refunded: buyer declare, seller give_instructions, buyer ship, clock trace, carrier ship, clock
    release_refund, payments confirm_payment
refunded: buyer declare, seller let_buyer_keep, seller refund, payments confirm_payment
refunded: buyer declare, seller contest_right, buyer ship, carrier arrive, platform confirm_withdrawal, seller
    accept, seller refund, payments confirm_payment
refunded: buyer declare, seller contest_right, carrier ship, seller arrive, clock confirm_withdrawal, seller accept,
    seller refund, payments confirm_payment
refunded: buyer declare, seller contest_right, platform confirm_withdrawal, buyer ship, carrier arrive, seller
    accept, seller refund, payments confirm_payment
refunded: buyer declare, seller contest_right, clock confirm_withdrawal, buyer ship, carrier arrive, seller accept,
    seller refund, payments confirm_payment
declined: buyer declare, seller contest_right, platform refuse_withdrawal
refunded: buyer declare, seller contest_right, platform refuse_withdrawal, buyer reopen, seller give_instructions,
    buyer ship, carrier arrive, seller accept, seller refund, payments confirm_payment
refunded: buyer declare, carrier return_to_sender, seller accept, seller refund, payments confirm_payment
refunded: buyer declare, buyer ship, carrier arrive, seller accept, seller refund, payments confirm_payment
refunded: buyer declare, carrier ship, seller arrive, seller accept, seller refund, payments confirm_payment
refunded: buyer declare, carrier arrive, seller accept, seller refund, payments confirm_payment
refunded: buyer declare, seller arrive, seller accept, seller refund, payments confirm_payment
lapsed: buyer declare, clock give_instructions, clock mark_overdue, clock close
refunded: buyer declare, clock give_instructions, clock mark_overdue, clock close, buyer ship(posted), carrier
    arrive, seller accept, seller refund, payments confirm_payment
refunded: buyer declare, clock give_instructions, clock mark_overdue, clock close, carrier ship, carrier arrive,
    seller accept, seller refund, payments confirm_payment
refunded: buyer declare, clock give_instructions, clock mark_overdue, clock close, carrier arrive, seller accept,
    seller refund, payments confirm_payment
refunded: buyer declare, clock give_instructions, clock mark_overdue, clock close, seller arrive, seller accept,
    seller refund, payments confirm_payment
lapsed: buyer declare, clock give_instructions, clock mark_overdue, clock close, platform reopen, clock
    give_instructions, clock mark_overdue, clock close
partially_refunded: buyer declare, seller arrive, seller claim_value_loss, buyer agree_deduction, seller refund,
    payments confirm_payment
partially_refunded: buyer declare, seller arrive, seller claim_value_loss, buyer dispute_deduction, platform
    decide_deduction, seller refund, payments confirm_payment
refunded: buyer declare, seller arrive, seller claim_value_loss, clock dispute_deduction, clock decide_deduction,
    seller refund, payments confirm_payment
partially_refunded: buyer declare, seller arrive, seller claim_value_loss, seller refund_undisputed, payments
    confirm_payment, buyer agree_deduction, seller refund, payments confirm_payment
partially_refunded: buyer declare, seller arrive, seller claim_value_loss, payments refund_undisputed, buyer
    agree_deduction, seller refund, payments confirm_payment
partially_refunded: buyer declare, clock give_instructions, clock mark_overdue, carrier arrive, seller
    claim_value_loss, clock refund_undisputed, platform decide_deduction, clock refund, payments confirm_payment
withdrawn_by_buyer: buyer declare, buyer ask_to_take_back, seller agree_take_back
withdrawn_by_buyer: buyer declare, buyer ask_to_take_back, clock agree_take_back
lapsed: buyer declare, buyer ask_to_take_back, seller decline_take_back, clock mark_overdue, clock close
withdrawn_by_buyer: buyer declare(asking), seller promise_answer, seller update_status, seller says, buyer object,
    seller says, platform object, seller says, buyer ask_to_take_back, seller agree_take_back
"""


def _ways(kind: str, told: str) -> tuple[Way, ...]:
    lines = told.strip().replace("\n    ", " ").split("\n")
    return tuple(_way(kind, *line.split(": ")) for line in lines)


def _way(kind: str, outcome: str, steps: str) -> Way:
    return Way(kind, outcome, tuple(_step(step) for step in steps.split(", ")))


def _step(step: str) -> tuple[str, str, str]:
    who, _, what = step.partition(" ")
    event, _, how = what.partition("(")
    return who, event, how.rstrip(")")


WAYS = {
    "question": QUESTION,
    "return": RETURN,
    "withdrawal": WITHDRAWAL,
    "complaint": COMPLAINT,
    "warranty": WARRANTY,
    "delivery": DELIVERY,
    "claim": CLAIM,
    "sanction": SANCTION,
}


def ways_of(kind: str) -> tuple[Way, ...]:
    """The ways through the rows of the kind's own table."""
    return _ways(kind, WAYS[kind])


def common_ways_of(kind: str) -> tuple[Way, ...]:
    """The ways through the rows that every kind about an order has."""
    return _ways(kind, COMMON[kind])
