"""Open a case: on an order, or before the sale on an article of a seller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.advance import CHAT, SYSTEM, Act, advance
from cases.casefile.asker import ADMIN, INTEGRATION, Asker
from cases.casefile.casefile import CaseFile, PersonRow
from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of
from cases.casefile.idempotency import Key, find_answer
from cases.casefile.opening import new_file
from cases.casefile.orders import OrderFile, load_order
from cases.casefile.queries import find_person
from cases.casefile.record import record
from cases.casefile.refuse import record_refusal
from cases.casefile.terms import UnitRow
from cases.casefile.until_it_holds import until_it_holds
from cases.casefile.written import Written, from_kept, to_text, written
from cases.db import Connection, Database, placeholder, run
from cases.errors import Forbidden, MessageRequired, NazorgError, NotFound, ShapeInvalid
from cases.messages.attachments import AttachmentRef, find_attachments, find_photos
from cases.messages.readings import reads_as_thanks
from cases.outbox.events import Event
from markets.catalogue import MARKETS, market
from markets.translate import say_moment, translate
from workflows.engine import Decision, decide, hear
from workflows.fields.base import FieldError
from workflows.grammar import BUYER, CLOCK, PLATFORM, SELLER, UNOPENED, Role, Row, Workflow
from workflows.refusals import Refusal
from workflows.registry import CURRENT


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody opens. ``units`` None means all of the order; ``about`` stands in place of an order."""

    kind: str
    order: str | None = None
    about: Mapping[str, str] | None = None
    units: Sequence[tuple[str, int]] | None = None
    reason: str | None = None
    body: str = ""
    lang: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    attachments: Sequence[str] = ()
    reply_expected: bool | None = None
    on_behalf_of: str | None = None


def open_case(database: Database, asker: Asker, opening: Opening, now: datetime, key: Key | None = None) -> Written:
    """Open the case with its first message. A withdrawal is acknowledged in the same transaction.

    Raises the refusals of ``workflows.refusals`` and ``cases.errors``; each leaves nothing behind but its record.
    """

    def once(connection: Connection) -> Written:
        if kept := find_answer(connection, key):
            return from_kept(connection, kept)
        draft, author = drafted(connection, asker, opening, now)
        answer = written(draft, author, 1)
        record(connection, [draft], [key.row(201, to_text(answer))] if key else [])
        return answer

    try:
        return until_it_holds(database, None, once)
    except (Refusal, NazorgError) as error:
        record_refusal(database, asker, None, f"open {opening.kind}", error, now)
        raise


def drafted(connection: Connection, asker: Asker, opening: Opening, now: datetime) -> tuple[Draft, PersonRow]:
    """Everything that opening the case would write, not yet written, and the author of its first message."""
    workflow = CURRENT.get(opening.kind)
    if workflow is None:
        raise ShapeInvalid([FieldError("/kind", "field.unknown_kind")])
    order = _order(connection, asker, opening.order)
    row, role = _opening_row(workflow, asker, opening.on_behalf_of)
    _check_what_it_is_about(opening, order)
    file = _file(connection, workflow, row, asker, opening, order, now)
    attachments = find_attachments(connection, opening.attachments, asker.role, asker.sub)
    draft = Draft.of(file, now, opens=True)
    draft.touch_order()
    author = _author(connection, draft, asker)
    act = _act(file, row, role, asker, opening, attachments, author, now)
    find_photos(connection, act.fields, asker.role, asker.sub)
    advance(draft, act)
    if workflow.kind == "withdrawal":
        _acknowledge(draft)
    return draft, author


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
    row = next((row for row in workflow.openings if role in row.who), None)
    if row is None:
        raise Forbidden
    return row, role


def _check_what_it_is_about(opening: Opening, order: OrderFile | None) -> None:
    if order is None and (opening.about is None or opening.kind != "question"):
        raise ShapeInvalid([FieldError("/order", "field.missing")])
    if order is not None and opening.on_behalf_of not in (None, order.buyer.external_id):
        raise ShapeInvalid([FieldError("/on_behalf_of", "field.unknown_buyer")])


