"""How a claim ends in the case that it is about: a decision takes effect, a settlement or a withdrawal lets it go."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cases.casefile import waits
from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.casefile import Ruling
from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of
from cases.casefile.queries import load
from cases.casefile.rulings import REPORTED
from cases.db import Connection
from cases.errors import Moved
from markets.money import Money
from markets.translate import say_money, translate
from workflows.engine import decide, hear
from workflows.facts import Decided
from workflows.grammar import CLOCK, PLATFORM, SELLER
from workflows.held import GIVES


def apply_decision(connection: Connection, draft: Draft, act: Act) -> list[Draft]:
    """What was decided takes effect in the case; a decision for the seller leaves nothing to be carried out."""
    claim = draft.file.case
    if act.fields["in_favour_of"] == SELLER:
        _carry_out(draft)
    if claim.reason in REPORTED:
        return []
    source = _source(connection, draft)
    ruling = _ruling(draft, act)
    waits.let_go(source)
    facts = facts_of(source.file, draft.now, draft.actor, _decided(source, ruling))
    decision = decide(source.file.workflow, source.file.case.state, PLATFORM, "apply_decision", facts)
    _take_effect(source, ruling)
    fields = {"claim": claim.number, "in_favour_of": ruling.in_favour_of, "remedy": ruling.remedy}
    if ruling.amount is not None:
        fields["amount"] = act.fields["amount"]
    said = Act(PLATFORM, act.body, act.lang, SYSTEM, decision, fields=fields, person=act.person, own_words=False)
    advance(source, said)
    return [source]


def release_source(connection: Connection, draft: Draft, act: Act) -> list[Draft]:
    """The claim ended without a decision: the case goes on where it stood, and is told why."""
    if draft.file.case.reason in REPORTED:
        return []
    source = _source(connection, draft)
    waits.let_go(source)
    advance(source, _told(source, _why(draft, act)))
    return [source]


def settle_claim(connection: Connection, draft: Draft, act: Act) -> list[Draft]:
    """The seller gave what the claim asks for: the claim is settled, and the case goes on."""
    file = load(connection, draft.file.case.held_by or "")
    assert file is not None
    assert file.case.progress.claim is not None
    if act.event not in GIVES.get(file.case.progress.claim.asks_for, ()):
        return []
    if not file.is_open:  # it ended after the case was read, which it holds no more
        raise Moved
    claim = _with(draft, Draft.of(file, draft.now))
    facts = facts_of(file, draft.now, SELLER)
    given = replace(facts, claim=replace(facts.claim, remedy_was_given=True))
    decision = decide(file.workflow, file.case.state, SELLER, "settle", given)
    text = translate("event.settle.text.seller", file.case.lang)
    said = Act(SELLER, text, file.case.lang, SYSTEM, decision, person=act.person, own_words=False)
    said.shown_role = act.shown_role
    advance(claim, said)
    waits.let_go(draft)
    waits.keep_telling(draft, None, "")
    return [claim]


def _carry_out(draft: Draft) -> None:
    file = draft.file
    decision = decide(file.workflow, file.case.state, CLOCK, "carry_out", facts_of(file, draft.now))
    said = hear(decision.row, facts_of(file, draft.now), decision.row.saying.by_clock(facts_of(file, draft.now)), (), 0)
    text = translate("event.carry_out.text.clock", file.case.lang)
    fields = said.model_dump(mode="json", exclude_none=True)
    advance(draft, Act(CLOCK, text, file.case.lang, SYSTEM, decision, fields=fields, own_words=False))


def _source(connection: Connection, draft: Draft) -> Draft:
    """The case that the claim is about, to be written with it."""
    claim = draft.file.case.progress.claim
    assert claim is not None
    file = load(connection, claim.source)
    assert file is not None
    return _with(draft, Draft.of(file, draft.now))


def _with(draft: Draft, other: Draft) -> Draft:
    """Both write about one order, and the first holds its version."""
    draft.touch_order()
    other.actor, other.follows, other.file.order = draft.actor, True, draft.file.order
    return other


def _ruling(draft: Draft, act: Act) -> Ruling:
    amount = Decimal(act.fields["amount"]["amount"]) if "amount" in act.fields else None
    return Ruling(
        claim=draft.file.case.id,
        in_favour_of=act.fields["in_favour_of"],
        remedy=act.fields["remedy"],
        amount=amount,
        goods_come_back=act.fields["goods_come_back"],
    )


def _decided(source: Draft, ruling: Ruling) -> Decided:
    paid = [payment for payment in source.file.case.progress.payments if payment.state != "failed"]
    given = sum((payment.total for payment in paid), Decimal(0))
    return Decided(
        in_favour_of=ruling.in_favour_of,
        remedy=ruling.remedy,
        goods_come_back=ruling.goods_come_back,
        nothing_more_to_pay=ruling.remedy == "refund" and given >= (ruling.amount or Decimal(0)),
    )


def _take_effect(source: Draft, ruling: Ruling) -> None:
    """The decision takes the place of what was offered or agreed before."""
    progress = source.file.case.progress
    progress.ruling, progress.accepted, progress.promised_refund, progress.deduction = ruling, None, None, None
    progress.offer = None
    progress.refund_chosen = ruling.remedy == "refund"
    if ruling.in_favour_of != SELLER:
        progress.may_be_kept = not ruling.goods_come_back
    if ruling.remedy in ("repair", "replacement"):
        progress.remedy = ruling.remedy


def _why(draft: Draft, act: Act) -> str:
    file, claim = draft.file, draft.file.case.progress.claim
    assert claim is not None
    if act.event != "accept_settlement":
        return translate("system.claim_released", file.case.lang, claim=file.case.number)
    remedy = translate(f"choice.{claim.proposal}", file.case.lang)
    if claim.proposed_amount is not None and file.order is not None:
        remedy += f", {say_money(Money(claim.proposed_amount, file.order.terms.currency), file.case.lang)}"
    return translate("system.settlement", file.case.lang, claim=file.case.number, remedy=remedy)


def _told(source: Draft, text: str) -> Act:
    return Act(CLOCK, text, source.file.case.lang, SYSTEM, own_words=False)
