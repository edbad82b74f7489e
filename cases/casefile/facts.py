"""From a case file to the frozen facts that guards may look at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from cases.casefile.casefile import CaseFile, Sibling
from cases.casefile.rules import first_due, law_of, policy
from cases.casefile.terms import Terms, UnitRow
from cases.ids import message_id, question_id
from markets.business_time import due, due_on
from markets.calendars import OutsideCalendar, calendar_of
from markets.catalogue import market
from markets.durations import CalendarDays, WorkingDays
from markets.law import rights_of
from workflows.facts import ClaimFacts, Decided, Facts, Offer, SanctionFacts, Sum, Unit
from workflows.grammar import CLOSED

OBJECT_WITHIN = WorkingDays(2)
AFTER_CLOSING = timedelta(days=14)
"""How long after closing both sides may still write, and the case may be reopened."""

ESCALATES_FOR = timedelta(days=30)
"""How long after closing a party may ask the platform to decide."""

WITHOUT_REMEDY = WorkingDays(3)
TO_RESPOND = WorkingDays(5)
APPEALS_FOR = timedelta(days=184)
"""At least six months (Regulation (EU) 2022/2065, art. 20(1))."""

GIVES_BACK = ("return", "withdrawal", "complaint", "delivery", "warranty")
WITHOUT_UNITS = ("question", "claim")
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

REPORTED = ("contact_outside", "payment_outside", "marketing", "insult", "misleading", "dangerous_product", "illegal")
"""The reasons of a claim that reports somebody and holds nothing."""


def facts_of(file: CaseFile, now: datetime, actor: str = "", decided: Decided | None = None) -> Facts:
    """Everything that may be known about the case at ``now``, when ``actor`` acts.

    The actor is the role of a party, ``platform:`` and the id of an admin. ``decided`` is a decision on its way in.
    """
    case, progress, order = file.case, file.case.progress, file.order
    terms = order.terms if order else None
    place = market(case.market)
    delivered = progress.delivered_at or (terms.delivered_at if terms else None)
    rules = policy().of(case.market)
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
        silence_accepts=_silence_accepts(file),
        answer_due=_answer_due(file),
        burden_is_the_sellers=case.kind == "complaint" and _burden_is_the_sellers(file, delivered, now),
        request_was_not_answered=progress.request_unanswered,
        second_remedy_is_open=_second_remedy_is_open(file),
        defect_is_minor=progress.defect_is_minor,
        refund_was_chosen=progress.refund_chosen,
        buyer_has_chosen=progress.chosen,
        cover_is_confirmed=progress.covered,
        waits_longer_until=due_on(file.calendar, progress.waits_until) if progress.waits_until else None,
        promised_until=_promised_until(case.market, terms.promised_at) if terms and terms.promised_at else None,
        agreed_until=due_on(file.calendar, progress.agreed_on) if progress.agreed_on else None,
        held_by_claim=case.held_by is not None,
        claim_is_open=case.held_by is not None or any(_is_claim_on(sibling, case.id) for sibling in file.siblings),
        claim_asks_for=_asked_for(file),
        escalates_until=case.closed_at + ESCALATES_FOR if case.closed_at is not None else None,
        seller_was_late=progress.missed_by_seller > 0,
        seller_refused=progress.refused or any(tally.split(".")[0] in REFUSES for tally in progress.tallies),
        remedy_is_overdue=not progress.payments and now > due(file.calendar, file.counts_from, WITHOUT_REMEDY),
        taken_over=progress.taken_over,
        decided=decided,
        actor=actor,
        admins_before=tuple(progress.admins),
        claim=_claim_facts(file),
        sanction=_sanction_facts(file),
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
    """Outbound shipping that the law gives back: the standard one, and only where the whole order ends.

    By withdrawal (Directive 2011/83/EU, art. 13) or because it was never delivered (art. 18(3)).
    """
    if file.order is None or file.case.kind not in ("withdrawal", "delivery") or not file.case.progress.whole_order:
        return Decimal(0)
    return min(file.order.terms.shipping, file.order.terms.shipping_standard)


def twin_is_open(kind: str, units: list[UnitRow], terms: Terms | None, siblings: list[Sibling]) -> bool:
    """Whether other cases of this kind leave fewer pieces of a line than ``units`` name.

    An open case of the kind holds its pieces; one that ended with money given back has used them up.
    """
    if terms is None or kind in WITHOUT_UNITS:
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
        gave_back = sibling.kind in GIVES_BACK and sibling.gave_back
        if gave_back if sibling.state == CLOSED else sibling.kind == kind:
            for unit in sibling.units:
                held[unit.line] = held.get(unit.line, 0) + unit.quantity
    return held


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


def _silence_accepts(file: CaseFile) -> bool:
    row = law_of(file, "complaint_answer") if file.case.kind == "complaint" else None
    return row is not None and row.silence == "accepts"


def _answer_due(file: CaseFile) -> datetime | None:
    answers = [law for law in file.workflow.statutory if law.name == "answer"]
    return first_due(file, answers[0]) if answers else None


def _burden_is_the_sellers(file: CaseFile, delivered: datetime | None, now: datetime) -> bool:
    if file.order is None:
        return False
    terms = file.order.terms
    rights = rights_of(
        file.case.market,
        placed_at=terms.placed_at,
        delivered_at=delivered,
        informed_at=terms.withdrawal_informed_at,
        business_buyer=terms.buyer_type == "business",
    )
    return rights.burden_of_proof_until is not None and now <= rights.burden_of_proof_until


def _second_remedy_is_open(file: CaseFile) -> bool:
    """A remedy failed, was refused or is late, here or in an earlier case about one of the units."""
    progress = file.case.progress
    failed = progress.remedies_failed or progress.refused or progress.remedy_is_late or progress.accepted_by_silence
    return bool(failed) or any(_tried_before(sibling, file) for sibling in file.siblings)


def _tried_before(sibling: Sibling, file: CaseFile) -> bool:
    lines = {unit.line for unit in file.case.units}
    ended = sibling.kind in ("complaint", "warranty") and sibling.outcome in ("repaired", "replaced")
    return ended and any(unit.line in lines for unit in sibling.units)


def _is_claim_on(sibling: Sibling, case_id: str) -> bool:
    is_open = sibling.kind == "claim" and sibling.state != CLOSED
    return is_open and sibling.source == case_id and sibling.reason not in REPORTED


def _asked_for(file: CaseFile) -> str:
    return next((sibling.asks_for for sibling in file.siblings if sibling.id == file.case.held_by), "")


def _claim_facts(file: CaseFile) -> ClaimFacts:
    claim = file.case.progress.claim
    if claim is None:
        return ClaimFacts()
    return ClaimFacts(
        opened_by=claim.opened_by,
        proposal_of=claim.proposal_of,
        proposal_until=claim.proposal_until,
        asked_of=tuple(claim.asked_of),
        in_favour_of=claim.in_favour_of,
    )


def _sanction_facts(file: CaseFile) -> SanctionFacts:
    measure = file.case.progress.measure
    if measure is None:
        return SanctionFacts()
    return SanctionFacts(
        measure=measure.measure,
        proposed_at=measure.proposed_at,
        may_respond_until=due(file.calendar, measure.proposed_at, TO_RESPOND),
        seller_has_responded=measure.responded,
        danger=measure.urgent,
        imposed_by_rule=measure.measure in policy().of(file.case.market).imposed_by_rule,
        ends_at=due_on(file.calendar, measure.until) if measure.until else None,
        appeal_until=measure.imposed_at + APPEALS_FOR if measure.imposed_at else None,
        breaches=tuple(measure.breaches),
    )


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
