"""The events that every kind about an order has in every open state."""

from __future__ import annotations

from workflows.fields.base import Nothing
from workflows.fields.conversation import AnswerPromised, NewFacts, Objection, StatusUpdate
from workflows.grammar import BUYER, CLOSED, PLATFORM, SELLER, UNOPENED, Row, closed, row, stays
from workflows.guards import (
    a_question_is_open,
    about_an_order,
    it_may_be_reopened,
    no_money_moved,
    no_twin_is_open,
    nothing_is_on_its_way_back,
    something_can_be_objected_to,
)

REOPENABLE = (it_may_be_reopened, no_money_moved, no_twin_is_open)


def everywhere(rows: tuple[Row, ...], *, reopens_in: str, cancels: bool = True) -> tuple[Row, ...]:
    """The common rows over every open state that ``rows`` name, and those of ``closed``.

    ``cancels`` is false where taking back is an event of the kind's own.
    """
    named = [state for row in rows for state in (*row.states, row.becomes if isinstance(row.becomes, str) else "")]
    open_states = tuple(dict.fromkeys(state for state in named if state and state not in (UNOPENED, CLOSED)))
    # fmt: off
    common = (
        row(open_states,             SELLER,            "promise_answer", a_question_is_open,           AnswerPromised, stays),
        row(open_states,             SELLER,            "update_status",  (),                           StatusUpdate,   stays),
        row((*open_states, CLOSED),  (BUYER, PLATFORM), "object",         something_can_be_objected_to, Objection,      stays),
        row(CLOSED,                  (BUYER, PLATFORM), "reopen",         REOPENABLE,                   NewFacts,       reopens_in),
    )
    cancel = row(open_states, BUYER, "cancel", (about_an_order, nothing_is_on_its_way_back, no_money_moved), Nothing, closed("withdrawn_by_buyer"))
    # fmt: on
    return (*common, cancel) if cancels else common
