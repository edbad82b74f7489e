"""Orders as cases see them: read with their parties and their cases."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.casefile import OrderHead, PersonRow, Sibling
from cases.casefile.queries import json_list, json_object, object_of, order_head, placeholder, sibling
from cases.casefile.tables import Person
from cases.db import Connection, run


class OrderFile(msgspec.Struct):
    """An order in its newest revision, its parties, and the cases on it."""

    head: OrderHead
    market: str
    seller_id: str
    seller_name: str
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


@cache
def _sql(dialect: str) -> str:
    whole = json_object(
        dialect,
        {
            "head": order_head(dialect),
            "market": "o.market",
            "seller_id": "o.seller_id",
            "seller_name": "l.name",
            "buyer": object_of(dialect, Person, "b"),
            "placed_at": "o.placed_at",
            "cases": json_list(dialect, sibling(dialect), "cases s", "s.order_id = o.id", "s.opened_at"),
        },
    )
    text = whole if dialect == "sqlite" else f"{whole}::text"
    return (
        f"SELECT {text} FROM orders o JOIN person b ON b.id = o.buyer_id JOIN seller l ON l.id = o.seller_id"
        " JOIN order_revision r ON r.order_id = o.id AND r.revision = o.revision"
        f" WHERE o.id = {placeholder(dialect, 'id')}"
    )
