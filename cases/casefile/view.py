"""What a party sees of a case: a pure projection of one log. No party's view can contradict another's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from cases.casefile.asker import ADMIN, INTEGRATION, Asker
from cases.casefile.casefile import CaseFile, PersonRow
from cases.casefile.entries import Entry
from cases.casefile.facts import facts_of
from cases.casefile.terms import Terms
from cases.ids import deadline_id, message_id, question_id
from cases.ledger.leaf import DELIVERED
from cases.timers.deadline import UNTIL, Deadline, Ended
from markets.business_time import explain
from markets.calendars import Calendar, OutsideCalendar, calendar_of
from markets.durations import CalendarDays, Duration, parse_duration
from markets.law import rights_of
from markets.money import minor_digits
from markets.translate import translate
from workflows.engine import offered
from workflows.facts import Facts
from workflows.fields.base import schema_of
from workflows.grammar import BUYER, CARRIER, CLOCK, PAYMENTS, PLATFORM, SELLER, Role, Row, Wait

View = dict[str, Any]
_ASKER_ROLES: dict[str, tuple[Role, ...]] = {
    "buyer": (BUYER,),
    "seller": (SELLER,),
    ADMIN: (PLATFORM,),
    INTEGRATION: (CARRIER, PAYMENTS),
}


def case_view(
    file: CaseFile,
    asker: Asker,
    now: datetime,
    *,
    ended: Sequence[Ended],
    words: Mapping[int, str | None],
    links: Sequence[View],
    assignee: str | None,
) -> View:
    """The case as ``asker`` sees it; ``words`` are the bodies of the messages that ask questions.

    ``assignee`` is who of the asker's own team has it.
    """
    case, terms = file.case, file.order.terms if file.order else None
    facts = facts_of(file, now, asker.actor)
    wait = file.workflow.wait_of(case.state)
    deadlines = [deadline for deadline in [*file.deadlines, *ended] if deadline.within]
    return {
        "id": case.id,
        "number": case.number,
        "kind": case.kind,
        "workflow": case.workflow,
        "state": case.state,
        "outcome": case.outcome or None,
        "version": case.version,
        "market": case.market,
        "order": case.order_id,
        "about": case.about,
        "seller": {"id": case.seller_id, "name": file.seller_name},
        "buyer": buyer_view(file.buyer, case.lang, asker.lang) if file.buyer is not None else None,
        "units": [{"line": unit.line, "quantity": unit.quantity} for unit in case.units],
        "reason": case.reason or None,
        "opened_at": local(case.opened_at, file.calendar),
        "updated_at": local(case.updated_at, file.calendar),
        "closed_at": local(case.closed_at, file.calendar),
        "links": list(links),
        "held_by": case.held_by,
        "reply_due_at": local(case.reply_due_at, file.calendar),
        "waits_on": [str(role) for role in whom(wait, facts)] if wait is not None else [],
        "amount_due": amount_due_view(file),
        "rights": rights_view(file) if terms is not None else None,
        "available_actions": actions_view(file, asker, facts),
        "deadlines": sorted(
            (deadline_view(file, deadline, asker.lang) for deadline in deadlines), key=lambda view: _place(view["id"])
        ),
        "questions": [
            {
                "id": question_id(case.id, question.seq, question.number),
                "message": message_id(case.id, question.seq),
                "text": (words.get(question.seq) or "")[question.start : question.stop],
                "state": question.state,
                "answered_by": message_id(case.id, question.by_seq) if question.by_seq else None,
            }
            for question in file.questions
        ],
        "assignee": assignee,
    }


def buyer_view(buyer: PersonRow, lang: str, language: str) -> View:
    """The buyer; of one who was erased no more than the role, in the reader's ``language``."""
    name = buyer.name if buyer.external_id is not None else translate(f"role.{BUYER}", language)
    return {"id": buyer.external_id, "name": name, "lang": lang}


