"""Open a case: on an order, or before the sale on an article of a seller."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import msgspec

from cases.casefile.absence import tell_who_answers
from cases.casefile.acknowledge import acknowledge
from cases.casefile.advance import CHAT, Act, advance
from cases.casefile.asker import ADMIN, INTEGRATION, Asker
from cases.casefile.casefile import CaseFile, PersonRow, Recorded
from cases.casefile.conduct import judge_for, judged, note, refuse, waits_for_a_person
from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of
from cases.casefile.holding import hold
from cases.casefile.idempotency import Key, find_answer
from cases.casefile.orders import OrderFile, load_order
from cases.casefile.queries import find_person
from cases.casefile.record import record
from cases.casefile.refuse import record_refusal
from cases.casefile.until_it_holds import until_it_holds
from cases.casefile.written import Written, from_kept, to_text, written
from cases.db import Connection, Database
from cases.errors import Forbidden, MessageRequired, NazorgError, NotFound, ShapeInvalid
from cases.messages.attachments import AttachmentRef, find_attachments, find_photos
from cases.messages.judged import Found, Judge
from cases.messages.readings import reads_as_thanks
from cases.sellers.breaches import breach_rows, breaches_named
from cases.verbs.linked.convert import close_returns
from cases.verbs.openings import Opening
from cases.verbs.subject import file_about
from markets.translate import translate
from workflows.engine import Decision, decide, hear
from workflows.facts import Facts
from workflows.fields.base import FieldError
from workflows.grammar import BUYER, PLATFORM, SELLER, UNOPENED, Role, Row, Workflow
from workflows.refusals import Refusal
from workflows.registry import CURRENT

_NO_ORDER = FieldError("/order", "field.extra_forbidden")


def open_case(database: Database, asker: Asker, opening: Opening, now: datetime, key: Key | None = None) -> Written:
    """Open the case with its first message. A withdrawal is acknowledged in the same transaction.

    Raises the refusals of ``workflows.refusals`` and ``cases.errors``; each leaves nothing behind but its record.
    """

    def once(connection: Connection) -> Written:
        if kept := find_answer(connection, key):
            return from_kept(connection, kept, asker)
        draft, author, others, _ = drafted(connection, asker, opening, now, judge)
        answer = written(draft, author, 1)
        record(connection, [draft, *others], [key.row(201, to_text(answer))] if key else [])
        return answer

    try:
        judge = judge_of(database, asker, opening)
        return until_it_holds(database, None, once, order_id=opening.order)
    except (Refusal, NazorgError) as error:
        record_refusal(database, asker, None, f"open {opening.kind}", error, now, opening)
        raise


def judge_of(database: Database, asker: Asker, opening: Opening) -> Judge:
    """The judge of what is said in the opening."""
    return judge_for(database, asker, opening.body, opening.lang, opening.attachments, opening.on_behalf_of)


class Drafted(NamedTuple):
    """What opening a case would write: its draft, its author, the other cases it closes.

    ``found`` is what the rules of conduct find in its words.
    """

    draft: Draft
    author: PersonRow
    others: list[Draft]
    found: list[Found]


def drafted(connection: Connection, asker: Asker, opening: Opening, now: datetime, judge: Judge) -> Drafted:
    """Everything that opening the case would write, not yet written."""
    workflow = CURRENT.get(opening.kind)
    if workflow is None:
        raise ShapeInvalid([FieldError("/kind", "field.unknown_kind")])
    order = _order(connection, asker, opening.order)
    row, role = _opening_row(workflow, asker, opening.on_behalf_of)
    _check_what_it_is_about(opening, order)
    file = file_about(connection, workflow, row, asker, opening, order, now)
    attachments = find_attachments(connection, opening.attachments, asker.role, asker.sub)
    draft = Draft.of(file, now, opens=True)
    draft.actor = asker.actor
    draft.touch_order()
    author = _author(connection, draft, asker)
    facts = facts_of(file, now, asker.actor)
    if workflow.kind == "sanction":
        named = _breaches(connection, file, opening)
        file.recorded = [Recorded(one.kind, one.number, one.seq, one.at) for one in breach_rows(connection, named)]
        facts = replace(facts, sanction=replace(facts.sanction, breaches=named))
    act = _act(file, facts, row, role, asker, opening, attachments, author)
    photos = find_photos(connection, act.fields, asker.role, asker.sub)
    act.photos = [photo.as_hashed for photo in photos]
    found = judged(file, act, judge, [*attachments, *photos])
    closed = close_returns(connection, draft, act) if workflow.kind == "withdrawal" else []
    if waits_for_a_person(found):
        hold(draft, act, "")
    else:
        advance(draft, act)
    acknowledge(draft)
    if role is BUYER:
        tell_who_answers(draft)
    refuse(file, found, now)
    note(draft, found, judge, 1)
    return Drafted(draft, author, closed, found)


def _breaches(connection: Connection, file: CaseFile, opening: Opening) -> tuple[str, ...]:
    """Which of the breaches that are named are the seller's in this market."""
    named = opening.fields.get("breaches", ())
    return tuple(breaches_named(connection, file.case.seller_id, [name for name in named if isinstance(name, str)]))


