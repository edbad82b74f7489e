"""From a case file to the frozen facts that guards may look at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from cases.casefile import remedies, rulings
from cases.casefile.casefile import CaseFile
from cases.casefile.rules import policy_of
from cases.casefile.units import twin_is_open
from cases.ids import message_id, question_id
from markets.business_time import due, due_on
from markets.calendars import OutsideCalendar, calendar_of
from markets.catalogue import market
from markets.durations import CalendarDays, WorkingDays
from workflows.facts import Decided, Facts, Offer, Sum, Unit

ASKS_FOR_RIGHTS = ("return", "complaint")
REFUSES = (
    "decline",
    "decline_change",
    "contest_right",
    "claim_value_loss",
    "reject",
    "reject_units",
    "deny_cover",
    "prove_delivery",
)
"""The events with which a seller says no."""

OBJECT_WITHIN = WorkingDays(2)
WITHOUT_REMEDY = WorkingDays(3)
AFTER_CLOSING = timedelta(days=14)
"""How long after closing both sides may still write, and the case may be reopened."""

ESCALATES_FOR = timedelta(days=30)
"""How long after closing a party may ask the platform to decide."""


def facts_of(file: CaseFile, now: datetime, actor: str = "", decided: Decided | None = None) -> Facts:
    """Everything that may be known about the case at ``now``, when ``actor`` acts.

    The actor is the role of a party, ``platform:`` and the id of an admin. ``decided`` is a decision on its way in.
    """
    case, progress, order = file.case, file.case.progress, file.order
    terms = order.terms if order else None
    place = market(case.market)
    delivered = progress.delivered_at or (terms.delivered_at if terms else None)
    rules = policy_of(file).of(case.market)
    rights = remedies.rights_in(file, delivered) if case.kind in ASKS_FOR_RIGHTS else None
    return Facts(
        now=now,
        zone=place.zone,
        market=case.market,
        language=case.lang,
        country=terms.country if terms else case.market,
        currency=terms.currency if terms else place.currency,
        kind=case.kind,
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
        price_cut_asked=progress.price_cut_asked,
        wished_remedy=progress.wished,
        silence_accepts=remedies.silence_accepts(file),
        answer_due=remedies.answer_due(file),
        burden_is_the_sellers=rights is not None and _runs(rights.burden_of_proof_until, now),
        request_was_not_answered=progress.request_unanswered,
        second_remedy_is_open=remedies.second_remedy_is_open(file),
        defect_is_minor=progress.defect_is_minor,
        refund_was_chosen=progress.refund_chosen,
        buyer_has_chosen=progress.chosen,
        cover_is_confirmed=progress.covered,
        waits_longer_until=due_on(file.calendar, progress.waits_until) if progress.waits_until else None,
        promised_until=_promised_until(case.market, terms.promised_at) if terms and terms.promised_at else None,
        agreed_until=due_on(file.calendar, progress.agreed_on) if progress.agreed_on else None,
        held_by_claim=case.held_by is not None,
        claim_is_open=rulings.claim_is_open(file),
        claim_asks_for=rulings.asked_for(file),
        escalates_until=case.closed_at + ESCALATES_FOR if case.closed_at is not None else None,
        seller_was_late=progress.missed_by_seller > 0,
        seller_refused=progress.refused or any(tally.split(".")[0] in REFUSES for tally in progress.tallies),
        remedy_is_overdue=not progress.payments and now > due(file.calendar, file.counts_from, WITHOUT_REMEDY),
        taken_over=progress.taken_over,
        decided=decided,
        actor=actor,
        admins_before=tuple(progress.admins),
        claim=rulings.claim_facts(file),
        sanction=rulings.sanction_facts(file, now),
        open_questions=tuple(_question_ids(file, ("open", "promised"))),
        unpromised_questions=tuple(_question_ids(file, ("open",))),
        waived_or_answered=_can_be_objected_to(file, now),
        withdrawal_words_unanswered=any(owed.seq in progress.withdrawal_words for owed in progress.owed),
        withdrawal_declared_in=message_id(case.id, progress.withdrawal_words[-1]) if progress.withdrawal_words else "",
        withdrawal_until=rights.withdrawal_until if rights is not None else None,
        twin_is_open=twin_is_open(case.kind, case.units, terms, file.siblings),
        asked_for=tuple(progress.asked_items),
        outcome=case.outcome,
        reopens_until=case.closed_at + AFTER_CLOSING if case.closed_at is not None else None,
        tallies=progress.tallies,
    )


def _runs(until: datetime | None, now: datetime) -> bool:
    return until is not None and now <= until


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
    """Outbound shipping that the law gives back: the standard one, and only where the whole order ends.

    By withdrawal (Directive 2011/83/EU, art. 13) or because it was never delivered (art. 18(3)).
    """
    if file.order is None or file.case.kind not in ("withdrawal", "delivery") or not file.case.progress.whole_order:
        return Decimal(0)
    return min(file.order.terms.shipping, file.order.terms.shipping_standard)


def _returns_until(market_code: str, delivered: datetime | None, days: int) -> datetime | None:
    """The end of the last day of the market's return period; None before delivery, when it does not run yet."""
    return _end_of(market_code, delivered, CalendarDays(days)) if delivered is not None else None


def _promised_until(market_code: str, promised: datetime) -> datetime:
    """The date that was promised when the order was placed, and one working day."""
    return _end_of(market_code, promised, WorkingDays(1))


def _end_of(market_code: str, start: datetime, length: WorkingDays | CalendarDays) -> datetime:
    try:
        return due(calendar_of(market_code), start, length)
    except OutsideCalendar:
        return start + timedelta(days=length.n)  # nobody knows the holidays of that year, and it is long past


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
