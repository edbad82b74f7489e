"""The events that every kind about an order has in every open state."""

from __future__ import annotations

from workflows.fields.base import Nothing
from workflows.fields.claims import DecisionApplied, Escalation, Report
from workflows.fields.conversation import AnswerPromised, NewFacts, Objection, StatusUpdate
from workflows.fields.linked import Conversion, Split
from workflows.grammar import BUYER, CLOSED, PLATFORM, SELLER, UNOPENED, Row, always, closed, row, stays
from workflows.guards.claims import (
    a_decision_is_applied,
    a_repair_is_decided,
    a_replacement_is_decided,
    buyer_may_escalate,
    decided_goods_come_back,
    it_is_decided_for_the_seller,
    it_may_still_be_escalated,
    no_claim_is_open,
    nothing_more_is_to_be_paid,
)
from workflows.guards.conversation import a_question_is_open, something_can_be_objected_to
from workflows.guards.goods import nothing_is_on_its_way_back
from workflows.guards.life import about_an_order, it_may_be_reopened, no_twin_is_open, there_are_several_units
from workflows.guards.money_and_law import no_money_moved
from workflows.guards.platform import it_is_not_taken_over, it_is_taken_over

CANCELLABLE = (about_an_order, nothing_is_on_its_way_back, no_money_moved)
CONVERTIBLE = (about_an_order, no_money_moved, no_claim_is_open)
DIVISIBLE = (about_an_order, there_are_several_units, no_money_moved)
ESCALABLE = (about_an_order, it_may_still_be_escalated, no_claim_is_open)
REOPENABLE = (it_may_be_reopened, no_money_moved, no_twin_is_open)
SELLER_ESCALATES_IN = ("inspecting", "value_loss_under_review", "proof_shown", "awaiting_choice", "refund_due")


def everywhere(rows: tuple[Row, ...], *, reopens_in: str, cancels: bool = True) -> tuple[Row, ...]:
    """The common rows over every open state that ``rows`` name, and those of ``closed``.

    ``cancels`` is false where taking back is an event of the kind's own.
    """
    open_states = open_states_of(rows)
    any_state = (*open_states, CLOSED)
    sellers = (*(state for state in SELLER_ESCALATES_IN if state in open_states), CLOSED)
    # fmt: off
    common = (
        row(open_states, SELLER,            "promise_answer", a_question_is_open,                   AnswerPromised, stays),
        row(open_states, SELLER,            "update_status",  always,                               StatusUpdate,   stays),
        row(any_state,   (BUYER, PLATFORM), "object",         something_can_be_objected_to,         Objection,      stays),
        row(any_state,   BUYER,             "escalate",       (*ESCALABLE, buyer_may_escalate),     Escalation,     stays),
        row(sellers,     SELLER,            "escalate",       ESCALABLE,                            Escalation,     stays),
        row(open_states, (BUYER, SELLER),   "report",         always,                               Report,         stays),
        row(open_states, PLATFORM,          "take_over",      it_is_not_taken_over,                 Nothing,        stays),
        row(open_states, PLATFORM,          "hand_back",      it_is_taken_over,                     Nothing,        stays),
        row(open_states, (SELLER, PLATFORM), "split",         DIVISIBLE,                            Split,          stays),
        row(open_states, (BUYER, PLATFORM), "convert",        CONVERTIBLE,                          Conversion,     closed("converted")),
        row(CLOSED,      (BUYER, PLATFORM), "reopen",         REOPENABLE,                           NewFacts,       reopens_in),
        *_decision(open_states),
    )
    cancel = row(open_states, BUYER, "cancel", CANCELLABLE, Nothing, closed("withdrawn_by_buyer"))
    # fmt: on
    return (*common, cancel) if cancels else common


def open_states_of(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Every open state that the rows name, in their order."""
    named = [state for row in rows for state in (*row.states, row.becomes if isinstance(row.becomes, str) else "")]
    return tuple(dict.fromkeys(state for state in named if state and state not in (UNOPENED, CLOSED)))


def _decision(open_states: tuple[str, ...]) -> tuple[Row, ...]:
    """How a decision takes effect: written with the claim's, never offered; where no money is due it is only told."""
    applied, here = a_decision_is_applied, (*open_states, CLOSED)
    if "refund_due" not in open_states:
        return (row(here, PLATFORM, "apply_decision", applied, DecisionApplied, stays),)
    # fmt: off
    ways = (
        (True,                         it_is_decided_for_the_seller, closed("decided_seller")),
        ("awaiting_parcel" in here,    decided_goods_come_back,      "awaiting_parcel"),
        ("repairing" in here,          a_repair_is_decided,          "repairing"),
        ("replacing" in here,          a_replacement_is_decided,     "replacing"),
        (True,                         nothing_more_is_to_be_paid,   closed("decided_buyer", "decided_shared")),
    )
    return (
        *(row(here, PLATFORM, "apply_decision", (applied, when), DecisionApplied, becomes) for has, when, becomes in ways if has),
        row(here, PLATFORM, "apply_decision", applied, DecisionApplied, "refund_due"),
    )
    # fmt: on