def _file(
    connection: Connection,
    workflow: Workflow,
    row: Row,
    asker: Asker,
    opening: Opening,
    order: OrderFile | None,
    now: datetime,
) -> CaseFile:
    if row.reasons and opening.reason not in row.reasons:
        raise ShapeInvalid([FieldError("/reason", "field.unknown_reason")])
    if order is None:
        return _before_the_sale(connection, workflow, asker, opening, now)
    file = new_file(
        workflow,
        market=order.market,
        lang=_spoken(order.head.terms.lang or order.buyer.lang, order.market),
        seller_id=order.seller_id,
        seller_name=order.seller_name,
        buyer=order.buyer,
        order=order.head,
        siblings=order.cases,
        units=_units(workflow, opening, order),
        reason=opening.reason or "",
        about=None,
        now=now,
    )
    file.return_address = order.return_address
    return file


def _before_the_sale(
    connection: Connection, workflow: Workflow, asker: Asker, opening: Opening, now: datetime
) -> CaseFile:
    if asker.role != "buyer":
        raise Forbidden
    about = opening.about or {}
    seller = run(
        connection,
        f"SELECT name FROM seller WHERE id = {placeholder(connection.dialect, 'id')}",  # a placeholder
        {"id": about["seller"]},
    )
    errors = []
    if about["market"] not in MARKETS:
        errors.append(FieldError("/about/market", "field.unknown_market"))
    if not seller:
        errors.append(FieldError("/about/seller", "field.unknown_seller"))
    if errors:
        raise ShapeInvalid(errors)
    buyer = find_person(connection, "buyer", asker.sub) or asker.as_person("")
    return new_file(
        workflow,
        market=about["market"],
        lang=_spoken(opening.lang or buyer.lang, about["market"]),
        seller_id=about["seller"],
        seller_name=seller[0][0],
        buyer=buyer,
        order=None,
        siblings=(),
        units=(),
        reason=opening.reason or "",
        about={"sku": about["sku"], "title": about["title"]},
        now=now,
    )


def _units(workflow: Workflow, opening: Opening, order: OrderFile) -> list[UnitRow]:
    if opening.units is None:
        if workflow.kind == "withdrawal":
            return order.head.terms.all_units()
        if workflow.kind == "question":
            return []
        raise ShapeInvalid([FieldError("/units", "field.missing")])
    named: dict[str, int] = {}
    for line, quantity in opening.units:
        named[line] = named.get(line, 0) + quantity
    errors = []
    for number, (line, quantity) in enumerate(opening.units):
        known = order.head.terms.line_named(line)
        if quantity < 1:
            errors.append(FieldError(f"/units/{number}/quantity", "field.greater_than_equal", {"ge": 1}))
        elif known is None or named[line] > known.quantity:
            reason = "field.unknown_line" if known is None else "field.more_than_ordered"
            errors.append(FieldError(f"/units/{number}", reason))
    if errors or (not named and workflow.kind != "question"):
        raise ShapeInvalid(errors or [FieldError("/units", "field.missing")])
    return [UnitRow(line, quantity) for line, quantity in named.items()]


def _act(
    file: CaseFile,
    row: Row,
    role: Role,
    asker: Asker,
    opening: Opening,
    attachments: list[AttachmentRef],
    author: PersonRow,
    now: datetime,
) -> Act:
    facts = facts_of(file, now)
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
        attachments=[{"id": ref.id, "sha256": ref.sha256} for ref in attachments],
    )


def _acknowledge(draft: Draft) -> None:
    """The declaration is acknowledged at once with content, date and time (Directive 2011/83/EU, art. 11a(4))."""
    file, case = draft.file, draft.file.case
    assert file.order is not None
    lines = {line.line: line.title for line in file.order.terms.lines}
    text = translate(
        "system.acknowledged",
        case.lang,
        number=case.number,
        moment=say_moment(draft.now, file.calendar.zone, case.lang),
        units=", ".join(f"{unit.quantity} {lines[unit.line]}" for unit in case.units),
    )
    advance(draft, Act(CLOCK, text, case.lang, SYSTEM, own_words=False))
    draft.tell(Event.WITHDRAWAL_ACKNOWLEDGED)


def _author(connection: Connection, draft: Draft, asker: Asker) -> PersonRow:
    if asker.role == "buyer" and draft.file.order is None:
        # Before the sale nobody told us of the buyer yet.
        draft.persons.append(msgspec.structs.asdict(draft.file.buyer))
    known = None if asker.role == "buyer" else find_person(connection, asker.role, asker.sub)
    return draft.author(asker, known)


def _spoken(language: str, market_code: str) -> str:
    """The language of a case: the buyer's, else the market's first."""
    return language or market(market_code).languages[0]