def actions_view(file: CaseFile, asker: Asker, facts: Facts) -> list[View]:
    """What the asker could do now, each with its form, its example for this case, and until when it is owed.

    ``facts`` are those that the asker acts on. An admin who took the case over is offered the seller's acts as well.
    """
    wait = file.workflow.wait_of(file.case.state)
    running = next((d for d in file.deadlines if d.kind == "state" and d.name == file.case.state), None)
    actions: dict[str, View] = {}
    for role in _roles(file, asker):
        for row in offered(file.workflow, file.case.state, role, facts):
            if asker.acts_in(file, row.event) is not role:
                continue
            owed = wait is not None and role in whom(wait, facts) and row.target(file.case.state) != file.case.state
            actions.setdefault(
                row.event,
                {
                    "event": row.event,
                    "label": translate(f"event.{row.event}.acts", asker.lang),
                    "mandatory": owed,
                    "due_at": local(running.due_at, file.calendar) if owed and running is not None else None,
                    "fields": form_of(row, facts),
                },
            )
    return list(actions.values())


def _roles(file: CaseFile, asker: Asker) -> tuple[Role, ...]:
    roles = _ASKER_ROLES[asker.role]
    return (*roles, SELLER) if asker.role == ADMIN and file.case.progress.taken_over else roles


def whom(wait: Wait, facts: Facts) -> tuple[str, ...]:
    """Whom the state waits for, where the table names several and the case one of them."""
    return (wait.whom(facts) if wait.whom is not None else ()) or wait.on


def form_of(row: Row, facts: Facts) -> View:
    """The schema of what must be said, its first example made for this case."""
    return schema_of(row.saying) | {"examples": [row.saying.example(facts)]}


def deadline_view(file: CaseFile, deadline: Deadline, language: str) -> View:
    """A deadline with its arithmetic."""
    case = file.case
    wait = file.workflow.wait_of(deadline.name) if deadline.kind == "state" else None
    laws = [law for law in file.workflow.statutory if deadline.kind == "statutory" and law.name == deadline.name]
    running = "open" if deadline.paused_at is None else "paused"
    return {
        "id": deadline_id(case.id, deadline.seq, deadline.number),
        "kind": deadline.kind,
        "name": deadline.name,
        "on": deadline.waits_on,
        "due_at": local(deadline.due_at, file.calendar),
        "state": deadline.state if isinstance(deadline, Ended) else running,
        "then": list(wait.then if wait else laws[0].then if laws else ()),
        "started_by": message_id(case.id, deadline.seq),
        "extended_from": local(deadline.extended_from, file.calendar),
        "explanation": _explanation(file.calendar, deadline, language),
    }


def amount_due_view(file: CaseFile) -> View:
    """What is owed, each part apart; all null before it is fixed."""
    due = file.case.progress.due
    if due is None or file.order is None:
        return {"goods": None, "shipping": None, "deduction": None, "total": None}
    currency = file.order.terms.currency
    parts = {"goods": due.goods, "shipping": due.shipping, "deduction": due.deduction}
    parts["total"] = due.goods + due.shipping - due.deduction
    return {name: money_view(amount, currency) for name, amount in parts.items()}


def money_view(amount: Any, currency: str) -> View:
    """A sum as the outside sees it."""
    return {"amount": f"{amount:.{max(minor_digits(currency), 2)}f}", "currency": currency}


def rights_view(file: CaseFile) -> View:
    """The rights of the buyer that still run, under the law of the market as it was when the order was placed."""
    assert file.order is not None
    terms = file.order.terms
    delivered_at = file.case.progress.delivered_at or terms.delivered_at
    return rights_under(file.case.market, terms, delivered_at, repaired=_was_repaired(file))


def _was_repaired(file: CaseFile) -> bool:
    """Whether a unit of the case was repaired, in it or in another case; all of the order, where it names none."""
    lines = {unit.line for unit in file.case.units}
    others = [case for case in file.siblings if not lines or any(unit.line in lines for unit in case.units)]
    return file.case.progress.repaired or any(case.repaired for case in others)


