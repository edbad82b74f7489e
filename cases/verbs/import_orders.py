"""Import orders of the market place: new ones, and new versions of known ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.casefile import PersonRow
from cases.casefile.draft import Draft
from cases.casefile.order_shape import OrderIn
from cases.casefile.orders import OrderFile, load_order
from cases.casefile.queries import find_person, load_all
from cases.casefile.record import record
from cases.casefile.terms import Terms
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database, insert_sql, moment_text, placeholder, run
from cases.errors import ShapeInvalid
from cases.ids import new_id
from markets.catalogue import market
from markets.translate import say_moment, translate
from workflows.fields.base import FieldError
from workflows.grammar import CLOCK, CLOSED

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one order."""

    order: str
    result: str


def import_order(database: Database, order: OrderIn, now: datetime) -> Imported:
    """Take an order as it is now. A known one gets a new version; a new delivery date is told in its open cases.

    Cases keep the price and the law under which they were opened. An order of somebody who was erased stays nobody's,
    whatever it says now. Raises ``ShapeInvalid`` where the order now names another market, seller or buyer.
    """

    def once(connection: Connection) -> Imported:
        known = load_order(connection, order.id)
        if known is None:
            _create(connection, order, now)
            return Imported(order.id, CREATED)
        return _update(connection, known, order, now)

    return until_it_holds(database, None, once, whole=True)


def _create(connection: Connection, order: OrderIn, now: datetime) -> None:
    _insert(
        connection,
        "seller",
        {"id": order.seller.id, "name": order.seller.name or order.seller.id},
        "ON CONFLICT DO NOTHING",
    )
    buyer = _buyer(connection, order)
    _insert(
        connection,
        "orders",
        {
            "id": order.id,
            "market": order.market,
            "seller_id": order.seller.id,
            "buyer_id": buyer.id,
            "version": 1,
            "revision": 1,
            "refunded": str(Decimal(0)),
            "placed_at": moment_text(order.placed_at),
        },
    )
    _insert_revision(connection, order.id, 1, order.terms(), now)


def _update(connection: Connection, known: OrderFile, order: OrderIn, now: datetime) -> Imported:
    same = {
        "/market": known.market == order.market,
        "/seller/id": known.seller_id == order.seller.id,
        "/buyer/id": known.buyer.external_id in (None, order.buyer.id),
        "/currency": known.head.terms.currency == order.currency,
    }
    if errors := [FieldError(pointer, "field.cannot_change") for pointer, holds in same.items() if not holds]:
        raise ShapeInvalid(errors)
    _rename(connection, known, order)
    terms = order.terms()
    if msgspec.json.encode(terms) == msgspec.json.encode(known.head.terms):
        return Imported(order.id, UNCHANGED)
    revision = known.head.revision + 1
    _insert_revision(connection, order.id, revision, terms, now)
    dialect = connection.dialect
    run(
        connection,
        f"UPDATE orders SET revision = {placeholder(dialect, 'revision')} WHERE id = {placeholder(dialect, 'id')}",
        {"revision": revision, "id": order.id},
    )
    if terms.delivered_at is not None and terms.delivered_at != known.head.terms.delivered_at:
        _tell_delivery(connection, known, terms.delivered_at, now)
    return Imported(order.id, UPDATED)


def _tell_delivery(connection: Connection, known: OrderFile, delivered_at: datetime, now: datetime) -> None:
    """Every open case of the order hears the new delivery date, by cases' ids so that nobody deadlocks."""
    drafts = []
    for file in load_all(connection, sorted(case.id for case in known.cases if case.state != CLOSED)):
        draft = Draft.of(file, now)
        file.case.progress.delivered_at = delivered_at
        moment = say_moment(delivered_at, file.calendar.zone, file.case.lang)
        text = translate("system.order_delivered", file.case.lang, moment=moment)
        advance(draft, Act(CLOCK, text, file.case.lang, SYSTEM, own_words=False))
        drafts.append(draft)
    if drafts:
        record(connection, drafts)


def _buyer(connection: Connection, order: OrderIn) -> PersonRow:
    known = find_person(connection, "buyer", order.buyer.id)
    if known is not None:
        return known
    lang = order.buyer.lang or market(order.market).languages[0]
    buyer = PersonRow(new_id(), "buyer", order.buyer.id, order.buyer.name, lang)
    _insert(connection, "person", msgspec.structs.asdict(buyer), "ON CONFLICT DO NOTHING")
    found = find_person(connection, "buyer", order.buyer.id)
    assert found is not None
    return found


def _rename(connection: Connection, known: OrderFile, order: OrderIn) -> None:
    """Names may change; they lie in one place each."""
    dialect = connection.dialect
    buyer_name = "" if known.buyer.external_id is None else order.buyer.name
    for table, name, old, key in (
        ("seller", order.seller.name, known.seller_name, known.seller_id),
        ("person", buyer_name, known.buyer.name, known.buyer.id),
    ):
        if name and name != old:
            sql = f"UPDATE {table} SET name = {placeholder(dialect, 'name')} WHERE id = {placeholder(dialect, 'id')}"
            run(connection, sql, {"name": name, "id": key})


def _insert_revision(connection: Connection, order_id: str, revision: int, terms: Terms, now: datetime) -> None:
    row = {
        "order_id": order_id,
        "revision": revision,
        "terms": msgspec.json.encode(terms).decode(),
        "imported_at": moment_text(now),
    }
    _insert(connection, "order_revision", row)


def _insert(connection: Connection, table: str, row: dict[str, Any], conflict: str = "") -> None:
    run(connection, f"{insert_sql(connection.dialect, table, row)} {conflict}", row)
