"""Some units of a case go on in a case of their own: same kind, same state, what is left of its wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import msgspec

from cases.casefile import waits
from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.casefile import CaseFile, Progress
from cases.casefile.draft import Draft
from cases.casefile.effects.money import fix_amount_due
from cases.casefile.facts import facts_of
from cases.casefile.opening import goes_on, link
from cases.casefile.terms import UnitRow, in_lines
from cases.db import Connection
from markets.money import minor_digits
from markets.translate import translate
from workflows.engine import Decision, decide
from workflows.grammar import UNOPENED

_SHARED = ("accepted", "claimed_deduction", "deduction", "price_cut_asked", "promised_refund")


def split(_: Connection, draft: Draft, act: Act) -> list[Draft]:
    """The named units go on in a linked case, opened by the same event in the same state."""
    units = in_lines(UnitRow(unit["line"], unit["quantity"]) for unit in act.fields["units"])
    return [divide(draft, act, units)]


def set_rest_apart(draft: Draft, act: Act) -> list[Draft]:
    """Rejecting some of several units splits the others off first: they go on in the state in which they are."""
    file = draft.file
    if act.event != "reject_units":
        return []
    named = [UnitRow(unit["line"], unit["quantity"]) for unit in act.fields["units"]]
    rest = _without(file.case.units, named)
    if not rest:
        return []
    decision = decide(file.workflow, file.case.state, act.role, "split", facts_of(file, draft.now, draft.actor))
    fields = {"units": [{"line": unit.line, "quantity": unit.quantity} for unit in rest]}
    text = translate("event.split.text.seller", file.case.lang)
    said = Act(act.role, text, file.case.lang, SYSTEM, decision, fields=fields, person=act.person, own_words=False)
    said.shown_role = act.shown_role
    advance(draft, said)
    return [divide(draft, said, rest)]


def divide(draft: Draft, act: Act, units: Sequence[UnitRow]) -> Draft:
    """Take ``units`` and their share of the money out of the case; the draft of the case that they go on in."""
    assert act.decision is not None
    file, state = draft.file, draft.file.case.state
    taken = _share(file, units)
    rest = waits.what_is_left(draft, state)
    new = goes_on(draft, file.workflow, units=units, reason=file.case.reason, progress=taken)
    new.file.case.progress.price, new.file.case.progress.whole_order = taken.price, False
    if rest is not None:
        new.file.case.progress.left[state] = rest
    decision = Decision(act.decision.row, act.role, UNOPENED, state)
    advance(new, replace(act, decision=decision, answers=None, waives=(), corrects=None))
    file.case.units = _without(file.case.units, units)
    if file.case.progress.due is not None:
        fix_amount_due(draft, {}, act.event)
    link(draft, new, relation="split", back="split")
    return new


def _share(file: CaseFile, units: Sequence[UnitRow]) -> Progress:
    """What the new case takes along: parcels, spent bounds and waits, and of every sum its part of the price."""
    assert file.order is not None
    progress = file.case.progress
    price = min(file.order.terms.price_of(units, {}), progress.price)
    taken = msgspec.convert(msgspec.to_builtins(progress), Progress, strict=False)
    taken.owed, taken.settled, taken.broken_promises, taken.payments = [], [], [], []
    taken.withdrawal_words, taken.counts_from = [], file.counts_from
    cent = Decimal(1).scaleb(-minor_digits(file.order.terms.currency))
    part = price / progress.price if progress.price else Decimal(0)
    shares = [(progress, taken, name) for name in _SHARED]
    shares += [(getattr(progress, name), getattr(taken, name), "amount") for name in ("offer", "ruling")]
    for here, there, name in shares:
        whole = getattr(here, name, None)
        if whole is not None:
            setattr(there, name, (whole * part).quantize(cent))
            setattr(here, name, whole - getattr(there, name))
    taken.price, progress.price = price, progress.price - price
    return taken


def _without(units: Sequence[UnitRow], taken: Sequence[UnitRow]) -> list[UnitRow]:
    gone = {line: sum(unit.quantity for unit in taken if unit.line == line) for line in {unit.line for unit in taken}}
    rest = [UnitRow(unit.line, unit.quantity - gone.get(unit.line, 0)) for unit in units]
    return [unit for unit in rest if unit.quantity > 0]