def rights_under(market: str, terms: Terms, delivered_at: datetime | None, *, repaired: bool) -> View:
    """The same for an order of which no case may be open; the guarantee is that of the unit that has it longest."""
    calendar = calendar_of(market)
    rights = rights_of(
        market,
        placed_at=terms.placed_at,
        delivered_at=delivered_at,
        informed_at=terms.withdrawal_informed_at,
        business_buyer=terms.buyer_type == "business",
        repaired=repaired,
    )
    return {
        "withdrawal_until": local(rights.withdrawal_until, calendar),
        "guarantee_until": local(rights.guarantee_until, calendar),
        "burden_of_proof_until": local(rights.burden_of_proof_until, calendar),
        "source": rights.source,
        "verified": rights.verified,
    }


def message_view(entry: Entry, seller_name: str, calendar: Calendar) -> View:
    """A message as every reader of the case sees it."""
    said = orjson.loads(entry.canonical)
    return {
        "id": message_id(entry.case_id, entry.seq),
        "case": entry.case_id,
        "seq": entry.seq,
        "author": author_view(entry, seller_name),
        "body": entry.body,
        "lang": entry.lang,
        "kind": entry.kind,
        "event": entry.event or None,
        "delivery": DELIVERED if entry.freed is not None else said["delivery"],
        "answers": said.get("answers", []),
        "waives": said.get("waives", []),
        "corrects": said.get("corrects"),
        "attachments": [attachment["id"] for attachment in said.get("attachments", [])],
        "created_at": local(entry.at, calendar),
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def transition_view(entry: Entry, seller_name: str, calendar: Calendar) -> View | None:
    """The message as a line of the audit trail; None for a plain one."""
    if not entry.event:
        return None
    return {
        "case": entry.case_id,
        "seq": entry.seq,
        "event": entry.event,
        "from": entry.from_state,
        "to": entry.to_state,
        "actor": author_view(entry, seller_name),
        "message": message_id(entry.case_id, entry.seq),
        "fields": orjson.loads(entry.fields) if entry.fields is not None else None,
        "at": local(entry.at, calendar),
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def author_view(entry: Entry, seller_name: str) -> View:
    """Who wrote: the role, the market place's id, and a name; no id for the clock and after erasure."""
    name = entry.author.name if entry.author else ""
    if not name and entry.role == SELLER:
        name = seller_name
    return {
        "role": str(entry.role),
        "id": entry.author.external_id if entry.author and entry.role != CLOCK else None,
        "name": name or translate(f"role.{entry.role}", entry.lang),
    }


def local(moment: datetime | None, calendar: Calendar) -> str | None:
    """A moment with the offset of the market."""
    return moment.astimezone(calendar.zone).isoformat() if moment is not None else None


def _explanation(calendar: Calendar, deadline: Deadline, language: str) -> View:
    if deadline.due_at is None:
        return {"counted": [], "skipped": []}
    return _worked_out(calendar, deadline.started_at, deadline.within, deadline.due_at, language)


@lru_cache(maxsize=8_192)
def _worked_out(calendar: Calendar, started_at: datetime, within: str, due_at: datetime, language: str) -> View:
    """The arithmetic of one deadline, kept, because a case shows every deadline it ever had each time it is read.

    Up to a date that was named for years without a calendar there is none, because nobody knows their holidays.
    """
    length: Duration = CalendarDays(1) if within == UNTIL else parse_duration(within)
    try:
        how = explain(calendar, started_at, length, language, due_at=due_at)
    except OutsideCalendar:
        return {"counted": [], "skipped": []}
    return {
        "counted": [
            {"from": part.start.isoformat(), "to": part.end.isoformat(), "seconds": part.seconds}
            for part in how.counted
        ],
        "skipped": [{"date": day.day.isoformat(), "why": day.why} for day in how.skipped],
    }


def _place(name: str) -> tuple[int, int]:
    _, seq, number = name.split(".")
    return int(seq), int(number[1:])
