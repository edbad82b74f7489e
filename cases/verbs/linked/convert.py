"""A case goes on as another kind: parcels and dates are carried over, and what was owed in words keeps its start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from cases.casefile.acknowledge import acknowledge
from cases.casefile.advance import CHAT, Act, advance
from cases.casefile.casefile import CaseFile, Progress
from cases.casefile.draft import Draft
from cases.casefile.entries import entries_of
from cases.casefile.facts import facts_of, local_day
from cases.casefile.opening import goes_on, link
from cases.casefile.queries import load
from cases.casefile.terms import UnitRow, in_lines
from cases.db import Connection
from cases.errors import Moved
from cases.ids import seq_of
from cases.timers.deadline import Deadline
from markets.translate import translate
from workflows.engine import decide, hear
from workflows.fields.base import FieldError
from workflows.grammar import BUYER, CLOSED, PLATFORM, UNOPENED
from workflows.refusals import FieldsInvalid, NotEligible
from workflows.registry import CURRENT

_NOT_SAID = ("kind", "reason", "declared_in")
_CARRIED = ("parcels", "goods_back_at", "sending_proven_at", "label_promised", "seller_collects", "delivered_at")


def convert(connection: Connection, draft: Draft, act: Act) -> list[Draft]:
    """The case that this one goes on as. Raises what opening it raises."""
    to = act.fields["goes_on_as"]
    counts_from = _counts_from(connection, draft.file, to)
    said = {name: value for name, value in to.items() if name not in _NOT_SAID}
    units = _units(draft.file, act.fields)
    return _opened(connection, draft, act, to["kind"], to.get("reason", ""), said, units, counts_from)


def open_complaint(connection: Connection, draft: Draft, act: Act) -> list[Draft]:
    """What came damaged goes on as a complaint."""
    said = {
        "found_on": local_day(draft.file, draft.now).isoformat(),
        "wished_remedy": act.fields["wished_remedy"],
        "photos": act.fields["photos"],
    }
    reason = "missing_parts" if act.fields["missing_units"] else "damaged_in_transit"
    return _opened(connection, draft, act, "complaint", reason, said, draft.file.case.units, None)


def close_returns(connection: Connection, draft: Draft, act: Act) -> list[Draft]:
    """Declaring a withdrawal closes an open return on the same units: parcels and dates are carried over."""
    file, closed = draft.file, []
    rest = {unit.line: unit.quantity for unit in file.case.units}
    for sibling in file.siblings:
        same = all(unit.quantity <= rest.get(unit.line, 0) for unit in sibling.units)
        if sibling.kind == "return" and sibling.state != CLOSED and sibling.units and same:
            for old in _converted(connection, draft, act, sibling.id):
                closed.append(old)
                rest |= {unit.line: rest[unit.line] - unit.quantity for unit in sibling.units}
    if closed:
        _carry_over(file.case.progress, [old.file.case.progress for old in closed], whole=not any(rest.values()))
    return closed


def _carry_over(progress: Progress, before: Sequence[Progress], *, whole: bool) -> None:
    """Where the goods of the returns are. All are back, or sent, only where that holds for every unit."""
    progress.parcels = [*progress.parcels, *(parcel for old in before for parcel in old.parcels)]
    progress.label_promised = progress.label_promised or any(old.label_promised for old in before)
    progress.delivered_at = progress.delivered_at or next(
        (old.delivered_at for old in before if old.delivered_at), None
    )
    if whole:
        progress.seller_collects = progress.seller_collects or all(old.seller_collects for old in before)
        progress.goods_back_at = progress.goods_back_at or _last([old.goods_back_at for old in before])
        progress.sending_proven_at = progress.sending_proven_at or _last([old.sending_proven_at for old in before])


def _last(moments: Sequence[datetime | None]) -> datetime | None:
    known = [moment for moment in moments if moment is not None]
    return max(known) if len(known) == len(moments) else None


def _converted(connection: Connection, draft: Draft, act: Act, case_id: str) -> list[Draft]:
    file = load(connection, case_id)
    assert file is not None
    if not file.is_open:  # it was closed after the order was read
        raise Moved
    try:
        decision = decide(file.workflow, file.case.state, BUYER, "convert", facts_of(file, draft.now, BUYER))
    except NotEligible:  # money moved or a claim holds it, so it goes to its own end
        return []
    old = Draft.of(file, draft.now)
    old.actor, old.follows, old.file.order = draft.actor, True, draft.file.order
    fields = {"goes_on_as": {"kind": "withdrawal"}}
    text = translate("event.convert.text.buyer", file.case.lang)
    said = Act(BUYER, text, file.case.lang, CHAT, decision, fields=fields, person=act.person, own_words=False)
    said.shown_role = act.shown_role
    advance(old, said)
    act.goes_on = act.goes_on or _owed_before(old)
    link(draft, old, relation="converted", back="converted")
    return [old]


def carried_over(progress: Progress, counts_from: datetime | None = None) -> Progress:
    """What a new case takes along: where the goods are and what was promised about them."""
    taken = Progress(counts_from=counts_from)
    for name in _CARRIED:
        setattr(taken, name, getattr(progress, name))
    return taken


def _opened(
    connection: Connection,
    draft: Draft,
    act: Act,
    kind: str,
    reason: str,
    said: Mapping[str, Any],
    units: Sequence[UnitRow],
    counts_from: datetime | None,
) -> list[Draft]:
    workflow = CURRENT[kind]
    (row,) = {row.event: row for row in workflow.openings if BUYER in row.who and not row.linked}.values()
    new = goes_on(
        draft, workflow, units=units, reason=reason, progress=carried_over(draft.file.case.progress, counts_from)
    )
    facts = facts_of(new.file, draft.now, BUYER)
    decision = decide(workflow, UNOPENED, BUYER, row.event, facts)
    names = tuple(attachment["id"] for attachment in act.attachments)
    fields = hear(decision.row, facts, dict(said), names, 0).model_dump(mode="json", exclude_none=True)
    opening = replace(act, role=BUYER, decision=decision, fields=fields, answers=None, waives=(), corrects=None)
    opening.original = None  # it goes on with what was delivered
    opening.shown_role = PLATFORM if act.role is PLATFORM else None
    opening.own_words = act.own_words and act.role is BUYER
    opening.goes_on = _owed_before(draft)
    closed = close_returns(connection, new, opening) if kind == "withdrawal" else []
    advance(new, opening)
    acknowledge(new)
    link(draft, new, relation="converted", back="converted")
    return [new, *closed]


def _units(file: CaseFile, fields: Mapping[str, Any]) -> list[UnitRow]:
    """The units that are named, else those of the case, else all of the order."""
    assert file.order is not None
    known = file.case.units or file.order.terms.all_units()
    if "units" not in fields:
        return known
    named = in_lines(UnitRow(unit["line"], unit["quantity"]) for unit in fields["units"])
    there = {unit.line: unit.quantity for unit in known}
    if any(unit.quantity > there.get(unit.line, 0) for unit in named):
        raise FieldsInvalid([FieldError("/units", "field.unknown_units")])
    return named


def _counts_from(connection: Connection, file: CaseFile, to: Mapping[str, Any]) -> datetime | None:
    """A guarantee that goes on as a complaint keeps its date; a withdrawal counts from the words that declared it."""
    if file.case.kind == "warranty" and to["kind"] == "complaint":
        return file.counts_from
    if "declared_in" not in to:
        return None
    seq = seq_of(to["declared_in"], file.case.id)
    found = entries_of(connection, file.case.id, after=seq - 1, limit=1) if seq else []
    if not found or found[0].role != BUYER:
        raise FieldsInvalid([FieldError("/goes_on_as/declared_in", "field.unknown_message")])
    return found[0].at


def _owed_before(old: Draft) -> Deadline | None:
    """The clock of the first answer that was still owed in time when the old case was closed."""
    owed = [ended for ended in old.ended if ended.kind == "reply" and ended.due_at and ended.due_at >= old.now]
    return min(owed, key=lambda ended: ended.due_at or ended.started_at, default=None)
