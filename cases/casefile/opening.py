"""A case that does not exist yet: its file at version 0, to which the opening message is then written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from cases.casefile.casefile import CaseFile, CaseRow, OrderHead, PersonRow, Progress, Sibling
from cases.casefile.draft import Draft
from cases.casefile.rules import policy_on
from cases.casefile.terms import UnitRow
from cases.casefile.units import lowered_before, pieces_held
from cases.ids import new_id, new_number
from cases.ledger.leaf import GENESIS
from workflows.grammar import UNOPENED, Workflow


def new_file(
    workflow: Workflow,
    *,
    market: str,
    lang: str,
    seller_id: str,
    seller_name: str,
    buyer: PersonRow | None,
    order: OrderHead | None,
    siblings: Sequence[Sibling],
    units: Sequence[UnitRow],
    reason: str,
    about: Mapping[str, Any] | None,
    now: datetime,
    progress: Progress | None = None,
) -> CaseFile:
    """The file of a case that is about to be opened. Its price is fixed now, whatever is imported later.

    ``progress`` is what it takes along from the case that it goes on from.
    """
    case = CaseRow(
        id=new_id(),
        number=new_number(workflow.prefix),
        kind=workflow.kind,
        workflow=workflow.name,
        market=market,
        lang=lang,
        order_id=order.id if order else None,
        order_revision=order.revision if order else None,
        seller_id=seller_id,
        buyer_id=buyer.id if buyer else None,
        reason=reason,
        about=dict(about) if about else None,
        units=list(units),
        opened_at=now,
        version=0,
        state=UNOPENED,
        head=GENESIS,
        updated_at=now,
        closed_at=None,
        outcome="",
        held_by=None,
        reply_due_at=None,
        overdue=0,
        progress=progress or Progress(),
    )
    case.progress.policy = case.progress.policy or policy_on(market, now).version
    file = CaseFile(case, order, [], [], list(siblings), buyer, seller_name)
    if order is not None:
        held = pieces_held(file.siblings, workflow.kind)
        lowered = lowered_before(case.units, order.terms, file.siblings, workflow.kind)
        case.progress.price = max(Decimal(0), order.terms.price_of(units, held) - lowered)
        case.progress.whole_order = _is_whole(order, units, held)
    return file


def goes_on(
    draft: Draft,
    workflow: Workflow,
    *,
    units: Sequence[UnitRow] = (),
    reason: str = "",
    progress: Progress | None = None,
) -> Draft:
    """A new case between the same parties about the same order, to be written in the same transaction.

    Both see one order, and the first of them holds its version.
    """
    old = draft.file
    file = new_file(
        workflow,
        market=old.case.market,
        lang=old.case.lang,
        seller_id=old.case.seller_id,
        seller_name=old.seller_name,
        buyer=old.buyer,
        order=old.order,
        siblings=old.siblings,
        units=units,
        reason=reason,
        about=old.case.about,
        now=draft.now,
        progress=progress,
    )
    draft.touch_order()
    new = Draft.of(file, draft.now, opens=True)
    new.actor, new.follows, new.file.return_address = draft.actor, True, old.return_address
    return new


def link(draft: Draft, other: Draft, *, relation: str, back: str) -> None:
    """Tell both cases of each other; ``relation`` is what the other is to the first, ``back`` the reverse."""
    here, there = draft.file.case.id, other.file.case.id
    other.links.append({"case_id": here, "other_id": there, "relation": relation, "at": draft.now})
    other.links.append({"case_id": there, "other_id": here, "relation": back, "at": draft.now})


def _is_whole(order: OrderHead, units: Sequence[UnitRow], held: Mapping[str, int]) -> bool:
    """Whether with these units everything of the order is given back, earlier cases counted."""
    named: dict[str, int] = dict(held)
    for unit in units:
        named[unit.line] = named.get(unit.line, 0) + unit.quantity
    return all(named.get(line.line, 0) >= line.quantity for line in order.terms.lines)
