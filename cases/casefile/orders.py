"""Orders as cases see them: read with their parties and their cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.casefile import OrderHead, PersonRow, Sibling
from cases.casefile.queries import away_of, json_list, json_object, object_of, order_head, return_address, sibling
from cases.casefile.tables import Person
from cases.db import Connection, placeholder, run
from cases.sellers.profile import Absence


class OrderFile(msgspec.Struct):
    """An order in its newest revision, its parties, and the cases on it."""

    head: OrderHead
    market: str
    seller_id: str
    seller_name: str
    return_address: dict[str, str] | None
    absences: list[Absence]
    has_deputy: bool
    buyer: PersonRow
    placed_at: datetime
    cases: list[Sibling]

    def is_of(self, asker: Asker) -> bool:
        """Whether the order is this asker's to see."""
        if asker.role == "buyer":
            return self.buyer.external_id == asker.sub
        return asker.role != "seller" or self.seller_id == asker.seller


_read = msgspec.json.Decoder(OrderFile, strict=False).decode


def load_order(connection: Connection, order_id: str) -> OrderFile | None:
    """The order by the market place's id; None where there is none."""
    rows = run(connection, _sql(connection.dialect), {"id": order_id})
    return _read(rows[0][0]) if rows else None


def load_orders(connection: Connection, order_ids: Sequence[str]) -> list[OrderFile]:
    """Several orders at once, in the order in which they are named; one that does not exist is left out."""
    ids = msgspec.json.encode(order_ids).decode() if connection.dialect == "sqlite" else list(order_ids)
    rows = run(connection, _sql(connection.dialect, many=True), {"ids": ids})
    found = {order.head.id: order for order in (_read(row[0]) for row in rows)}
    return [found[name] for name in order_ids if name in found]


def list_orders(connection: Connection, asker: Asker, *, after: str | None, limit: int) -> list[str]:
    """The ids of the asker's own orders, the newest first, from the one after ``after`` on."""
    dialect = connection.dialect
    values: dict[str, Any] = {"most": limit}
    where = []
    if asker.role == "buyer":
        values["own"] = asker.sub
        own = f"realm = 'buyer' AND external_id = {placeholder(dialect, 'own')}"
        where.append(f"o.buyer_id = (SELECT id FROM person WHERE {own})")
    if asker.role == "seller":
        values["own"] = asker.seller
        where.append(f"o.seller_id = {placeholder(dialect, 'own')}")
    if after is not None:
        values["after"] = after
        last = f"SELECT placed_at, id FROM orders WHERE id = {placeholder(dialect, 'after')}"
        where.append(f"(o.placed_at, o.id) < ({last})")
    sql = (
        f"SELECT o.id FROM orders o WHERE {' AND '.join(where) or '1 = 1'}"
        f" ORDER BY o.placed_at DESC, o.id DESC LIMIT {placeholder(dialect, 'most')}"
    )
    return [row[0] for row in run(connection, sql, values)]


def has_orders(connection: Connection) -> bool:
    """Whether any order was imported yet."""
    return bool(run(connection, "SELECT 1 FROM orders LIMIT 1"))


@cache
def _sql(dialect: str, *, many: bool = False) -> str:
    whole = json_object(
        dialect,
        {
            "head": order_head(dialect),
            "market": "o.market",
            "seller_id": "o.seller_id",
            "seller_name": "l.name",
            "return_address": return_address(dialect, "o.market"),
            **away_of(dialect),
            "buyer": object_of(dialect, Person, "b"),
            "placed_at": "o.placed_at",
            "cases": json_list(dialect, sibling(dialect), "cases s", "s.order_id = o.id", "s.opened_at"),
        },
    )
    text = whole if dialect == "sqlite" else f"{whole}::text"
    named = "IN (SELECT value FROM json_each(:ids))" if dialect == "sqlite" else "= ANY(%(ids)s)"
    which = named if many else f"= {placeholder(dialect, 'id')}"
    return (
        f"SELECT {text} FROM orders o JOIN person b ON b.id = o.buyer_id JOIN seller l ON l.id = o.seller_id"
        " JOIN order_revision r ON r.order_id = o.id AND r.revision = o.revision"
        f" WHERE o.id {which}"
    )