def may_open(
    connection: Connection, asker: Asker, *, kind: str | None, order: str | None, on_behalf_of: str | None
) -> None:
    """Raise ``NotFound`` or ``Forbidden`` where they apply, since these come before all that is wrong with a body."""
    _order(connection, asker, order)
    if (workflow := CURRENT.get(kind or "")) is not None:
        _opening_row(workflow, asker, on_behalf_of)


def _order(connection: Connection, asker: Asker, name: str | None) -> OrderFile | None:
    if name is None:
        return None
    order = load_order(connection, name)
    if order is None or not order.is_of(asker):
        raise NotFound
    return order


def _opening_row(workflow: Workflow, asker: Asker, on_behalf_of: str | None) -> tuple[Row, Role]:
    """The row that this asker opens the kind with, as the role whose words they are."""
    if on_behalf_of is not None:
        if asker.role == "buyer":
            raise Forbidden
        role = BUYER
    elif asker.role == INTEGRATION:
        raise Forbidden
    else:
        role = {"buyer": BUYER, "seller": SELLER, ADMIN: PLATFORM}[asker.role]
    row = next((row for row in workflow.openings if role in row.who and not row.linked), None)
    if row is None:
        raise Forbidden
    return row, role


def _check_what_it_is_about(opening: Opening, order: OrderFile | None) -> None:
    if opening.kind == "sanction":
        missing = [name for name in ("seller", "market") if getattr(opening, name) is None]
        if missing or order is not None:
            raise ShapeInvalid([FieldError(f"/{name}", "field.missing") for name in missing] or [_NO_ORDER])
        return
    if order is None and (opening.about is None or opening.kind != "question"):
        raise ShapeInvalid([FieldError("/order", "field.missing")])
    if order is not None and opening.on_behalf_of not in (None, order.buyer.external_id):
        raise ShapeInvalid([FieldError("/on_behalf_of", "field.unknown_buyer")])


def _act(
    file: CaseFile,
    facts: Facts,
    row: Row,
    role: Role,
    asker: Asker,
    opening: Opening,
    attachments: list[AttachmentRef],
    author: PersonRow,
) -> Act:
    decision: Decision = decide(file.workflow, UNOPENED, role, row.event, facts)
    words = bool(opening.body.strip())
    if not words and file.case.kind != "withdrawal":
        raise MessageRequired
    said = hear(row, facts, dict(opening.fields), tuple(ref.id for ref in attachments), 0)
    expected = not reads_as_thanks(opening.body) if opening.reply_expected is None else opening.reply_expected
    shown = PLATFORM if asker.role in (ADMIN, INTEGRATION) else None
    return Act(
        role=role,
        body=opening.body if words else translate("withdrawal.declaration", file.case.lang, number=file.case.order_id),
        lang=(opening.lang or asker.lang) if words else file.case.lang,
        kind=CHAT,
        decision=decision,
        fields=said.model_dump(mode="json", exclude_none=True),
        person=author.id,
        shown_role=SELLER if asker.role == "seller" else shown,
        own_words=words,
        reply_expected=role is BUYER and expected,
        attachments=[ref.as_hashed for ref in attachments],
    )


def _author(connection: Connection, draft: Draft, asker: Asker) -> PersonRow:
    if asker.role == "buyer" and draft.file.order is None:
        # Before the sale nobody told us of the buyer yet.
        draft.persons.append(msgspec.structs.asdict(draft.file.customer))
    known = None if asker.role == "buyer" else find_person(connection, asker.role, asker.sub)
    return draft.author(asker, known)
