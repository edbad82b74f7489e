"""While a claim holds a case both parties only write, unless the seller gives what was asked for; others go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.workflows.situations import every_arrow, where_row_is_first
from workflows.engine import decide, offered
from workflows.facts import Facts
from workflows.fields.base import SAMPLE
from workflows.grammar import BUYER, CARRIER, CLOCK, PAYMENTS, PLATFORM, SELLER, Role, Row, Workflow
from workflows.held import GIVES
from workflows.refusals import NotEligible
from workflows.registry import CURRENT

ABOUT_ORDERS = {kind: workflow for kind, workflow in CURRENT.items() if workflow.everywhere}
WORKFLOW = pytest.mark.parametrize("workflow", ABOUT_ORDERS.values(), ids=ABOUT_ORDERS)


def moves(workflow: Workflow, *roles: Role) -> Iterator[tuple[Row, str, Role, Facts]]:
    """Each row that moves a case, for these actors, with facts in which nothing but a claim forbids it."""
    for row, state, role in every_arrow(workflow):
        if role in roles and not row.opens:
            yield row, state, role, replace(where_row_is_first(workflow, row, state, role), held_by_claim=True)


@WORKFLOW
def test_it_lets_no_party_act(workflow: Workflow) -> None:
    for row, state, role, held in moves(workflow, BUYER, SELLER):
        with pytest.raises(NotEligible) as refusal:
            decide(workflow, state, role, row.event, held)
        answers = [(answer.name, answer.holds) for answer in refusal.value.guards]
        assert answers == [("no_claim_is_being_decided", False)], (state, role, row.event)


@WORKFLOW
def test_it_stops_nobody_else(workflow: Workflow) -> None:
    for row, state, role, held in moves(workflow, CARRIER, PAYMENTS, PLATFORM, CLOCK):
        assert decide(workflow, state, role, row.event, held).row is row
        assert row in offered(workflow, state, role, held)


@WORKFLOW
@pytest.mark.parametrize("asked", GIVES)
def test_it_lets_the_seller_give_what_was_asked_for_and_nothing_else(workflow: Workflow, asked: str) -> None:
    for row, state, role, held in moves(workflow, SELLER):
        facts = replace(held, claim_asks_for=asked)
        given = row.event in GIVES[asked]

        assert (row in offered(workflow, state, role, facts)) == given, (state, row.event)
        if given:
            assert decide(workflow, state, role, row.event, facts).row is row


@WORKFLOW
@pytest.mark.parametrize("asked", [*GIVES, "no_refund", "other", ""])
def test_it_lets_no_buyer_act_whatever_was_asked_for(workflow: Workflow, asked: str) -> None:
    for _, state, role, held in moves(workflow, BUYER):
        assert offered(workflow, state, role, replace(held, claim_asks_for=asked)) == []


@pytest.mark.parametrize("asked", ["no_refund", "other", ""])
def test_it_lets_no_seller_act_where_nothing_can_be_given(asked: str) -> None:
    held = replace(SAMPLE, held_by_claim=True, claim_asks_for=asked)

    for workflow in ABOUT_ORDERS.values():
        assert [offered(workflow, state, SELLER, held) for state in workflow.states] == [[]] * len(workflow.states)


@pytest.mark.parametrize("asked", GIVES)
def test_it_names_only_gifts_that_a_seller_can_make(asked: str) -> None:
    sellers = {row.event for workflow in ABOUT_ORDERS.values() for row, _, _, _ in moves(workflow, SELLER)}

    assert GIVES[asked] <= sellers
