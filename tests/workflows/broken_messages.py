# ruff: noqa: E501  # a broken message of the table below is one line
"""For every rule over a message: fields that break it, the facts in which they do, and the fault that is then found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from workflows.facts import ClaimFacts, Facts, Unit
from workflows.fields.agreements import CostOffered, PriceCutAccepted, PriceCutAsked, PriceCutOffered, RefundAccepted
from workflows.fields.base import SAMPLE, Saying
from workflows.fields.claims import Decision, EvidenceGiven, Settlement
from workflows.fields.complaints import Rejected, SentToExpert, WhatIsWrong
from workflows.fields.conversation import AnswerPromised, Checklist, Objection, StatusUpdate
from workflows.fields.deliveries import DatePromised, Scanned
from workflows.fields.guarantees import GuarantorStatus, LongerWait
from workflows.fields.inspections import UnitsRejected, ValueLoss, WhatIsReturned
from workflows.fields.linked import Conversion, Split
from workflows.fields.parcels import Arrived, Collection, Dispatched, HowToSendBack
from workflows.fields.refunds import DeductionDecided, OfferMade, Refund, UndisputedRefund
from workflows.fields.remedies import (
    Delivered,
    RepairAccepted,
    RepairDecided,
    RepairStarted,
    ReplacementAccepted,
    StillDefective,
)
from workflows.fields.sanctions import Proposal, Upheld

CROWDED = replace(SAMPLE, units=(Unit("1", 2), Unit("2", 1)), asked_for=("a photo of the damage",))
DAMAGED = replace(SAMPLE, reason="damaged")
OF_MONEY = replace(SAMPLE, claim=ClaimFacts(remedies=("refund",)))
BURDENED = replace(SAMPLE, burden_is_the_sellers=True)


def euros(amount: str) -> dict[str, str]:
    """A sum in the currency of the sample."""
    return {"amount": amount, "currency": "EUR"}


def changed(saying: type[Saying], **fields: object) -> dict[str, Any]:
    """The example with some of its fields changed."""
    return {**saying.example(SAMPLE), **fields}


def without(saying: type[Saying], *names: str, **fields: object) -> dict[str, Any]:
    """The example without some of its fields, and with others changed."""
    return {name: value for name, value in changed(saying, **fields).items() if name not in names}


def pieces(line: str, quantity: int, **more: str) -> list[dict[str, Any]]:
    """So many pieces of one line."""
    return [{"line": line, "quantity": quantity, **more}]


YESTERDAY, TOMORROW, NEXT_YEAR = "2026-04-01", "2026-04-03", "2027-05-01"
NOW, A_SECOND_AHEAD, LONG_AGO = SAMPLE.now.isoformat(), "2026-04-02T13:00:01+00:00", "0001-01-01T00:00:00+14:00"
RETURNS_DESK = HowToSendBack.example(SAMPLE)["return_address"]
WORN = {"condition": "used", "reason": "worn"}

# fmt: off
REFUSED: list[tuple[type[Saying], dict[str, Any], Facts, str, str]] = [
    # conversation
    (AnswerPromised,      changed(AnswerPromised, date="2026-04-14"),                     SAMPLE,   "/date",        "within_five_working_days"),
    (AnswerPromised,      changed(AnswerPromised, date=YESTERDAY),                        SAMPLE,   "/date",        "within_five_working_days"),
    (AnswerPromised,      changed(AnswerPromised, questions=["case.1.q1", "case.9.q9"]),  SAMPLE,   "/questions/1", "question_is_open_and_not_promised"),
    (Objection,           changed(Objection, to=["case.9.q9"]),                           SAMPLE,   "/to/0",        "was_waived_or_answered_within_two_working_days"),
    (StatusUpdate,        changed(StatusUpdate, by=YESTERDAY),                            SAMPLE,   "/by",          "date_is_ahead"),
    (StatusUpdate,        changed(StatusUpdate, by=NEXT_YEAR),                            SAMPLE,   "/by",          "date_is_within_a_year"),
    (Checklist,           changed(Checklist, items=["type plate", "A photo of THE damage"]), CROWDED, "/items/1",   "items_are_new"),
    # goods
    (WhatIsReturned,      changed(WhatIsReturned),                                        DAMAGED,  "/photos",      "photos_show_the_fault"),
    (UnitsRejected,       changed(UnitsRejected, units=pieces("1", 3, **WORN)),           SAMPLE,   "/units",       "units_are_of_this_case"),
    (UnitsRejected,       changed(UnitsRejected, units=pieces("2", 1, **WORN)),           SAMPLE,   "/units",       "units_are_of_this_case"),
    (UnitsRejected,       changed(UnitsRejected, units=[*pieces("1", 1, **WORN), *pieces("1", 2, **WORN)]), SAMPLE, "/units", "units_are_of_this_case"),
    (ValueLoss,           changed(ValueLoss, quantity=3),                                 SAMPLE,   "/line",        "units_are_of_this_case"),
    (ValueLoss,           changed(ValueLoss, line="2", quantity=1),                       SAMPLE,   "/line",        "units_are_of_this_case"),
    (HowToSendBack,       changed(HowToSendBack, return_address={**RETURNS_DESK, "country": "AT"}), SAMPLE, "/return_address/country", "address_is_in_the_market"),
    (HowToSendBack,       {"pays": "seller", "label": "attached"},                        SAMPLE,   "/return_address", "return_address_unless_platform_label"),
    (Collection,          changed(Collection, date=YESTERDAY),                            SAMPLE,   "/date",        "date_is_ahead"),
    (Collection,          changed(Collection, window_until="09:00"),                      SAMPLE,   "/window_until", "window_ends_after_it_begins"),
    (Collection,          changed(Collection, window_from="13:00"),                       SAMPLE,   "/window_until", "window_ends_after_it_begins"),
    (Dispatched,          changed(Dispatched, expected_on="9999-12-31"),                  SAMPLE,   "/expected_on", "date_is_within_a_year"),
    (Arrived,             changed(Arrived, at=A_SECOND_AHEAD),                            SAMPLE,   "/at",          "moment_is_not_ahead"),
    (Arrived,             changed(Arrived, at=LONG_AGO),                                  SAMPLE,   "/at",          "moment_is_recent"),
    # money
    (Refund,              changed(Refund, goods={"amount": "129.00", "currency": "CHF"}), SAMPLE,   "/goods/currency", "currency_is_the_markets"),
    (Refund,              changed(Refund, goods=euros("128.99")),                         SAMPLE,   "/goods",       "at_least_the_amount_due"),
    (Refund,              changed(Refund, goods=euros("129.01")),                         SAMPLE,   "/goods",       "at_most_what_was_paid"),
    (Refund,              changed(Refund, deduction=euros("133.96")),                     SAMPLE,   "/deduction",   "deduction_is_less_than_the_sum"),
    (UndisputedRefund,    changed(UndisputedRefund, shipping=euros("17.86")),             SAMPLE,   "/goods",       "at_most_what_was_paid"),
    (OfferMade,           changed(OfferMade, amount=euros("129.01")),                     SAMPLE,   "/amount",      "at_most_the_price"),
    (OfferMade,           changed(OfferMade, valid_until=NOW),                            SAMPLE,   "/valid_until", "date_is_ahead"),
    (DeductionDecided,    changed(DeductionDecided, amount=euros("129.01")),              SAMPLE,   "/amount",      "at_most_the_price"),
    (RefundAccepted,      changed(RefundAccepted, amount=euros("128.99")),                SAMPLE,   "/amount",      "at_least_the_price"),
    (RefundAccepted,      changed(RefundAccepted, amount=euros("133.96")),                SAMPLE,   "/amount",      "at_most_what_was_paid"),
    (PriceCutAsked,       changed(PriceCutAsked, amount=euros("0.00")),                   SAMPLE,   "/amount",      "more_than_nothing"),
    (PriceCutOffered,     changed(PriceCutOffered, amount=euros("129.01")),               SAMPLE,   "/amount",      "at_most_the_price"),
    (PriceCutOffered,     changed(PriceCutOffered, valid_until=NOW),                      SAMPLE,   "/valid_until", "date_is_ahead"),
    (PriceCutAccepted,    changed(PriceCutAccepted, amount=euros("29.99")), replace(SAMPLE, price_cut_asked=Decimal(30)), "/amount", "at_least_what_was_asked"),
    (CostOffered,         changed(CostOffered, estimate={"amount": "45.00", "currency": "CHF"}), SAMPLE, "/estimate/currency", "currency_is_the_markets"),
    (CostOffered,         changed(CostOffered, valid_until="2027-05-01T00:00:00+00:00"),  SAMPLE,   "/valid_until", "date_is_within_a_year"),
    # lack of conformity, remedies and guarantees
    (WhatIsWrong,         changed(WhatIsWrong, found_on=TOMORROW),                        SAMPLE,   "/found_on",    "day_is_not_ahead"),
    (SentToExpert,        changed(SentToExpert, by="2026-04-17"),                         SAMPLE,   "/by",          "within_fourteen_days"),
    (SentToExpert,        changed(SentToExpert, by=YESTERDAY),                            SAMPLE,   "/by",          "date_is_ahead"),
    (Rejected,            without(Rejected, "evidence", ground="conforms"),               BURDENED, "/evidence",    "evidence_where_the_burden_is_the_sellers"),
    (Rejected,            without(Rejected, "evidence", ground="damaged_by_buyer"),       BURDENED, "/evidence",    "evidence_where_the_burden_is_the_sellers"),
    (Rejected,            changed(Rejected, ground="missing_information"),                SAMPLE,   "/ground",      "after_an_unanswered_request"),
    (Rejected,            changed(Rejected, ground="not_returned"), replace(SAMPLE, goods_are_back=True), "/ground", "only_while_goods_are_away"),
    (Rejected,            changed(Rejected, ground="minor_defect"), replace(SAMPLE, wished_remedy="repair"), "/ground", "minor_only_against_a_refund"),
    (Rejected,            changed(Rejected, ground="minor_defect"), replace(SAMPLE, wished_remedy="refund"), "/other_remedy", "another_remedy_is_offered"),
    (RepairAccepted,      changed(RepairAccepted, by=YESTERDAY),                          SAMPLE,   "/by",          "date_is_ahead"),
    (RepairAccepted,      changed(RepairAccepted, on_the_spot=False),                     SAMPLE,   "/on_the_spot", "goods_are_here_or_on_the_spot"),
    (RepairAccepted,      changed(RepairAccepted), replace(SAMPLE, wished_remedy="refund"), "/why_not_the_wish",    "says_why_not_the_wish"),
    (ReplacementAccepted, changed(ReplacementAccepted), replace(SAMPLE, wished_remedy="repair"), "/why_not_the_wish", "says_why_not_the_wish"),
    (RepairDecided,       changed(RepairDecided, by=YESTERDAY),                           SAMPLE,   "/by",          "date_is_ahead"),
    (RepairStarted,       changed(RepairStarted, expected_end=NEXT_YEAR),                 SAMPLE,   "/expected_end", "date_is_within_a_year"),
    (Delivered,           changed(Delivered, at=A_SECOND_AHEAD),                          SAMPLE,   "/at",          "moment_is_not_ahead"),
    (Delivered,           changed(Delivered, at=LONG_AGO),                                SAMPLE,   "/at",          "moment_is_recent"),
    (StillDefective,      {},                                                             SAMPLE,   "/still_wrong", "photo_or_text"),
    (GuarantorStatus,     changed(GuarantorStatus, next_on=YESTERDAY),                    SAMPLE,   "/next_on",     "date_is_ahead"),
    (LongerWait,          changed(LongerWait, until=NEXT_YEAR),                           SAMPLE,   "/until",       "date_is_within_a_year"),
    # deliveries
    (DatePromised,        changed(DatePromised, date="2026-04-14"),                       SAMPLE,   "/date",        "within_five_working_days"),
    (DatePromised,        changed(DatePromised, date=YESTERDAY),                          SAMPLE,   "/date",        "within_five_working_days"),
    (Scanned,             changed(Scanned, at=A_SECOND_AHEAD),                            SAMPLE,   "/at",          "moment_is_not_ahead"),
    (Scanned,             changed(Scanned, at=LONG_AGO),                                  SAMPLE,   "/at",          "moment_is_recent"),
    # cases that go on in another
    (Split,               changed(Split, units=pieces("1", 2)),                           SAMPLE,   "/units",       "leaves_something_behind"),
    (Split,               changed(Split, units=pieces("2", 1)),                           SAMPLE,   "/units",       "units_are_of_this_case"),
    (Conversion,          changed(Conversion), replace(SAMPLE, kind="complaint"),                   "/goes_on_as/kind", "another_kind"),
    # claims and measures
    (EvidenceGiven,       {},                                                             SAMPLE,   "/text",        "files_or_text"),
    (Settlement,          changed(Settlement, valid_until=NOW),                           SAMPLE,   "/valid_until", "date_is_ahead"),
    (Settlement,          changed(Settlement, amount=euros("133.96")),                    SAMPLE,   "/amount",      "at_most_what_was_paid"),
    (Settlement,          without(Settlement, "amount"),                                  SAMPLE,   "/amount",      "amount_with_a_refund"),
    (Decision,            without(Decision, "amount"),                                    SAMPLE,   "/amount",      "amount_with_a_refund"),
    (Decision,            changed(Decision, amount=euros("133.96")),                      SAMPLE,   "/amount",      "at_most_what_was_paid"),
    (Decision,            changed(Decision, in_favour_of="seller"),                       SAMPLE,   "/remedy",      "remedy_fits_the_side"),
    (Decision,            without(Decision, "amount", remedy="none"),                     SAMPLE,   "/remedy",      "remedy_fits_the_side"),
    (Decision,            without(Decision, "amount", remedy="repair"),                   OF_MONEY, "/remedy",      "remedy_of_the_case"),
    (Proposal,            without(Proposal, "until"),                                     SAMPLE,   "/until",       "end_unless_removal"),
    (Proposal,            changed(Proposal, measure="removal"),                           SAMPLE,   "/until",       "end_unless_removal"),
    (Proposal,            changed(Proposal, until=YESTERDAY),                             SAMPLE,   "/until",       "date_is_ahead"),
    (Proposal,            changed(Proposal, breaches=["another seller's"]),               SAMPLE,   "/breaches/0",  "rests_on_breaches"),
    (Upheld,              changed(Upheld, struck=["another seller's"]),                 SAMPLE,   "/struck/0",    "rests_on_breaches"),
    (Proposal,            without(Proposal, "breaches"),                                  SAMPLE,   "/breaches",    "rests_on_breaches"),
]
# fmt: on
