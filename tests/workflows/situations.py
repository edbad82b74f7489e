# ruff: noqa: E501  # a guard of the table below is one line
"""Facts in which a chosen row is the one to be taken: each guard made to hold, or made to fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from workflows.facts import Facts, Guard, Offer
from workflows.fields.base import SAMPLE
from workflows.grammar import Bound, Role, Row, Workflow

SECOND = timedelta(seconds=1)
STANDING = Offer("refund_keep", Decimal(30), SAMPLE.now)
OVER = Offer("refund_keep", Decimal(30), SAMPLE.now - SECOND)

# fmt: off
HOLDS_AND_FAILS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "about_an_order":                   ({"has_order": True},                            {"has_order": False}),
    "change_was_asked_before_dispatch": ({"reason": "stop", "dispatched": False},        {"reason": "stop", "dispatched": True}),
    "no_question_is_open":              ({"open_questions": ()},                         {"open_questions": ("q",)}),
    "a_question_is_open":               ({"unpromised_questions": ("q",)},               {"unpromised_questions": ()}),
    "something_can_be_objected_to":     ({"waived_or_answered": ("q",)},                 {"waived_or_answered": ()}),
    "buyer_is_a_consumer":              ({"buyer_is_consumer": True},                    {"buyer_is_consumer": False}),
    "nothing_is_to_come_back":          ({"nothing_comes_back": True},                   {"nothing_comes_back": False}),
    "goods_are_back":                   ({"goods_are_back": True},                       {"goods_are_back": False}),
    "goods_are_back_or_may_be_kept":    ({"goods_may_be_kept": True},                    {"goods_may_be_kept": False, "goods_are_back": False}),
    "buyer_was_told_of_value_loss":     ({"told_of_value_loss": True},                   {"told_of_value_loss": False}),
    "statutory_refund_is_due":          ({"statutory_is_due": True},                     {"statutory_is_due": False}),
    "not_yet_paid":                     ({"undisputed_paid": False},                     {"undisputed_paid": True}),
    "it_lapsed":                        ({"outcome": "lapsed"},                          {"outcome": "declined"}),
    "it_may_be_reopened":               ({"reopens_until": SAMPLE.now},                  {"reopens_until": SAMPLE.now - SECOND}),
    "offer_still_stands":               ({"offer": STANDING},                            {"offer": OVER}),
    "returns_are_taken":                ({"returns_until": SAMPLE.now},                  {"returns_until": SAMPLE.now - SECOND}),
    "no_twin_is_open":                  ({"twin_is_open": False},                        {"twin_is_open": True}),
    "policy_approves_by_silence":       ({"silence_approves": True},                     {"silence_approves": False}),
    "no_withdrawal_is_unanswered":      ({"withdrawal_words_unanswered": False},         {"withdrawal_words_unanswered": True}),
    "a_label_was_promised":             ({"label_was_promised": True},                   {"label_was_promised": False}),
    "sending_is_proven":                ({"sending_is_proven": True},                    {"sending_is_proven": False}),
    "nothing_is_on_its_way_back":       ({"on_its_way_back": False, "goods_are_back": False}, {"on_its_way_back": True}),
    "no_money_moved":                   ({"money_moved": False},                         {"money_moved": True}),
}
# fmt: on


def where(facts: Facts, guard: Guard, *, holds: bool, row: Row, role: Role) -> Facts:
    """The facts, changed so that the guard of the row holds for this side, or does not."""
    if isinstance(guard, Bound):
        done = guard.limit - 1 if holds else guard.limit
        return replace(facts, tallies={**facts.tallies, f"{row.event}.{role}": done})
    hold, fail = HOLDS_AND_FAILS[guard.name]
    return replace(facts, **(hold if holds else fail))


def where_row_is_first(workflow: Workflow, row: Row, state: str, role: Role) -> Facts:
    """Facts in which every guard of the row holds, and one guard of each row before it fails."""
    facts = SAMPLE
    for guard in row.guards:
        facts = where(facts, guard, holds=True, row=row, role=role)
    for earlier in workflow.rows_for(state, role, row.event):
        if earlier is row:
            return facts
        other = next(guard for guard in earlier.guards if guard not in row.guards)
        facts = where(facts, other, holds=False, row=earlier, role=role)
    raise AssertionError(f"{row.event} is no row of {state}")


def every_arrow(workflow: Workflow) -> Iterator[tuple[Row, str, Role]]:
    """Each row once for each of its states and actors."""
    for row in workflow.all_rows:
        for state in row.states:
            for role in row.who:
                yield row, state, role
