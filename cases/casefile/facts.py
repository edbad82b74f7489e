"""From a case file to the frozen facts that guards may look at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from cases.casefile.casefile import CaseFile, Sibling
from cases.casefile.terms import Terms, UnitRow
from cases.ids import message_id, question_id
from markets.business_time import due
from markets.calendars import OutsideCalendar, calendar_of
from markets.catalogue import market
from markets.durations import CalendarDays, WorkingDays
from markets.policy import Policy
from workflows.facts import Facts, Offer, Sum, Unit
from workflows.grammar import CLOSED

OBJECT_WITHIN = WorkingDays(2)
AFTER_CLOSING = timedelta(days=14)
"""How long after closing both sides may still write, and the case may be reopened."""

GIVES_BACK = ("return", "withdrawal", "complaint")

_policy = Policy()


def use_policy(policy: Policy) -> None:
    """What the markets decided beyond the law; set once at start."""
    global _policy  # noqa: PLW0603  # a process has one policy, as it has one set of calendars
    _policy = policy


def policy() -> Policy:
    """The policy in use."""
    return _policy


def facts_of(file: CaseFile, now: datetime) -> Facts:
    """Everything that may be known about the case at ``now``."""
    case, progress, order = file.case, file.case.progress, file.order
    terms = order.terms if order else None
    place = market(case.market)
    delivered = progress.delivered_at or (terms.delivered_at if terms else None)
    rules = _policy.of(case.market)
    return Facts(
        now=now,
        zone=place.zone,
        market=case.market,
        language=case.lang,
        country=terms.country if terms else case.market,
        currency=terms.currency if terms else place.currency,
        reason=case.reason,
        units=tuple(Unit(unit.line, unit.quantity) for unit in case.units),
        has_order=order is not None,
        buyer_is_consumer=terms is None or terms.buyer_type == "consumer",
        dispatched=terms is not None and terms.dispatched,
        nothing_comes_back=terms is not None and not terms.must_come_back(case.units),
        goods_are_back=progress.goods_back_at is not None,
        goods_may_be_kept=progress.may_be_kept,
        sending_is_proven=progress.sending_proven_at is not None,
        on_its_way_back=any(parcel.arrived_at is None for parcel in progress.parcels)
        or progress.sending_proven_at is not None,
        label_was_promised=progress.label_promised,
        seller_collects=progress.seller_collects,
        return_address=file.return_address,
        returns_until=_returns_until(case.market, delivered, rules.returns_days) if case.version == 0 else None,
        silence_approves=rules.returns_approved_by_silence,
        told_of_value_loss=terms is not None and terms.withdrawal_informed_at is not None,
        statutory_is_due=any(d.kind == "statutory" and d.due_at and d.due_at < now for d in file.deadlines),
        price=progress.price,
        standard_shipping=standard_shipping(file),
        paid=terms.paid if terms else Decimal(0),
        refunded_on_order=order.refunded if order else Decimal(0),
        money_moved=any(payment.state != "failed" for payment in progress.payments),
        amount_due=_still_due(file),
        claimed_deduction=progress.claimed_deduction,
        undisputed_paid=any(payment.undisputed and payment.state != "failed" for payment in progress.payments),
        offer=Offer(progress.offer.offer, progress.offer.amount, progress.offer.valid_until)
        if progress.offer
        else None,
        open_questions=tuple(_question_ids(file, ("open", "promised"))),
        unpromised_questions=tuple(_question_ids(file, ("open",))),
        waived_or_answered=_can_be_objected_to(file, now),
        withdrawal_words_unanswered=any(owed.seq in progress.withdrawal_words for owed in progress.owed),
        twin_is_open=twin_is_open(case.kind, case.units, terms, file.siblings),
        asked_for=tuple(progress.asked_items),
        outcome=case.outcome,
        reopens_until=case.closed_at + AFTER_CLOSING if case.closed_at is not None else None,
        tallies=progress.tallies,
    )


def _still_due(file: CaseFile) -> Sum | None:
    """What is due, less what other cases of the order have given back since it was fixed: no more than was paid."""
    due, order = file.case.progress.due, file.order
    if due is None or order is None:
        return None
    total = due.goods + due.shipping - due.deduction
    excess = max(Decimal(0), total - (order.terms.paid - order.refunded))
    goods = max(Decimal(0), due.goods - excess)
    return Sum(goods, due.shipping - (excess - (due.goods - goods)), due.deduction)


def standard_shipping(file: CaseFile) -> Decimal:
    """Outbound shipping that the law gives back: the standard one, and only where the whole order is withdrawn."""
    if file.order is None or file.case.kind != "withdrawal" or not file.case.progress.whole_order:
        return Decimal(0)
    return min(file.order.terms.shipping, file.order.terms.shipping_standard)


def twin_is_open(kind: str, units: list[UnitRow], terms: Terms | None, siblings: list[Sibling]) -> bool:
    """Whether other cases of this kind leave fewer pieces of a line than ``units`` name.

    An open case of the kind holds its pieces; one that ended with money given back has used them up.
    """
    if terms is None or kind == "question":
        return False
    held = pieces_held(siblings, kind)
    for unit in units:
        line = terms.line_named(unit.line)
        if line is not None and held.get(unit.line, 0) + unit.quantity > line.quantity:
            return True
    return False


def pieces_held(siblings: list[Sibling], kind: str) -> dict[str, int]:
    """How many pieces of each line are in open cases of ``kind`` or were given back before."""
    held: dict[str, int] = {}
    for sibling in siblings:
        given_back = sibling.kind in GIVES_BACK and sibling.outcome in ("refunded", "partially_refunded")
        if (sibling.kind == kind and sibling.state != CLOSED) or given_back:
            for unit in sibling.units:
                held[unit.line] = held.get(unit.line, 0) + unit.quantity
    return held


def _returns_until(market_code: str, delivered: datetime | None, days: int) -> datetime | None:
    """The end of the last day of the market's return period; None before delivery, when it does not run yet."""
    if delivered is None:
        return None
    try:
        return due(calendar_of(market_code), delivered, CalendarDays(days))
    except OutsideCalendar:
        return delivered + timedelta(days=days)  # nobody knows the holidays of that year, and it is long past


def _question_ids(file: CaseFile, states: tuple[str, ...]) -> list[str]:
    return [question_id(q.case_id, q.seq, q.number) for q in file.questions if q.state in states]


def _can_be_objected_to(file: CaseFile, now: datetime) -> tuple[str, ...]:
    """Waived messages and questions said to be answered, while the two working days for an objection last."""
    calendar, case = file.calendar, file.case
    waived = [
        message_id(case.id, settled.seq)
        for settled in case.progress.settled
        if settled.waived and now <= due(calendar, settled.at, OBJECT_WITHIN)
    ]
    answered = [
        question_id(case.id, question.seq, question.number)
        for question in file.questions
        if question.state == "answered" and now <= due(calendar, question.at, OBJECT_WITHIN)
    ]
    return (*waived, *answered)


def local_day(file: CaseFile, now: datetime) -> date:
    """The date in the market."""
    return now.astimezone(file.calendar.zone).date()
