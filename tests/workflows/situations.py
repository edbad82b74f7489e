# ruff: noqa: E501  # a guard of the table below is one line
"""Facts in which a chosen row is the one to be taken: each guard made to hold, or made to fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from workflows.facts import Decided, Facts, Guard, Offer, Unit
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
    "a_second_remedy_is_open":          ({"second_remedy_is_open": True},                {"second_remedy_is_open": False}),
    "defect_is_not_minor":              ({"defect_is_minor": False},                     {"defect_is_minor": True}),
    "refund_was_chosen":                ({"refund_was_chosen": True},                    {"refund_was_chosen": False}),
    "silence_accepts":                  ({"silence_accepts": True},                      {"silence_accepts": False}),
    "buyer_has_not_chosen":             ({"buyer_has_chosen": False},                    {"buyer_has_chosen": True}),
    "cover_is_not_confirmed":           ({"cover_is_confirmed": False},                  {"cover_is_confirmed": True}),
    "promised_date_is_ahead":           ({"promised_until": SAMPLE.now},                 {"promised_until": SAMPLE.now - SECOND}),
    "no_claim_is_open":                 ({"claim_is_open": False},                       {"claim_is_open": True}),
    "buyer_may_escalate":               ({"seller_was_late": True},                      {"seller_was_late": False, "seller_refused": False, "remedy_is_overdue": False}),
    "it_may_still_be_escalated":        ({"escalates_until": SAMPLE.now},                {"escalates_until": SAMPLE.now - SECOND}),
    "it_is_not_taken_over":             ({"taken_over": False},                          {"taken_over": True}),
    "it_is_taken_over":                 ({"taken_over": True},                           {"taken_over": False}),
    "there_are_several_units":          ({"units": (Unit("1", 2),)},                     {"units": (Unit("1", 1),)}),
    "a_decision_is_applied":            ({"decided.remedy": "refund"},                   {"decided": None}),
    "it_is_decided_for_the_seller":     ({"decided.in_favour_of": "seller"},             {"decided.in_favour_of": "buyer"}),
    "nothing_more_is_to_be_paid":       ({"decided.nothing_more_to_pay": True},          {"decided.nothing_more_to_pay": False}),
    "decided_goods_come_back":          ({"decided.goods_come_back": True, "goods_are_back": False}, {"decided.goods_come_back": False}),
    "a_repair_is_decided":              ({"decided.remedy": "repair"},                   {"decided.remedy": "replacement"}),
    "a_replacement_is_decided":         ({"decided.remedy": "replacement"},              {"decided.remedy": "refund"}),
    "it_was_asked_of_them":             ({"actor": "buyer", "claim.asked_of": ("buyer",)}, {"actor": "seller", "claim.asked_of": ("buyer",)}),
    "the_other_sides_proposal_is_open": ({"actor": "buyer", "claim.proposal_of": "seller", "claim.proposal_until": SAMPLE.now}, {"claim.proposal_of": "buyer", "actor": "buyer"}),
    "the_remedy_was_given":             ({"claim.remedy_was_given": True},               {"claim.remedy_was_given": False}),
    "they_opened_it":                   ({"actor": "buyer", "claim.opened_by": "buyer"}, {"actor": "seller", "claim.opened_by": "buyer"}),
    "another_admin_than_before":        ({"actor": "platform:b", "admins_before": ("platform:a",)}, {"actor": "platform:a", "admins_before": ("platform:a",)}),
    "measure_is_removal":               ({"sanction.measure": "removal"},                {"sanction.measure": "warning"}),
    "seller_could_respond":             ({"sanction.seller_has_responded": True},        {"sanction.seller_has_responded": False, "sanction.danger": False, "sanction.may_respond_until": SAMPLE.now}),
    "policy_imposes_by_rule":           ({"sanction.imposed_by_rule": True},             {"sanction.imposed_by_rule": False}),
    "notice_is_due":                    ({"sanction.danger": False},                     {"sanction.danger": True}),
    "it_may_be_appealed":               ({"sanction.appeal_until": SAMPLE.now},          {"sanction.appeal_until": SAMPLE.now - SECOND}),
    "it_expired":                       ({"outcome": "expired"},                         {"outcome": "lifted"}),
}
# fmt: on


def where(facts: Facts, guard: Guard, *, holds: bool, row: Row, role: Role) -> Facts:
    """The facts, changed so that the guard of the row holds for this side, or does not."""
    if isinstance(guard, Bound):
        done = guard.limit - 1 if holds else guard.limit
        return replace(facts, tallies={**facts.tallies, f"{row.event}.{role}.{row.states[0]}": done})
    hold, fail = HOLDS_AND_FAILS[guard.name]
    return changed(facts, hold if holds else fail)


def changed(facts: Facts, values: Mapping[str, Any]) -> Facts:
    """The facts with some of them changed; a dot leads into those of a claim, a measure or a decision."""
    for name, value in values.items():
        outer, _, inner = name.partition(".")
        within = getattr(facts, outer) or Decided("buyer", "refund")
        one: dict[str, Any] = {outer: replace(within, **{inner: value}) if inner else value}
        facts = replace(facts, **one)
    return facts


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
